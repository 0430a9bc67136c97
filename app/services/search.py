"""From the caller's words to hits with "who, now" on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter

from sqlmodel import Session

from app.base.errors import Invalid
from app.base.text import one_line
from app.domain.guide import Kind as GuideKind
from app.domain.hours import Availability, availability
from app.domain.privacy import REFUSAL, contains_cpr
from app.domain.search import rank
from app.domain.search.documents import Kind
from app.domain.search.rank import Hit
from app.services import content
from app.services.content import Snapshot

LONGEST_QUERY = 300
MOST_HITS = 50


@dataclass(frozen=True)
class Found:
    """A hit with the unit behind it and whether that unit can be reached now."""

    hit: Hit
    guide_kind: str
    availability: Availability | None

    @property
    def is_open(self) -> bool:
        return self.availability is not None and self.availability.open


@dataclass(frozen=True)
class Results:
    """What was searched, what was found, and how long it took."""

    query: str
    found: Sequence[Found]
    took_ms: float

    @property
    def best(self) -> Found | None:
        return self.found[0] if self.found else None


def find(session: Session, text: str, at: datetime, limit: int = 10) -> Results:
    """The hits for what was typed. Raises Invalid when the text holds a CPR number or the limit is no such thing."""
    if not 1 <= limit <= MOST_HITS:
        raise Invalid(f"»limit« skal være mellem 1 og {MOST_HITS}.", "limit")
    if contains_cpr(text):
        raise Invalid(REFUSAL, "q")
    query = one_line(text[: LONGEST_QUERY * 4])[:LONGEST_QUERY]
    began = perf_counter()
    snapshot = content.current(session)
    found = [_found(snapshot, hit, at) for hit in rank.find(snapshot.index, query, limit)]
    return Results(query, found, round((perf_counter() - began) * 1000, 3))


def _found(snapshot: Snapshot, hit: Hit, at: datetime) -> Found:
    guide = snapshot.guides.get(hit.document.slug) if hit.document.kind is Kind.GUIDE else None
    slug = _unit_of(snapshot, hit)
    schedule = snapshot.schedules.get(slug)
    now = availability(schedule, at) if schedule and (guide is None or guide.kind != GuideKind.REFERRAL) else None
    return Found(hit, guide.kind if guide else "", now)


def _unit_of(snapshot: Snapshot, hit: Hit) -> str:
    slug = hit.document.slug
    if hit.document.kind is Kind.DEPARTMENT:
        return slug
    if hit.document.kind is Kind.PERSON:
        return snapshot.people[slug].department
    return snapshot.guides[slug].referral.get("department", snapshot.guides[slug].department)
