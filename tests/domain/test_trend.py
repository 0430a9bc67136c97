"""The trend: its days, weeks and months on the Danish calendar, what it says, and when it says that chance could do as much."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.figures import TOO_FEW, Tally
from app.domain.periods import By
from app.domain.trend import Bucket, Trend, days_of, stretches, table, usual_step
from app.domain.trend_words import differ, rushes, says

MONDAY = date(2026, 11, 23)
ANY_DAY = st.dates(date(2016, 1, 1), date(2034, 12, 31))


def trend(by: By, counts: Sequence[tuple[int, int]], last: date = MONDAY - timedelta(days=1), today: date = MONDAY) -> Trend:
    """A trend that ends on a day, from settled and counted calls of each bucket."""
    first, last = days_of(by, last, last)
    found = stretches(by, first, last, today)[-len(counts) :]
    tallies = [Tally(calls=counted, counted=counted, settled=settled) for settled, counted in counts]
    return Trend(by, [Bucket(stretch, tally) for stretch, tally in zip(found, tallies, strict=True)], [])


@given(st.sampled_from([By.DAY, By.WEEK, By.MONTH]), ANY_DAY, st.integers(0, 60))
def test_every_day_of_a_period_stands_in_one_stretch(by: By, last: date, days: int) -> None:
    first = last - timedelta(days=days)
    found = stretches(by, first, last, last)
    covered = [stretch.first + timedelta(days=number) for stretch in found for number in range((stretch.last - stretch.first).days + 1)]
    assert covered == [first + timedelta(days=number) for number in range(days + 1)]
    assert len({stretch.name for stretch in found}) == len(found)


@given(ANY_DAY, st.integers(0, 3000))
def test_trend_shows_whole_weeks_and_months_up_to_the_last_day(last: date, days: int) -> None:
    weeks, months = days_of(By.WEEK, last - timedelta(days=days), last), days_of(By.MONTH, last - timedelta(days=days), last)
    assert (weeks[0].weekday(), weeks[1], len(stretches(By.WEEK, *weeks, last))) == (0, last, 26)
    assert (months[0].day, months[1], len(stretches(By.MONTH, *months, last))) == (1, last, 13)
    shown = days_of(By.DAY, last - timedelta(days=days), last)
    assert (shown[1] - shown[0]).days + 1 == min(366, max(30, days + 1))


def test_days_of_23_and_25_hours_and_the_29th_of_february_are_one_day_each() -> None:
    for first, last in ((date(2026, 3, 28), date(2026, 3, 30)), (date(2026, 10, 24), date(2026, 10, 26)), (date(2028, 2, 28), date(2028, 3, 1))):
        assert [stretch.name for stretch in stretches(By.DAY, first, last, MONDAY)] == [
            (first + timedelta(days=number)).isoformat() for number in range(3)
        ]
    leap = stretches(By.MONTH, date(2028, 2, 1), date(2028, 2, 29), date(2028, 3, 1))
    assert [(stretch.words, stretch.is_whole) for stretch in leap] == [("februar 2028", True)]


def test_week_that_crosses_new_year_is_one_week() -> None:
    (week,) = stretches(By.WEEK, date(2026, 12, 28), date(2027, 1, 3), date(2027, 2, 1))
    assert (week.name, week.words, week.is_whole) == ("2026-W53", "uge 53", True)


@pytest.mark.parametrize(
    ("by", "last", "is_whole"),
    [
        (By.DAY, MONDAY, False),
        (By.DAY, MONDAY - timedelta(days=1), True),
        (By.WEEK, MONDAY, False),
        (By.WEEK, MONDAY - timedelta(days=1), True),
        (By.WEEK, MONDAY - timedelta(days=3), False),
        (By.MONTH, MONDAY, False),
        (By.MONTH, date(2026, 10, 31), True),
        (By.MONTH, date(2026, 10, 30), False),
    ],
)
def test_stretch_that_is_not_over_or_not_shown_whole_is_marked(by: By, last: date, is_whole: bool) -> None:
    assert stretches(by, *days_of(by, last, last), MONDAY)[-1].is_whole is is_whole


@pytest.mark.parametrize(("days", "by"), [(1, By.DAY), (30, By.DAY), (92, By.DAY), (93, By.WEEK), (190, By.WEEK), (365, By.MONTH)])
def test_period_has_a_step_that_can_be_read(days: int, by: By) -> None:
    assert usual_step(MONDAY - timedelta(days=days - 1), MONDAY) is by


def test_group_of_few_calls_is_a_gap_and_stands_as_few_in_the_table() -> None:
    found = trend(By.DAY, [(3, 4), (0, 0), (3, 5)])
    few, none, five = found.buckets
    assert (few.figures()["gross"].value, few.figures()["gross"].why) == (None, TOO_FEW)
    assert none.figures()["gross"].value is None
    assert five.figures()["gross"].value == pytest.approx(0.6)
    rows = table(found).rows
    assert [row[4:9] for row in rows] == [[4, None, None, None, 4], [0, None, None, None, 0], [5, 0.6, *rows[2][6:8], 5]]
    assert all(len(row) == len(table(found).head) for row in rows)


def test_rise_and_fall_are_told_from_the_first_to_the_last_third() -> None:
    counts = [(100, 200)] * 2 + [(120, 200)] * 2 + [(150, 200)] * 2
    assert says(trend(By.WEEK, counts))[0] == "Straksafklaringen er steget fra 50 % i den første tredjedel til 75 % i den sidste (800 opkald)."
    assert says(trend(By.WEEK, counts[::-1]))[0].startswith("Straksafklaringen er faldet fra 75 %")


def test_what_chance_can_do_is_called_level() -> None:
    assert says(trend(By.WEEK, [(100, 200), (110, 200), (105, 200)])) == [
        "Straksafklaringen ligger på niveau, 52 % i det hele: forskellen på den første og den sidste tredjedel (50 % og 52 %) kan være tilfældig."
    ]
    sure_but_small = says(trend(By.WEEK, [(700_000, 1_000_000), (702_000, 1_000_000), (704_000, 1_000_000)]))
    assert sure_but_small[0].endswith("er under 1 point.")


def test_best_and_worst_are_named_when_they_differ_by_more_than_chance() -> None:
    counts = [(140, 200), (140, 200), (60, 200), (140, 200), (180, 200), (140, 200)]
    assert "Bedst gik det i uge 46 (90 % af 200), dårligst i uge 44 (30 % af 200)." in says(trend(By.WEEK, counts))


def test_too_little_to_say_is_said() -> None:
    nothing = ["Der er for få opkald til at sige, hvor det bærer hen."]
    assert says(trend(By.DAY, [(3, 4)] * 9)) == nothing
    assert says(trend(By.DAY, [(4, 5)] * 2)) == nothing
    assert says(trend(By.DAY, [(4, 5)] * 3)) == nothing


def test_same_share_everywhere_never_differs() -> None:
    assert not differ(trend(By.WEEK, [(60, 100)] * 20).buckets)
    assert not differ(trend(By.WEEK, [(100, 100)] * 20).buckets)
    assert differ(trend(By.WEEK, [(60, 100)] * 19 + [(20, 100)]).buckets)


def test_days_when_everybody_rings_are_found_against_their_own_weekday() -> None:
    week = [100, 70, 70, 70, 60, 2, 1]
    counts = [(number // 2, number) for number in week * 4]
    counts[-6], counts[-5] = (100, 200), (75, 150)
    found = trend(By.DAY, counts)
    assert [bucket.stretch.first for bucket in rushes(found)] == [date(2026, 11, 17), date(2026, 11, 18)]
    assert "Usædvanligt mange ringede den 17. november (200) og den 18. november (150)." in says(found)


def test_monday_that_is_always_busy_is_no_rush() -> None:
    assert rushes(trend(By.DAY, [(number // 2, number) for number in [300, 70, 70, 70, 60, 2, 1] * 4])) == []
