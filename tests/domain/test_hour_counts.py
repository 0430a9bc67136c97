"""Stretches of time added up from hours, against the calls themselves."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.call_log import tally
from app.domain.figures import Tally
from app.domain.hour_counts import hour_counts
from tests.domain.test_call_log import CALLS, Call, log


@given(CALLS, st.integers(-2, 30), st.integers(-2, 30))
def test_stretch_of_hours_counts_the_calls_in_it(calls: list[Call], start: int, end: int) -> None:
    """Each call is in an hour of its own, numbered from 0."""
    inside = calls[max(0, start) : max(0, end)] if end > start else []
    expected = tally(log(inside)) if inside else Tally()
    assert hour_counts(log(calls)).between(start, end) == expected
