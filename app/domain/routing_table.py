"""A routing table ready to decide: its axes, its rows as boxes of answers, and where each row sends the caller."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.base.errors import BadContent
from app.domain.routing_axes import Axis, Interval, axis_of, condition
from app.models import RoutingTable


class Policy(StrEnum):
    """What holds when several rows fit: the first of them, or it is a mistake."""

    FIRST_MATCH = "first_match"
    UNIQUE = "unique"


Box = Mapping[str, tuple[Interval, ...]]


@dataclass(frozen=True)
class Goal:
    """Where a row sends the caller: a department, a person, or another authority by name and number."""

    department: str = ""
    person: str = ""
    authority: str = ""
    phone: str = ""

    @property
    def key(self) -> str:
        return self.department or self.person or f"{self.authority} {self.phone}"


@dataclass(frozen=True)
class Row:
    """Conditions on some inputs; an input that is not named may be anything."""

    number: int
    box: Box
    goal: Goal


@dataclass(frozen=True)
class Table:
    """A routing table ready to decide: axes in the order of the file, rows in order."""

    slug: str
    title: str
    policy: Policy
    axes: Mapping[str, Axis]
    rows: Sequence[Row]
    fallback: Goal
    demo: bool
    note: str


def table_of(row: RoutingTable) -> Table:
    """A stored table ready to decide. Raises BadContent with the row and a sentence when it cannot be read."""
    if row.policy not in set(Policy):
        raise BadContent(f"»policy« skal være {' eller '.join(Policy)}.")
    axes = {name: axis_of(name, given or {}) for name, given in row.inputs.items()}
    rows: list[Row] = []
    for number, given in enumerate(row.rows, start=1):
        try:
            box = {name: condition(_axis(axes, name), allowed) for name, allowed in (given.get("when") or {}).items()}
            rows.append(Row(number, box, goal_of(given.get("to") or {})))
        except BadContent as error:
            raise BadContent(f"Række {number}: {error.message}") from error
    if not rows:
        raise BadContent("Tabellen har ingen rækker.")
    return Table(row.slug, row.title, Policy(row.policy), axes, rows, goal_of(row.fallback), row.demo, row.note)


def goal_of(given: Mapping[str, Any]) -> Goal:
    """A destination. Raises BadContent unless it names exactly one of department, person and authority."""
    unknown = set(given) - {"department", "person", "authority", "phone"}
    named = [name for name in ("department", "person", "authority") if given.get(name)]
    if unknown or len(named) != 1:
        raise BadContent("Et mål skal nævne netop én af department, person og authority (og eventuelt phone).")
    return Goal(**{name: str(value) for name, value in given.items()})


def _axis(axes: Mapping[str, Axis], name: str) -> Axis:
    if name not in axes:
        raise BadContent(f"Betingelsen »{name}« står ikke under »inputs«.")
    return axes[name]
