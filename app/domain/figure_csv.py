"""A table of figures as CSV, as Danish spreadsheets read it: a mark for UTF-8, semicolons, decimal commas, and no cell that is run."""

from datetime import date

from app.domain.csv_table import line
from app.domain.figure_table import Cell, Table

MARK = "\ufeff"
END = "\r\n"


def as_csv(table: Table) -> str:
    """A table with its head. Shares are from 0 to 1 (`0,712`), days `2026-11-23`, what cannot be told is empty."""
    return MARK + "".join(line([_cell(cell) for cell in row]) + END for row in (table.head, *table.rows))


def _cell(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else cell
