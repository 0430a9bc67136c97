"""The week of the log beside the town's opening hours, in both kinds of store."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session

from app.domain.best_hour import TOO_LITTLE
from app.domain.outcomes import Ending
from app.models import Department
from app.services import figures, finished_calls, revisions, rhythm
from app.services.figures import View, Wanted
from app.services.finished_calls import CallEntry, QuestionEntry
from app.services.rhythm import Rhythm
from tests.support.town import MONDAY

NOBODY = Ending("transferred", reached=False, offer="callback", reason="needs_decision")
# Thursdays 17.30 here: Genbrug og Affald has closed.
LATE = [datetime(2026, 11, day, 16, 30, tzinfo=UTC) for day in (5, 12, 19)]


def log(session: Session, key: str, at: datetime, ending: Ending = NOBODY, topic: str = "affald-glemt", times: int = 1) -> None:
    for number in range(times):
        entry = CallEntry(at, at + timedelta(minutes=2), f"{key} {number}", [QuestionEntry(ending, topic=topic)])
        finished_calls.log(session, "token:test", entry, at + timedelta(minutes=3))


def view(session: Session, first: date = date(2026, 10, 25), last: date = date(2026, 11, 23), **only: str) -> View:
    return figures.view(session, Wanted(first, last, **only), MONDAY)


def of(session: Session, **only: str) -> Rhythm:
    return rhythm.rhythm(session, view(session, **only))


@pytest.fixture
def closed_on_thursdays(session: Session) -> Session:
    """Nine were lost on three Thursdays after closing time, six on a Monday though it was open; others were reached."""
    log(session, "old", datetime(2026, 10, 26, 10, tzinfo=UTC), Ending("resolved"))
    for number, at in enumerate(LATE):
        log(session, f"late {number}", at, times=3)
    log(session, "open", MONDAY - timedelta(hours=1), topic="pas-forny", times=6)
    log(session, "reached", MONDAY - timedelta(hours=1), Ending("transferred", reached=True, reason="no_guide"), times=4)
    return session


def test_sentence_names_the_department_and_the_hour(closed_on_thursdays: Session) -> None:
    said = rhythm.best_hour_sentence(closed_on_thursdays, view(closed_on_thursdays))
    assert said.startswith("Torsdag kl. 17-18: 9 viderestillinger om måneden kom ikke igennem, fordi Genbrug og Affald var lukket.")
    found = of(closed_on_thursdays)
    assert found.sentence == said
    assert found.next_sentence.startswith("Mandag kl. 10-11: 6 viderestillinger om måneden blev ikke besvaret af Borgerservice")


def test_week_counts_calls_beside_the_departments_that_are_open(closed_on_thursdays: Session) -> None:
    week = of(closed_on_thursdays).week
    monday, late = week.at(0, 10), week.at(3, 17)
    assert (monday.calls, monday.reached, monday.not_reached, monday.open_units) == (10, 4, 6, 2)
    assert (late.calls, late.not_reached, late.open_units, week.units) == (9, 9, 0, 2)
    # From the first logged call to the present: four Thursdays, and the Monday of the present counts though it is not over.
    assert (late.times, week.at(3, 10).times, week.at(0, 11).times, week.at(0, 12).times) == (4, 4, 5, 4)


def test_chosen_department_shows_its_own_hours_and_no_number_of_others(closed_on_thursdays: Session) -> None:
    found = of(closed_on_thursdays, department="affald")
    assert (found.department, found.week.units) == ("Genbrug og Affald", 0)
    assert found.opening_hours.startswith("mandag-onsdag 10-15, torsdag 10-12, 13-17")
    assert "Genbrug og Affald" in found.sentence
    assert found.next_sentence == ""


def test_department_without_hours_has_none_to_show(closed_on_thursdays: Session) -> None:
    unit = closed_on_thursdays.get_one(Department, "affald")
    unit.hours = {}
    closed_on_thursdays.add(unit)
    revisions.content_changed(closed_on_thursdays, "department", "affald")
    closed_on_thursdays.commit()
    found = of(closed_on_thursdays, department="affald")
    assert (found.schedule, found.opening_hours, found.sentence) == (None, "", TOO_LITTLE)


def test_nothing_logged_is_too_little_to_tell(session: Session) -> None:
    found = of(session)
    assert (found.week.calls, found.sentence, found.next_sentence) == (0, TOO_LITTLE, "")


def test_period_to_come_has_no_hours_yet(closed_on_thursdays: Session) -> None:
    coming = view(closed_on_thursdays, date(2027, 1, 1), date(2027, 1, 31))
    assert rhythm.rhythm(closed_on_thursdays, coming).week.calls == 0
    assert rhythm.best_hour_sentence(closed_on_thursdays, coming) == TOO_LITTLE


def test_period_longer_than_the_log_is_told_by_the_days_that_were_logged(closed_on_thursdays: Session) -> None:
    long = view(closed_on_thursdays, date(2025, 11, 24))
    assert "9 viderestillinger om måneden kom" in rhythm.best_hour_sentence(closed_on_thursdays, long)
