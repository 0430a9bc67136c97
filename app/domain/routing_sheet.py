"""A routing table as a sheet that people fill in: columns, lines and cells as they were typed, right or wrong."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.domain.routing_axes import FIXED, NUMBERS
from app.domain.routing_table import Policy

KIND_WORDS = {
    "yes_no": "Ja eller nej",
    "choice": "Valg fra en liste",
    "age": "Alder",
    "birth_day": "Fødselsdag i måneden",
    "birth_month": "Fødselsmåned",
    "postcode": "Postnummer eller by",
    "initial": "Efternavnets første bogstav",
    "weekday": "Ugedag (fra uret)",
    "time": "Klokkeslæt (fra uret)",
    "caller_type": "Hvem der ringer",
    "language": "Sprog",
}
SHORT_WORDS = {"weekday": "Ugedag", "time": "Klokkeslæt"}
POLICY_WORDS = {
    Policy.UNIQUE: "Netop én række må passe på hver borger. To rækker, der passer på den samme, er en fejl.",
    Policy.FIRST_MATCH: "Den første række, der passer, gælder. Rækkefølgen betyder noget: det særlige øverst, resten nederst.",
}
TYPED = frozenset({*NUMBERS, "initial"})
AUTHORITY = "authority"
ANY_WORDS = frozenset({"", "alle", "alt", "-"})
HEAD = ("title", "department", "policy", "demo", "note", "fallback.to", "fallback.authority", "fallback.phone")
_COLUMN = re.compile(r"input\.(\d{1,3})\.kind\Z")
_LINE = re.compile(r"row\.(\d{1,3})\.to\Z")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}\Z")
_CELL = re.compile(r"row\.(\d{1,3})\.when\.([a-z][a-z0-9_]{0,40})(?:\.(\d{1,3}))?\Z")


@dataclass(frozen=True)
class Column:
    """One input: its name in the table, its kind, its question, and the answers or places on a line each."""

    name: str
    kind: str
    question: str = ""
    values: str = ""
    places: str = ""

    @property
    def is_typed(self) -> bool:
        """Whether its conditions are typed; the others are picked."""
        return self.kind in TYPED

    @property
    def choices(self) -> Sequence[tuple[str, str]]:
        """What can be picked, with the words for it."""
        return list(FIXED[self.kind].items()) if self.kind in FIXED else [(value, value) for value in lines(self.values)]

    @property
    def heading(self) -> str:
        return self.question or SHORT_WORDS.get(self.kind, "") or KIND_WORDS.get(self.kind, self.kind)


@dataclass(frozen=True)
class Line:
    """One row: its cells by column (picked answers on a line each), where it sends the caller, and a note."""

    cells: Mapping[str, str] = field(default_factory=dict)
    to: str = ""
    authority: str = ""
    phone: str = ""
    note: str = ""

    def picked(self, name: str) -> Sequence[str]:
        return lines(self.cells.get(name, ""))


@dataclass(frozen=True)
class Sheet:
    """A table as it stands in the form. `head` holds the fields above and below the rows."""

    head: Mapping[str, str]
    columns: Sequence[Column]
    lines: Sequence[Line]


def lines(text: str) -> list[str]:
    """The lines of a text, trimmed, without empty ones."""
    return [line.strip() for line in text.replace("\r\n", "\n").split("\n") if line.strip()]


def blank(department: str = "") -> Sheet:
    """A new table: one question and two rows to fill in."""
    head = {**dict.fromkeys(HEAD, ""), "department": department, "policy": Policy.UNIQUE.value}
    return Sheet(head, [Column("yes_no", "yes_no")], [Line({"yes_no": "yes"}), Line({"yes_no": "no"})])


def sheet_of(content: Mapping[str, Any]) -> Sheet:
    """A stored table as a sheet."""
    columns = [_column(name, given or {}) for name, given in content["inputs"].items()]
    rows = [_line(row, {column.name: column for column in columns}) for row in content["rows"]]
    to, authority, phone = _goal_fields(content["fallback"])
    head = {name: str(content.get(name) or "") for name in ("title", "department", "policy", "note")}
    head |= {"demo": "on" if content.get("demo") else "", "fallback.to": to, "fallback.authority": authority, "fallback.phone": phone}
    return Sheet(head, columns, rows)


def _column(name: str, given: Mapping[str, Any]) -> Column:
    values = "\n".join(map(str, given.get("values") or ()))
    places = "\n".join(f"{place} {code}" for place, code in (given.get("places") or {}).items())
    return Column(name, str(given.get("kind") or name), str(given.get("question") or ""), values, places)


def _line(row: Mapping[str, Any], columns: Mapping[str, Column]) -> Line:
    cells = {}
    for name, allowed in (row.get("when") or {}).items():
        items = [_plain(item) for item in (allowed if isinstance(allowed, list) else [allowed])]
        cells[name] = (", " if name in columns and columns[name].is_typed else "\n").join(items)
    return Line(cells, *_goal_fields(row.get("to") or {}), note=str(row.get("note") or ""))


def _plain(item: Any) -> str:
    return {True: "yes", False: "no"}[item] if isinstance(item, bool) else str(item)


def _goal_fields(goal: Mapping[str, str]) -> tuple[str, str, str]:
    kind = next((kind for kind in ("department", "person") if goal.get(kind)), "")
    if kind:
        return f"{kind}:{goal[kind]}", "", ""
    return (AUTHORITY if goal.get(AUTHORITY) else "", str(goal.get(AUTHORITY) or ""), str(goal.get("phone") or ""))


def sheet_from(fields: Mapping[str, str]) -> Sheet:
    """The sheet that the fields of the form describe. An answer that was rewritten in its list is rewritten in the rows too."""
    columns: list[Column] = []
    renamed: dict[str, Mapping[str, str]] = {}
    for number in _numbers(_COLUMN, fields):
        given = {part: fields.get(f"input.{number}.{part}", "").strip() for part in ("name", "kind", "question", "values", "places", "was")}
        kind = given["kind"] if given["kind"] in KIND_WORDS else "yes_no"
        name = given["name"] if _NAME.match(given["name"]) and given["name"] not in {column.name for column in columns} else _free(kind, columns)
        columns.append(Column(name, kind, given["question"], given["values"].replace("\r\n", "\n"), given["places"].replace("\r\n", "\n")))
        renamed[name] = _renamed(lines(given["was"]), lines(given["values"]))
    cells = _cells(fields, renamed)
    rows = [
        Line(cells.get(number, {}), *(fields.get(f"row.{number}.{part}", "").strip() for part in ("to", "authority", "phone", "note")))
        for number in _numbers(_LINE, fields)
    ]
    return Sheet({name: fields.get(name, "").strip() for name in HEAD}, columns, rows)


def _numbers(pattern: re.Pattern[str], fields: Mapping[str, str]) -> list[int]:
    return sorted(int(match[1]) for name in fields if (match := pattern.match(name)))


def _cells(fields: Mapping[str, str], renamed: Mapping[str, Mapping[str, str]]) -> dict[int, dict[str, str]]:
    """The cells by line and column; the picked answers of one cell, a field each, are gathered in their order."""
    cells: dict[int, dict[str, str]] = {}
    for match, value in sorted(
        ((match, value) for name, value in fields.items() if (match := _CELL.match(name))), key=lambda found: int(found[0][3] or 0)
    ):
        line, name = cells.setdefault(int(match[1]), {}), match[2]
        text = renamed.get(name, {}).get(value.strip(), value.strip())
        line[name] = f"{line[name]}\n{text}" if line.get(name) else text
    return cells


def _renamed(was: Sequence[str], now: Sequence[str]) -> dict[str, str]:
    if len(was) != len(now):
        return {}
    return {old: new for old, new in zip(was, now, strict=True) if old != new and old not in now and new not in was}


def edited(sheet: Sheet, do: str) -> Sheet:
    """The sheet after a button: `row.add`, `row.copy.3`, `row.remove.3`, `row.up.3`, `row.down.3`, `input.add`, `input.remove.2`.

    Any other changes nothing.
    """
    noun, _, rest = do.partition(".")
    action, _, number = rest.partition(".")
    index = int(number) - 1 if number.isdecimal() and len(number) < 4 else -1
    if noun == "input":
        return _edited_columns(sheet, action, index)
    rows = list(sheet.lines)
    if noun == "row" and action == "add":
        rows.append(Line())
    elif noun == "row" and 0 <= index < len(rows):
        if action == "remove":
            del rows[index]
        elif action == "copy":
            rows.insert(index + 1, rows[index])
        elif action in ("up", "down"):
            other = min(max(index + (1 if action == "down" else -1), 0), len(rows) - 1)
            rows[index], rows[other] = rows[other], rows[index]
    return replace(sheet, lines=rows)


def _edited_columns(sheet: Sheet, action: str, index: int) -> Sheet:
    columns = list(sheet.columns)
    if action == "add":
        columns.append(Column(_free("yes_no", columns), "yes_no"))
    elif action == "remove" and 0 <= index < len(columns):
        gone = columns.pop(index).name
        rows = [replace(row, cells={name: text for name, text in row.cells.items() if name != gone}) for row in sheet.lines]
        return replace(sheet, columns=columns, lines=rows)
    return replace(sheet, columns=columns)


def _free(kind: str, columns: Sequence[Column]) -> str:
    """A name for an input that no other has: its kind, or its kind with a number."""
    taken = {column.name for column in columns}
    return next(name for name in (kind, *(f"{kind}_{number}" for number in range(2, 1000))) if name not in taken)
