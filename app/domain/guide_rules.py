"""What stands in the way of publishing a guide, field by field, and what is only worth a thought."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.domain.guide import (
    CRISIS_MUST_HAVE,
    FACT_MARK,
    LONGEST_MESSAGE,
    LONGEST_SAY_WORDS,
    LONGEST_TITLE,
    MUST_HAVE,
    Kind,
)
from app.domain.guide_form import ALL_FIELDS, Fields, Look, content_from, lines, source_from
from app.domain.privacy import REFUSAL, contains_cpr
from app.domain.readability import readability

LONGEST_LINE = 400
LONGEST_TEXT = 6000
MOST_LINES = 400
_KLE = re.compile(r"\d{2}\.\d{2}(\.\d{2})?")
_WEB = re.compile(r"https://\S+")


@dataclass(frozen=True)
class Known:
    """What a guide may point to, by slug."""

    departments: Collection[str] = field(default_factory=frozenset)
    guides: Collection[str] = field(default_factory=frozenset)
    facts: Collection[str] = field(default_factory=frozenset)
    tables: Collection[str] = field(default_factory=frozenset)


def check(fields: Fields, known: Known, today: date) -> dict[str, str]:
    """The first problem of each field, as a sentence; empty when the guide can be published."""
    problems: dict[str, str] = {}
    for name, sentence in (*_forms(fields), *_meaning(fields, known, today)):
        problems.setdefault(name, sentence)
    return {name: problems[name] for name in ALL_FIELDS if name in problems}


def _forms(fields: Fields) -> Iterator[tuple[str, str]]:
    for name, shape in ALL_FIELDS.items():
        text = fields.get(name, "").strip()
        if contains_cpr(text):
            yield name, REFUSAL
        if shape.look is Look.LINE and (len(text) > LONGEST_LINE or "\n" in text):
            yield name, f"Skriv det på én linje, højst {LONGEST_LINE} tegn."
        if shape.look is Look.TEXT and len(text) > LONGEST_TEXT:
            yield name, f"Teksten er for lang: {len(text)} tegn, højst {LONGEST_TEXT}."
        if shape.look is Look.LIST:
            found = lines(text)
            if len(found) > MOST_LINES:
                yield name, f"Der er {len(found)} linjer; højst {MOST_LINES}."
            if any(len(line) > LONGEST_LINE for line in found):
                yield name, f"En linje er for lang; højst {LONGEST_LINE} tegn."
        if shape.look is Look.DATE and text and _date(text) is None:
            yield name, "Skriv datoen som 2026-11-22."


def _meaning(fields: Fields, known: Known, today: date) -> Iterator[tuple[str, str]]:
    content = content_from(fields, today)
    yield from _core(content)
    yield from _pointers(content, fields, known)
    yield from _dates(fields, today)
    words = readability(content["say"]).words
    if words > LONGEST_SAY_WORDS:
        yield "say", f"Sætningen har {words} ord; højst {LONGEST_SAY_WORDS}. Flyt noget til »Gør sådan«."
    for code, part in content["translations"].items():
        if not part.get("title"):
            yield f"translations.{code}.title", "Oversættelsen mangler en titel."
        if not part.get("say"):
            yield f"translations.{code}.say", "Oversættelsen mangler det, der skal siges."
        elif readability(part["say"]).words > LONGEST_SAY_WORDS:
            yield f"translations.{code}.say", f"Højst {LONGEST_SAY_WORDS} ord."
    doubles = {phrase for phrase in content["phrases"]["da"] if content["phrases"]["da"].count(phrase) > 1}
    if doubles:
        yield "phrases.da", f"Står to gange: {sorted(doubles)[0]}"
    if not content["phrases"]["da"]:
        yield "phrases.da", "Skriv mindst én måde, en borger kan sige det på."


def _core(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not content["title"]:
        yield "title", "Giv guiden en titel."
    if len(content["title"]) > LONGEST_TITLE:
        yield "title", f"Titlen er for lang: {len(content['title'])} tegn, højst {LONGEST_TITLE}."
    if content["kind"] not in set(Kind):
        yield "kind", "Vælg, hvilken slags guide det er."
    if not content["audience"]:
        yield "audience.borger", "Vælg mindst én, guiden er til."
    have = {"say": content["say"], **content["sections"]}
    for code in (*MUST_HAVE, *(CRISIS_MUST_HAVE if content["kind"] == Kind.CRISIS else ())):
        if not have.get(code):
            name = "say" if code == "say" else f"sections.{code}"
            yield name, "Skal udfyldes."
    for part in ("when", "fallback"):
        if not content["referral"][part]:
            yield f"referral.{part}", "Skal udfyldes."
    if content["kle"] and not _KLE.fullmatch(content["kle"]):
        yield "kle", "Et KLE-emne ser sådan ud: 23.05 eller 23.05.00."
    yield from _ways_on(content)


def _ways_on(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    service = content["self_service"]
    if service:
        if not service.get("label"):
            yield "self_service.label", "Giv selvbetjeningen et navn."
        if not _WEB.fullmatch(service.get("url", "")):
            yield "self_service.url", "Adressen skal begynde med https:// og være uden mellemrum."
        if len(service.get("message", "")) > LONGEST_MESSAGE:
            yield "self_service.message", f"Beskeden er for lang: {len(service['message'])} tegn, højst {LONGEST_MESSAGE}."
    if content["kind"] == Kind.REFERRAL and not content["authority"].get("name"):
        yield "authority.name", "En henvisning skal sige, hvilken myndighed der ejer sagen."
    if content["authority"] and not content["authority"].get("name"):
        yield "authority.name", "Skriv, hvilken myndighed det er."
    if content["authority"].get("url") and not _WEB.fullmatch(content["authority"]["url"]):
        yield "authority.url", "Adressen skal begynde med https:// og være uden mellemrum."


def _pointers(content: Mapping[str, Any], fields: Fields, known: Known) -> Iterator[tuple[str, str]]:
    for name, slug in (("department", content["department"]), ("referral.department", content["referral"]["department"])):
        if slug not in known.departments:
            yield name, "Vælg en afdeling."
    if content["routing"] and content["routing"] not in known.tables:
        yield "routing", "Fordelingsreglerne findes ikke."
    for slug in content["related"]:
        if slug not in known.guides:
            yield "related", f"Guiden »{slug}« findes ikke."
    for name in ALL_FIELDS:
        for slug in FACT_MARK.findall(fields.get(name, "")):
            if slug not in known.facts:
                yield name, f"Faktaet »{slug}« findes ikke."
    for line in lines(fields.get("sources", "")):
        source = source_from(line)
        if not source["title"]:
            yield "sources", "En kilde skal have en titel."
        if source["checked"] and _date(source["checked"]) is None:
            yield "sources", f"Datoen »{source['checked']}« skal skrives som 2026-11-22."


def _dates(fields: Fields, today: date) -> Iterator[tuple[str, str]]:
    by, until = fields.get("verified_by", "").strip(), _date(fields.get("verified_until", "").strip())
    if by and not fields.get("verified_until", "").strip():
        yield "verified_until", "Skriv, hvor længe der bliver stået inde for guiden."
    if until and not by:
        yield "verified_by", "Skriv, hvem der står inde for guiden."
    expires = _date(fields.get("expires_on", "").strip())
    if expires and expires < today:
        yield "expires_on", "Guiden er udløbet på den dag. Vælg en dag, der kommer."


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
