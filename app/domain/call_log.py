"""The log in columns: every question as four small numbers, so that a year of calls is counted while the page is being drawn.

A question is its topic, its department, who asked (`Caller`) and how it ended (`Result`), each a place in a list that only grows
(`Codes`). Questions stand in the order of their calls, a block for each hour (since 1970, UTC) in which calls began. Everything that
is counted comes from `tallies` and `cross`; nothing here knows a store, a day of the week or a page.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from app.domain.figures import BEYOND, Tally
from app.domain.log_values import Caller, Codes, Numbers, Question, Result
from app.domain.outcomes import AnswerInGuide, Outcome


@dataclass(frozen=True)
class Block:
    """The questions of one hour in columns; `first` is 1 where a call begins."""

    first: Numbers
    topic: Numbers
    department: Numbers
    caller: Numbers
    result: Numbers

    def __len__(self) -> int:
        return len(self.first)


def block_of(questions: Iterable[Question], codes: Codes) -> Block:
    """The questions of an hour as columns."""
    rows = [
        (row.first, codes.topics.of(row.topic), codes.departments.of(row.department), codes.callers.of(row.caller), codes.results.of(row.result))
        for row in questions
    ]
    first, topic, department, caller, result = zip(*rows, strict=True) if rows else ((), (), (), (), ())
    columns = (np.array(column, dtype=np.uint16) for column in (topic, department, caller, result))
    return Block(np.array(first, dtype=np.uint8), *columns)


@dataclass(frozen=True)
class Log:
    """Questions of a stretch of time. `hours` are the hours with calls in order; for each question `hour` is the place of its hour among
    them and `call` the number of its call, both never falling. `sums` are the counts of each hour, as long as nothing is left out."""

    codes: Codes
    hours: Sequence[int]
    sums: Numbers | None
    hour: Numbers
    call: Numbers
    topic: Numbers
    department: Numbers
    caller: Numbers
    result: Numbers

    def __len__(self) -> int:
        return len(self.call)

    def only(self, mask: Numbers) -> "Log":
        """The questions for which a mask is true; picked by their places, which is several times as quick as by the mask."""
        columns, rows = ("hour", "call", "topic", "department", "caller", "result"), np.flatnonzero(mask)
        return self if len(rows) == len(mask) else replace(self, sums=None, **{name: getattr(self, name).take(rows) for name in columns})

    def real(self) -> "Log":
        """The questions of calls that are not simulated."""
        return self.only(self.codes.callers.known_table(_is_real).astype(bool)[self.caller]) if len(self) else self

    def where(self, *, department: str = "", topic: str = "", caller_type: str = "", language: str = "") -> "Log":
        """The questions that fit; an empty value fits all."""
        found = self
        if topic:
            found = found.only(found.topic == self.codes.topics.known(topic))
        if department:
            found = found.only(found.department == self.codes.departments.known(department))
        if caller_type or language:
            fits = self.codes.callers.table(lambda who: caller_type in ("", who.caller_type) and language in ("", who.language)).astype(bool)
            found = found.only(fits[found.caller])
        return found


def log_of(codes: Codes, hours: Sequence[int], blocks: Sequence[Block], sums: Sequence[Numbers] | None = None) -> Log:
    """Blocks of hours, in order, as one log; `sums` are the counts of each block, when they are known."""
    columns = {
        column.name: np.concatenate([getattr(block, column.name) for block in blocks]) if blocks else np.zeros(0, np.uint16)
        for column in fields(Block)
    }
    first = columns.pop("first")
    hour = np.repeat(np.arange(len(blocks), dtype=np.int32), [len(block) for block in blocks])
    return Log(codes, hours, np.array(sums) if sums else None, hour, np.cumsum(first, dtype=np.int32), **columns)


# Bits of a call, and what its questions are summed by.
_COUNTED, _OPEN, _BEYOND, _AVOIDABLE, _KNOWN, _FOLLOWED, _SIMULATED = (1 << bit for bit in range(7))
_BITS = 1 << 7


def counts(log: Log, key: Numbers, size: int) -> Numbers:
    """The counts of a log by key, a number from 0 to size - 1 for each question: a row for each key, a column for each field of a Tally
    that comes from the log. A call with questions under two keys stands under both."""
    if not len(log):
        return np.zeros((size, _FIELDS), np.int64)
    result_bits = log.codes.results.known_table(_bits_of_result).astype(np.uint8)
    caller_bits = log.codes.callers.known_table(_bits_of_caller).astype(np.uint8)
    starts, merged = _calls(log.call, key, result_bits[log.result] | caller_bits[log.caller])
    by_bits = np.bincount(key[starts].astype(np.int64) * _BITS + merged, minlength=size * _BITS).reshape(size, _BITS)
    measures = log.codes.results.known_table(_measures)
    return np.hstack((by_bits @ _OF_CALL, cross(log, key, size)[:, : len(measures)] @ measures))


def hourly(log: Log) -> Numbers:
    """The counts of a log for each of its hours: a year of millions of calls is a few thousand rows."""
    return log.sums if log.sums is not None else counts(log, log.hour, len(log.hours))


def tallies(log: Log, key: Numbers, size: int) -> list[Tally]:
    """As `counts`, as tallies."""
    return [Tally(*map(int, row)) for row in counts(log, key, size)]


def tallies_by_hour(log: Log, of_hours: Sequence[str]) -> dict[str, Tally]:
    """The tallies of a log by a name for each of its hours (a day, a week, a weekday ...), in the order in which the names come."""
    if not log.hours:
        return {}
    places = {name: place for place, name in enumerate(dict.fromkeys(of_hours))}
    found = np.zeros((len(places), _FIELDS), np.int64)
    np.add.at(found, [places[name] for name in of_hours], hourly(log))
    return {name: Tally(*map(int, found[place])) for name, place in places.items() if found[place, 0]}


def tally(log: Log) -> Tally:
    """The counts of a whole log."""
    whole = log.sums.sum(axis=0) if log.sums is not None else counts(log, np.zeros(len(log), np.int8), 1)[0]
    return Tally(*map(int, whole))


def cross(log: Log, key: Numbers, size: int) -> Numbers:
    """Questions by key and result: a table of size rows and a column for each of `log.codes.results`."""
    width = len(log.codes.results)
    return np.bincount(key.astype(np.int64) * width + log.result, minlength=size * width)[: size * width].reshape(size, width)


def calls_where(log: Log, key: Numbers, size: int, measure: Callable[[Result], bool]) -> Numbers:
    """How many calls, by key, have a question under that key of which a measure is true."""
    if not len(log):
        return np.zeros(size, np.int64)
    of_result = log.codes.results.table(lambda result: int(measure(result))).astype(np.uint8)
    starts, merged = _calls(log.call, key, of_result[log.result])
    return np.bincount(key[starts][merged > 0].astype(np.int64), minlength=size)


def _calls(call: Numbers, key: Numbers, bits: Numbers) -> tuple[Numbers, Numbers]:
    """One row for each call and key: where it stands, and the bits of all its questions together."""
    merged, keep = bits.copy(), np.ones(len(call), bool)
    beside = np.flatnonzero(call[1:] == call[:-1]) + 1  # questions that are not the first of their call; few
    pairs: list[tuple[Numbers, Numbers]] = []
    rows, shift = beside, 1
    while len(rows):
        same = rows[key[rows] == key[rows - shift]]
        pairs.append((same, same - shift))
        shift += 1
        rows = rows[rows >= shift]
        rows = rows[call[rows] == call[rows - shift]]
    for later, _ in pairs:
        keep[later] = False
    # The earliest question with the key takes the bits of all later ones: each of them is paired with it directly.
    for later, earlier in pairs:
        merged[earlier] |= bits[later]
    starts = np.flatnonzero(keep)
    return starts, merged[starts]


def _is_real(caller: Caller) -> bool:
    return not caller.simulated


def _bits_of_result(result: Result) -> int:
    beyond = result.is_open and result.reason in BEYOND
    return _COUNTED * result.counts + _OPEN * result.is_open + _BEYOND * beyond + _AVOIDABLE * (result.counts and bool(result.avoidable))


def _bits_of_caller(caller: Caller) -> int:
    return _KNOWN * (caller.followed is not None) + _FOLLOWED * (caller.followed is True) + _SIMULATED * caller.simulated


def _of_call(bits: int) -> tuple[int, ...]:
    """What one call with these bits adds to a tally, in the order of its fields."""
    counted = bits & _COUNTED > 0
    settled = counted and not bits & _OPEN
    known = counted and bits & _KNOWN > 0
    kept = settled and known and not bits & _FOLLOWED
    return (1, counted, settled, bits & _BEYOND > 0, bits & _AVOIDABLE > 0, known, kept, bits & _SIMULATED > 0)


def _measures(result: Result) -> tuple[int, ...]:
    """What one question adds to a tally, in the order of its fields."""
    transferred = result.outcome == Outcome.TRANSFERRED
    not_reached = transferred and result.reached is False
    answers = (result.answer == answer for answer in (AnswerInGuide.FOUND, AnswerInGuide.PARTLY, AnswerInGuide.NOT_FOUND))
    return (transferred and result.reached is True, not_reached, not_reached and result.offered, *answers)


_FIELDS = 14
_OF_CALL = np.array([_of_call(bits) for bits in range(_BITS)], dtype=np.int64)
