"""A made-up history in the store: made in batches, gone on with, marked, and removed without a trace."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, delete, func, select

from app.base.database import session_scope
from app.base.errors import Conflict, Invalid, NotAllowed
from app.base.settings import Settings
from app.domain.outcomes import Ending
from app.domain.simulation_side import in_vain
from app.models import Call, CallQuestion, ChannelFigure, Revision, SearchGap, SearchGapDay, SimulatedEvent
from app.models.call import SIMULATION
from app.services import demo_history, figures, finished_calls, learning, schema, suggestions, waiting
from app.services.demo_history import BATCH, Work
from app.services.figures import Wanted
from app.services.finished_calls import CallEntry, QuestionEntry
from tests.conftest import user
from tests.support.town import MONDAY

CALLS = 2 * BATCH + 60
DEMO = Settings(demo_calls=CALLS, _env_file=None)
YEAR = Wanted(date(2025, 11, 23), date(2026, 11, 22))


def begun(engine: Engine, calls: int = CALLS, seed: int = 1) -> Work:
    return demo_history.begin(engine, DEMO, calls, seed, MONDAY)


def made(engine: Engine, calls: int = CALLS) -> None:
    assert demo_history.make(engine, begun(engine, calls), MONDAY)


def after(number: int) -> Callable[[], bool]:
    """Says stop when it has been asked so many times."""
    left = [number]

    def stop() -> bool:
        left[0] -= 1
        return left[0] < 0

    return stop


def keys(session: Session) -> list[str]:
    return sorted(session.exec(select(Call.idempotency_key).where(Call.logged_by == SIMULATION)).all())


def real_call(session: Session) -> None:
    entry = CallEntry(MONDAY - timedelta(days=3), MONDAY - timedelta(days=3), "real", [QuestionEntry(Ending("resolved"), topic="pas-forny")])
    finished_calls.log(session, user(session, "anna").id, entry, MONDAY)


def test_history_is_in_the_figures_and_marked_as_simulated(engine: Engine) -> None:
    told: list[int] = []
    assert demo_history.make(engine, begun(engine), MONDAY, told.append)
    assert (sum(told), max(told)) == (CALLS, BATCH)
    with Session(engine) as session:
        assert demo_history.status(session) == demo_history.Status(CALLS, None)
        tally = figures.count(session, YEAR)
        assert (tally.calls, tally.simulated, tally.covered) == (CALLS, CALLS, CALLS)
        assert 0.9 < tally.covered / tally.answered < 0.96
        assert all(call.saved_at == call.ended_at and call.user_id is None for call in session.exec(select(Call)).all())
        versions = session.exec(select(CallQuestion.guide_version).where(col(CallQuestion.topic).is_not(None))).all()
        assert set(versions) == {1}


def test_first_batch_holds_the_newest_calls(engine: Engine) -> None:
    assert not demo_history.make(engine, begun(engine), MONDAY, stop=after(2))
    with Session(engine) as session:
        assert demo_history.status(session) == demo_history.Status(BATCH, 0)
        oldest = session.exec(select(func.min(Call.started_at))).one()
        assert oldest is not None
    work = demo_history.unfinished(engine)
    assert work is not None
    assert sum(call.started_at >= oldest for call in work.history.entries()) == BATCH


def test_history_that_was_broken_off_is_gone_on_with_as_it_was_begun(engine: Engine) -> None:
    demo_history.make(engine, begun(engine), MONDAY, stop=after(2))
    later = MONDAY + timedelta(days=2)
    work = demo_history.begin(engine, DEMO, CALLS, 1, later)
    assert work.is_broken_off
    assert demo_history.make(engine, work, later)
    with Session(engine) as session:
        assert keys(session) == sorted(call.idempotency_key for call in work.history.entries())
        assert session.exec(select(func.sum(SearchGapDay.times))).one() == sum(
            found.times for day in work.history.plan for found in in_vain(work.history, day)
        )
        assert demo_history.status(session).beat is None


def test_crash_between_batches_leaves_nothing_twice(engine: Engine) -> None:
    def crash(_calls: int) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        demo_history.make(engine, begun(engine), MONDAY, crash)
    work = demo_history.unfinished(engine)
    assert work is not None
    assert not work.is_broken_off
    assert demo_history.make(engine, work, MONDAY)
    with Session(engine) as session:
        assert len(keys(session)) == CALLS


def test_of_two_who_make_it_at_once_one_stops(engine: Engine) -> None:
    work = begun(engine)
    twin = demo_history.unfinished(engine)
    assert twin is not None
    asked = [0]

    def twin_tries() -> bool:
        asked[0] += 1
        if asked[0] == 3:  # between the first calls and the next ones
            with pytest.raises(Conflict, match="er ved at lave"):
                demo_history.make(engine, twin, MONDAY)
        return False

    assert demo_history.make(engine, work, MONDAY, stop=twin_tries)
    with Session(engine) as session:
        assert len(keys(session)) == CALLS


def test_second_history_and_another_one_halfway_are_refused(engine: Engine) -> None:
    begun(engine)
    with pytest.raises(Conflict, match="ikke gjort færdig"):
        begun(engine, seed=2)
    made(engine)
    with pytest.raises(Conflict, match="straks demo remove"):
        begun(engine)


@pytest.mark.parametrize(("calls", "seed", "field"), [(0, 1, "calls"), (1_000_001, 1, "calls"), (10, -1, "seed"), (10, 1_000_000, "seed")])
def test_numbers_that_cannot_be_are_refused_with_their_field(engine: Engine, calls: int, seed: int, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        begun(engine, calls, seed)
    assert refusal.value.field == field


def test_production_refuses_and_nothing_is_stored(engine: Engine, tmp_path: Path) -> None:
    production = Settings(mode="production", secret="s" * 32, data_dir=tmp_path, _env_file=None)
    with pytest.raises(NotAllowed, match="kun i demo"):
        demo_history.begin(engine, production, 100, 1, MONDAY)
    assert demo_history.unfinished(engine) is None


def test_removal_takes_everything_simulated_and_nothing_else(engine: Engine) -> None:
    with session_scope(engine) as session:
        real_call(session)
        learning.note_gap(session, "zeppelinflyvning", MONDAY)
        session.add(ChannelFigure(day=date(2026, 11, 2), channel="mail", contacts=7, imported_by="bo", imported_at=MONDAY))
    made(engine)
    with Session(engine) as session:
        assert figures.count(session, YEAR).calls == CALLS + 1
        mails = session.exec(select(ChannelFigure.contacts).where(ChannelFigure.channel == "mail", ChannelFigure.day == date(2026, 11, 2))).all()
        assert mails == [7]
    assert demo_history.remove(engine) == CALLS
    with Session(engine) as session:
        tally = figures.count(session, YEAR)
        assert (tally.calls, tally.simulated, tally.answered) == (1, 0, 0)
        assert [row.idempotency_key for row in session.exec(select(Call)).all()] == ["real"]
        assert len(session.exec(select(CallQuestion)).all()) == 1
        assert [row.imported_by for row in session.exec(select(ChannelFigure)).all()] == ["bo"]
        assert [row.example for row in session.exec(select(SearchGapDay)).all()] == ["zeppelinflyvning"]
        assert session.exec(select(SimulatedEvent)).all() == []
        assert session.exec(select(Revision).where(col(Revision.name).startswith("demo"))).all() == []
    assert demo_history.remove(engine) == 0


def test_removal_stops_a_history_that_is_being_made(engine: Engine) -> None:
    def removed_meanwhile() -> bool:
        return demo_history.remove(engine) < 0

    with pytest.raises(Conflict):
        demo_history.make(engine, begun(engine), MONDAY, stop=removed_meanwhile)
    with Session(engine) as session:
        assert demo_history.status(session) == demo_history.Status(0, None)


def test_history_teaches_the_search_nothing_and_gives_editors_nothing_to_do(engine: Engine) -> None:
    with Session(engine) as session:
        before = waiting.for_user(session, user(session, "carla"), MONDAY).items
    made(engine)
    with Session(engine) as session:
        assert learning.current(session, MONDAY, -1).lessons == []
        assert session.exec(select(SearchGap)).all() == []
        assert waiting.for_user(session, user(session, "carla"), MONDAY).items == before
        assert suggestions.of_guide(session, "pas-forny", MONDAY) == []


def test_first_run_brings_a_history_only_into_a_log_without_calls(engine: Engine) -> None:
    with session_scope(engine) as session:
        real_call(session)
    assert demo_history.first(engine, DEMO, 1, MONDAY) is None
    with session_scope(engine) as session:
        session.exec(delete(CallQuestion))
        session.exec(delete(Call))
    work = demo_history.first(engine, DEMO, 1, MONDAY)
    assert work is not None
    assert work.history.calls == CALLS


def test_store_without_guides_has_nothing_to_ring_about(bare_engine: Engine) -> None:
    schema.upgrade(bare_engine)
    with pytest.raises(Invalid, match="tom"):
        begun(bare_engine)


# Many calls at once


def stored(engine: Engine) -> list[dict[str, object]]:
    """Every call with its questions, without the random ids."""
    with Session(engine) as session:
        rows = session.exec(select(Call, CallQuestion).where(CallQuestion.call_id == Call.id)).all()
        found = [call.model_dump(exclude={"id"}) | question.model_dump(exclude={"id", "call_id"}) for call, question in rows]
    return sorted(found, key=lambda row: (str(row["idempotency_key"]), str(row["position"])))


def test_calls_stored_together_are_the_same_rows_as_one_by_one(engine: Engine) -> None:
    entries = list(begun(engine, 150).history.entries())
    extra = QuestionEntry(Ending("resolved"), topic="pas-forny", department="affald", guides=["findes-ikke", "pas-mistet"], searches=[" a ", "a", ""])
    entries[0] = replace(entries[0], questions=[extra, *entries[0].questions])
    with session_scope(engine) as session:
        assert finished_calls.log_all(session, SIMULATION, entries, MONDAY) == 150
    together = stored(engine)
    demo_history.remove(engine)
    with session_scope(engine) as session:
        for entry in entries:
            finished_calls.log(session, SIMULATION, entry, entry.ended_at)
    assert stored(engine) == together
    assert len(together) > 150


def test_calls_stored_together_twice_are_stored_once(engine: Engine) -> None:
    entries = list(begun(engine, 40).history.entries())
    with session_scope(engine) as session:
        assert finished_calls.log_all(session, SIMULATION, entries[:30], MONDAY) == 30
        assert finished_calls.log_all(session, SIMULATION, [*entries, entries[-1]], MONDAY) == 10
        assert finished_calls.log_all(session, SIMULATION, [], MONDAY) == 0
    with Session(engine) as session:
        assert len(keys(session)) == 40


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"questions": [QuestionEntry(Ending("magic"))]}, "outcome"),
        ({"questions": [QuestionEntry(Ending("resolved"), topic="findes-ikke")]}, "topic"),
        ({"questions": [QuestionEntry(Ending("resolved"), searches=["pas til 010190-1234"])]}, "search"),
        ({"questions": [QuestionEntry(Ending("resolved"), avoidable="bad luck")]}, "avoidable"),
        ({"started_at": MONDAY + timedelta(days=1), "ended_at": MONDAY + timedelta(days=1)}, "started_at"),
        ({"idempotency_key": "010190-1234"}, "idempotency_key"),
        ({"idempotency_key": "a\x00b"}, "idempotency_key"),
        ({"caller_number": "96282828"}, "caller_number"),
    ],
)
def test_one_call_that_does_not_fit_refuses_them_all(engine: Engine, wrong: dict[str, object], field: str) -> None:
    entries = list(begun(engine, 5).history.entries())
    entries[3] = replace(entries[3], **wrong)  # type: ignore[arg-type]
    with Session(engine) as session:
        with pytest.raises(Invalid) as refusal:
            finished_calls.log_all(session, SIMULATION, entries, MONDAY)
        assert refusal.value.field == field
        session.commit()
    with Session(engine) as session:
        assert keys(session) == []
