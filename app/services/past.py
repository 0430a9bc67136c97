"""A guide exactly as it was read out: the version's own words, with the facts and the verification as they stood at that moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, func, or_, select

from app.base.clock import local
from app.domain.guide_content import facts_in, guide_from
from app.models import Fact, Guide, GuideVersion, TrailEntry
from app.services import cards, content, guides
from app.services.cards import GuideCard

VERIFY = "verify"


@dataclass(frozen=True)
class Past:
    """A version as the desk showed it at a moment, and what has become of it: `guide` is the guide as it is now."""

    version: GuideVersion
    guide: Guide
    card: GuideCard
    at: datetime

    @property
    def is_current(self) -> bool:
        return self.version.number == self.guide.version and self.guide.archived_at is None


def as_it_was(session: Session, slug: str, number: int, moment: datetime | None, at: datetime, language: str = "da") -> Past:
    """A version of a guide at a moment of its life: not before it came out, not after now; without one, when it came out. Raises NotFound."""
    version = guides.version(session, slug, number)
    now = guides.find(session, slug)
    then = max(version.published_at, min(moment, at)) if moment else version.published_at
    guide = guide_from(slug, version.content)
    guide.version = number
    _vouch(session, guide, version, then)
    snapshot = content.current(session)
    if guide.department not in snapshot.departments:
        guide.department = now.department  # a unit that is gone: the one that has taken the guide over stands for it
    facts = facts_at(session, facts_in(guide), snapshot.facts, then)
    return Past(version, now, cards.card_of(replace(snapshot, facts=facts), guide, then, language), then)


def facts_at(session: Session, slugs: Iterable[str], known: Mapping[str, Fact], moment: datetime) -> dict[str, Fact]:
    """Facts as they were at a moment, from the trail of their changes; one that has no trail is as it is now."""
    wanted = set(slugs)
    entries = (col(TrailEntry.kind) == content.FACT, col(TrailEntry.slug).in_(wanted))
    before = select(func.max(TrailEntry.id)).where(*entries, col(TrailEntry.at) <= moment).group_by(col(TrailEntry.slug))
    after = select(func.min(TrailEntry.id)).where(*entries, col(TrailEntry.at) > moment).group_by(col(TrailEntry.slug))
    rows = session.exec(
        select(TrailEntry).where(or_(col(TrailEntry.id).in_(before), col(TrailEntry.id).in_(after))).order_by(col(TrailEntry.id).desc())
    ).all()
    found: dict[str, Fact | None] = {slug: known.get(slug) for slug in wanted}
    for row in rows:  # the newest first: an entry from before the moment has the last word
        found[row.slug] = _fact(row.slug, row.new if row.at <= moment else row.old)
    return {slug: fact for slug, fact in found.items() if fact is not None}


def _fact(slug: str, kept: Mapping[str, Any] | None) -> Fact | None:
    if not kept:
        return None
    return Fact(slug=slug, label=kept["label"], department=kept["department"], unit=kept["unit"], periods=kept["periods"])


def _vouch(session: Session, guide: Guide, version: GuideVersion, moment: datetime) -> None:
    """Whoever vouched for this version after it came out, and before the moment; that makes no new version."""
    row = session.exec(
        select(TrailEntry)
        .where(
            TrailEntry.kind == guides.KIND,
            TrailEntry.slug == guide.slug,
            TrailEntry.action == VERIFY,
            col(TrailEntry.at) >= version.published_at,
            col(TrailEntry.at) <= moment,
        )
        .order_by(col(TrailEntry.id).desc())
        .limit(1)
    ).first()
    if row is not None and row.new:
        guide.verified_by, guide.verified_on = str(row.new["verified_by"]), local(row.at).date()
        guide.verified_until = date.fromisoformat(row.new["verified_until"])
