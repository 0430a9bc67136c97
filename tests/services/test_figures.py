"""The log counted in both kinds of store, against calls written down by hand."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session

from app.base.errors import Invalid
from app.domain.figures import Tally
from app.domain.outcomes import Ending
from app.domain.periods import By
from app.services import figures, finished_calls
from app.services.figures import Wanted
from app.services.finished_calls import CallEntry, QuestionEntry
from tests.support.town import MONDAY

DAY = Wanted(date(2026, 11, 23), date(2026, 11, 23))


def question(outcome: str, topic: str = "pas-forny", **values: object) -> QuestionEntry:
    ending = {name: values.pop(name) for name in ("reached", "offer", "reason") if name in values}
    return QuestionEntry(Ending(outcome, **ending), topic=topic, **values)  # type: ignore[arg-type]


def log(session: Session, key: str, questions: Sequence[QuestionEntry], at: datetime = MONDAY, **values: str) -> None:
    finished_calls.log(session, "token:test", CallEntry(at, at + timedelta(minutes=2), key, questions, **values), at + timedelta(minutes=3))


@pytest.fixture
def counted_by_hand(session: Session) -> Session:
    """Eight calls on Monday: seven counted, three settled, one beyond the desk; one on Sunday night, an hour past midnight here."""
    log(session, "settled", [question("resolved", answer_in_guide="found")])
    log(session, "two settled", [question("self_service"), question("other_authority", "affald-glemt", answer_in_guide="partly")])
    log(session, "one of two", [question("resolved"), question("transferred", "affald-glemt", reached=True, reason="no_guide")])
    log(session, "beyond", [question("transferred", reached=False, offer="callback", reason="needs_decision")])
    log(session, "closed", [question("message", reason="closed", answer_in_guide="not_found")], language="en")
    log(session, "nobody", [question("transferred", reached=False, offer="declined", reason="technical")], caller_type="company")
    log(session, "wrong", [question("wrong_number", "")])
    log(session, "half wrong", [question("aborted"), question("resolved")])
    log(session, "sunday night", [question("resolved")], datetime(2026, 11, 21, 23, 30, tzinfo=UTC))
    return session


def test_calls_are_counted_as_by_hand(counted_by_hand: Session) -> None:
    assert figures.count(counted_by_hand, DAY) == Tally(
        calls=8, counted=7, settled=3, beyond=1, reached=1, not_reached=2, offered=2, found=1, partly=1, not_found=1
    )


def test_call_past_midnight_belongs_to_the_danish_day(counted_by_hand: Session) -> None:
    days = figures.by(counted_by_hand, Wanted(date(2026, 11, 21), date(2026, 11, 23)), By.DAY)
    assert {day: tally.calls for day, tally in days.items()} == {"2026-11-22": 1, "2026-11-23": 8}


@pytest.mark.parametrize(
    ("group", "calls"),
    [
        (By.HOUR, {"11": 8}),
        (By.WEEK, {"2026-W48": 8}),
        (By.MONTH, {"2026-11": 8}),
        (By.TOPIC, {"": 1, "affald-glemt": 2, "pas-forny": 7}),
        (By.DEPARTMENT, {"": 1, "affald": 2, "borgerservice": 7}),
    ],
)
def test_calls_stand_under_what_they_were_about_and_when(counted_by_hand: Session, group: By, calls: dict[str, int]) -> None:
    assert {key: tally.calls for key, tally in figures.by(counted_by_hand, DAY, group).items()} == calls


def test_call_about_two_things_is_settled_under_the_one_that_was(counted_by_hand: Session) -> None:
    topics = figures.by(counted_by_hand, DAY, By.TOPIC)
    assert (topics["affald-glemt"].counted, topics["affald-glemt"].settled) == (2, 1)
    assert (topics["pas-forny"].counted, topics["pas-forny"].settled) == (7, 4)


@pytest.mark.parametrize(
    ("wanted", "calls"),
    [
        ({"topic": "affald-glemt"}, 2),
        ({"department": "affald"}, 2),
        ({"caller_type": "company"}, 1),
        ({"language": "en"}, 1),
        ({"language": "en", "caller_type": "company"}, 0),
    ],
)
def test_filters_narrow_what_is_counted(counted_by_hand: Session, wanted: dict[str, str], calls: int) -> None:
    assert figures.count(counted_by_hand, Wanted(DAY.first, DAY.last, **wanted)).calls == calls


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"topic": "findes-ikke"}, "topic"),
        ({"department": "findes-ikke"}, "department"),
        ({"caller_type": "robot"}, "caller_type"),
        ({"language": "xx"}, "language"),
    ],
)
def test_filter_that_means_nothing_is_refused_by_its_name(session: Session, wanted: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        figures.count(session, Wanted(DAY.first, DAY.last, **wanted))
    assert refusal.value.field == field


def test_unfinished_call_is_in_no_figure(session: Session) -> None:
    assert figures.count(session, DAY) == Tally()
    assert figures.by(session, DAY, By.TOPIC) == {}
