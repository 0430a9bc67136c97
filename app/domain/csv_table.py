"""A list as a spreadsheet saves it: any of three separators, any of the usual encodings, headings in any order; and back, harmless to open."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.base.errors import Invalid
from app.base.text import one_line

LARGEST_BYTES = 2_000_000
SEPARATORS = (";", "\t", ",")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# A cell that begins like this would be run as a formula by a spreadsheet.
_FORMULA = re.compile(r"[=+\-@\t\r]")
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Row:
    """A row by its number in the sheet as a spreadsheet counts them and its cells by column."""

    number: int
    cells: Mapping[str, str]


@dataclass
class Sheet:
    """A list with known columns; `unknown` are headings that mean nothing to us, `refused` rows that cannot be read."""

    columns: list[str]
    rows: list[Row] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def decode(data: bytes, largest: int = LARGEST_BYTES) -> str:
    """The bytes of a file as text: UTF-8 with or without a mark, UTF-16 with one, else Windows-1252. `largest` in bytes. Raises Invalid."""
    if len(data) > largest:
        raise Invalid(f"Filen fylder mere end {largest // 1_000_000} MB. Del den i to.", "file")
    encodings = [name for mark, name in _MARKS if data.startswith(mark)] or ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _UNSAFE.search(text):
            return text.removeprefix("\ufeff")
    raise Invalid("Filen er ikke en tekstfil. Gem regnearket som CSV (UTF-8), og prøv igen.", "file")


def read(text: str, headings: Mapping[str, str], needed: Sequence[str]) -> Sheet:
    """A text as a sheet. `headings` maps what may stand at the top to columns, `needed` are columns it cannot do without. Raises Invalid."""
    if _UNSAFE.search(text):
        raise Invalid("Listen indeholder tegn, der ikke er tekst.", "file")
    records = _records(text, _separator(text, headings))
    top = next(records, None)
    if top is None:
        raise Invalid("Filen er tom.", "file")
    _, names = top
    columns = [headings.get(_plain(name), "") for name in names]
    known = [column for column in columns if column]
    for column in needed:
        if column not in known:
            raise Invalid(f"Kolonnen »{column}« mangler i første række. Brug overskrifterne {', '.join(dict.fromkeys(headings.values()))}.", "file")
    twice = next((column for column in known if known.count(column) > 1), None)
    if twice:
        raise Invalid(f"Kolonnen »{twice}« står to gange.", "file")
    sheet = Sheet(known, unknown=[name for name, column in zip(names, columns, strict=True) if not column and name])
    for number, cells in records:
        _take(sheet, number, cells, columns)
    return sheet


def write(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A sheet as text, semicolons between cells as Danish spreadsheets want it, and no cell that would be run as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def line(cells: Sequence[str | int | float]) -> str:
    """One row without its end, as `write` writes it; numbers as Danish spreadsheets read them."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="").writerow([_harmless(cell) if isinstance(cell, str) else _decimal(cell) for cell in cells])
    return out.getvalue()


def _decimal(number: float) -> str:
    return str(number) if isinstance(number, int) else f"{number:.4f}".rstrip("0").rstrip(".").replace(".", ",")


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unquoted(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def _separator(text: str, headings: Mapping[str, str]) -> str:
    """The one that makes most known headings out of the first line."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    return max(SEPARATORS, key=lambda mark: sum(_plain(name.strip().strip('"')) in headings for name in line.split(mark)))


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for record in reader:
            number += 1
            cells = [_unquoted(one_line(cell)) for cell in record]
            if any(cells):
                yield number, cells
    except csv.Error as error:
        raise Invalid(f"Række {number + 1} kan ikke læses: et anførselstegn står forkert, eller en celle er alt for lang.", "file") from error


def _take(sheet: Sheet, number: int, cells: list[str], columns: Sequence[str]) -> None:
    while len(cells) > len(columns) and not cells[-1]:
        cells.pop()
    if len(cells) > len(columns):
        sheet.refused.append((number, f"Rækken har {len(cells)} celler, men der er {len(columns)} overskrifter."))
        return
    filled = [*cells, *[""] * (len(columns) - len(cells))]
    sheet.rows.append(Row(number, {column: cell for column, cell in zip(columns, filled, strict=True) if column}))


def _plain(heading: str) -> str:
    return re.sub(r"[^a-zæøå]", "", one_line(heading).lower())
