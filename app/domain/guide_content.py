"""A guide as a plain mapping: what a version holds, whole, and back to a guide."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from app.domain.guide import fact_slugs
from app.models import Guide

# Everything a reader or the search meets. `heard` is training for the search, not something an editor writes or an operator reads.
FIELDS = (
    "title",
    "kind",
    "department",
    "audience",
    "kle",
    "routing",
    "authority",
    "self_service",
    "processing_time",
    "referral",
    "related",
    "keywords",
    "phrases",
    "situation_words",
    "sources",
    "say",
    "sections",
    "translations",
)
DATES = ("verified_on", "verified_until", "expires_on")


def content_of(guide: Guide) -> dict[str, Any]:
    """What a guide says, as JSON can hold it."""
    dates = {name: getattr(guide, name) for name in DATES}
    plain = {name: getattr(guide, name) for name in FIELDS}
    return {**plain, "verified_by": guide.verified_by, **{name: value.isoformat() if value else None for name, value in dates.items()}}


def texts_in(guide: Guide) -> Iterator[tuple[str, str]]:
    """Every text of a guide that may name a fact, with its language."""
    for text in (guide.say, guide.processing_time):
        yield "da", text
    for part in (guide.sections, guide.authority, guide.self_service, guide.referral):
        yield from (("da", str(text)) for text in part.values())
    for language, part in guide.translations.items():
        yield from ((language, str(text)) for text in part.values())


def facts_in(guide: Guide) -> list[str]:
    """The facts that stand somewhere in a guide, each once."""
    return fact_slugs(*(text for _, text in texts_in(guide)))


def fill(guide: Guide, content: Mapping[str, Any]) -> None:
    """Make a guide say what a content says; its slug, version and heard sentences stay."""
    for name in FIELDS:
        setattr(guide, name, content[name])
    guide.verified_by = content.get("verified_by") or ""
    for name in DATES:
        value = content.get(name)
        setattr(guide, name, date.fromisoformat(value) if value else None)


def showable(content: Mapping[str, Any]) -> dict[str, Any]:
    """A content as the desk can show it while it is being written: what is begun has its counterpart, what is no date is left out."""
    shown = dict(content)
    if content["self_service"]:
        shown["self_service"] = {"label": "(mangler navn)", "url": "", **content["self_service"]}
    if content["authority"]:
        shown["authority"] = {"name": "(mangler navn)", **content["authority"]}
    for name in DATES:
        shown[name] = content.get(name) if _is_date(content.get(name)) else None
    if not (shown["verified_on"] and shown["verified_until"]):
        shown["verified_by"], shown["verified_on"], shown["verified_until"] = "", None, None
    return shown


def _is_date(text: str | None) -> bool:
    try:
        return bool(text and date.fromisoformat(text))
    except ValueError:
        return False


def guide_from(slug: str, content: Mapping[str, Any]) -> Guide:
    """A guide of its own that says what a content says; not in any store."""
    guide = Guide(slug=slug, title=content["title"], kind=content["kind"], department=content["department"])
    fill(guide, content)
    return guide
