"""Occurrences summed into tables, beside sums in plain dictionaries."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.domain.search.counting import CODE_BITS, CODES, bits_for, first_of_each, in_blocks, packed, parted, summed, table
from tests.domain.search.corpora import in_pieces

# Quarters add up without rounding, so that sums can be compared for equality.
WORTH = np.array([code / 4 for code in range(1, CODES + 1)], np.float32)
CODE = st.integers(0, CODES - 1)
BLOCKS = st.sampled_from([1, 2, 3, 7, 1 << 21])


def keys_of(occurrences: list[tuple[int, int]]) -> NDArray[np.int64]:
    return np.array([cell << CODE_BITS | code for cell, code in occurrences], np.int64)


def sums_of(occurrences: list[tuple[int, int]]) -> dict[int, float]:
    sums: dict[int, float] = defaultdict(float)
    for cell, code in occurrences:
        sums[cell] += float(WORTH[code])
    return dict(sorted(sums.items()))


@given(st.lists(st.tuples(st.integers(0, 12) | st.integers(0, 1 << 50), CODE), max_size=60), BLOCKS)
def test_sums_are_those_of_a_dictionary_in_blocks_of_any_size(occurrences: list[tuple[int, int]], block: int) -> None:
    with in_pieces(block):
        cells, values = summed(keys_of(occurrences), WORTH)
    assert list(zip(cells.tolist(), values.tolist(), strict=True)) == list(sums_of(occurrences).items())


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 4), CODE), max_size=60), BLOCKS)
def test_a_table_holds_each_sum_in_its_row_and_column(occurrences: list[tuple[int, int, int]], block: int) -> None:
    bits = bits_for(5)
    keys = np.array([(row << bits | column) << CODE_BITS | code for row, column, code in occurrences], np.int64)
    with in_pieces(block):
        made = table(keys, bits, WORTH, (7, 5))
    expected = np.zeros((7, 5), np.float32)
    for row, column, code in occurrences:
        expected[row, column] += WORTH[code]
    assert made.toarray().tolist() == expected.tolist()
    assert made.has_canonical_format


@given(st.lists(st.tuples(st.integers(0, 5) | st.integers(0, 1 << 40), st.integers(0, 15)), max_size=40).map(sorted), BLOCKS)
def test_parted_cells_say_where_each_high_part_begins_and_keep_the_low_ones(cells: list[tuple[int, int]], block: int) -> None:
    with in_pieces(block):
        high, firsts, low = parted(np.array([one << 4 | other for one, other in cells], np.int64), 4)
    assert high.tolist() == sorted({one for one, _ in cells})
    assert firsts[-1] == len(cells)
    assert [
        (one, other) for one, begin, end in zip(high.tolist(), firsts[:-1], firsts[1:], strict=True) for other in low[begin:end].tolist()
    ] == cells


@given(st.integers(0, 50), st.integers(1, 3), BLOCKS)
def test_blocks_are_made_one_after_the_other_however_much_each_of_them_keeps(size: int, most: int, block: int) -> None:
    def make(begin: int, end: int) -> NDArray[np.int64]:
        assert 0 < end - begin <= block
        return np.array([number for number in range(begin, end) for _ in range(number % (most + 1))], np.int64)

    with in_pieces(block):
        assert in_blocks(size, most, make).tolist() == [number for number in range(size) for _ in range(number % (most + 1))]


@given(st.lists(st.tuples(st.integers(0, 1 << 30), st.integers(0, 999), CODE), max_size=20))
def test_packed_numbers_sort_like_the_numbers_one_by_one(rows: list[tuple[int, int, int]]) -> None:
    first, second, third = np.array(rows, np.int64).reshape(-1, 3).T
    keys = packed((first, 0), (second, bits_for(1000)), (third, CODE_BITS))
    assert [rows[place] for place in np.argsort(keys, kind="stable")] == sorted(rows)
    assert (keys & (CODES - 1)).tolist() == third.tolist()


def test_packing_leaves_the_numbers_as_they_were() -> None:
    numbers = np.array([1, 2], np.int64)
    packed((numbers, 0), (numbers, 4))
    assert numbers.tolist() == [1, 2]


@pytest.mark.parametrize(("count", "bits"), [(0, 1), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (1024, 10), (1025, 11)])
def test_bits_are_just_enough_for_the_numbers_below_a_count(count: int, bits: int) -> None:
    assert bits_for(count) == bits


@given(st.lists(st.integers(0, 3), max_size=30))
def test_each_new_value_begins_where_it_differs_from_the_one_before(values: list[int]) -> None:
    expected = [place for place, value in enumerate(values) if place == 0 or values[place - 1] != value]
    assert first_of_each(np.array(values, np.int32)).tolist() == expected
