"""From the caller's words to hits with "who, now" on them."""

from collections import Counter
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
from app.models import Department
from app.services import content, learning
from app.services.content import Snapshot

LONGEST_QUERY = 300
MOST_HITS = 50
SHORTEST_QUERY = 3
MOST_UNITS = 8


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
    """What was searched, what was found, and how long it took. When nothing fits: the nearest unit, and the units most is about."""

    query: str
    found: Sequence[Found]
    took_ms: float
    nearest: Department | None = None
    main_units: Sequence[Department] = ()

    @property
    def best(self) -> Found | None:
        return self.found[0] if self.found else None


def find(session: Session, text: str, at: datetime, limit: int = 10) -> Results:
    """The hits for what was typed. Raises Invalid when the text holds a CPR number or the limit is no such thing."""
    if not 1 <= limit <= MOST_HITS:
        raise Invalid(f"»limit« skal være mellem 1 og {MOST_HITS}.", "limit")
    query = one_line(text[: LONGEST_QUERY * 4])[:LONGEST_QUERY]
    if contains_cpr(text) or contains_cpr(query):
        raise Invalid(REFUSAL, "q")
    began = perf_counter()
    snapshot = content.current(session)
    found = [_found(snapshot, hit, at) for hit in rank.find(snapshot.index, query, limit, learning.current(session, at, snapshot.revision).table)]
    took = round((perf_counter() - began) * 1000, 3)
    if found or len(query) < SHORTEST_QUERY:
        return Results(query, found, took)
    return Results(query, found, took, _nearest_unit(snapshot, query), _main_units(snapshot))


def is_gap(results: Results) -> bool:
    """Whether a search found no guide at all."""
    return len(results.query) >= SHORTEST_QUERY and not any(found.hit.document.kind is Kind.GUIDE for found in results.found)


def _nearest_unit(snapshot: Snapshot, query: str) -> Department | None:
    """The unit whose guides share most letters with the words, when any do."""
    slug = rank.nearest_guide(snapshot.index, query)
    return snapshot.departments.get(snapshot.guides[slug].department) if slug in snapshot.guides else None


def _main_units(snapshot: Snapshot) -> list[Department]:
    """The units with most guides."""
    counts = Counter(guide.department for guide in snapshot.guides.values())
    return [snapshot.departments[slug] for slug, _ in counts.most_common(MOST_UNITS) if slug in snapshot.departments]


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
