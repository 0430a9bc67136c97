"""A routing table's fields and changes in words."""

import json
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

from app.domain.routing_sheet import Sheet

_PARTS = {"to": "sendes til", "authority": "myndighed", "phone": "telefon", "note": "bemærkning"}
_INPUT_PARTS = {"kind": "slags", "question": "spørgsmålet", "values": "svarene", "places": "byerne"}
_HEAD = {
    "title": "Titel",
    "department": "Afdeling",
    "policy": "Sådan læses rækkerne",
    "note": "Bemærkning",
    "demo": "Opdigtet",
    "inputs": "Spørgsmål",
    "fallback": "Når ingen række passer",
    "columns": "Spørgsmål",
    "rows": "Rækker",
}
REORDERED = "rækkernes orden"


def field_words(sheet: Sheet, name: str) -> str:
    """Where a field stands, as people say it: `Række 2, Hvilken dag er borgeren født?`."""
    head, _, rest = name.partition(".")
    number, _, part = rest.partition(".")
    if head == "row":
        column = next((column.heading for column in sheet.columns if f"when.{column.name}" == part), "")
        return f"Række {number}, {column or _PARTS.get(part, part)}"
    if head == "input":
        return f"Spørgsmål {number}, {_INPUT_PARTS.get(part, part)}"
    return _HEAD.get(head, head)


def change_words(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> str:
    """What a change did to a table: `2 rækker rettet, 1 række ny, titel`."""
    if old is None or new is None:
        return "Oprettet" if new else "Slettet"
    before, after = ([json.dumps(row, sort_keys=True) for row in content["rows"]] for content in (old, new))
    said = [REORDERED] if before != after and sorted(before) == sorted(after) else _row_words(before, after)
    said += [_HEAD[name].lower() for name in _HEAD if name not in ("rows", "columns") and _ordered(old.get(name)) != _ordered(new.get(name))]
    return ", ".join(said) or "Uændret"


def _row_words(before: list[str], after: list[str]) -> list[str]:
    mended = come = gone = 0
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            both = min(i2 - i1, j2 - j1)
            mended, come, gone = mended + both, come + (j2 - j1 - both), gone + (i2 - i1 - both)
    return [
        f"{number} {'række' if number == 1 else 'rækker'} {word}" for number, word in ((mended, "rettet"), (come, "ny"), (gone, "fjernet")) if number
    ]


def _ordered(value: Any) -> str:
    """A value as text, in which the order of the inputs counts."""
    return json.dumps(value or "")
