"""Tables of figures as one XLSX: first what the numbers are, then a sheet for each table."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from app.domain.figure_table import Cell, Table

LONGEST_SHEET_NAME = 31
WIDEST = 46
_AVERAGE = re.compile("gennemsnit|pr. dag|point|gevinst", re.I)
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
# How Excel is told of a number; it shows them by the reader's own language: 1.234, 71,2 %, 23-11-2026.
_LOOKS = {
    "text": {"valign": "top"},
    "whole": {"num_format": "#,##0", "valign": "top"},
    "share": {"num_format": "0.0%", "valign": "top"},
    "number": {"num_format": "#,##0.0", "valign": "top"},
    "day": {"num_format": "dd-mm-yyyy", "align": "left", "valign": "top"},
    "head": {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#f5f5f5", "bottom": 1},
    "title": {"bold": True, "font_size": 14},
    "label": {"bold": True, "valign": "top"},
    "prose": {"text_wrap": True, "valign": "top", "align": "left"},
    "prose_day": {"num_format": "dd-mm-yyyy", "align": "left"},
}


@dataclass(frozen=True)
class About:
    """The first sheet: a title, and what there is to know as label and text."""

    title: str
    lines: Sequence[tuple[str, Cell]]


def workbook(about: About, tables: Iterable[Table]) -> bytes:
    """The tables as a file. Text is never run as a formula and never becomes a link."""
    whole = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(whole, options) as book:
        looks = {name: book.add_format(look) for name, look in _LOOKS.items()}
        _write_about(book, looks, about)
        names = {"om tallene"}
        for table in tables:
            _write_table(book, looks, table, sheet_name(table.title, names))
    return whole.getvalue()


def sheet_name(title: str, taken: set[str]) -> str:
    """A name that Excel takes and no other sheet has; it is added to those that are taken."""
    plain = _NOT_IN_A_NAME.sub(" ", title).strip(" '") or "Tabel"
    name, number = plain[:LONGEST_SHEET_NAME].strip(), 1
    while name.lower() in taken:
        number += 1
        name = f"{plain[: LONGEST_SHEET_NAME - len(str(number)) - 1].strip()} {number}"
    taken.add(name.lower())
    return name


def _write_about(book: Workbook, looks: dict[str, Any], about: About) -> None:
    sheet = book.add_worksheet("Om tallene")
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 96)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, about.title, looks["title"])
    for row, (label, text) in enumerate(about.lines, 2):
        sheet.write_string(row, 0, label, looks["label"])
        if isinstance(text, date):
            sheet.write_datetime(row, 1, text, looks["prose_day"])
        else:
            sheet.write_string(row, 1, str(text or ""), looks["prose"])


def _write_table(book: Workbook, looks: dict[str, Any], table: Table, name: str) -> None:
    sheet = book.add_worksheet(name)
    shares = [_is_share(head, [row[column] for row in table.rows]) for column, head in enumerate(table.head)]
    for column, head in enumerate(table.head):
        sheet.write_string(0, column, head, looks["head"])
        widest = max([len(head) // 2, *(len(str(row[column])) for row in table.rows if isinstance(row[column], str))], default=8)
        sheet.set_column(column, column, min(max(widest + 2, 10), WIDEST))
    for number, row in enumerate(table.rows, 1):
        for column, cell in enumerate(row):
            _write(sheet, number, column, cell, looks, is_share=shares[column])
    sheet.freeze_panes(1, 1)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.head) - 1)


def _write(sheet: Any, row: int, column: int, cell: Cell, looks: dict[str, Any], *, is_share: bool) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell, looks["text"])
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, looks["day"])
    elif isinstance(cell, float):
        sheet.write_number(row, column, cell, looks["share" if is_share else "number"])
    elif cell is not None:
        sheet.write_number(row, column, cell, looks["whole"])


def _is_share(head: str, cells: Sequence[Cell]) -> bool:
    """Whether the fractions of a column are shares, which never lie outside 0 to 1; an average may lie within by chance."""
    return not _AVERAGE.search(head) and all(0 <= cell <= 1 for cell in cells if isinstance(cell, float))
