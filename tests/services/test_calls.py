"""A call from its first letter to its logged outcome."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, func, select

from app.base.errors import Invalid, NotFound
from app.domain.outcomes import Ending, Missing
from app.models import Call, CallQuestion
from app.services import calls
from app.services.calls import CallInProgress, Details, SavedCall, Trail
from tests.conftest import user
from tests.support.together import at_once

CPR = "mit nummer er 010190-1234"


def test_resolved_question_saves_the_call(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    started = calls.start(session, anna, at)
    state = calls.settle(session, anna, started.question.id, Ending("resolved"), Trail("skraldespand", "affald-glemt"), at)
    assert isinstance(state, SavedCall)
    assert state.questions[0].topic == "affald-glemt"
    assert state.questions[0].department == "affald"
    assert state.questions[0].guide_version == 1
    assert state.call.saved_at == state.call.ended_at == at
    assert state.call.search_text == ""


def test_starting_twice_goes_on_with_the_open_call(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    first = calls.start(session, anna, at)
    assert calls.start(session, anna, at + timedelta(seconds=5)).call.id == first.call.id


def test_starting_at_once_from_two_screens_makes_one_call(engine: Engine, at: datetime) -> None:
    started = at_once(engine, lambda session: calls.start(session, user(session, "anna"), at).call.id)
    assert started[0] == started[1]
    with Session(engine) as session:
        assert session.exec(select(func.count()).select_from(Call)).one() == 1
        assert session.exec(select(func.count()).select_from(CallQuestion)).one() == 1


def test_two_people_have_a_call_each(session: Session, at: datetime) -> None:
    assert calls.start(session, user(session, "anna"), at).call.id != calls.start(session, user(session, "bo"), at).call.id


def test_started_call_that_is_rolled_back_was_never_there(engine: Engine, at: datetime) -> None:
    with Session(engine) as session:
        calls.start(session, user(session, "anna"), at)
        session.rollback()
    with Session(engine) as session:
        assert calls.in_progress(session, user(session, "anna")) is None


def test_trail_collects_searches_and_guides_in_order_without_repeats(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    for search, guide in (("pas", "pas-forny"), ("mistet pas", "pas-mistet"), ("pas", "pas-forny")):
        calls.note_trail(session, anna, Trail(search, guide), at)
    state = calls.in_progress(session, anna)
    assert state is not None
    assert state.question.searches == ["pas", "mistet pas"]
    assert state.question.guides == ["pas-forny", "pas-mistet"]
    assert state.question.topic == "pas-forny"
    assert state.call.search_text == "pas"


def test_opened_department_is_noted_when_no_guide_is_open(session: Session, at: datetime) -> None:
    state = calls.note_trail(session, user(session, "anna"), Trail("affald", department="affald"), at)
    assert (state.question.department, state.question.topic) == ("affald", None)


def test_trail_forgets_what_does_not_exist(session: Session, at: datetime) -> None:
    state = calls.note_trail(session, user(session, "anna"), Trail("pas", "findes-ikke", "heller-ikke"), at)
    assert (state.question.guides, state.question.topic, state.question.department) == ([], None, None)


def test_trail_keeps_the_thirty_newest_searches(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    for number in range(calls.MOST_ATTACHED + 5):
        calls.note_trail(session, anna, Trail(f"søgning {number}"), at)
    state = calls.in_progress(session, anna)
    assert state is not None
    assert len(state.question.searches) == calls.MOST_ATTACHED
    assert state.question.searches[-1] == "søgning 34"


def test_details_are_set_one_at_a_time(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    calls.note_details(session, anna, Details(caller_type="company"), at)
    calls.note_details(session, anna, Details(language="en"), at)
    state = calls.note_details(session, anna, Details(answer_in_guide="partly", note="  vil have\nsvar "), at)
    assert (state.call.caller_type, state.call.language) == ("company", "en")
    assert (state.question.answer_in_guide, state.question.note) == ("partly", "vil have svar")
    assert calls.note_details(session, anna, Details(answer_in_guide=""), at).question.answer_in_guide == ""


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (Details(caller_type="alien"), "caller_type"),
        (Details(language="fr"), "language"),
        (Details(answer_in_guide="maybe"), "answer_in_guide"),
        (Details(note="x" * (calls.LONGEST_NOTE + 1)), "note"),
        (Details(note=CPR), "note"),
    ],
)
def test_detail_that_does_not_fit_is_refused_with_its_field(session: Session, at: datetime, details: Details, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        calls.note_details(session, user(session, "anna"), details, at)
    assert refusal.value.field == field


@pytest.mark.parametrize("trail", [Trail(search=CPR), Trail(search="x" * (calls.LONGEST_SEARCH + 1))])
def test_search_that_must_not_be_stored_is_refused(session: Session, at: datetime, trail: Trail) -> None:
    with pytest.raises(Invalid) as refusal:
        calls.note_trail(session, user(session, "anna"), trail, at)
    assert refusal.value.field == "search"


def test_refused_cpr_leaves_nothing_in_the_store(engine: Engine, at: datetime) -> None:
    with Session(engine) as session:
        with pytest.raises(Invalid):
            calls.note_details(session, user(session, "anna"), Details(note=CPR), at)
        session.rollback()
    with Session(engine) as session:
        assert session.exec(select(Call)).all() == []
        assert session.exec(select(CallQuestion)).all() == []


def test_note_of_exactly_the_longest_length_is_kept(session: Session, at: datetime) -> None:
    state = calls.note_details(session, user(session, "anna"), Details(note="ø" * calls.LONGEST_NOTE), at)
    assert len(state.question.note) == calls.LONGEST_NOTE


STEPS: list[tuple[list[tuple[Ending, Missing | None]], str]] = [
    ([(Ending("resolved"), None)], "resolved at once"),
    ([(Ending("self_service"), None)], "self service"),
    ([(Ending("other_authority"), None)], "other authority"),
    ([(Ending("aborted"), None)], "not counted"),
    ([(Ending("message"), Missing.REASON), (Ending("message", reason="needs_decision"), None)], "message"),
    ([(Ending("transferred", True), Missing.REASON), (Ending("transferred", True, reason="no_guide"), None)], "reached"),
    (
        [
            (Ending("transferred"), Missing.REACHED),
            (Ending("transferred", False), Missing.OFFER),
            (Ending("transferred", False, "callback"), Missing.REASON),
            (Ending("transferred", False, "callback", "closed"), None),
        ],
        "not reached",
    ),
]


@pytest.mark.parametrize("steps", [steps for steps, _ in STEPS], ids=[name for _, name in STEPS])
def test_ending_is_said_step_by_step(session: Session, at: datetime, steps: list[tuple[Ending, Missing | None]]) -> None:
    anna = user(session, "anna")
    question = calls.start(session, anna, at).question.id
    for ending, missing in steps:
        state = calls.settle(session, anna, question, ending, Trail(), at)
        if missing is None:
            assert isinstance(state, SavedCall)
            assert calls.ending_of(state.questions[0]) == ending
        else:
            assert isinstance(state, CallInProgress)
            assert state.missing is missing


def test_half_said_ending_can_be_taken_back(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    question = calls.start(session, anna, at).question.id
    calls.settle(session, anna, question, Ending("transferred", False), Trail(), at)
    state = calls.forget_ending(session, anna, at)
    assert state.missing is Missing.OUTCOME
    assert calls.ending_of(state.question) == Ending()


@pytest.mark.parametrize(
    ("ending", "field"),
    [
        (Ending("magic"), "outcome"),
        (Ending("resolved", True), "reached"),
        (Ending("resolved", reason="closed"), "reason"),
        (Ending("message", reason="laziness"), "reason"),
        (Ending("transferred", True, "callback"), "offer"),
        (Ending("transferred", False, "cake"), "offer"),
    ],
)
def test_ending_that_does_not_fit_is_refused(session: Session, at: datetime, ending: Ending, field: str) -> None:
    anna = user(session, "anna")
    question = calls.start(session, anna, at).question.id
    with pytest.raises(Invalid) as refusal:
        calls.settle(session, anna, question, ending, Trail(), at)
    assert refusal.value.field == field
    state = calls.in_progress(session, anna)
    assert state is not None
    assert state.missing is Missing.OUTCOME


def test_settling_twice_changes_nothing(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    question = calls.start(session, anna, at).question.id
    calls.settle(session, anna, question, Ending("resolved"), Trail("pas", "pas-forny"), at)
    again = calls.settle(session, anna, question, Ending("aborted"), Trail("andet", "affald-glemt"), at + timedelta(seconds=1))
    assert isinstance(again, SavedCall)
    assert again.call.saved_at == at
    assert (again.questions[0].outcome, again.questions[0].topic, again.questions[0].searches) == ("resolved", "pas-forny", ["pas"])


def test_resolved_with_a_guide_counts_the_answer_as_found_unless_said_otherwise(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    for said, stored in ((None, "found"), ("partly", "partly")):
        question = calls.start(session, anna, at).question.id
        state = calls.settle(session, anna, question, Ending("resolved"), Trail("pas", "pas-forny"), at, Details(answer_in_guide=said))
        assert state.questions[0].answer_in_guide == stored


@pytest.mark.parametrize("question", ["findes-ikke", ""])
def test_unknown_question_is_refused(session: Session, at: datetime, question: str) -> None:
    with pytest.raises(NotFound):
        calls.settle(session, user(session, "anna"), question, Ending("resolved"), Trail(), at)


def test_colleagues_question_is_refused(session: Session, at: datetime) -> None:
    question = calls.start(session, user(session, "anna"), at).question.id
    with pytest.raises(NotFound):
        calls.settle(session, user(session, "bo"), question, Ending("resolved"), Trail(), at)
