"""Which calls were followed by another about the same, which numbers are one caller, and what stands for a number."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.errors import Invalid
from app.domain.repeats import KEPT, MOST_OF_ONE_CALLER, NO_NUMBER, PERIOD, WINDOW, Heard, flags, mark_of, number_of, oldest_period, period_of
from tests.support.town import MONDAY

PASSPORT, WASTE = frozenset({"pas-forny"}), frozenset({"affald-glemt"})
A_WEEK = timedelta(days=7)
SECOND = timedelta(seconds=1)


def heard(name: str, after: timedelta, settled: frozenset[str] = PASSPORT, asked: frozenset[str] = frozenset()) -> Heard:
    return Heard(name, MONDAY + after, settled, asked | settled)


@pytest.mark.parametrize(
    ("after", "asked", "was_followed"),
    [
        (timedelta(days=1), PASSPORT, True),
        (A_WEEK, PASSPORT, True),
        (A_WEEK + SECOND, PASSPORT, False),
        (timedelta(days=1), WASTE, False),
        (timedelta(days=1), PASSPORT | WASTE, True),
        (timedelta(), PASSPORT, False),
    ],
)
def test_settled_call_is_followed_by_one_within_a_week_about_the_same(after: timedelta, asked: frozenset[str], *, was_followed: bool) -> None:
    calls = [heard("first", timedelta()), heard("second", after, frozenset(), asked)]
    assert flags(calls) == flags(list(reversed(calls))) == {"first": was_followed, "second": False}


def test_what_was_not_settled_cannot_be_asked_about_in_vain() -> None:
    calls = [heard("first", timedelta(), frozenset(), PASSPORT), heard("second", timedelta(days=1))]
    assert flags(calls) == {"first": False, "second": False}


def test_number_that_rings_all_day_is_not_one_caller_but_is_again_when_it_rings_seldom() -> None:
    crowd = [heard(f"call {number}", timedelta(hours=number)) for number in range(MOST_OF_ONE_CALLER + 1)]
    assert set(flags(crowd).values()) == {None}
    assert None not in flags(crowd[:-1]).values()
    later = [*crowd, heard("weeks later", timedelta(days=20)), heard("and again", timedelta(days=21))]
    assert (flags(later)["weeks later"], flags(later)["and again"]) == (True, False)


def test_calls_before_a_crowd_that_no_week_spans_stay_known() -> None:
    crowd = [heard(f"call {number}", timedelta(days=7, minutes=number)) for number in range(MOST_OF_ONE_CALLER)]
    assert flags([heard("before", timedelta()), *crowd])["before"] is True
    assert flags([heard("before", timedelta(hours=1)), *crowd])["before"] is None


@given(st.lists(st.tuples(st.integers(0, 30 * 24), st.sampled_from([PASSPORT, WASTE, frozenset()]), st.sampled_from([PASSPORT, WASTE])), max_size=60))
def test_flags_are_those_of_a_plain_comparison(rows: list[tuple[int, frozenset[str], frozenset[str]]]) -> None:
    calls = [heard(str(number), timedelta(hours=hours), settled, asked) for number, (hours, settled, asked) in enumerate(rows)]

    def naive(call: Heard) -> bool | None:
        for first in calls:
            week = [row for row in calls if first.at <= row.at <= first.at + WINDOW]
            if len(week) > MOST_OF_ONE_CALLER and call in week:
                return None
        return any(call.at < row.at <= call.at + WINDOW and row.asked & call.settled for row in calls)

    assert flags(calls) == {call.call: naive(call) for call in calls}


@pytest.mark.parametrize(
    "text",
    ["96282828", "96 28 28 28", " +45 96282828 ", "004596282828", "(96) 28-28-28", "tel:+4596282828", "sip:+4596282828@pbx.example;user=phone"],
)
def test_danish_number_is_the_same_however_it_is_written(text: str) -> None:
    assert number_of(text) == "+4596282828"


def test_foreign_number_keeps_its_country() -> None:
    assert number_of("+49 30 123456") == "+4930123456"


@pytest.mark.parametrize("text", ["", " ", "anonymous", "Hidden", "Hemmeligt", "sip:anonymous@anonymous.invalid", "6001", "112"])
def test_hidden_number_and_extension_of_the_house_are_no_number(text: str) -> None:
    assert number_of(text) == ""


@pytest.mark.parametrize(
    "text", ["Ole Olsen", "ring 96282828", "12", "1234567", "+", "12345678901234567", "0101901234", "96282828x", "+4596\x00282828"]
)
def test_what_is_no_number_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        number_of(text)
    assert refusal.value.field == "caller_number"
    assert refusal.value.message == NO_NUMBER


def test_mark_depends_on_number_and_key_and_shows_neither() -> None:
    marks = {mark_of(key, number) for key in (b"one", b"two") for number in ("+4596282828", "+4596282829")}
    assert len(marks) == 4
    assert all(len(mark) == 64 and "96282828" not in mark for mark in marks)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)), st.timedeltas(timedelta(), KEPT - SECOND))  # noqa: DTZ001
def test_key_of_a_call_is_still_there_as_long_as_its_mark(naive: datetime, later: timedelta) -> None:
    at = naive.replace(tzinfo=UTC)
    assert oldest_period(at + later) <= period_of(at)
    assert oldest_period(at + PERIOD + KEPT) > period_of(at)
