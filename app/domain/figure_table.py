"""A table of figures as it is exported: the same numbers that stand on the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

Cell = str | int | float | date | None


@dataclass(frozen=True)
class Table:
    """A named table: `slug` for its file or sheet, a title in Danish, the heads of its columns and its rows. Shares are 0 to 1;
    None is a figure that cannot be told."""

    slug: str
    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
