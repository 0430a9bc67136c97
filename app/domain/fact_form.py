"""A fact as a form: its label, its unit and a table of periods; and back to texts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.facts import TEXT_UNIT, UNITS, FactValue, fill, period_faults, period_gaps
from app.domain.guide import FACT_MARK
from app.domain.guide_content import texts_in
from app.domain.typed_form import MOST_ROWS, TypedForm, numbered
from app.models import Fact, Guide

ROW_FIELDS = ("value", "from", "to", "title", "url", "checked", "verified")
LONGEST_LABEL = 120
LONGEST_VALUE = 200
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?")
_PLAIN = re.compile(r"-?[0-9]+([,.][0-9]{1,4})?")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_LIST_MARK = re.compile(r"^\s*(?:[-*]|[0-9]+\.)\s+")


@dataclass(frozen=True)
class Use:
    """A sentence of a guide in which a fact stands, with its mark still in it."""

    language: str
    text: str


def content_of(fact: Fact) -> dict[str, Any]:
    """What a fact says, as the trail keeps it."""
    return {"label": fact.label, "department": fact.department, "unit": fact.unit, "periods": fact.periods}


def texts_of(content: Mapping[str, Any]) -> dict[str, str]:
    """A content as the texts of its form."""
    texts = {name: str(content[name]) for name in ("label", "department", "unit")}
    for number, period in enumerate(content["periods"]):
        source = period.get("source") or {}
        row = {**period, "value": value_text(period["value"]), "title": source.get("title"), "url": source.get("url")}
        texts |= {f"{name}-{number}": str(row.get(name) or "") for name in ROW_FIELDS if name != "verified"}
        texts[f"verified-{number}"] = "on" if period.get("verified") else ""
    return texts


def value_text(value: Any) -> str:
    """A value as one types it: `1234,5`."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value).replace(".", ",")
    return str(value)


def value_from(text: str, unit: str) -> Any:
    """A typed value as a number when its unit counts: `1.234,50` as 1234.5. A range such as `8-10` stays text; None is nothing usable."""
    if unit == TEXT_UNIT:
        return text
    if _THOUSANDS.fullmatch(text):
        text = text.replace(".", "")
    elif not _PLAIN.fullmatch(text):
        return text if text[:1].isdigit() and len(text) <= 40 else None
    number = float(text.replace(",", "."))
    return int(number) if number.is_integer() else number


def content_from(texts: Mapping[str, str], today: date) -> dict[str, Any]:
    """The content that a form says. Raises Refused with every problem at its field."""
    form = TypedForm(texts)
    content: dict[str, Any] = {
        "label": form.line("label", LONGEST_LABEL, missing="Skriv, hvad faktaet handler om."),
        "department": form.line("department", missing="Vælg en afdeling."),
        "unit": form.code("unit", UNITS, "Vælg en enhed."),
    }
    rows = numbered(texts, ROW_FIELDS)
    if not rows:
        form.wrong("value-0", "Skriv mindst én værdi.")
    if len(rows) > MOST_ROWS:
        form.wrong(f"value-{rows[MOST_ROWS]}", f"Et faktum kan højst have {MOST_ROWS} perioder.")
    content["periods"] = [_period(form, number, content["unit"], today) for number in rows]
    for place, sentence in period_faults(content["periods"]):
        form.wrong(f"from-{rows[place]}", sentence)
    form.finish()
    return content


def _period(form: TypedForm, number: int, unit: str, today: date) -> dict[str, Any]:
    typed = form.line(f"value-{number}", LONGEST_VALUE, missing="Skriv værdien, eller fjern rækken.")
    value = value_from(typed, unit) if typed else ""
    if value is None:
        form.wrong(f"value-{number}", "Skriv et tal, f.eks. 893 eller 1.234,50.")
    period: dict[str, Any] = {"value": value}
    for name in ("from", "to"):
        day = form.day(f"{name}-{number}")
        if day:
            period[name] = day.isoformat()
    period["source"] = {"title": form.line(f"title-{number}"), "url": form.web(f"url-{number}")}
    checked = form.day(f"checked-{number}")
    if checked:
        period["checked"] = checked.isoformat()
        if checked > today:
            form.wrong(f"checked-{number}", "Den dag er ikke kommet endnu.")
    period["verified"] = form.yes(f"verified-{number}")
    if period["verified"] and not (checked and period["source"]["url"]):
        form.wrong(f"verified-{number}", "En verificeret værdi skal have kilde og dato for opslaget.")
    return period


def gaps(texts: Mapping[str, str], content: Mapping[str, Any]) -> dict[str, str]:
    """Warnings about days without a value, by the field of the row that comes after them."""
    rows = numbered(texts, ROW_FIELDS)
    return {f"from-{rows[place]}": sentence for place, sentence in period_gaps(content["periods"])}


def uses_of(guide: Guide, slug: str) -> list[Use]:
    """Every sentence of a guide in which a fact stands, each once."""
    found: list[Use] = []
    for language, text in texts_in(guide):
        for line in text.split("\n"):
            found += [Use(language, _LIST_MARK.sub("", part).strip()) for part in _SENTENCE_END.split(line) if slug in FACT_MARK.findall(part)]
    return list(dict.fromkeys(found))


def read_out(use: Use, values: Mapping[str, FactValue]) -> str:
    """A sentence as it will read: "Et pas koster 899 kr."."""
    return fill(use.text, values, lambda value: value.words(use.language))
