"""Calls by weekday and hour on the Danish clock: fair to long months, right on summer-time nights."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.clock import local
from app.domain.call_log import Log, block_of, log_of
from app.domain.figures import share
from app.domain.hours import Schedule, Span
from app.domain.log_values import Caller, Codes, Question, Result
from app.domain.periods import bounds, hour_of, moment_of
from app.domain.rhythm import by_week, decimal, departments_with_transfers, open_hours, open_minutes, rhythm_table, slots_of, wall_hours

SETTLED = Result("resolved")
REACHED, NOT_REACHED = Result("transferred", True, reason="no_guide"), Result("transferred", False, True, "no_guide")
CITIZEN = Caller("citizen", "da")
ALL_DAY = Schedule(((Span(time(), None),),) * 7)
Asked = tuple[datetime, Sequence[Result]]


def log(*calls: Asked, unit: str = "borgerservice") -> Log:
    """Calls with their moments, in order."""
    codes, blocks = Codes(), {}
    for at, results in calls:
        blocks.setdefault(hour_of(at), []).extend(Question(place == 0, "", unit, CITIZEN, result) for place, result in enumerate(results))
    return log_of(codes, list(blocks), [block_of(rows, codes) for rows in blocks.values()])


def span(first: date, last: date) -> tuple[int, int]:
    start, end = bounds(first, last)
    return hour_of(start), hour_of(end)


def moment(day: int, hour: int, month: int = 11) -> datetime:
    """A moment of 2026 on the clock in UTC."""
    return datetime(2026, month, day, hour, 20, tzinfo=UTC)


@given(st.integers(hour_of(datetime(1995, 1, 1, tzinfo=UTC)), hour_of(datetime(2060, 1, 1, tzinfo=UTC))), st.integers(1, 80))
def test_every_hour_stands_where_a_danish_clock_has_it(start: int, length: int) -> None:
    hours = range(start, start + length)
    walls = [local(moment_of(hour)) for hour in hours]
    assert slots_of(wall_hours(hours)).tolist() == [wall.weekday() * 24 + wall.hour for wall in walls]


def test_average_is_per_hour_that_came_so_that_five_mondays_weigh_no_more() -> None:
    mondays = [moment(day, 9) for day in (2, 9, 16, 23, 30)]
    tuesdays = [moment(day, 9) for day in (3, 10, 17, 24)]
    found = by_week(log(*((at, [SETTLED]) for at in sorted(mondays * 2 + tuesdays * 2))), *span(date(2026, 11, 1), date(2026, 11, 30)))
    monday, tuesday = found.at(0, 10), found.at(1, 10)
    assert (monday.times, monday.calls, monday.average) == (5, 10, 2.0)
    assert (tuesday.times, tuesday.calls, tuesday.average) == (4, 8, 2.0)


def test_hour_that_comes_twice_in_autumn_counts_twice() -> None:
    calls = [(datetime(2026, 10, 25, hour, 30, tzinfo=UTC), [SETTLED]) for hour in (0, 0, 0, 1, 1, 1)]
    found = by_week(log(*calls), *span(date(2026, 10, 25), date(2026, 10, 25)))
    assert sum(slot.times for slot in found.slots) == 25
    assert (found.at(6, 2).times, found.at(6, 2).calls, found.at(6, 2).average) == (2, 6, 3.0)
    assert (found.at(6, 1).times, found.at(6, 3).times) == (1, 1)


def test_hour_that_is_left_out_in_spring_has_no_average() -> None:
    found = by_week(log((datetime(2026, 3, 29, 1, tzinfo=UTC), [SETTLED] * 2)), *span(date(2026, 3, 29), date(2026, 3, 29)))
    assert sum(slot.times for slot in found.slots) == 23
    assert (found.at(6, 2).times, found.at(6, 2).average) == (0, None)
    assert (found.at(6, 1).average, found.at(6, 3).calls) == (0.0, 1)


def test_leap_day_is_a_day_of_the_week_like_others() -> None:
    leap = datetime(2028, 2, 29, 12, tzinfo=UTC)
    found = by_week(log(*[(leap, [SETTLED])] * 5), *span(date(2028, 2, 29), date(2028, 2, 29)))
    assert (found.at(1, 13).times, found.at(1, 13).calls) == (1, 5)
    assert sum(slot.times for slot in found.slots) == 24


def test_call_with_more_questions_is_one_call_and_its_transfers_are_counted_one_by_one() -> None:
    found = by_week(
        log((moment(23, 9), [NOT_REACHED, REACHED, SETTLED]), (moment(23, 9), [NOT_REACHED])), *span(date(2026, 11, 23), date(2026, 11, 23))
    )
    slot = found.at(0, 10)
    assert (slot.calls, slot.reached, slot.not_reached) == (2, 1, 2)


def test_few_calls_have_no_average_and_few_transfers_no_share() -> None:
    day = span(date(2026, 11, 23), date(2026, 11, 23))
    few = by_week(log(*[(moment(23, 9), [NOT_REACHED])] * 4), *day).at(0, 10)
    enough = by_week(log(*[(moment(23, 9), [NOT_REACHED])] * 5), *day).at(0, 10)
    assert (few.average, few.missed) == (None, None)
    assert (enough.average, enough.missed) == (5.0, share(5, 5))


def test_empty_log_has_no_busiest_hour_and_shows_the_working_day() -> None:
    found = by_week(log(), *span(date(2026, 11, 1), date(2026, 11, 30)))
    assert (found.calls, found.busiest, found.most_missed) == (0, None, None)
    assert found.shown_hours() == range(8, 16)
    assert found.at(0, 10).average == 0.0


def test_part_of_a_log_counts_only_its_own_questions() -> None:
    whole = log(*[(moment(23, 9), [SETTLED])] * 5, *[(moment(23, 11), [SETTLED])] * 5)
    part = whole.only(whole.hour == 1)
    found = by_week(part, *span(date(2026, 11, 23), date(2026, 11, 23)))
    assert (found.at(0, 10).calls, found.at(0, 12).calls) == (0, 5)


def test_hours_in_which_somebody_rings_or_the_department_is_open_are_shown() -> None:
    day = span(date(2026, 11, 23), date(2026, 11, 23))
    early = by_week(log(*[(moment(23, 5), [SETTLED])] * 5), *day)
    assert early.shown_hours() == range(6, 16)
    evening = Schedule(((), (), (), (Span(time(17), time(20)),), (), (), ()))
    assert early.shown_hours(opening=open_hours(evening)) == range(6, 20)
    assert early.shown_hours(opening=open_hours(ALL_DAY)) == range(6, 16)
    minutes_only = Schedule(((Span(time(16), time(16, 20)),), *((),) * 6))
    assert early.shown_hours(opening=open_hours(minutes_only)) == range(6, 16)


@pytest.mark.parametrize(
    ("span_of_day", "minutes"),
    [
        (Span(time(10), time(12)), {10: 60, 11: 60}),
        (Span(time(9, 45), time(11, 20)), {9: 15, 10: 60, 11: 20}),
        (Span(time(22), None), {22: 60, 23: 60}),
        (Span(time(8, 10), time(8, 30)), {8: 20}),
    ],
)
def test_open_minutes_of_an_hour_are_those_of_the_usual_week(span_of_day: Span, minutes: dict[int, int]) -> None:
    found = open_minutes(Schedule(((), (span_of_day,), (), (), (), (), ())))
    assert {slot - 24: number for slot, number in enumerate(found.tolist()) if number} == minutes


def test_department_that_never_closes_is_open_in_every_hour() -> None:
    assert set(open_minutes(ALL_DAY).tolist()) == {60}


def test_hour_counts_as_open_when_half_of_it_is() -> None:
    found = open_hours(Schedule(((), (Span(time(9, 45), time(11, 30)), Span(time(13), time(13, 29))), (), (), (), (), ())))
    assert found.nonzero()[0].tolist() == [24 + 10, 24 + 11]


def test_open_departments_are_those_open_for_half_an_hour_or_more_whose_hours_are_known() -> None:
    half = Schedule(((Span(time(10), time(10, 30)), Span(time(12), time(12, 29))), (), (), (), (), (), ()))
    found = by_week(log(), *span(date(2026, 11, 23), date(2026, 11, 23)), [half, ALL_DAY, Schedule(((),) * 7)])
    assert (found.units, found.at(0, 10).open_units, found.at(0, 12).open_units, found.at(1, 10).open_units) == (2, 2, 1, 1)


def test_departments_with_transfers_are_those_somebody_was_put_through_to() -> None:
    assert departments_with_transfers(log((moment(23, 9), [REACHED]), unit="affald")) == ["affald"]
    assert departments_with_transfers(log((moment(23, 9), [SETTLED]))) == []


def test_export_has_every_hour_and_leaves_out_what_cannot_be_told() -> None:
    table = rhythm_table(
        by_week(log(*[(moment(23, 9), [NOT_REACHED])] * 5, (moment(23, 11), [SETTLED])), *span(date(2026, 11, 23), date(2026, 11, 23)))
    )
    rows = {row[:2]: row[2:] for row in table.rows}
    assert len(rows) == 168
    assert rows["mandag", 10] == (1, 5, 5.0, 5, 5, 1.0, None)
    assert rows["mandag", 12] == (1, 1, None, 0, 0, None, None)
    assert all(len(row) == len(table.head) for row in table.rows)


@pytest.mark.parametrize(("value", "words"), [(0, "0"), (0.44, "0,4"), (12.34, "12,3"), (99.96, "100,0"), (412.3, "412")])
def test_average_is_said_with_a_comma(value: float, words: str) -> None:
    assert decimal(value) == words


def test_calls_of_one_hour_over_many_weeks_are_added_up() -> None:
    weeks = [(moment(2, 9) + timedelta(weeks=week), [SETTLED, NOT_REACHED]) for week in range(4)]
    slot = by_week(log(*weeks), *span(date(2026, 11, 2), date(2026, 11, 29))).at(0, 10)
    assert (slot.times, slot.calls, slot.not_reached) == (4, 4, 4)
