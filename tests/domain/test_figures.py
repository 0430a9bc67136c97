"""Shares with their Wilson interval, against figures printed in the literature."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.figures import Share, share


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        # Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
        # the same, seen from the other side
        (20, 20, 1 - 0.1611, 1.0000),
        (28, 29, 1 - 0.1718, 1 - 0.0061),
        # by hand: (0.5 + 1.9208/10) / (1 + 3.8415/10) -+ 1.96/1.38415 * sqrt(0.025 + 0.0096)
        (5, 10, 0.2366, 0.7634),
    ],
)
def test_interval_is_the_one_printed_in_the_literature(hits: int, n: int, low: float, high: float) -> None:
    found = share(hits, n)
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)
    assert found.value == hits / n


def test_share_of_nothing_is_no_figure() -> None:
    assert share(0, 0) == Share(0, 0, None, None, None)


COUNTS = st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(COUNTS)
def test_interval_holds_the_share_and_stays_between_nothing_and_all(counts: tuple[int, int]) -> None:
    found = share(*counts)
    assert found.low is not None
    assert found.high is not None
    assert found.value is not None
    assert 0 <= found.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.high <= 1


@given(COUNTS)
def test_what_is_not_settled_mirrors_what_is(counts: tuple[int, int]) -> None:
    hits, n = counts
    one, other = share(hits, n), share(n - hits, n)
    assert one.low is not None
    assert other.high is not None
    assert isclose(one.low, 1 - other.high, abs_tol=1e-9)


@given(st.integers(1, 500), st.integers(2, 50))
def test_more_calls_with_the_same_share_give_a_narrower_interval(n: int, times: int) -> None:
    few, many = share(n // 2, n), share(n // 2 * times, n * times)
    assert few.low is not None and few.high is not None and many.low is not None and many.high is not None
    assert many.high - many.low < few.high - few.low
