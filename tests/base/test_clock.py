"""One clock: aware, in UTC, and right in both summer-time nights."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.base.clock import at_local, local, now

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
DAYS = st.dates(date(2000, 1, 1), date(2037, 12, 31))
WALLS = st.times().map(lambda wall: wall.replace(microsecond=0))


def test_now_is_aware_and_in_utc() -> None:
    assert now().utcoffset() == timedelta(0)
    assert abs(now().timestamp() - datetime.now(UTC).timestamp()) < 5  # noqa: TID251


def test_danish_wall_clock_is_an_hour_ahead_in_winter_and_two_in_summer() -> None:
    assert local(datetime(2026, 1, 15, 11, tzinfo=UTC)).strftime("%H:%M") == "12:00"
    assert local(datetime(2026, 7, 15, 11, tzinfo=UTC)).strftime("%H:%M") == "13:00"
    assert at_local(date(2026, 1, 15), time(12)) == datetime(2026, 1, 15, 11, tzinfo=UTC)
    assert at_local(date(2026, 7, 15), time(12)) == datetime(2026, 7, 15, 10, tzinfo=UTC)


def test_spring_day_has_23_hours_and_autumn_day_25() -> None:
    for day, hours in ((SPRING, 23), (AUTUMN, 25), (date(2026, 6, 5), 24)):
        assert at_local(day + timedelta(days=1), time()) - at_local(day, time()) == timedelta(hours=hours)


def test_all_of_the_hour_that_is_left_out_is_the_moment_the_clock_jumps() -> None:
    jump = datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert [at_local(SPRING, wall) for wall in (time(2), time(2, 30), time(2, 59), time(3))] == [jump] * 4
    assert at_local(SPRING, time(1, 59)) == jump - timedelta(minutes=1)
    assert at_local(SPRING, time(3, 1)) == jump + timedelta(minutes=1)


def test_in_the_hour_that_comes_twice_the_first_one_is_meant() -> None:
    assert at_local(AUTUMN, time(2, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert at_local(AUTUMN, time(3)) == datetime(2026, 10, 25, 2, tzinfo=UTC)


@given(DAYS, WALLS)
def test_wall_clock_comes_back_unless_the_hour_is_left_out(day: date, wall: time) -> None:
    back = local(at_local(day, wall))
    assert (back.date(), back.time()) == (day, wall) or (back.time() == time(3) and wall.hour == 2)


@given(DAYS, WALLS, WALLS)
def test_later_on_the_wall_is_never_earlier_in_time(day: date, one: time, other: time) -> None:
    early, late = sorted((one, other))
    assert at_local(day, early) <= at_local(day, late)
