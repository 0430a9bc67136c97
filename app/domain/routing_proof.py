"""What can be proved about a routing table, by subtracting boxes from the space of all callers: no samples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.routing_axes import Axis, Interval, meet, without
from app.domain.routing_table import Box, Policy, Row, Table


@dataclass(frozen=True)
class Fault:
    """A fault of a table in one Danish sentence, with the caller that shows it and the row it concerns (0: the table)."""

    row: int
    sentence: str
    caller: str


def prove(table: Table) -> list[Fault]:
    """Every caller that falls through, every pair of rows that contradict each other, every row that is never reached."""
    faults: list[Fault] = []
    for gap in uncovered(table, table.rows, {})[:5]:
        faults.append(Fault(0, "En borger falder igennem: ingen række passer.", caller_in(table, gap)))
    for index, row in enumerate(table.rows):
        faults.extend(_overlaps(table, row, table.rows[:index]) if table.policy is Policy.UNIQUE else _unreachable(table, row, table.rows[:index]))
    return faults


def uncovered(table: Table, rows: Sequence[Row], known: Mapping[str, int]) -> list[Box]:
    """The boxes of callers, among those with the known answers, that no row takes."""
    space: dict[str, tuple[Interval, ...]] = {
        name: ((known[name], known[name]),) if name in known else _whole(axis) for name, axis in table.axes.items()
    }
    rest: list[Box] = [space]
    for row in rows:
        rest = [piece for box in rest for piece in _subtract(table, box, row.box)]
    return rest


def caller_in(table: Table, box: Box) -> str:
    """One caller in a box, in words: "mandag; kl. 07.00; Hvilken dag er borgeren født? 31"."""
    said = [f"{axis.question} {axis.words(box[name][0][0])}".strip() for name, axis in table.axes.items() if name in box]
    return "; ".join(said)


def _overlaps(table: Table, row: Row, earlier: Sequence[Row]) -> list[Fault]:
    faults = []
    for other in earlier:
        shared = _meet(table, row.box, other.box)
        if shared is not None:
            what = "modsiger" if other.goal.key != row.goal.key else "dækker de samme borgere som"
            faults.append(Fault(row.number, f"Række {row.number} {what} række {other.number}.", caller_in(table, shared)))
    return faults


def _unreachable(table: Table, row: Row, earlier: Sequence[Row]) -> list[Fault]:
    rest: list[Box] = [_full(table, row.box)]
    for other in earlier:
        rest = [piece for box in rest for piece in _subtract(table, box, other.box)]
    if rest:
        return []
    return [Fault(row.number, f"Række {row.number} bliver aldrig nået: rækkerne før den tager alle.", caller_in(table, _full(table, row.box)))]


def _subtract(table: Table, box: Box, taken: Box) -> list[Box]:
    """The box without what another takes, as boxes that do not overlap."""
    if _meet(table, box, taken) is None:
        return [box]
    pieces: list[Box] = []
    inside = dict(box)
    for name, axis in table.axes.items():
        left = without(inside[name], taken.get(name, _whole(axis)))
        if left:
            pieces.append({**inside, name: left})
        inside[name] = meet(inside[name], taken.get(name, _whole(axis)))
    return pieces


def _meet(table: Table, first: Box, second: Box) -> Box | None:
    shared = {name: meet(first.get(name, _whole(axis)), second.get(name, _whole(axis))) for name, axis in table.axes.items()}
    return shared if all(shared.values()) else None


def _full(table: Table, box: Box) -> Box:
    return {name: box.get(name, _whole(axis)) for name, axis in table.axes.items()}


def _whole(axis: Axis) -> tuple[Interval, ...]:
    return ((axis.low, axis.high),)
