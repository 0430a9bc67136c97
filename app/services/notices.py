"""What stands above the desk: planned, published, ended, counted, and for whom."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from app.base.errors import Conflict, Invalid, NotFound
from app.base.text import clean, one_line
from app.domain.notices import LEVELS, Level
from app.domain.outcomes import AnswerInGuide, Ending, Outcome, known_code
from app.domain.privacy import REFUSAL, contains_cpr
from app.models import Call, Department, Guide, Notice, User
from app.services import finished_calls, revisions, trail

KIND = "notice"
LONGEST_TITLE = 120
LONGEST_BODY = 600
# A start that is typed as "now" has passed when the form arrives: the field knows no seconds.
LATE = timedelta(minutes=2)


@dataclass(frozen=True)
class NoticeText:
    """A notice as somebody writes it. `ends_at` None means until it is ended by hand, `starts_at` None at once, no departments everyone."""

    level: str
    title: str
    body: str = ""
    say: str = ""
    guide: str = ""
    ends_at: datetime | None = None
    starts_at: datetime | None = None
    departments: Sequence[str] = ()


@dataclass(frozen=True)
class Above:
    """What stands above the desk, as little as it takes to see that it has changed: the revision, and the notices by id."""

    revision: int
    ids: tuple[str, ...]


def above(session: Session, at: datetime) -> Above:
    """What stands above the desk at a moment; a notice whose time has run out is no longer there, though nobody touched it."""
    return Above(
        revisions.current(session, revisions.NOTICES), tuple(session.exec(select(Notice.id).where(*_in_force(at)).order_by(Notice.id)).all())
    )


def active(session: Session, at: datetime, user: User | None = None) -> list[Notice]:
    """The notices in force, the gravest first, then the newest; only those for a user when one is given."""
    rows = [row for row in session.exec(select(Notice).where(*_in_force(at))).all() if user is None or is_for(row, user)]
    return sorted(rows, key=lambda row: (LEVELS[Level(row.level)].gravity, row.starts_at or at), reverse=True)


def is_for(notice: Notice, user: User) -> bool:
    """Whether a notice concerns a user: it is for everyone, for a department of theirs, or they answer for the whole house."""
    return not notice.departments or not user.departments or bool(set(notice.departments) & set(user.departments))


def planned(session: Session, at: datetime) -> list[Notice]:
    """The notices that will come by themselves, the nearest first."""
    later = or_(col(Notice.ends_at).is_(None), col(Notice.ends_at) > at)
    query = select(Notice).where(col(Notice.is_template).is_(False), col(Notice.starts_at) > at, later)
    return list(session.exec(query.order_by(col(Notice.starts_at))).all())


def earlier(session: Session, at: datetime, limit: int = 20) -> list[Notice]:
    """The notices that have ended, newest first."""
    return list(
        session.exec(
            select(Notice).where(col(Notice.is_template).is_(False), col(Notice.ends_at) <= at).order_by(col(Notice.ends_at).desc()).limit(limit)
        ).all()
    )


def templates(session: Session) -> list[Notice]:
    """The ready-made notices, gravest first."""
    rows = session.exec(select(Notice).where(col(Notice.is_template))).all()
    return sorted(rows, key=lambda row: (-LEVELS[Level(row.level)].gravity, row.title))


def publish(session: Session, user: User, text: NoticeText, at: datetime) -> Notice:
    """Put a notice above every desk. Raises Invalid with the field when something does not fit."""
    level, starts_at = known_code(Level, text.level, "level", "en kendt alvorsgrad"), _start(text, at)
    title, body, say = one_line(text.title), clean(text.body).strip(), one_line(text.say)
    _check_words(level, title, body, say)
    if text.guide and session.get(Guide, text.guide) is None:
        raise Invalid("Guiden findes ikke.", "guide")
    departments = sorted(set(text.departments))
    if any(session.get(Department, slug) is None for slug in departments):
        raise Invalid("Afdelingen findes ikke.", "departments")
    if text.ends_at is not None and text.ends_at <= starts_at:
        raise Invalid("Meddelelsen slutter, før den begynder.", "ends_at")
    notice = Notice(
        level=level,
        title=title,
        body=body,
        say=say,
        guide=text.guide,
        departments=departments,
        created_by=user.id,
        starts_at=starts_at,
        ends_at=text.ends_at,
    )
    session.add(notice)
    revisions.raise_one(session, revisions.NOTICES)
    session.flush()
    trail.record(session, user, "publish" if starts_at <= at else "plan", KIND, notice.id, at, new=_told(text, title, starts_at))
    return notice


def end(session: Session, notice_id: str, at: datetime, user: User | None = None) -> Notice:
    """Take a notice down, or cancel one that has not begun. Ending it twice changes nothing. Raises NotFound."""
    notice = _published(session, notice_id)
    if notice.ends_at is None or notice.ends_at > at:
        action = "cancel" if notice.starts_at is not None and notice.starts_at > at else "end"
        old = {"title": notice.title, "ends_at": notice.ends_at.isoformat() if notice.ends_at else None}
        notice.ends_at = at
        session.add(notice)
        revisions.raise_one(session, revisions.NOTICES)
        session.flush()
        trail.record(session, user, action, KIND, notice.id, at, old=old, new={"title": notice.title, "ends_at": at.isoformat()})
    return notice


def count_one(session: Session, user: User, notice_id: str, key: str, at: datetime) -> int:
    """ "+1 om dette": log a counted, resolved call about a notice; answers how many there are. The same key counts once."""
    notice = _published(session, notice_id)
    if notice.ends_at is not None and notice.ends_at <= at:
        raise Conflict("Meddelelsen er slut. Log opkaldet på almindelig vis.")
    topic = notice.guide or None
    question = finished_calls.QuestionEntry(
        Ending(Outcome.RESOLVED), topic=topic, guides=[topic] if topic else [], answer_in_guide=AnswerInGuide.FOUND if topic else ""
    )
    entry = finished_calls.CallEntry(at, at, f"notice-{notice_id}-{key}", [question], notice_id=notice_id)
    finished_calls.log(session, user.id, entry, at, user)
    return count(session, notice_id)


def count(session: Session, notice_id: str) -> int:
    """How many calls were logged about a notice."""
    return session.exec(select(func.count()).select_from(Call).where(Call.notice_id == notice_id, col(Call.saved_at).is_not(None))).one()


def counts(session: Session, notice_ids: Collection[str]) -> Mapping[str, int]:
    """How many calls were logged about each of several notices, by one question to the store."""
    found = dict.fromkeys(notice_ids, 0)
    query = select(Call.notice_id, func.count()).where(col(Call.notice_id).in_(list(found)), col(Call.saved_at).is_not(None))
    for notice_id, number in session.exec(query.group_by(col(Call.notice_id))).all():
        if notice_id is not None:
            found[notice_id] = number
    return found


def _start(text: NoticeText, at: datetime) -> datetime:
    if text.starts_at is None:
        return at
    if text.starts_at < at - LATE:
        raise Invalid("Tidspunktet er gået. Lad feltet stå tomt for at vise meddelelsen nu.", "starts_at")
    return max(text.starts_at, at)


def _check_words(level: Level, title: str, body: str, say: str) -> None:
    if not title:
        raise Invalid("Skriv en overskrift.", "title")
    for name, value, longest in (("title", title, LONGEST_TITLE), ("body", body, LONGEST_BODY), ("say", say, LONGEST_BODY)):
        if len(value) > longest:
            raise Invalid(f"Teksten er for lang: {len(value)} tegn, højst {longest}.", name)
        if contains_cpr(value):
            raise Invalid(REFUSAL, name)
    if level is Level.CRISIS and not say:
        raise Invalid("En krisemeddelelse skal have en sætning at sige.", "say")


def _told(text: NoticeText, title: str, starts_at: datetime) -> dict[str, Any]:
    """What the trail keeps of a notice."""
    ends_at = text.ends_at.isoformat() if text.ends_at else None
    return {**asdict(text), "title": title, "departments": list(text.departments), "starts_at": starts_at.isoformat(), "ends_at": ends_at}


def _in_force(at: datetime) -> tuple[ColumnElement[bool], ...]:
    ends_later = or_(col(Notice.ends_at).is_(None), col(Notice.ends_at) > at)
    return col(Notice.is_template).is_(False), col(Notice.starts_at) <= at, ends_later


def _published(session: Session, notice_id: str) -> Notice:
    notice = session.get(Notice, notice_id)
    if notice is None or notice.is_template:
        raise NotFound("Driftsmeddelelsen findes ikke.")
    return notice
