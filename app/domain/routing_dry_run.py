"""Calls of the past through an old table and a new one: who would have been sent elsewhere.

What a call does not store is not guessed: every answer that the caller could have given is considered, as boxes of answers.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.base.clock import local
from app.domain.figures import FEWEST_SHOWN
from app.domain.hours import WEEKDAYS
from app.domain.routing_axes import Axis, meet, without
from app.domain.routing_table import Box, Goal, Table


@dataclass(frozen=True)
class PastCall:
    """What a call stores that a table can ask about. Other answers are never stored."""

    caller_type: str
    language: str
    at: datetime


@dataclass(frozen=True)
class Flow:
    """Calls that move alike: for certain or perhaps, from whom, to whom, and the questions it then depends on."""

    count: int
    certain: bool
    sources: Sequence[Goal]
    goals: Sequence[Goal]
    questions: Sequence[str]


@dataclass(frozen=True)
class DryRun:
    """How many calls there were, and how many would move, might move and stay. `flows` are the many first."""

    calls: int
    moved: int
    perhaps: int
    flows: Sequence[Flow]

    @property
    def stayed(self) -> int:
        return self.calls - self.moved - self.perhaps

    @property
    def too_few(self) -> bool:
        return self.calls < FEWEST_SHOWN


@dataclass(frozen=True)
class _Cell:
    """Callers alike: a box of answers, where the old table sends them, and where the new one does."""

    box: Box
    old: Goal
    new: Goal


def dry_run(old: Table, new: Table, calls: Iterable[PastCall]) -> DryRun:
    """All calls through both tables."""
    axes = _axes_of_both(old, new)
    cells = list(_cells(old, new, axes))
    edges = _time_edges(axes, cells)
    alike = Counter(_known(axes, call, edges) for call in calls)
    flows: Counter[tuple[bool, tuple[Goal, ...], tuple[Goal, ...], tuple[str, ...]]] = Counter()
    for known, count in alike.items():
        left = [cell for cell in cells if all(_holds(cell.box[name], number) for name, number in known)]
        moved = [cell for cell in left if cell.old != cell.new]
        if moved:
            questions = _deciding(axes, moved, [cell for cell in left if cell.old == cell.new], {name for name, _ in known})
            flows[not questions, _distinct(cell.old for cell in moved), _distinct(cell.new for cell in moved), questions] += count
    found = [Flow(count, *key) for key, count in sorted(flows.items(), key=lambda flow: (not flow[0][0], -flow[1]))]
    return DryRun(alike.total(), sum(flow.count for flow in found if flow.certain), sum(flow.count for flow in found if not flow.certain), found)


def _axes_of_both(old: Table, new: Table) -> dict[str, Axis]:
    """The inputs of both tables. One that no longer means the same is two: an old answer says nothing about the new question."""
    axes = {_key(axis): axis for axis in old.axes.values()}
    return axes | {_key(axis): axis for axis in new.axes.values()}


def _key(axis: Axis) -> str:
    """Two inputs are one when their kind and their answers are the same and, unless the call itself tells, their name."""
    name = axis.kind if axis.from_clock or axis.kind in ("caller_type", "language") else axis.name
    return "|".join((name, axis.kind, *axis.values))


def _cells(old: Table, new: Table, axes: Mapping[str, Axis]) -> Iterator[_Cell]:
    space: Box = {key: ((axis.low, axis.high),) for key, axis in axes.items()}
    after = list(_sent(new, space))
    for box, source in _sent(old, space):
        for other, goal in after:
            shared = _meet(box, other)
            if shared is not None:
                yield _Cell(shared, source, goal)


def _sent(table: Table, space: Box) -> Iterator[tuple[Box, Goal]]:
    """The space in boxes that do not overlap, each with where the table sends it; what no row takes goes to the fallback."""
    keys = {name: _key(axis) for name, axis in table.axes.items()}
    rest = [space]
    for row in table.rows:
        taken: Box = {**space, **{keys[name]: allowed for name, allowed in row.box.items()}}
        left: list[Box] = []
        for box in rest:
            shared = _meet(box, taken)
            if shared is None:
                left.append(box)
                continue
            yield shared, row.goal
            left.extend(_minus(box, taken))
        rest = left
    for box in rest:
        yield box, table.fallback


def _minus(box: Box, taken: Box) -> Iterator[Box]:
    inside = dict(box)
    for key in box:
        outside = without(inside[key], taken[key])
        if outside:
            yield {**inside, key: outside}
        inside[key] = meet(inside[key], taken[key])


def _meet(first: Box, second: Box) -> Box | None:
    shared = {}
    for key, allowed in first.items():
        both = meet(allowed, second[key])
        if not both:
            return None
        shared[key] = both
    return shared


def _deciding(axes: Mapping[str, Axis], moved: Sequence[_Cell], stayed: Sequence[_Cell], known: set[str]) -> tuple[str, ...]:
    """The questions whose answer alone can make the difference between a caller who moves and one who stays."""
    return tuple(
        axis.question
        for key, axis in axes.items()
        if key not in known and any(_alike_but_for(key, cell.box, other.box) for cell in moved for other in stayed)
    )


def _alike_but_for(key: str, first: Box, second: Box) -> bool:
    return all(name == key or meet(allowed, second[name]) for name, allowed in first.items())


def _known(axes: Mapping[str, Axis], call: PastCall, edges: Sequence[int]) -> tuple[tuple[str, int], ...]:
    """What is known about a call, on the axes; a time is the beginning of the stretch in which all times are treated alike."""
    wall = local(call.at)
    minute = wall.hour * 60 + wall.minute
    codes = {"caller_type": call.caller_type, "language": call.language, "weekday": WEEKDAYS[wall.weekday()]}
    known = []
    for key, axis in axes.items():
        if axis.kind == "time":
            known.append((key, max((edge for edge in edges if edge <= minute), default=0)))
        elif axis.kind in codes and codes[axis.kind] in axis.values:
            known.append((key, list(axis.values).index(codes[axis.kind])))
    return tuple(known)


def _time_edges(axes: Mapping[str, Axis], cells: Sequence[_Cell]) -> list[int]:
    keys = [key for key, axis in axes.items() if axis.kind == "time"]
    return sorted({edge for cell in cells for key in keys for low, high in cell.box[key] for edge in (low, high + 1)})


def _holds(allowed: Sequence[tuple[int, int]], number: int) -> bool:
    return any(low <= number <= high for low, high in allowed)


def _distinct(goals: Iterable[Goal]) -> tuple[Goal, ...]:
    return tuple(sorted(set(goals), key=lambda goal: goal.key))
