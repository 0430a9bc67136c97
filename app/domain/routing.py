"""Who takes it, when that depends on something: ask only what still decides, in the order that settles most calls first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from app.base.clock import local
from app.base.errors import Invalid
from app.domain.privacy import REFUSAL, contains_cpr
from app.domain.routing_axes import Axis, Interval, answer, meet, size
from app.domain.routing_proof import uncovered
from app.domain.routing_table import Goal, Row, Table


@dataclass(frozen=True)
class Decision:
    """Either where to send the caller, or the one question that must be asked first; `because` says in words what decided."""

    goal: Goal | None
    question: Axis | None
    because: str


def known_at(table: Table, at: datetime) -> dict[str, int]:
    """The answers the clock gives."""
    wall = local(at)
    given = {"weekday": wall.weekday(), "time": wall.hour * 60 + wall.minute}
    return {name: given[axis.kind] for name, axis in table.axes.items() if axis.from_clock}


def answers_of(table: Table, given: Mapping[str, str]) -> dict[str, int]:
    """What people answered, as numbers. Raises Invalid with the field, also when an answer holds a CPR number."""
    said = {name: text for name, text in given.items() if name in table.axes and text.strip()}
    for name, text in said.items():
        if contains_cpr(text):
            raise Invalid(REFUSAL, name)
    return {name: answer(table.axes[name], text) for name, text in said.items()}


def decide(table: Table, answers: Mapping[str, int], at: datetime) -> Decision:
    """Where the caller goes with these answers, or the next question."""
    known = {**known_at(table, at), **answers}
    left = [row for row in table.rows if _may_fit(row, known)]
    sure = next((index for index, row in enumerate(left) if _fits(row, known)), None)
    open_rows = left if sure is None else left[: sure + 1]
    goals = {row.goal.key for row in open_rows}
    if open_rows and len(goals) == 1 and (sure is not None or _no_input_left(table, open_rows, known)):
        return Decision(open_rows[0].goal, None, _because(table, open_rows[0], known))
    question = _best_question(table, open_rows, known)
    if question is None:
        return Decision(table.fallback, None, "Ingen række passer; derfor går opkaldet til afløseren.")
    return Decision(None, question, "")


def _may_fit(row: Row, known: Mapping[str, int]) -> bool:
    return all(_holds(allowed, known[name]) for name, allowed in row.box.items() if name in known)


def _fits(row: Row, known: Mapping[str, int]) -> bool:
    return all(name in known and _holds(allowed, known[name]) for name, allowed in row.box.items())


def _holds(allowed: Sequence[Interval], number: int) -> bool:
    return any(low <= number <= high for low, high in allowed)


def _no_input_left(table: Table, rows: Sequence[Row], known: Mapping[str, int]) -> bool:
    """Whether the rows that are left cover every answer that is still open."""
    return not uncovered(table, rows, known)


def _best_question(table: Table, rows: Sequence[Row], known: Mapping[str, int]) -> Axis | None:
    """The open input whose answer settles the largest share of callers at once; the table's order breaks ties."""
    asked = {name for row in rows for name in row.box if name not in known}
    best: Axis | None = None
    best_share = -1.0
    for name, axis in table.axes.items():
        if name in asked:
            share = _settled_share(axis, rows)
            if share > best_share:
                best, best_share = axis, share
    return best


def _settled_share(axis: Axis, rows: Sequence[Row]) -> float:
    """The share of answers on an axis after which only one destination is left, every answer being as likely as another."""
    whole = ((axis.low, axis.high),)
    edges = sorted({axis.low, axis.high + 1} | {edge for row in rows for low, high in row.box.get(axis.name, whole) for edge in (low, high + 1)})
    settled = 0
    for low, after in pairwise(edges):
        cell = ((low, after - 1),)
        goals = {row.goal.key for row in rows if meet(row.box.get(axis.name, whole), cell)}
        settled += size(cell) if len(goals) == 1 else 0
    return settled / size(whole)


def _because(table: Table, row: Row, known: Mapping[str, int]) -> str:
    said = [f"{_NAMES.get(table.axes[name].kind, name)} {table.axes[name].words(known[name])}" for name in row.box if name in known]
    return ", ".join(said) if said else "gælder alle"


_NAMES = {
    "birth_day": "født dag",
    "birth_month": "født måned",
    "age": "alder",
    "postcode": "postnummer",
    "initial": "efternavn på",
    "time": "",
    "weekday": "",
    "caller_type": "",
    "language": "sprog:",
    "yes_no": "svar:",
    "choice": "",
}
