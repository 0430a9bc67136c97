"""A routing table from the form to the store: what stands in the sheet read as conditions and destinations, with every problem at its field."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.base.errors import BadContent
from app.base.text import one_line
from app.domain.privacy import REFUSAL, contains_cpr
from app.domain.routing_axes import FROM_CLOCK, NUMBERS, Axis, axis_of, condition, size
from app.domain.routing_proof import Fault, prove
from app.domain.routing_sheet import ANY_WORDS, AUTHORITY, POLICY_WORDS, Column, Line, Sheet, lines
from app.domain.routing_table import Table, table_of
from app.models import RoutingTable

MOST_ROWS, MOST_COLUMNS, MOST_VALUES = 60, 6, 30
LONGEST = {"title": 120, "question": 200, "note": 300, "authority": 100, "phone": 30, "value": 80}
EXAMPLES = {
    "birth_day": "1-15 eller 3, 20, 31",
    "birth_month": "1-6 eller 12",
    "age": "18-29 eller 67+",
    "postcode": "7400, 7451 eller Herning",
    "initial": "A-K eller L+",
    "time": "08:00-15:00",
}
CHOOSE = "Vælg, hvem der skal have opkaldet."
_ITEM = re.compile(r"[,;\n]| og ")
_DASH = re.compile("\\s*[-\\u2010-\\u2015\\u2212]\\s*")
_PLACE = re.compile(r"(.+?)[\s=:,]+(\d{4})\Z")
Content = dict[str, Any]
Problems = dict[str, str]


@dataclass(frozen=True)
class Targets:
    """Where a row may send: departments, those of them with opening hours, and each person's department."""

    departments: Collection[str]
    with_hours: Collection[str]
    people: Mapping[str, str]


@dataclass(frozen=True)
class Judged:
    """A sheet as judged: its content, what is wrong at which field, and what the proof found (only when every field can be read)."""

    content: Content
    problems: Problems
    faults: Sequence[Fault]
    table: Table | None

    @property
    def holds(self) -> bool:
        return not self.problems and not self.faults

    @property
    def faulty_rows(self) -> set[int]:
        """The numbers of the rows with something wrong in them; one that only lacks its destination is not finished yet."""
        wrong = [name for name, sentence in self.problems.items() if sentence != CHOOSE]
        named = {int(parts[1]) for name in wrong if (parts := name.split("."))[0] == "row" and len(parts) > 1}
        return named | {fault.row for fault in self.faults if fault.row}


def judge(sheet: Sheet, targets: Targets) -> Judged:
    """Everything that stands in the way of publishing a sheet, and the table it makes when nothing does."""
    content, problems = content_from(sheet, targets)
    if problems:
        return Judged(content, problems, [], None)
    table = table_of(RoutingTable(slug="", **content))
    return Judged(content, problems, prove(table), table)


def content_from(sheet: Sheet, targets: Targets) -> tuple[Content, Problems]:
    """What a sheet says, shaped as in the exchange format, and the problems by field."""
    problems: Problems = {}
    axes = {column.name: _axis(column, f"input.{number}", problems) for number, column in enumerate(sheet.columns, start=1)}
    rows = [_row(line, number, sheet.columns, axes, targets, problems) for number, line in enumerate(sheet.lines, start=1)]
    head = sheet.head
    content: Content = {
        "title": _text(head["title"], "title", "title", problems),
        "department": head["department"],
        "policy": head["policy"],
        "demo": head["demo"] == "on",
        "note": _text(head["note"], "note", "note", problems),
        "inputs": {column.name: _given(column) for column in sheet.columns},
        "rows": rows,
        "fallback": _goal(head["fallback.to"], head["fallback.authority"], head["fallback.phone"], "fallback", targets, problems),
    }
    problems |= {name: sentence for name, sentence in _missing(sheet, targets) if name not in problems}
    return content, problems


def _missing(sheet: Sheet, targets: Targets) -> Iterator[tuple[str, str]]:
    if not one_line(sheet.head["title"]):
        yield "title", "Giv tabellen en titel."
    if sheet.head["department"] not in targets.departments:
        yield "department", "Vælg den afdeling, der ejer tabellen."
    if sheet.head["policy"] not in POLICY_WORDS:
        yield "policy", "Vælg, hvordan rækkerne læses."
    if not sheet.columns:
        yield "columns", "Tabellen skal have mindst ét spørgsmål."
    if len(sheet.columns) > MOST_COLUMNS:
        yield "columns", f"Højst {MOST_COLUMNS} spørgsmål: flere kan ingen nå at stille."
    if not sheet.lines:
        yield "rows", "Tabellen skal have mindst én række."
    if len(sheet.lines) > MOST_ROWS:
        yield "rows", f"Højst {MOST_ROWS} rækker."


def _axis(column: Column, where: str, problems: Problems) -> Axis | None:
    """The axis of a column; None when it cannot be read, and then its problems are noted."""
    before = len(problems)
    question = _text(column.question, f"{where}.question", "question", problems)
    if not question and column.kind not in FROM_CLOCK:
        problems.setdefault(f"{where}.question", "Skriv det spørgsmål, der skal stilles.")
    if column.kind == "choice":
        problems |= {f"{where}.values": sentence for sentence in _value_problems(lines(column.values))}
    if column.kind == "postcode":
        problems |= {f"{where}.places": sentence for sentence in _place_problems(lines(column.places))}
    return axis_of(column.name, _given(column)) if len(problems) == before else None


def _value_problems(values: Sequence[str]) -> Iterator[str]:
    if len(values) < 2:
        yield "Skriv mindst to svar, et på hver linje."
    elif len(values) > MOST_VALUES:
        yield f"Højst {MOST_VALUES} svar."
    elif len({value.casefold() for value in values}) < len(values):
        yield "Et af svarene står to gange."
    elif any(len(value) > LONGEST["value"] for value in values):
        yield f"Et svar må højst være på {LONGEST['value']} tegn."
    elif contains_cpr("\n".join(values)):
        yield REFUSAL


def _place_problems(places: Sequence[str]) -> Iterator[str]:
    low, high = NUMBERS["postcode"]
    wrong = next((line for line in places if not (match := _PLACE.match(line)) or not low <= int(match[2]) <= high), "")
    if contains_cpr("\n".join(places)):
        yield REFUSAL
    elif wrong:
        yield f"»{wrong}« kan ikke bruges. Skriv by og postnummer, for eksempel: Herning 7400."


def _given(column: Column) -> dict[str, Any]:
    """A column as the exchange format writes an input."""
    given: dict[str, Any] = {"kind": column.kind} if column.kind != column.name else {}
    if question := one_line(column.question):
        given["question"] = question
    if column.kind == "choice":
        given["values"] = [one_line(value) for value in lines(column.values)]
    if column.kind == "postcode" and (places := {match[1]: int(match[2]) for line in lines(column.places) if (match := _PLACE.match(line))}):
        given["places"] = places
    return given


def _row(line: Line, number: int, columns: Sequence[Column], axes: Mapping[str, Axis | None], targets: Targets, problems: Problems) -> dict[str, Any]:
    when: dict[str, Any] = {}
    for column in columns:
        axis, text = axes[column.name], line.cells.get(column.name, "")
        if axis is None or text.strip().casefold() in ANY_WORDS:
            continue
        try:
            items = _typed(axis, text) if column.is_typed else _picked(axis, lines(text))
            if size(condition(axis, items)) < axis.high - axis.low + 1:
                when[column.name] = items if len(items) > 1 else items[0]
        except BadContent as error:
            problems[f"row.{number}.when.{column.name}"] = error.message
    where = f"row.{number}"
    row: dict[str, Any] = {"when": when, "to": _goal(line.to, line.authority, line.phone, where, targets, problems)}
    if note := _text(line.note, f"{where}.note", "note", problems):
        row["note"] = note
    return row


def _picked(axis: Axis, values: Sequence[str]) -> list[Any]:
    gone = next((value for value in values if value not in axis.values), "")
    if gone:
        raise BadContent(f"»{gone}« er ikke længere et af svarene. Vælg igen.")
    return list(values)


def _typed(axis: Axis, text: str) -> list[Any]:
    """What was typed in a cell as the items of a condition. Raises BadContent with a sentence that shows how."""
    codes = {place.casefold(): code for place, code in axis.places.items()}
    items: list[Any] = []
    for part in filter(None, (one_line(part) for part in _ITEM.split(text))):
        plain = _DASH.sub("-", part)
        if axis.kind == "time":
            plain = plain.replace(".", ":")
        item: Any = codes.get(part.casefold(), plain)
        try:
            condition(axis, item)
        except BadContent as error:
            raise BadContent(f"»{part}« kan ikke bruges. Skriv for eksempel {EXAMPLES[axis.kind]}.") from error
        items.append(int(item) if axis.is_number and str(item).isdecimal() else item)
    if not items:
        raise BadContent(f"Skriv for eksempel {EXAMPLES[axis.kind]}, eller lad feltet stå tomt: så gælder alle.")
    return list(dict.fromkeys(items))


def _goal(to: str, authority: str, phone: str, where: str, targets: Targets, problems: Problems) -> dict[str, str]:
    kind, _, slug = to.partition(":")
    if kind == AUTHORITY:
        name = _text(authority, f"{where}.authority", "authority", problems)
        number = _text(phone, f"{where}.phone", "phone", problems)
        if not name:
            problems.setdefault(f"{where}.authority", "Skriv myndighedens navn.")
        return {"authority": name, "phone": number} if number else {"authority": name}
    unit = targets.people.get(slug, "") if kind == "person" else slug
    if kind not in ("department", "person") or not slug:
        problems[f"{where}.to"] = CHOOSE
    elif kind == "person" and slug not in targets.people:
        problems[f"{where}.to"] = "Den medarbejder findes ikke længere. Vælg en anden."
    elif unit not in targets.departments:
        problems[f"{where}.to"] = "Den afdeling findes ikke længere. Vælg en anden."
    elif unit not in targets.with_hours:
        problems[f"{where}.to"] = "Afdelingen har ingen åbningstider. Vælg en anden."
    return {kind: slug}


def _text(text: str, where: str, noun: str, problems: Problems) -> str:
    line = one_line(text)
    if len(line) > LONGEST[noun]:
        problems[where] = f"Teksten er for lang: {len(line)} tegn, højst {LONGEST[noun]}."
    elif contains_cpr(line):
        problems[where] = REFUSAL
    return line
