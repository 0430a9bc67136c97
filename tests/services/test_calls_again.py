"""What can still be done to a call: one question more, undo, and a correction."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from app.base.errors import Conflict, Invalid, NotFound
from app.domain.outcomes import Ending, Missing
from app.models import User
from app.services import calls, my_day
from app.services.calls import CallInProgress, Details, SavedCall, Trail
from tests.conftest import user

IN_TIME = timedelta(seconds=calls.UNDO_SECONDS + calls.UNDO_GRACE_SECONDS)
TOO_LATE = IN_TIME + timedelta(seconds=1)


def saved(session: Session, person: User, at: datetime, ending: Ending | None = None, trail: Trail | None = None) -> SavedCall:
    """A call that has just been logged."""
    question = calls.start(session, person, at).question.id
    state = calls.settle(session, person, question, ending or Ending("resolved"), trail or Trail("forny pas", "pas-forny"), at)
    assert isinstance(state, SavedCall)
    return state


def test_each_question_ends_in_its_own_steps(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    first = calls.start(session, anna, at).question.id
    state = calls.next_question(session, anna, Trail("forny pas", "pas-forny"), at)
    second = state.question.id
    assert [row.position for row in state.questions] == [1, 2]
    assert state.call.search_text == ""
    state = calls.settle(session, anna, second, Ending("message"), Trail("affald", "affald-glemt"), at)
    assert isinstance(state, CallInProgress)
    assert state.missing is Missing.REASON
    state = calls.settle(session, anna, second, Ending("message", reason="closed"), Trail(), at)
    assert isinstance(state, CallInProgress)
    assert (state.question.id, state.missing) == (first, Missing.OUTCOME)
    state = calls.settle(session, anna, first, Ending("resolved"), Trail(), at)
    assert isinstance(state, SavedCall)
    assert [(row.topic, row.outcome) for row in state.questions] == [("pas-forny", "resolved"), ("affald-glemt", "message")]


def test_call_has_a_limit_of_questions(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    calls.start(session, anna, at)
    for _ in range(calls.MOST_QUESTIONS - 1):
        calls.next_question(session, anna, Trail(), at)
    with pytest.raises(Conflict):
        calls.next_question(session, anna, Trail(), at)


def test_undo_opens_the_call_again_with_its_search_text(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    logged = saved(session, anna, at)
    state = calls.undo(session, anna, logged.call.id, at + IN_TIME)
    assert (state.call.saved_at, state.call.ended_at) == (None, None)
    assert state.call.search_text == "forny pas"
    assert state.missing is Missing.OUTCOME
    assert state.question.topic == "pas-forny"


def test_undo_reopens_only_the_question_that_was_settled_last(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    first = calls.start(session, anna, at).question.id
    second = calls.next_question(session, anna, Trail(), at).question.id
    calls.settle(session, anna, second, Ending("aborted"), Trail(), at)
    logged = calls.settle(session, anna, first, Ending("resolved"), Trail(), at + timedelta(seconds=3))
    state = calls.undo(session, anna, logged.call.id, at + timedelta(seconds=4))
    assert state.question.id == first
    assert [row.outcome for row in state.questions] == ["", "aborted"]


def test_undo_after_its_time_points_to_the_list_of_the_day(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    logged = saved(session, anna, at)
    with pytest.raises(Conflict, match="Mine opkald i dag"):
        calls.undo(session, anna, logged.call.id, at + TOO_LATE)


def test_undo_is_refused_when_a_new_call_has_begun(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    logged = saved(session, anna, at)
    calls.start(session, anna, at + timedelta(seconds=2))
    with pytest.raises(Conflict, match="nyt opkald"):
        calls.undo(session, anna, logged.call.id, at + timedelta(seconds=3))


def test_undoing_twice_is_the_same_as_once(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    logged = saved(session, anna, at)
    first = calls.undo(session, anna, logged.call.id, at)
    assert calls.undo(session, anna, logged.call.id, at).question.id == first.question.id


@pytest.mark.parametrize("whose", ["bo", None])
def test_undo_of_a_call_that_is_not_yours_is_refused(session: Session, at: datetime, whose: str | None) -> None:
    call = saved(session, user(session, whose), at).call.id if whose else "findes-ikke"
    with pytest.raises(NotFound):
        calls.undo(session, user(session, "anna"), call, at)


def test_next_question_reopens_the_call_saved_a_moment_ago(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    logged = saved(session, anna, at)
    state = calls.next_question(session, anna, Trail(), at + IN_TIME)
    assert state.call.id == logged.call.id
    assert [row.outcome for row in state.questions] == ["resolved", ""]
    assert state.questions[0].settled_at == at
    assert (state.call.saved_at, state.call.ended_at) == (None, None)


def test_next_question_after_the_undo_time_is_a_new_call(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    logged = saved(session, anna, at)
    assert calls.next_question(session, anna, Trail(), at + TOO_LATE).call.id != logged.call.id


def test_next_question_never_reopens_a_colleagues_call(session: Session, at: datetime) -> None:
    logged = saved(session, user(session, "bo"), at)
    assert calls.next_question(session, user(session, "anna"), Trail(), at).call.id != logged.call.id


def test_correction_replaces_ending_and_details(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    logged = saved(session, anna, at)
    ending = Ending("transferred", False, "callback", "closed")
    corrected = my_day.correct(session, anna, logged.questions[0].id, ending, Details("company", "de", "not_found", "Ringer i morgen"))
    assert calls.ending_of(corrected.questions[0]) == ending
    assert (corrected.call.caller_type, corrected.call.language) == ("company", "de")
    assert (corrected.questions[0].answer_in_guide, corrected.questions[0].note) == ("not_found", "Ringer i morgen")
    assert corrected.call.saved_at == at


@pytest.mark.parametrize(
    ("ending", "details", "field"),
    [
        (Ending(), Details(), "outcome"),
        (Ending("transferred"), Details(), "reached"),
        (Ending("transferred", False), Details(), "offer"),
        (Ending("message"), Details(), "reason"),
        (Ending("resolved", reason="closed"), Details(), "reason"),
        (Ending("resolved"), Details(note="010190-1234"), "note"),
        (Ending("resolved"), Details(caller_type="alien"), "caller_type"),
    ],
)
def test_correction_must_be_whole_and_fit(session: Session, at: datetime, ending: Ending, details: Details, field: str) -> None:
    anna = user(session, "anna")
    logged = saved(session, anna, at)
    with pytest.raises(Invalid) as refusal:
        my_day.correct(session, anna, logged.questions[0].id, ending, details)
    assert refusal.value.field == field
    assert calls.ending_of(logged.questions[0]) == Ending("resolved")


def test_only_ones_own_saved_questions_can_be_corrected(session: Session, at: datetime) -> None:
    anna, bo = user(session, "anna"), user(session, "bo")
    others = saved(session, bo, at).questions[0].id
    still_open = calls.start(session, anna, at).question.id
    for question in (others, still_open, "findes-ikke"):
        with pytest.raises(NotFound):
            my_day.correct(session, anna, question, Ending("resolved"), Details())


def test_undo_is_refused_when_a_new_call_begins_at_the_same_moment(session: Session, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = user(session, "anna")
    logged = saved(session, anna, at)
    calls.start(session, anna, at)
    session.commit()
    monkeypatch.setattr(calls, "in_progress", lambda *_: None)
    with pytest.raises(Conflict, match="Et nyt opkald er begyndt"):
        calls.undo(session, anna, logged.call.id, at)
    session.rollback()
