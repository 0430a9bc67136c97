"""A guide as a plain mapping: what a version holds, whole, and back to a guide."""

from collections.abc import Mapping
from datetime import date
from typing import Any

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


def fill(guide: Guide, content: Mapping[str, Any]) -> None:
    """Make a guide say what a content says; its slug, version and heard sentences stay."""
    for name in FIELDS:
        setattr(guide, name, content[name])
    guide.verified_by = content.get("verified_by") or ""
    for name in DATES:
        value = content.get(name)
        setattr(guide, name, date.fromisoformat(value) if value else None)


def guide_from(slug: str, content: Mapping[str, Any]) -> Guide:
    """A guide of its own that says what a content says; not in any store."""
    guide = Guide(slug=slug, title=content["title"], kind=content["kind"], department=content["department"])
    fill(guide, content)
    return guide
