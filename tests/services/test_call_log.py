"""The columns in memory follow the store: what is saved, taken back, corrected or packed is counted as it is now."""

from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import Session, select

from app.base.database import session_scope
from app.domain.call_log import Log, tally
from app.domain.outcomes import Ending
from app.models import CallQuestion, LoggedHour, User
from app.services import accounts, call_log, calls, finished_calls, my_day
from app.services.calls import Details, Trail
from app.services.finished_calls import CallEntry, QuestionEntry
from tests.support.town import MONDAY

LONG = timedelta(days=2)


def read(engine: Engine) -> Log:
    with Session(engine) as session:
        return call_log.read(session, MONDAY - LONG, MONDAY + LONG)


def anna(session: Session) -> User:
    user = accounts.by_username(session, "anna")
    assert user is not None
    return user


def log_one(engine: Engine, key: str, outcome: str = "resolved", hours: int = 0) -> None:
    at = MONDAY - timedelta(hours=hours)
    with session_scope(engine) as session:
        entry = CallEntry(at, at + timedelta(minutes=2), key, [QuestionEntry(Ending(outcome), topic="pas-forny")])
        finished_calls.log(session, "token:test", entry, MONDAY)


def test_call_saved_at_the_desk_is_counted_and_one_taken_back_is_not(engine: Engine) -> None:
    assert tally(read(engine)).calls == 0
    with session_scope(engine) as session:
        question = calls.start(session, anna(session), MONDAY).question
        saved = calls.settle(session, anna(session), question.id, Ending("resolved"), Trail(guide="pas-forny"), MONDAY)
    assert tally(read(engine)).settled == 1
    with session_scope(engine) as session:
        calls.undo(session, anna(session), saved.call.id, MONDAY + timedelta(seconds=5))
    assert tally(read(engine)).calls == 0


def test_corrected_call_is_counted_as_corrected(engine: Engine) -> None:
    with session_scope(engine) as session:
        question = calls.start(session, anna(session), MONDAY).question
        calls.settle(session, anna(session), question.id, Ending("resolved"), Trail(guide="pas-forny"), MONDAY)
    assert tally(read(engine)).settled == 1
    with session_scope(engine) as session:
        my_day.correct(session, anna(session), question.id, Ending("message", reason="closed"), Details())
    assert (tally(read(engine)).counted, tally(read(engine)).settled) == (1, 0)


def test_only_hours_that_changed_are_read_again(engine: Engine) -> None:
    for number in range(4):
        log_one(engine, f"call {number}", hours=number)
    assert tally(read(engine)).calls == 4
    with session_scope(engine) as session:  # behind the program's back: nobody said that the hour changed
        for question in session.exec(select(CallQuestion)).all():
            question.outcome = "aborted"
            session.add(question)
    assert tally(read(engine)).counted == 4
    log_one(engine, "call 4", hours=2)
    assert tally(read(engine)).counted == 4  # three hours as they were known; of the hour that changed, the new call alone counts
    assert tally(read(engine)).calls == 5


def test_session_sees_its_own_changes_and_leaves_no_trace_when_they_are_taken_back(engine: Engine) -> None:
    log_one(engine, "kept")
    with Session(engine) as session:
        entry = CallEntry(MONDAY, MONDAY, "rolled back", [QuestionEntry(Ending("resolved"))])
        finished_calls.log(session, "token:test", entry, MONDAY)
        assert tally(call_log.read(session, MONDAY - LONG, MONDAY + LONG)).calls == 2
        session.rollback()
    assert tally(read(engine)).calls == 1


def test_hours_that_are_over_are_packed_and_packed_again_when_they_change(engine: Engine) -> None:
    log_one(engine, "old", hours=5)
    log_one(engine, "new")
    with session_scope(engine) as session:
        assert call_log.pack_over(session, MONDAY) == 1
    with session_scope(engine) as session:
        assert call_log.pack_over(session, MONDAY) == 0
        packed = session.exec(select(LoggedHour).where(LoggedHour.packed_at == LoggedHour.changes)).all()
        assert len(packed) == 1
        assert packed[0].packed is not None
    log_one(engine, "late", outcome="self_service", hours=5)
    assert tally(read(engine)).settled == 3
    with session_scope(engine) as session:
        assert call_log.pack_over(session, MONDAY) == 1


def test_worker_that_starts_reads_packed_hours_alone(engine: Engine) -> None:
    log_one(engine, "old", hours=5)
    with session_scope(engine) as session:
        call_log.pack_over(session, MONDAY)
    with session_scope(engine) as session:  # behind the program's back, so that only the packed form still knows the call
        for question in session.exec(select(CallQuestion)).all():
            session.delete(question)
    call_log.forget(engine)
    assert tally(read(engine)).settled == 1
