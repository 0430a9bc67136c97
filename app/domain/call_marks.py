"""Calls by a mark that their questions bear (a reason, a cause of a needless call), counted over the columns of the log."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Generic, TypeVar

import numpy as np

from app.domain.call_log import Log, counts, cross
from app.domain.figures import BEYOND, Tally
from app.domain.log_values import Numbers, Result

M = TypeVar("M")
_COLUMNS = [[part.name for part in fields(Tally)].index(name) for name in ("counted", "settled", "beyond")]


@dataclass(frozen=True)
class Marked(Generic[M]):
    """The questions of a log that bear one of some marks: where they stand in the log, and the place of each one's mark among them."""

    log: Log
    marks: Sequence[M]
    rows: Numbers
    mark: Numbers

    def calls(self, key: Numbers, size: int) -> list[dict[M, int]]:
        """How many calls, by a key from 0 to size - 1 for each question of the log, bear which marks under that key; most first.

        A call with two marks counts under both, and once under each, however many of its questions bear it.
        """
        where = key[self.rows].astype(np.int64) * len(self.marks) + self.mark
        pairs = same_in_call(self.log.call[self.rows], where)
        again = np.unique(np.concatenate([later for later, _ in pairs])) if pairs else self.rows[:0]
        table = np.bincount(where, minlength=size * len(self.marks))
        table -= np.bincount(where[again], minlength=size * len(self.marks))
        return [self._most_first(row) for row in table.reshape(size, len(self.marks))]

    def questions(self, key: Numbers, size: int, part: Numbers, parts: int) -> Numbers:
        """How many questions bear which marks, by such a key and a second one, from 0 to parts - 1: size rows of parts rows of marks."""
        where = (key[self.rows].astype(np.int64) * parts + part[self.rows]) * len(self.marks) + self.mark
        return np.bincount(where, minlength=size * parts * len(self.marks)).reshape(size, parts, len(self.marks))

    def all_calls(self) -> dict[M, int]:
        """As `calls`, for the whole log."""
        return self.calls(np.zeros(len(self.log), np.int8), 1)[0]

    def _most_first(self, row: Numbers) -> dict[M, int]:
        counted = {mark: int(number) for mark, number in zip(self.marks, row, strict=True) if number}
        return dict(sorted(counted.items(), key=lambda pair: -pair[1]))


def marked(log: Log, marks: Sequence[M], mark_of: Callable[[Result], M | None]) -> Marked[M]:
    """The questions of a log whose result bears one of some marks."""
    places: Mapping[M | None, int] = {mark: place for place, mark in enumerate(marks, start=1)}
    of_result = log.codes.results.table(lambda result: places.get(mark_of(result), 0)).astype(np.uint8)
    codes = of_result[log.result] if len(log) else np.zeros(0, np.uint8)
    rows = np.flatnonzero(codes)
    return Marked(log, marks, rows, codes[rows].astype(np.int64) - 1)


def settled(log: Log, key: Numbers, size: int) -> Numbers:
    """How many calls, by such a key, are counted, settled and beyond the desk: the columns of these names of `counts`, at a third of the cost.

    Questions are counted as if each were a call of its own, then those that share a call and a key are counted right.
    """
    if not len(log):
        return np.zeros((size, len(_COLUMNS)), np.int64)
    measures = log.codes.results.known_table(_settled)
    table = cross(log, key, size)[:, : len(measures)] @ measures
    pairs = same_in_call(log.call, key)
    if not pairs:
        return table
    rows = np.unique(np.concatenate([side for pair in pairs for side in pair]))
    columns = ("hour", "call", "topic", "department", "caller", "result")
    few = replace(log, sums=None, **{name: getattr(log, name)[rows] for name in columns})
    twice: Numbers = cross(few, key[rows], size)[:, : len(measures)] @ measures
    right: Numbers = counts(few, key[rows], size)[:, _COLUMNS]
    return table - twice + right


def same_in_call(call: Numbers, value: Numbers) -> list[tuple[Numbers, Numbers]]:
    """The rows of a call that have the same value, as pairs of (later, earlier) places; calls stand together, in order."""
    pairs: list[tuple[Numbers, Numbers]] = []
    rows, shift = np.flatnonzero(call[1:] == call[:-1]) + 1, 1
    while len(rows):
        same = rows[value[rows] == value[rows - shift]]
        if len(same):
            pairs.append((same, same - shift))
        shift += 1
        rows = rows[rows >= shift]
        rows = rows[call[rows] == call[rows - shift]]
    return pairs


def _settled(result: Result) -> tuple[int, ...]:
    return (result.counts, result.counts and not result.is_open, result.is_open and result.reason in BEYOND)
