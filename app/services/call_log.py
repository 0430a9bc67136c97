"""The saved calls as columns in memory, refreshed hour by hour: only hours that have changed are read again.

Everything that saves or corrects a call says so with `touch`, in its own transaction. Hours that are over are packed once, so that a
worker that starts reads a year of calls as quickly as a page.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy import select as rows_of
from sqlmodel import Session, col, select, update

from app.base.database import engine_of, upsert
from app.domain.call_log import Block, Log, block_of, hourly, log_of, tallies
from app.domain.call_pack import pack, unpack
from app.domain.figures import Tally
from app.domain.log_values import Caller, Codes, Numbers, Question, Result
from app.domain.periods import hour_of, moment_of
from app.models import Call, CallQuestion, LoggedHour
from app.models.call import SIMULATION

OVER = timedelta(hours=2)
MOST_PACKED = 60
MOST_LOGS = 8
MOST_QUESTIONS = 24_000_000


@dataclass
class _Shelf:
    """What a worker has read of a store: blocks by hour with the change they are of and their counts, and the stretches last put together."""

    codes: Codes = field(default_factory=Codes)
    blocks: dict[int, tuple[int, Block, Numbers]] = field(default_factory=dict)
    logs: dict[tuple[int, int], tuple[Sequence[tuple[int, int]], Log]] = field(default_factory=dict)
    reading: Lock = field(default_factory=Lock)


_shelves: WeakKeyDictionary[Engine, _Shelf] = WeakKeyDictionary()
_opening = Lock()
_UNKNOWN = (0, block_of((), Codes()), None)
_TOUCHED = "call_log_touched"


def touch(session: Session, *moments: datetime) -> None:
    """Say that calls begun at some moments were saved, opened again, corrected or removed. Part of the transaction that does it."""
    touch_hours(session, {hour_of(moment) for moment in moments})


def touch_hours(session: Session, hours: Iterable[int]) -> None:
    """As `touch`, by hours."""
    session.info[_TOUCHED] = True
    rows = [{"hour": hour, "changes": 1, "packed_at": 0} for hour in sorted(set(hours))]
    for start in range(0, len(rows), 200):
        statement = upsert(session)(LoggedHour).values(rows[start : start + 200])
        session.connection().execute(statement.on_conflict_do_update(index_elements=["hour"], set_={"changes": LoggedHour.changes + 1}))


def read(session: Session, start: datetime, end: datetime) -> Log:
    """The questions of the saved calls begun from start until before end, as the store has them now; whole hours only."""
    shelf = _shelf_of(session)
    span = (hour_of(start), hour_of(end))
    now = _changes(session, *span)
    with shelf.reading:
        known = shelf.logs.get(span)
        if known is not None and known[0] == now:
            shelf.logs[span] = shelf.logs.pop(span)
            return known[1]
        _refresh(session, shelf, now)
        hours = [hour for hour, _ in now if len(shelf.blocks[hour][1])]
        known_blocks = [shelf.blocks[hour] for hour in hours]
        found = log_of(shelf.codes, hours, [block for _, block, _ in known_blocks], [sums for _, _, sums in known_blocks])
        shelf.logs.pop(span, None)
        shelf.logs[span] = (now, found)
        _put_away(shelf)
    return found


def _put_away(shelf: _Shelf) -> None:
    """Forget the stretches that were asked for longest ago, when there are many or they are very long; never the newest."""
    while len(shelf.logs) > 1 and (len(shelf.logs) > MOST_LOGS or sum(len(log) for _, log in shelf.logs.values()) > MOST_QUESTIONS):
        del shelf.logs[next(iter(shelf.logs))]


def by_topic(session: Session, start: datetime, at: datetime) -> dict[str, Tally]:
    """The real calls begun since a moment, by topic; those about none are left out."""
    log = read(session, start, at + timedelta(hours=1)).real()
    rows = zip(log.codes.topics.values, tallies(log, log.topic, len(log.codes.topics)), strict=False)
    return {topic: row for topic, row in rows if topic and row.calls}


def forget(engine: Engine) -> None:
    """Know nothing of a store any more, as a worker that has just started."""
    with _opening:
        _shelves.pop(engine, None)


def pack_over(session: Session, at: datetime, most: int = MOST_PACKED) -> int:
    """Pack hours that are over and have changed since they were packed; answers how many."""
    shelf = _shelf_of(session)
    waiting = session.exec(
        select(LoggedHour.hour, LoggedHour.changes)
        .where(LoggedHour.hour < hour_of(at - OVER), LoggedHour.packed_at != LoggedHour.changes)
        .order_by(col(LoggedHour.hour).desc())
        .limit(most)
    ).all()
    with shelf.reading:
        _refresh(session, shelf, sorted((hour, changes) for hour, changes in waiting))
        for hour, changes in waiting:
            packed = pack(shelf.blocks[hour][1], shelf.codes)
            session.exec(update(LoggedHour).where(col(LoggedHour.hour) == hour).values(packed=packed, packed_at=changes))
    return len(waiting)


def _shelf_of(session: Session) -> _Shelf:
    """What this worker knows of the session's store; nothing for a session with changes of its own, which may yet be rolled back."""
    if session.info.get(_TOUCHED):
        return _Shelf()
    with _opening:
        return _shelves.setdefault(engine_of(session), _Shelf())


def _changes(session: Session, start: int, end: int) -> list[tuple[int, int]]:
    """The hours of a stretch with how often each has changed."""
    query = select(LoggedHour.hour, LoggedHour.changes).where(LoggedHour.hour >= start, LoggedHour.hour < end).order_by(col(LoggedHour.hour))
    return [(hour, changes) for hour, changes in session.exec(query).all()]


def _refresh(session: Session, shelf: _Shelf, now: Sequence[tuple[int, int]]) -> None:
    """Read those hours that are not known as they are now: packed where that is up to date, else from the calls."""
    stale = {hour: changes for hour, changes in now if shelf.blocks.get(hour, _UNKNOWN)[0] != changes}
    if not stale:
        return
    for hour, block in _packed(session, shelf.codes, stale):
        shelf.blocks[hour] = _counted(shelf.codes, stale.pop(hour), block)
    for first, last in _runs(sorted(stale), [hour for hour, _ in now]):
        found = _blocks(session, shelf.codes, first, last)
        for hour in range(first, last + 1):
            if hour in stale:
                shelf.blocks[hour] = _counted(shelf.codes, stale[hour], found.get(hour) or block_of((), shelf.codes))


def _counted(codes: Codes, changes: int, block: Block) -> tuple[int, Block, Numbers]:
    return changes, block, hourly(log_of(codes, [0], [block]))[0]


def _packed(session: Session, codes: Codes, stale: Mapping[int, int]) -> Iterator[tuple[int, Block]]:
    query = rows_of(col(LoggedHour.hour), col(LoggedHour.changes), col(LoggedHour.packed)).where(
        col(LoggedHour.hour).between(min(stale), max(stale)), col(LoggedHour.packed_at) == col(LoggedHour.changes)
    )
    for hour, changes, packed in session.connection().execute(query).all():
        block = unpack(packed, codes) if packed is not None and stale.get(hour) == changes else None
        if block is not None:
            yield hour, block


def _runs(hours: Sequence[int], all_hours: Sequence[int]) -> list[tuple[int, int]]:
    """The hours as stretches with no other known hour between, so that each is one query."""
    place = {hour: number for number, hour in enumerate(all_hours)}
    runs: list[tuple[int, int]] = []
    for hour in hours:
        if runs and place[hour] == place[runs[-1][1]] + 1:
            runs[-1] = (runs[-1][0], hour)
        else:
            runs.append((hour, hour))
    return runs


def _blocks(session: Session, codes: Codes, first: int, last: int) -> dict[int, Block]:
    """The saved calls begun in the hours from first to last, by hour."""
    query = (
        rows_of(
            col(Call.started_at),
            col(Call.id),
            col(Call.caller_type),
            col(Call.language),
            col(Call.followed),
            col(Call.logged_by),
            col(CallQuestion.topic),
            col(CallQuestion.department),
            col(CallQuestion.outcome),
            col(CallQuestion.reached),
            col(CallQuestion.offer),
            col(CallQuestion.reason),
            col(CallQuestion.answer_in_guide),
            col(CallQuestion.avoidable),
        )
        .join(CallQuestion, col(CallQuestion.call_id) == col(Call.id))
        .where(col(Call.saved_at).is_not(None), col(Call.started_at) >= moment_of(first), col(Call.started_at) < moment_of(last + 1))
        .order_by(col(Call.started_at), col(Call.id), col(CallQuestion.position))
    )
    rows: Iterable[Any] = session.connection().execute(query)
    return {hour: block_of(_questions(found), codes) for hour, found in groupby(rows, key=lambda row: hour_of(row[0]))}


def _questions(rows: Iterable[Any]) -> Iterator[Question]:
    call = ""
    for _, call_id, caller_type, language, followed, logged_by, topic, department, outcome, reached, offer, reason, answer, avoidable in rows:
        caller = Caller(caller_type, language, followed, logged_by == SIMULATION)
        result = Result(outcome, reached, bool(offer), reason, answer, avoidable)
        yield Question(call_id != call, topic or "", department or "", caller, result)
        call = call_id
