"""Days, weeks, months and hours on the Danish calendar, also when the clock is changed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.base.errors import Invalid
from app.domain.periods import LONGEST_DAYS, NAMES, By, bounds


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 11, 23), 24),
        (date(2026, 3, 29), 23),  # summer time begins
        (date(2026, 10, 25), 25),  # and ends
        (date(2028, 2, 29), 24),
    ],
)
def test_day_is_as_long_as_the_clock_makes_it(day: date, hours: int) -> None:
    start, end = bounds(day, day)
    assert end - start == timedelta(hours=hours)


def test_period_that_ends_before_it_starts_is_refused_at_its_end() -> None:
    with pytest.raises(Invalid) as refusal:
        bounds(date(2026, 11, 23), date(2026, 11, 22))
    assert refusal.value.field == "to"


def test_period_of_more_than_ten_years_is_refused() -> None:
    first = date(2016, 1, 1)
    bounds(first, first + timedelta(days=LONGEST_DAYS))
    with pytest.raises(Invalid):
        bounds(first, first + timedelta(days=LONGEST_DAYS + 1))


@pytest.mark.parametrize(
    ("moment", "names"),
    [
        (datetime(2026, 11, 23, 10, tzinfo=UTC), ("2026-11-23", "2026-W48", "2026-11", "11")),
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), ("2026-11-23", "2026-W48", "2026-11", "00")),  # past midnight here
        (datetime(2027, 1, 1, 12, tzinfo=UTC), ("2027-01-01", "2026-W53", "2027-01", "13")),  # the week belongs to the old year
        (datetime(2026, 7, 1, 22, tzinfo=UTC), ("2026-07-02", "2026-W27", "2026-07", "00")),
    ],
)
def test_moment_is_named_by_the_danish_calendar(moment: datetime, names: tuple[str, str, str, str]) -> None:
    assert tuple(NAMES[by](moment) for by in (By.DAY, By.WEEK, By.MONTH, By.HOUR)) == names
