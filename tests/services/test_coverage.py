"""Coverage: the calls that were logged out of those telephony says were answered, in both kinds of store, counted by hand."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from app.domain.figures import MORE_THAN_ANSWERED, NARROWED, NO_TELEPHONY, Figure, figures_of, share
from app.domain.outcomes import Ending
from app.domain.periods import By
from app.models import ChannelFigure
from app.services import figures, finished_calls
from app.services.figures import Wanted
from app.services.finished_calls import CallEntry, QuestionEntry
from tests.support.queries import counted
from tests.support.town import MONDAY

WEEK = Wanted(date(2026, 11, 16), date(2026, 11, 23))


def coverage(found: figures.Tally) -> Figure:
    return figures_of(found)["coverage"]


def told(session: Session, answered: Mapping[date, int], department: str = "", at: datetime = MONDAY) -> None:
    for day, contacts in answered.items():
        session.add(ChannelFigure(day=day, channel="phone", department=department, contacts=contacts, imported_by="x", imported_at=at))
    session.flush()


@pytest.fixture
def logged(session: Session) -> Session:
    """Six calls on Monday the 23rd (one with two questions, one not counted), four on Friday the 20th, two on Thursday the 19th."""
    for days, number in ((0, 6), (3, 4), (4, 2)):
        for place in range(number):
            at = MONDAY - timedelta(days=days, minutes=place)
            questions = [QuestionEntry(Ending("wrong_number" if place == 1 else "resolved"), topic="" if place == 1 else "pas-forny")]
            questions += [QuestionEntry(Ending("resolved"), topic="affald-glemt")] if place == 0 else []
            finished_calls.log(session, "token:x", CallEntry(at, at + timedelta(minutes=1), f"{days}-{place}", questions), MONDAY)
    return session


def test_every_logged_call_counts_against_every_answered_one(logged: Session) -> None:
    told(logged, {date(2026, 11, 23): 8})
    expected = share(6, 8)
    assert coverage(figures.count(logged, WEEK)) == Figure(expected.value, 8, expected.low, expected.high)


def test_only_days_that_telephony_tells_of_count(logged: Session) -> None:
    told(logged, {date(2026, 11, 23): 8, date(2026, 11, 20): 5, date(2026, 11, 17): 3})
    found = figures.count(logged, WEEK)
    assert (found.covered, found.answered) == (10, 16)


def test_answered_calls_of_several_departments_are_added_up(logged: Session) -> None:
    told(logged, {date(2026, 11, 23): 5}, "borgerservice")
    told(logged, {date(2026, 11, 23): 4}, "affald")
    assert figures.count(logged, WEEK).answered == 9


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        (By.DAY, {"2026-11-17": (0, 3), "2026-11-19": (0, 0), "2026-11-20": (4, 5), "2026-11-23": (6, 8)}),
        (By.WEEK, {"2026-W47": (4, 8), "2026-W48": (6, 8)}),
        (By.MONTH, {"2026-11": (10, 16)}),
    ],
)
def test_days_weeks_and_months_have_their_own(logged: Session, group: By, expected: dict[str, tuple[int, int]]) -> None:
    told(logged, {date(2026, 11, 23): 8, date(2026, 11, 20): 5, date(2026, 11, 17): 3})
    assert {name: (row.covered, row.answered) for name, row in figures.by(logged, WEEK, group).items()} == expected


def test_day_that_telephony_does_not_tell_of_says_so(logged: Session) -> None:
    told(logged, {date(2026, 11, 23): 8})
    assert coverage(figures.by(logged, WEEK, By.DAY)["2026-11-20"]).why == NO_TELEPHONY
    assert coverage(figures.count(logged, Wanted(date(2026, 11, 20), date(2026, 11, 20)))).why == NO_TELEPHONY


def test_more_logged_than_answered_says_so_and_shows_no_share(logged: Session) -> None:
    told(logged, {date(2026, 11, 23): 5})
    found = coverage(figures.count(logged, WEEK))
    assert (found.value, found.why) == (None, MORE_THAN_ANSWERED)


@pytest.mark.parametrize("filters", [{"department": "borgerservice"}, {"topic": "pas-forny"}, {"caller_type": "citizen"}, {"language": "da"}])
def test_filters_leave_out_calls_so_coverage_says_why_it_cannot_be_told(logged: Session, filters: dict[str, str]) -> None:
    told(logged, {date(2026, 11, 23): 8})
    wanted = Wanted(WEEK.first, WEEK.last, **filters)
    assert coverage(figures.count(logged, wanted)).why == NARROWED
    assert {coverage(row).why for row in figures.by(logged, wanted, By.DAY).values()} <= {NARROWED}


@pytest.mark.parametrize("group", [By.HOUR, By.TOPIC, By.DEPARTMENT])
def test_hours_topics_and_departments_are_parts_of_a_day_that_telephony_does_not_tell(logged: Session, group: By) -> None:
    told(logged, {date(2026, 11, 23): 8})
    assert {coverage(row).why for row in figures.by(logged, WEEK, group).values()} == {NARROWED}


def test_days_of_a_year_are_covered_in_few_queries(logged: Session) -> None:
    told(logged, {date(2026, 1, 1) + timedelta(days=place): 9 for place in range(320)})
    year = Wanted(date(2026, 1, 1), date(2026, 11, 23))
    figures.by(logged, year, By.DAY)
    with counted(logged.get_bind().engine) as statements:
        assert len(figures.by(logged, year, By.DAY)) == 323
    assert len(statements) < 8, statements
