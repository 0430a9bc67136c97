"""What the log teaches the search, what it could not find, and what editors have to say about both."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from threading import Lock, Thread
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.base.clock import local
from app.base.database import engine_of, upsert
from app.base.errors import NotFound
from app.base.text import one_line
from app.domain.outcomes import SETTLED
from app.domain.privacy import contains_cpr
from app.domain.search.learned import Lesson, Settled, as_table, learned_key, lessons
from app.domain.search.words import tokens
from app.models import Call, CallQuestion, Guide, LessonBlock, SearchGap, SearchGapDay, User
from app.models.call import SIMULATION
from app.services import revisions

LOOK_BACK_DAYS = 365
MOST_ROWS = 20_000
RENEW_AFTER = timedelta(minutes=10)
LONGEST_GAP = 120


@dataclass(frozen=True)
class Learned:
    """The lessons in force, as a list for people and as a table for the search."""

    lessons: Sequence[Lesson]
    table: Mapping[str, Mapping[str, float]]
    read_at: datetime
    revision: int


_known: WeakKeyDictionary[Engine, Learned] = WeakKeyDictionary()
_reading = Lock()


def current(session: Session, at: datetime, revision: int) -> Learned:
    """The lessons of the log as of a content revision. They are read again every ten minutes, beside the request that notices."""
    engine = engine_of(session)
    known = _known.get(engine)
    if known is None or known.revision != revision:
        return _read_once(engine, at, revision)
    if abs(at - known.read_at) >= RENEW_AFTER:
        _known[engine] = replace(known, read_at=at)
        Thread(target=_renew, args=(engine, at, revision), daemon=True).start()
    return known


def _read_once(engine: Engine, at: datetime, revision: int) -> Learned:
    """Threads that notice a new revision at once wait for the first of them instead of reading the log again."""
    with _reading:
        known = _known.get(engine)
        return known if known is not None and known.revision == revision else _renew(engine, at, revision)


def _renew(engine: Engine, at: datetime, revision: int) -> Learned:
    with Session(engine) as reader:
        fresh = _known[engine] = _read(reader, at, revision)
    return fresh


def _read(session: Session, at: datetime, revision: int) -> Learned:
    rows = session.exec(
        select(CallQuestion.searches, CallQuestion.topic, Call.logged_by, Call.saved_at)
        .join(Call, col(Call.id) == col(CallQuestion.call_id))
        .where(
            col(Call.started_at) >= at - timedelta(days=LOOK_BACK_DAYS),
            col(Call.saved_at).is_not(None),
            col(CallQuestion.topic).is_not(None),
            col(CallQuestion.outcome).in_(SETTLED),
            Call.logged_by != SIMULATION,
        )
        .order_by(col(Call.started_at).desc())
        .limit(MOST_ROWS)
    ).all()
    settled = [Settled(searches[-1], topic, who, saved_at) for searches, topic, who, saved_at in rows if searches and topic and saved_at]
    blocked = {(row.key, row.guide) for row in session.exec(select(LessonBlock)).all()}
    found = [lesson for lesson in lessons(settled, at) if (lesson.key, lesson.guide) not in blocked]
    return Learned(found, as_table(found), at, revision)


def remove(session: Session, user: User, key: str, guide: str, at: datetime) -> None:
    """Take a lesson out for good. Doing it twice changes nothing. Raises NotFound when there is no such guide."""
    if session.get(Guide, guide) is None:
        raise NotFound("Guiden findes ikke.")
    if session.get(LessonBlock, (key, guide)) is None:
        session.add(LessonBlock(key=key, guide=guide, removed_by=user.id, removed_at=at))
        revisions.content_changed(session, revisions.LESSON, guide)
        session.flush()


def note_gap(session: Session, text: str, at: datetime) -> None:
    """Count a search that found nothing, under its words that say something. Texts with a CPR number are never stored."""
    line = one_line(text)[:LONGEST_GAP]
    key = learned_key(tokens(line))
    if not key or contains_cpr(line):
        return
    count_gap(session, key, line, local(at).date())
    row = session.get(SearchGap, key)
    if row is not None:
        row.times += 1
        row.last_at = at
        session.add(row)
        session.flush()
        return
    with suppress(IntegrityError), session.begin_nested():  # a colleague may miss the same words at the same moment
        session.add(SearchGap(key=key, example=line, last_at=at))
        session.flush()


def count_gap(session: Session, key: str, example: str, day: date, times: int = 1, *, simulated: bool = False) -> None:
    """Count searches in vain on one day, so that a trend can be drawn."""
    row = {"key": key, "day": day, "simulated": simulated, "example": example, "times": times}
    added = {"times": SearchGapDay.times + times}
    statement = upsert(session)(SearchGapDay).values(row).on_conflict_do_update(index_elements=["key", "day", "simulated"], set_=added)
    session.connection().execute(statement)


def gaps(session: Session, limit: int = 100) -> list[SearchGap]:
    """What was searched in vain, the most frequent first."""
    return list(session.exec(select(SearchGap).order_by(col(SearchGap.times).desc(), col(SearchGap.last_at).desc()).limit(limit)).all())


def close_gap(session: Session, key: str) -> None:
    """Take a gap off the list, when a guide or a synonym has been made for it. Raises NotFound."""
    row = session.get(SearchGap, key)
    if row is None:
        raise NotFound("Søgningen står ikke på listen.")
    session.delete(row)
    session.flush()
