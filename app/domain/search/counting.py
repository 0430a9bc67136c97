"""Occurrences summed into sparse tables: sorted numbers instead of dictionaries, so that millions of words take seconds."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from app.domain.search.rows import Floats

CODE_BITS = 5
CODES = 1 << CODE_BITS
BLOCK = 1 << 21
Integers = NDArray[np.int64] | NDArray[np.int32] | NDArray[np.int8]


def bits_for(count: int) -> int:
    """How many bits hold the numbers below `count`."""
    return max(1, int(count - 1).bit_length()) if count > 1 else 1


def packed(*numbers: tuple[Integers, int]) -> NDArray[np.int64]:
    """Several numbers in one, the highest first, each with the bits it takes."""
    keys = numbers[0][0].astype(np.int64)
    for number, bits in numbers[1:]:
        keys <<= bits
        keys |= number
    return keys


def in_blocks(size: int, most: int, make: Callable[[int, int], NDArray[np.int64]]) -> NDArray[np.int64]:
    """The keys that `make(begin, end)` answers for each block of `size` things, `most` for each thing, one after the other.
    Blocks stay in the processor's cache; only the keys themselves take fresh memory."""
    keys = np.empty(size * most, np.int64)
    filled = 0
    for begin in range(0, size, BLOCK):
        made = make(begin, min(begin + BLOCK, size))
        keys[filled : filled + len(made)] = made
        filled += len(made)
    return keys[:filled]


def summed(keys: NDArray[np.int64], worth: Floats) -> tuple[NDArray[np.int64], Floats]:
    """The different keys in order, and for each the sum of what its occurrences are worth. The lowest CODE_BITS of a key say
    which of `worth` an occurrence has; they are gone from the keys answered. Uses the memory of `keys`."""
    keys.sort()
    values = np.empty(len(keys), np.float32)
    begin = filled = 0
    while begin < len(keys):
        end = begin + BLOCK
        if end < len(keys):
            end = int(np.searchsorted(keys, ((keys[end] >> CODE_BITS) + 1) << CODE_BITS))
        block = keys[begin:end]
        group = block >> CODE_BITS
        firsts = first_of_each(group)
        values[filled : filled + len(firsts)] = np.add.reduceat(worth[block & (CODES - 1)], firsts)
        keys[filled : filled + len(firsts)] = group[firsts]
        filled += len(firsts)
        begin = end
    return keys[:filled], values[:filled].copy()


def first_of_each(group: Integers) -> NDArray[np.int64]:
    """Where each new value begins in an array whose equal values stand together."""
    begins = np.empty(len(group), np.bool_)
    begins[:1] = True
    np.not_equal(group[1:], group[:-1], out=begins[1:])
    return np.flatnonzero(begins)


def parted(cells: NDArray[np.int64], bits: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32]]:
    """Sorted cells as their different high parts, where each begins (and the end), and the low parts of `bits` bits."""
    low = np.empty(len(cells), np.int32)
    begins = np.empty(len(cells), np.bool_)
    for begin in range(0, len(cells), BLOCK):
        block = cells[begin : begin + BLOCK]
        high = block >> bits
        low[begin : begin + BLOCK] = block & ((1 << bits) - 1)
        begins[begin : begin + 1] = not begin or cells[begin - 1] >> bits != high[0]
        np.not_equal(high[1:], high[:-1], out=begins[begin + 1 : begin + len(block)])
    firsts = np.flatnonzero(begins)
    return cells[firsts] >> bits, np.append(firsts, len(cells)), low


def table(keys: NDArray[np.int64], bits: int, worth: Floats, shape: tuple[int, int]) -> sparse.csr_array:
    """A table of sums. A key holds the row, the column in `bits` bits, and in CODE_BITS which of `worth` it adds to that cell."""
    cells, values = summed(keys, worth)
    rows, firsts, columns = parted(cells, bits)
    starts = firsts[np.searchsorted(rows, np.arange(shape[0] + 1))]
    return sparse.csr_array((values, columns, starts.astype(np.int32)), shape=shape)
