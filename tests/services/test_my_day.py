"""What one person logged on the Danish day, and what is asked most."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from app.base.errors import NotFound
from app.domain.outcomes import Ending
from app.models import User
from app.services import calls, finished_calls, my_day, notices
from app.services.finished_calls import CallEntry, QuestionEntry
from app.services.notices import NoticeText
from tests.conftest import user

RESOLVED = QuestionEntry(Ending("resolved"), topic="pas-forny")
MESSAGE = QuestionEntry(Ending("message", reason="closed"), topic="affald-glemt")
ABORTED = QuestionEntry(Ending("aborted"))


def logged(session: Session, person: User, start: datetime, seconds: int, *questions: QuestionEntry) -> None:
    """A finished call of a person."""
    entry = CallEntry(start, start + timedelta(seconds=seconds), f"{person.username}-{start.isoformat()}", questions or (RESOLVED,))
    finished_calls.log(session, person.id, entry, start + timedelta(seconds=seconds), person)


def test_day_without_calls_has_no_figures(session: Session, at: datetime) -> None:
    day = my_day.of(session, user(session, "anna"), at)
    assert (list(day.calls), day.resolved.n, day.median_seconds) == ([], 0, None)


def test_day_counts_settled_calls_and_leaves_out_the_uncounted(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    logged(session, anna, at, 60)
    logged(session, anna, at + timedelta(minutes=5), 90, RESOLVED, MESSAGE)
    logged(session, anna, at + timedelta(minutes=10), 10, ABORTED)
    day = my_day.of(session, anna, at + timedelta(hours=1))
    assert [entry.call.started_at for entry in day.calls] == [at + timedelta(minutes=minutes) for minutes in (10, 5, 0)]
    assert [[row.outcome for row in entry.questions] for entry in day.calls] == [["aborted"], ["resolved", "message"], ["resolved"]]
    assert (day.resolved.hits, day.resolved.n) == (1, 2)
    assert day.median_seconds == 60


def test_call_that_is_still_open_is_not_in_the_day(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    calls.start(session, anna, at)
    assert list(my_day.of(session, anna, at).calls) == []


def test_nobody_sees_a_colleagues_day(session: Session, at: datetime) -> None:
    logged(session, user(session, "bo"), at, 60)
    assert list(my_day.of(session, user(session, "anna"), at).calls) == []


@pytest.mark.parametrize(
    ("start", "is_today"),
    [
        (datetime(2026, 11, 22, 22, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 22, 23, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 23, 22, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 23, 23, 0, tzinfo=UTC), False),
    ],
)
def test_day_begins_and_ends_at_danish_midnight(session: Session, at: datetime, start: datetime, *, is_today: bool) -> None:
    anna = user(session, "anna")
    logged(session, anna, start, 30)
    assert bool(my_day.of(session, anna, at).calls) is is_today


def test_day_of_summer_time_change_lasts_twenty_three_hours(session: Session) -> None:
    anna = user(session, "anna")
    for start in (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), datetime(2026, 3, 29, 21, 59, tzinfo=UTC), datetime(2026, 3, 29, 22, 0, tzinfo=UTC)):
        logged(session, anna, start, 30)
    assert len(my_day.of(session, anna, datetime(2026, 3, 29, 10, 0, tzinfo=UTC)).calls) == 2


def test_latest_calls_are_the_newest_of_the_day(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    for minutes in range(8):
        logged(session, anna, at + timedelta(minutes=minutes), 30)
    latest = my_day.latest(session, anna, at)
    assert latest[0].call.started_at == at + timedelta(minutes=7)
    assert len(latest) < 8


def test_only_ones_own_saved_question_can_be_opened(session: Session, at: datetime) -> None:
    anna, bo = user(session, "anna"), user(session, "bo")
    logged(session, bo, at, 30)
    others = my_day.of(session, bo, at).calls[0].questions[0].id
    still_open = calls.start(session, anna, at).question.id
    for question in (others, still_open, "findes-ikke"):
        with pytest.raises(NotFound):
            my_day.one(session, anna, question)
    assert my_day.one(session, bo, others)[1].id == others


def test_most_asked_names_topics_of_the_week_from_five_calls_up(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    for number in range(6):
        logged(session, anna, at - timedelta(hours=number), 30)
    for number in range(5):
        logged(session, anna, at - timedelta(days=1, hours=number), 30, MESSAGE)
    for number in range(4):
        logged(session, anna, at - timedelta(days=2, hours=number), 30, replace(RESOLVED, topic="folkepension"))
    for number in range(9):
        logged(session, anna, at - timedelta(days=8, hours=number), 30, replace(RESOLVED, topic="pas-mistet"))
    assert my_day.most_asked(session, at) == ["pas-forny", "affald-glemt"]


def test_calls_only_counted_about_a_notice_have_no_length(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    notice = notices.publish(session, user(session, "bo"), NoticeText("crisis", "Strømmen er væk", say="Vi ved det."), at)
    for number in range(3):
        notices.count_one(session, anna, notice.id, f"tryk-{number}", at)
    logged(session, anna, at, 90)
    day = my_day.of(session, anna, at)
    assert (len(day.calls), day.median_seconds) == (4, 90)
