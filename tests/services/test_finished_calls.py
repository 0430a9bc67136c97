"""Calls that a program hands in whole: stored once, or refused whole."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, func, select

from app.base.errors import Invalid
from app.domain.outcomes import Ending
from app.models import Call, CallQuestion
from app.services import finished_calls
from app.services.calls import LONGEST_NOTE, LONGEST_SEARCH, MOST_QUESTIONS
from app.services.finished_calls import CallEntry, QuestionEntry
from tests.conftest import user
from tests.support.together import at_once

RESOLVED = QuestionEntry(Ending("resolved"), topic="pas-forny", searches=["forny pas"], guides=["pas-forny"], answer_in_guide="found")
CPR = "010190-1234"


@pytest.fixture
def entry(at: datetime) -> CallEntry:
    """A call of two minutes about one passport."""
    return CallEntry(at - timedelta(minutes=2), at, "c0ffee-1", [RESOLVED])


def stored(session: Session) -> tuple[int, int]:
    """How many calls and questions there are."""
    return (
        session.exec(select(func.count()).select_from(Call)).one(),
        session.exec(select(func.count()).select_from(CallQuestion)).one(),
    )


def test_call_is_stored_with_its_questions_in_order(session: Session, at: datetime, entry: CallEntry) -> None:
    second = QuestionEntry(Ending("transferred", False, "callback", "closed"), department="affald", note="  ringer\nigen ")
    saved, created = finished_calls.log(session, "token:1", replace(entry, questions=[RESOLVED, second], caller_type="company", language="de"), at)
    assert created
    assert (saved.call.caller_type, saved.call.language, saved.call.user_id, saved.call.saved_at) == ("company", "de", None, at)
    assert [(row.topic, row.department, row.outcome, row.note) for row in saved.questions] == [
        ("pas-forny", "borgerservice", "resolved", ""),
        (None, "affald", "transferred", "ringer igen"),
    ]
    assert all(row.settled_at == at for row in saved.questions)


def test_department_that_was_said_wins_over_the_guides_own(session: Session, at: datetime, entry: CallEntry) -> None:
    saved, _ = finished_calls.log(session, "token:1", replace(entry, questions=[replace(RESOLVED, department="omstilling")]), at)
    assert saved.questions[0].department == "omstilling"


def test_guides_that_do_not_exist_and_repeats_are_left_out(session: Session, at: datetime, entry: CallEntry) -> None:
    question = replace(RESOLVED, guides=["pas-mistet", "findes-ikke", "pas-mistet", "pas-forny"])
    saved, _ = finished_calls.log(session, "token:1", replace(entry, questions=[question]), at)
    assert saved.questions[0].guides == ["pas-mistet", "pas-forny"]


def test_same_key_gives_the_first_call_back_unchanged(session: Session, at: datetime, entry: CallEntry) -> None:
    first, _ = finished_calls.log(session, "token:1", entry, at)
    other = replace(entry, language="en", questions=[QuestionEntry(Ending("aborted"))])
    again, created = finished_calls.log(session, "token:1", other, at)
    assert (created, again.call.id, again.call.language) == (False, first.call.id, "da")
    assert stored(session) == (1, 1)


def test_same_key_of_two_programs_is_two_calls(session: Session, at: datetime, entry: CallEntry) -> None:
    finished_calls.log(session, "token:1", entry, at)
    _, created = finished_calls.log(session, "token:2", entry, at)
    assert created
    assert stored(session) == (2, 2)


def test_same_key_twice_at_once_is_stored_once(engine: Engine, at: datetime, entry: CallEntry) -> None:
    def log(session: Session) -> tuple[str, bool]:
        saved, created = finished_calls.log(session, "token:1", entry, at)
        return saved.call.id, created

    answers = at_once(engine, log)
    assert len({call for call, _ in answers}) == 1
    assert sorted(created for _, created in answers) == [False, True]
    with Session(engine) as session:
        assert stored(session) == (1, 1)


def test_call_of_a_user_does_not_disturb_their_open_one(session: Session, at: datetime, entry: CallEntry) -> None:
    anna = user(session, "anna")
    saved, _ = finished_calls.log(session, anna.id, entry, at, anna)
    assert saved.call.user_id == anna.id


WRONG_QUESTIONS: list[tuple[QuestionEntry, str]] = [
    (QuestionEntry(Ending()), "outcome"),
    (QuestionEntry(Ending("magic")), "outcome"),
    (QuestionEntry(Ending("transferred")), "reached"),
    (QuestionEntry(Ending("transferred", False)), "offer"),
    (QuestionEntry(Ending("transferred", False, "cake")), "offer"),
    (QuestionEntry(Ending("transferred", True)), "reason"),
    (QuestionEntry(Ending("message")), "reason"),
    (QuestionEntry(Ending("message", reason="laziness")), "reason"),
    (QuestionEntry(Ending("resolved", reason="closed")), "reason"),
    (replace(RESOLVED, topic="findes-ikke"), "topic"),
    (replace(RESOLVED, department="findes-ikke"), "department"),
    (replace(RESOLVED, answer_in_guide="maybe"), "answer_in_guide"),
    (replace(RESOLVED, note=CPR), "note"),
    (replace(RESOLVED, note="x" * (LONGEST_NOTE + 1)), "note"),
    (replace(RESOLVED, searches=["pas", f"pas til {CPR}"]), "search"),
    (replace(RESOLVED, searches=["x" * (LONGEST_SEARCH + 1)]), "search"),
]


@pytest.mark.parametrize(("question", "field"), WRONG_QUESTIONS)
def test_question_that_does_not_fit_refuses_the_whole_call(
    engine: Engine, at: datetime, entry: CallEntry, question: QuestionEntry, field: str
) -> None:
    with Session(engine) as session:
        with pytest.raises(Invalid) as refusal:
            finished_calls.log(session, "token:1", replace(entry, questions=[RESOLVED, question]), at)
        assert refusal.value.field == field
        session.commit()
    with Session(engine) as session:
        assert stored(session) == (0, 0)


HOUR = timedelta(hours=1)
WRONG_CALLS: list[tuple[dict[str, object], str]] = [
    ({"idempotency_key": ""}, "idempotency_key"),
    ({"idempotency_key": "  "}, "idempotency_key"),
    ({"idempotency_key": "a\x00b"}, "idempotency_key"),
    ({"idempotency_key": f"opkald-{CPR}"}, "idempotency_key"),
    ({"questions": []}, "questions"),
    ({"questions": [RESOLVED] * (MOST_QUESTIONS + 1)}, "questions"),
    ({"caller_type": "alien"}, "caller_type"),
    ({"language": "fr"}, "language"),
    ({"started_at": datetime(2026, 11, 23, 10, 6, tzinfo=UTC), "ended_at": datetime(2026, 11, 23, 10, 7, tzinfo=UTC)}, "started_at"),
    ({"started_at": datetime(1999, 12, 31, tzinfo=UTC)}, "started_at"),
    ({"ended_at": datetime(2026, 11, 23, 9, 57, tzinfo=UTC)}, "ended_at"),
    ({"ended_at": datetime(2026, 11, 25, tzinfo=UTC)}, "ended_at"),
]


@pytest.mark.parametrize(("changes", "field"), WRONG_CALLS)
def test_call_that_does_not_fit_is_refused_with_its_field(
    session: Session, at: datetime, entry: CallEntry, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        finished_calls.log(session, "token:1", replace(entry, **changes), at)  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert stored(session) == (0, 0)


def test_random_key_with_a_date_in_its_digits_is_no_cpr(session: Session, at: datetime, entry: CallEntry) -> None:
    _, created = finished_calls.log(session, "token:1", replace(entry, idempotency_key="ab010190-1234-4abc-8def-a0101901234f"), at)
    assert created


def test_clock_of_a_program_may_be_five_minutes_ahead(session: Session, at: datetime, entry: CallEntry) -> None:
    ahead = at + finished_calls.AHEAD
    assert finished_calls.log(session, "token:1", replace(entry, started_at=ahead, ended_at=ahead), at)[1]
