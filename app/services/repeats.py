"""Repeated calls without stored numbers: a mark for a week, then only the flag on the call."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select as rows_of
from sqlmodel import Session, col, delete, select, update

from app.base.database import engine_of, upsert
from app.base.settings import settings
from app.domain.outcomes import COUNTED, SETTLED
from app.domain.repeats import KEPT, WINDOW, Heard, flags, mark_of, number_of, oldest_period, period_of
from app.models import Call, CallQuestion, RepeatKey, RepeatMark
from app.services import call_log

SECRET_BYTES = 32


def note_number(session: Session, call: Call, number: str, at: datetime) -> None:
    """Say from which number a call came, as telephony tells it; nothing happens when there is none ("") or it is hidden.

    The number is not kept: the call is marked under every key that is still needed, so that it is known again across a rotation, and
    compared with what has been marked before. Calls handed in later but begun earlier are compared both ways. A number that rings more
    than `MOST_OF_ONE_CALLER` times in a window is not one caller: its calls become unknown rather than false repeats. So does a call
    that is handed in after its marks would have been erased. Raises Invalid when it is not a number.
    """
    known = number_of(number)
    if not known or call.started_at <= at - KEPT:
        return
    marks = {mark_of(key, known) for key in _keys(session, at)}
    had = set(session.exec(select(RepeatMark.mark).where(RepeatMark.call_id == call.id)).all())
    session.add_all(RepeatMark(call_id=call.id, mark=mark, at=call.started_at) for mark in sorted(marks - had))
    if call.followed is None and not had:
        call.followed = False
        session.add(call)
    session.flush()
    compare(session, call)


def compare(session: Session, call: Call) -> None:
    """Look at a marked call beside all others with its marks, as their questions stand now, and set the flags that follow.

    A call without marks is left alone. Whoever settles or corrects the questions of a marked call afterwards calls this again.
    """
    before, rows = _others(session, call)
    found = {name: flag for name, flag in flags(rows).items() if flag is not False and before[name] not in (None, flag)}
    for wanted in (True, None):
        names = [name for name, flag in found.items() if flag is wanted]
        if names:
            session.exec(update(Call).where(col(Call.id).in_(names)).values(followed=wanted))
    call_log.touch(session, call.started_at, *(row.at for row in rows if row.call in found))


def erase(session: Session, at: datetime) -> int:
    """Erase the marks whose window has passed, and the keys that none is needed of any longer; answers how many marks.

    Costs two looks at an index when there is nothing to erase. What is erased is overwritten in a SQLite file, not only left out.
    """
    old_marks, old_keys = col(RepeatMark.at) <= at - KEPT, col(RepeatKey.id) < oldest_period(at)
    if not session.exec(select(RepeatMark.mark).where(old_marks).limit(1)).first() and not session.exec(select(RepeatKey.id).where(old_keys)).first():
        return 0
    if engine_of(session).dialect.name == "sqlite":
        session.connection().exec_driver_sql("PRAGMA secure_delete = ON")
    session.exec(delete(RepeatKey).where(old_keys))
    return session.exec(delete(RepeatMark).where(old_marks)).rowcount


def _keys(session: Session, at: datetime) -> Sequence[bytes]:
    """The keys that are still needed, that of this period among them. They are held until the end of the transaction, so that of two
    calls from one number at the same moment the second sees the first. A copied store opens nothing without the program's own secret."""
    query = select(RepeatKey.id, RepeatKey.secret).where(col(RepeatKey.id) >= oldest_period(at)).order_by(col(RepeatKey.id)).with_for_update()
    rows = session.exec(query).all()
    if period_of(at) not in {period for period, _ in rows}:
        row = {"id": period_of(at), "secret": secrets.token_bytes(SECRET_BYTES), "made_at": at}
        session.connection().execute(upsert(session)(RepeatKey).values(row).on_conflict_do_nothing())
        rows = session.exec(query).all()
    return [secret + settings().secret.encode() for _, secret in rows]


def _others(session: Session, call: Call) -> tuple[dict[str, bool | None], list[Heard]]:
    """The flags of the calls that share a mark with this one, within a window before and after it; and what was asked in them."""
    query = (
        rows_of(col(Call.id), col(Call.started_at), col(Call.followed), col(CallQuestion.topic), col(CallQuestion.outcome))
        .join(RepeatMark, col(RepeatMark.call_id) == col(Call.id))
        .join(CallQuestion, col(CallQuestion.call_id) == col(Call.id), isouter=True)
        .where(
            col(RepeatMark.mark).in_(select(RepeatMark.mark).where(RepeatMark.call_id == call.id)),
            col(RepeatMark.at).between(call.started_at - WINDOW, call.started_at + WINDOW),
        )
        .distinct()
    )
    before: dict[str, bool | None] = {}
    began: dict[str, datetime] = {}
    asked: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for name, moment, followed, topic, outcome in session.connection().execute(query):
        before[name], began[name] = followed, moment
        asked[name].add((topic or "", outcome or ""))
    return before, [Heard(name, moment, _topics(asked[name], SETTLED), _topics(asked[name], COUNTED)) for name, moment in began.items()]


def _topics(asked: Iterable[tuple[str, str]], outcomes: Sequence[str]) -> frozenset[str]:
    return frozenset(topic for topic, outcome in asked if topic and outcome in outcomes)
