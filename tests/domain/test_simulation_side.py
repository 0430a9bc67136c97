"""What a made-up year holds besides its calls: wishes that come and go, and channels beside the phone."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from app.domain.figures import share
from app.domain.hours import schedule_of
from app.domain.privacy import contains_cpr
from app.domain.simulation import History, Town, history_of
from app.domain.simulation_side import GONE, GROWING, OTHER_CHANNELS, PHONE, WISHES, contacts, in_vain
from tests.support import town


@pytest.fixture(scope="module")
def year() -> History:
    units = town.departments()
    schedules = {row.slug: schedule_of(row, []) for row in units}
    return history_of(Town({row.slug: row for row in town.guides()}, schedules), 20_000, 1, datetime(2026, 11, 22, 10, tzinfo=UTC))


def test_one_wish_grows_and_another_is_gone(year: History) -> None:
    first, last = Counter[str](), Counter[str]()
    for day in year.plan:
        for found in in_vain(year, day):
            (first if (day - year.first).days < 120 else last if (year.last - day).days < 120 else Counter[str]())[found.said] += found.times
    assert sum(last[line] for line in GROWING.said) > 3 * sum(first[line] for line in GROWING.said) > 0
    assert sum(first[line] for line in GONE.said) > 30
    assert sum(last[line] for line in GONE.said) < 0.5 * sum(first[line] for line in GONE.said)


def test_wishes_have_a_key_of_their_own_and_name_nobody(year: History) -> None:
    keys = {found.said: found.key for day in year.plan for found in in_vain(year, day)}
    assert set(keys) == {line for wish in WISHES for line in wish.said}
    assert all(keys.values())
    assert len(set(keys.values())) == len(keys)
    assert not any(map(contains_cpr, keys))


def test_telephony_says_that_a_few_more_calls_were_answered_than_were_logged(year: History) -> None:
    told = {day: contacts(year, day)[PHONE] for day in year.plan}
    assert all(told[day] >= number for day, number in year.plan.items())
    coverage = share(sum(year.plan.values()), sum(told.values())).value
    assert coverage is not None
    assert 0.92 < coverage < 0.94


def test_counter_is_closed_when_the_town_hall_is_and_self_service_is_not(year: History) -> None:
    sunday, monday = (next(day for day in year.plan if day.weekday() == weekday and day.month == 9) for weekday in (6, 0))
    assert contacts(year, sunday)["counter"] == 0
    assert contacts(year, sunday)["self_service"] > 0
    assert all(contacts(year, monday)[channel] > 0 for channel in (PHONE, *OTHER_CHANNELS))


def test_same_year_has_the_same_figures(year: History) -> None:
    again = History(year.town, year.calls, year.seed, year.last)
    days = list(year.plan)[:40]
    assert [contacts(year, day) for day in days] == [contacts(again, day) for day in days]
    assert [list(in_vain(year, day)) for day in days] == [list(in_vain(again, day)) for day in days]
