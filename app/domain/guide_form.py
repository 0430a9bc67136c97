"""A guide as the fields of a form: flat texts, as typed. What is typed is kept even when it cannot be published yet."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.domain.guide import LANGUAGE_HEADINGS, SECTIONS, Audience

Fields = Mapping[str, str]


class Look(StrEnum):
    """How a field is written."""

    LINE = "line"
    TEXT = "text"
    LIST = "list"
    CHOICE = "choice"
    DATE = "date"
    YES = "yes"


@dataclass(frozen=True)
class FormField:
    """One field: its name in the form, the word on the screen, how it is written, and what a good answer looks like."""

    name: str
    label: str
    look: Look
    hint: str = ""


@dataclass(frozen=True)
class Group:
    """Fields that belong together on the screen."""

    code: str
    title: str
    fields: Sequence[FormField]


_SECTION_HINTS = {
    "never_say": "Det, der kan gøre skade at sige.",
    "emergency": "Hvornår borgeren skal ringe 112.",
    "alert": "Hvem vi selv skal kalde på.",
    "ask": "Det, vi må vide, før vi kan svare. Et punkt på hver linje, der begynder med bindestreg.",
    "steps": "Et skridt på hver linje: 1. 2. 3.",
    "offline": "Til den, der ikke har MitID eller computer.",
    "relative": "Hvad en pårørende må få at vide og gøre.",
    "facts": "Priser, frister og grænser. Indsæt dem ved navn: {fact:navn}.",
    "bring": "Det, man skal have med. Et punkt på hver linje.",
}
AUDIENCE_WORDS = {"borger": "Borgere", "virksomhed": "Virksomheder", "paaroerende": "Pårørende", "kollega": "Kolleger"}

GROUPS: tuple[Group, ...] = (
    Group(
        "answer",
        "Svaret",
        (
            FormField("title", "Titel", Look.LINE, "Kort, med borgerens ord."),
            FormField("say", "Sig", Look.TEXT, "Det, du siger højt. Højst 60 ord, korte sætninger."),
            *(FormField(f"sections.{part.code}", part.heading, Look.TEXT, _SECTION_HINTS[part.code]) for part in SECTIONS if part.code != "say"),
            FormField("processing_time", "Behandlingstid", Look.LINE, "Hvor længe det tager. Ukendt er bedre end et gæt."),
        ),
    ),
    Group(
        "next",
        "Videre herfra",
        (
            FormField("self_service.label", "Selvbetjening, navn", Look.LINE),
            FormField("self_service.url", "Selvbetjening, adresse", Look.LINE, "Begynder med https://"),
            FormField("self_service.message", "Besked, borgeren kan få tilsendt", Look.TEXT, "Højst 300 tegn, med adressen i."),
            FormField("referral.department", "Hvem tager over", Look.CHOICE),
            FormField("referral.when", "Stil om når", Look.LINE),
            FormField("referral.fallback", "Når de har lukket", Look.LINE),
            FormField("routing", "Fordelingsregler", Look.CHOICE, "Kun når det afhænger af noget, hvem der tager over."),
            FormField("authority.name", "Anden myndighed, navn", Look.LINE, "Kun når sagen ikke er kommunens."),
            FormField("authority.phone", "Anden myndighed, telefon", Look.LINE),
            FormField("authority.hours", "Anden myndighed, telefontid", Look.LINE),
            FormField("authority.url", "Anden myndighed, adresse", Look.LINE),
            FormField("authority.note", "Anden myndighed, bemærkning", Look.LINE),
            FormField("related", "Se også", Look.LIST, "Navnet på en anden guide på hver linje."),
        ),
    ),
    Group(
        "found",
        "Så den bliver fundet",
        (
            FormField("phrases.da", "Sådan siger borgeren", Look.LIST, "En formulering på hver linje, med borgerens egne ord."),
            FormField("phrases.en", "Sådan siges det på engelsk", Look.LIST),
            FormField("phrases.de", "Sådan siges det på tysk", Look.LIST),
            FormField("keywords", "Stikord", Look.LIST, "Et på hver linje."),
            FormField("situation_words", "Ord fra situationen", Look.LIST, "Ting, steder og personer, borgeren nævner. Et på hver linje."),
        ),
    ),
    *(
        Group(
            code,
            {"en": "Engelsk", "de": "Tysk"}[code],
            (
                FormField(f"translations.{code}.title", "Titel", Look.LINE),
                *(FormField(f"translations.{code}.{part.code}", part.heading, Look.TEXT) for part in SECTIONS if part.translated),
            ),
        )
        for code in LANGUAGE_HEADINGS
    ),
    Group(
        "about",
        "Om guiden",
        (
            FormField("department", "Afdeling, der ejer guiden", Look.CHOICE),
            FormField("kind", "Slags", Look.CHOICE),
            *(FormField(f"audience.{code}", AUDIENCE_WORDS[code], Look.YES) for code in Audience),
            FormField("kle", "KLE-emne", Look.LINE, "For eksempel 23.05.00. Må stå tomt."),
            FormField("sources", "Kilder", Look.LIST, "På hver linje: titel | https-adresse | dato for opslaget (2026-11-22)."),
            FormField("verified_by", "Hvem står inde for guiden", Look.LINE, "Navn og stilling. Må stå tomt."),
            FormField("verified_until", "Står inde for den til og med", Look.DATE),
            FormField("expires_on", "Guiden udløber", Look.DATE, "Efter den dag er den væk fra skranken. Må stå tom."),
        ),
    ),
)
ALL_FIELDS: dict[str, FormField] = {field.name: field for group in GROUPS for field in group.fields}
_LIST_GAP = re.compile(r"\n+")


def fields_of(content: Mapping[str, Any]) -> dict[str, str]:
    """A guide's content as the fields of the form; every field is there."""
    return {name: _field_text(content, field) for name, field in ALL_FIELDS.items()}


def _field_text(content: Mapping[str, Any], field: FormField) -> str:
    head, _, rest = field.name.partition(".")
    if head == "audience":
        return "on" if rest in content["audience"] else ""
    if head == "sources":
        return "\n".join(_source_line(source) for source in content["sources"])
    value: Any = content.get(head) or ""
    for step in rest.split(".") if rest else ():
        value = (value or {}).get(step) or ""
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def _source_line(source: Mapping[str, Any]) -> str:
    parts = [source.get("title") or "", source.get("url") or "", str(source.get("checked") or "")]
    return " | ".join(parts).rstrip(" |")


def content_from(fields: Fields, verified_on: date | None) -> dict[str, Any]:
    """The content that the fields describe, whether or not it can be published. `verified_on` counts when somebody vouches."""
    text = {name: fields.get(name, "").replace("\r\n", "\n").strip() for name in ALL_FIELDS}
    until = text["verified_until"] or None
    vouched = bool(text["verified_by"] and until)
    return {
        "title": text["title"],
        "kind": text["kind"],
        "department": text["department"],
        "audience": [code.value for code in Audience if text[f"audience.{code}"]],
        "kle": text["kle"],
        "routing": text["routing"],
        "authority": _parts(text, "authority"),
        "self_service": _parts(text, "self_service"),
        "processing_time": text["processing_time"],
        "referral": {"department": "", "when": "", "fallback": "", **_parts(text, "referral")},
        "related": lines(text["related"]),
        "keywords": lines(text["keywords"]),
        "phrases": {code: found for code in ("da", "en", "de") if (found := lines(text[f"phrases.{code}"])) or code == "da"},
        "situation_words": lines(text["situation_words"]),
        "sources": [source_from(line) for line in lines(text["sources"])],
        "say": text["say"],
        "sections": _parts(text, "sections"),
        "translations": {code: part for code in LANGUAGE_HEADINGS if (part := _parts(text, f"translations.{code}"))},
        "verified_by": text["verified_by"] if vouched else "",
        "verified_on": verified_on.isoformat() if vouched and verified_on else None,
        "verified_until": until if vouched else None,
        "expires_on": text["expires_on"] or None,
    }


def lines(text: str) -> list[str]:
    """The lines of a list field, trimmed, without empty ones."""
    return [line.strip() for line in _LIST_GAP.split(text) if line.strip()]


def source_from(line: str) -> dict[str, Any]:
    """A source as one line: title | address | date."""
    title, url, checked, *_ = [*(part.strip() for part in line.split("|")), "", ""]
    return {"title": title, "url": url, "checked": checked or None}


def _parts(text: Fields, head: str) -> dict[str, str]:
    depth = head.count(".") + 1
    return {name.split(".", depth)[-1]: value for name, value in text.items() if name.startswith(f"{head}.") and value}


@dataclass(frozen=True)
class Merged:
    """Two people's changes of the same guide: `fields` with what goes together, `theirs` the fields taken from the other,
    `conflicts` the fields that both have changed, where somebody must choose."""

    fields: dict[str, str]
    theirs: Sequence[str]
    conflicts: Sequence[str]


def merge(base: Fields, mine: Fields, other: Fields) -> Merged:
    """Mine and the other's changes since a common base, field by field. In a conflict mine stands until somebody chooses."""
    fields: dict[str, str] = {}
    theirs, conflicts = [], []
    for name in ALL_FIELDS:
        was, now, their = (_plain(version.get(name, "")) for version in (base, mine, other))
        fields[name] = mine.get(name, "")
        if their not in (was, now):
            if now == was:
                fields[name] = other.get(name, "")
                theirs.append(name)
            else:
                conflicts.append(name)
    return Merged(fields, theirs, conflicts)


def changed(before: Fields, after: Fields) -> list[str]:
    """The fields that differ, in the order of the form."""
    return [name for name in ALL_FIELDS if _plain(before.get(name, "")) != _plain(after.get(name, ""))]


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))


def labels(names: Iterable[str]) -> list[str]:
    """The words on the screen for fields."""
    return [ALL_FIELDS[name].label for name in names]
