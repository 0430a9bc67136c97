"""A made-up history in the store: a year of calls through the code that logs real ones, marked everywhere, and removed by one command.

It is made in batches, newest first, so that the desk goes on meanwhile. A row among the counters names the history that is being made
and is raised with every batch: others leave it alone while it moves, and go on with it when it stands still.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, func, select, update

from app.base.database import session_scope, upsert
from app.base.errors import Conflict, Invalid, NotAllowed
from app.base.settings import Settings
from app.domain.finished_call import CallEntry
from app.domain.simulation import DAYS, History, Town, history_of
from app.domain.simulation_side import contacts, in_vain
from app.models import Call, CallQuestion, ChannelFigure, RepeatMark, Revision, SearchGapDay, SimulatedEvent
from app.models.call import SIMULATION
from app.services import call_log, content, finished_calls, learning

BATCH = 500
DAYS_AT_ONCE = 30
REMOVED_AT_ONCE = 2000
PACKED_AT_ONCE = 200
MOST_CALLS, MOST_SEED = 1_000_000, 999_999
IN_PRODUCTION = "En simuleret historie laves kun i demo. Her er skranken i drift, og dens tal skal være de rigtige."
THERE_IS_ONE = "Der er allerede en simuleret historie. Fjern den først med »straks demo remove«."
ANOTHER = "En anden simuleret historie er ikke gjort færdig. Fjern den først med »straks demo remove«."
OVERTAKEN = "En anden er ved at lave den simulerede historie, eller den er fjernet imens."
NO_GUIDES = "Vidensbasen er tom, så der er intet at ringe om."
_MARK = "demo history "
_RELEASED = 0
T = TypeVar("T")


@dataclass(frozen=True)
class Status:
    """How many simulated calls there are. `beat` moves while a history is being made, is 0 when that was broken off, None when whole."""

    calls: int
    beat: int | None


@dataclass(frozen=True)
class Work:
    """A history with the beat at which it was taken on."""

    history: History
    beat: int

    @property
    def is_broken_off(self) -> bool:
        """Whether whoever was at it has left it, and said so."""
        return self.beat == _RELEASED

    @property
    def mark(self) -> str:
        return f"{_MARK}{self.history.calls} {self.history.seed} {self.history.last}"


def status(session: Session) -> Status:
    """What there is of a simulated history."""
    calls = session.exec(select(func.count()).select_from(Call).where(Call.logged_by == SIMULATION)).one()
    mark = _mark(session)
    return Status(calls, mark.number if mark else None)


def first(engine: Engine, settings: Settings, seed: int, at: datetime) -> Work | None:
    """The history that a first run brings; None when a call has been saved already. Raises as `begin` does."""
    with session_scope(engine) as session:
        if session.exec(select(Call.id).where(col(Call.saved_at).is_not(None)).limit(1)).first() is not None:
            return None
    return begin(engine, settings, settings.demo_calls, seed, at)


def begin(engine: Engine, settings: Settings, calls: int, seed: int, at: datetime) -> Work:
    """Take on a history of the year before a moment, or the same one where it was broken off.

    Raises NotAllowed in production, Invalid with the field, Conflict when there is a history already.
    """
    if not settings.is_demo:
        raise NotAllowed(IN_PRODUCTION)
    if not 1 <= calls <= MOST_CALLS:
        raise Invalid(f"Antallet af opkald skal ligge mellem 1 og {MOST_CALLS}.", "calls")
    if not 0 <= seed <= MOST_SEED:
        raise Invalid(f"Frøet skal ligge mellem 0 og {MOST_SEED}.", "seed")
    with session_scope(engine) as session:
        mark, town = _mark(session), _town(session)
        if not town.guides:
            raise Invalid(NO_GUIDES)
        if mark is None and status(session).calls:
            raise Conflict(THERE_IS_ONE)
        if mark is not None:
            found = _marked(mark, town)
            if (found.history.calls, found.history.seed) != (calls, seed):
                raise Conflict(ANOTHER)
            return found
        work = Work(history_of(town, calls, seed, at), _RELEASED)
        try:
            with session.begin_nested():
                session.add(Revision(name=work.mark, number=_RELEASED))
        except IntegrityError as error:
            raise Conflict(OVERTAKEN) from error
    return work


def unfinished(engine: Engine) -> Work | None:
    """The history that is being made or was broken off, if there is one."""
    with session_scope(engine) as session:
        mark = _mark(session)
        return _marked(mark, _town(session)) if mark else None


def make(
    engine: Engine, work: Work, at: datetime, progress: Callable[[int], object] = lambda _: None, stop: Callable[[], bool] = lambda: False
) -> bool:
    """Store a history; answers whether it is whole. What is stored already is not stored again.

    `progress` is told how many calls each batch held. When `stop` says so it is left for later. Raises Conflict when somebody else has
    taken it on or removed it.
    """
    beat = work.beat
    for step in _steps(work.history, at, progress):
        if stop():
            _move(engine, work.mark, beat, _RELEASED)
            return False
        _move(engine, work.mark, beat, beat + 1, step)
        beat += 1
    _move(engine, work.mark, beat, None)
    while not stop() and _pack(engine, at):
        pass
    return True


def remove(engine: Engine, progress: Callable[[int], object] = lambda _: None) -> int:
    """Remove every simulated call and all that came with them, also while they are being made; answers how many calls."""
    with session_scope(engine) as session:
        session.exec(delete(Revision).where(col(Revision.name).startswith(_MARK)))
        session.exec(delete(SimulatedEvent))
        session.exec(delete(SearchGapDay).where(col(SearchGapDay.simulated)))
        session.exec(delete(ChannelFigure).where(col(ChannelFigure.imported_by) == SIMULATION))
    removed = 0
    while True:
        with session_scope(engine) as session:
            rows = session.exec(select(Call.id, Call.started_at).where(Call.logged_by == SIMULATION).limit(REMOVED_AT_ONCE)).all()
            ids = [call for call, _ in rows]
            for table, owner in ((CallQuestion, CallQuestion.call_id), (RepeatMark, RepeatMark.call_id), (Call, Call.id)):
                session.exec(delete(table).where(col(owner).in_(ids)))
            call_log.touch(session, *(began for _, began in rows))
        if not rows:
            return removed
        removed += len(rows)
        progress(len(rows))


Step = Callable[[Session], None]


def _steps(history: History, at: datetime, progress: Callable[[int], object]) -> Iterator[Step]:
    """What is to be stored, each in a transaction of its own; a step that is done twice changes nothing."""
    yield partial(_store_events, history)
    for batch in _batches(history.entries(), BATCH):
        yield partial(_store_calls, batch, at, progress)
    for days in _batches((history.last - timedelta(days=number) for number in range(DAYS)), DAYS_AT_ONCE):
        yield partial(_store_days, history, days, at)


def _store_events(history: History, session: Session) -> None:
    for event in history.events:
        kind, slug = str(event.truth.kind), event.truth.slug
        session.merge(SimulatedEvent(id=f"{SIMULATION}-{kind}-{slug}", at=event.at, kind=kind, slug=slug, words=event.words))


def _store_calls(batch: Sequence[CallEntry], at: datetime, progress: Callable[[int], object], session: Session) -> None:
    finished_calls.log_all(session, SIMULATION, batch, at)
    progress(len(batch))


def _store_days(history: History, days: Sequence[date], at: datetime, session: Session) -> None:
    """Searches in vain and the other channels. What has been imported for a day is left as it is."""
    session.exec(delete(SearchGapDay).where(col(SearchGapDay.simulated), col(SearchGapDay.day).in_(days)))
    rows = []
    for day in days:
        for found in in_vain(history, day):
            learning.count_gap(session, found.key, found.said, day, found.times, simulated=True)
        rows += [
            {"day": day, "channel": channel, "department": "", "topic": "", "contacts": number, "imported_by": SIMULATION, "imported_at": at}
            for channel, number in contacts(history, day).items()
        ]
    session.connection().execute(upsert(session)(ChannelFigure).values(rows).on_conflict_do_nothing())


def _pack(engine: Engine, at: datetime) -> int:
    """Pack what was stored, so that a worker that starts need not read a year of calls."""
    with session_scope(engine) as session:
        return call_log.pack_over(session, at, PACKED_AT_ONCE)


def _move(engine: Engine, mark: str, beat: int, new: int | None, step: Step = lambda _: None) -> None:
    """Do a step and show that the work has gone on, or with None that it is done. Raises Conflict when it is not ours any more.

    The beat comes last, so that the store is held for as short as the writing takes.
    """
    ours = (col(Revision.name) == mark, col(Revision.number) == beat)
    try:
        with session_scope(engine) as session:
            step(session)
            moved = session.exec(delete(Revision).where(*ours) if new is None else update(Revision).where(*ours).values(number=new))
            if moved.rowcount != 1:
                raise Conflict(OVERTAKEN)
    except IntegrityError as error:  # another one has stored the same meanwhile
        raise Conflict(OVERTAKEN) from error


def _mark(session: Session) -> Revision | None:
    return session.exec(select(Revision).where(col(Revision.name).startswith(_MARK)).limit(1)).one_or_none()


def _marked(mark: Revision, town: Town) -> Work:
    calls, seed, last = mark.name.removeprefix(_MARK).split()
    return Work(History(town, int(calls), int(seed), date.fromisoformat(last)), mark.number)


def _town(session: Session) -> Town:
    snapshot = content.current(session)
    return Town(
        guides=snapshot.guides,
        schedules=snapshot.schedules,
        departments={slug: row.name for slug, row in snapshot.departments.items()},
        tables={slug: row.title for slug, row in snapshot.tables.items()},
    )


def _batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """Rows by so many at a time."""
    left = iter(rows)
    while batch := list(islice(left, size)):
        yield batch
