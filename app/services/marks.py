"""What happened in a time that may have changed the figures: from the guides' versions, the trail, the notices and made-up histories."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlmodel import Session, col, func, select

from app.domain.marks import Mark, MarkKind, together
from app.domain.notices import Level
from app.domain.periods import bounds
from app.models import Guide, GuideVersion, Notice, SimulatedEvent, TrailEntry
from app.services import departments, routing_tables
from app.services.figures import Wanted
from app.services.look_back import LookBack

# Guides that came with the program stand for how it was, not for a change.
FIRST_IMPORT = timedelta(days=1)
Span = tuple[datetime, datetime]


class _Named(NamedTuple):
    """What a mark needs to know of a guide, archived or not."""

    slug: str
    title: str
    department: str
    routing: str


def read(session: Session, back: LookBack, at: datetime) -> list[Mark]:
    """The marks from the first day that a page or an effect can ask for until its last, newest first; only those that its filters are about.

    Five queries, whatever the log holds.
    """
    start, end = bounds(min(back.first, back.wanted.first - timedelta(days=90)), back.wanted.last)
    span = (start, min(end, at))
    rows = session.exec(select(Guide.slug, Guide.title, Guide.department, Guide.routing)).all()
    guides = {slug: _Named(slug, title, department, routing) for slug, title, department, routing in rows}
    found = [*_guides(session, span, guides), *_trail(session, span, guides), *_crises(session, span), *_simulated(session, span, guides)]
    return together(mark for mark in found if _is_wanted(mark, back.wanted))


def _is_wanted(mark: Mark, wanted: Wanted) -> bool:
    if mark.kind is MarkKind.STORM:
        return True
    return (not wanted.topic or wanted.topic in mark.topics) and wanted.department in ("", mark.department)


def _guides(session: Session, span: Span, guides: Mapping[str, _Named]) -> Iterator[Mark]:
    first_import = session.exec(select(func.min(GuideVersion.published_at))).one()
    query = select(GuideVersion.guide, GuideVersion.number, GuideVersion.published_at).where(
        col(GuideVersion.published_at) >= span[0], col(GuideVersion.published_at) < span[1]
    )
    for slug, number, moment in session.exec(query).all():
        if number > 1 or (first_import is not None and moment > first_import + FIRST_IMPORT):
            title = f"Guiden »{guides[slug].title}« {'ændret' if number > 1 else 'udgivet'}"
            yield Mark(moment, MarkKind.GUIDE, f"guide:{slug}", title, (slug,), guides[slug].department)


def _trail(session: Session, span: Span, guides: Mapping[str, _Named]) -> Iterator[Mark]:
    query = select(TrailEntry).where(
        col(TrailEntry.at) >= span[0], col(TrailEntry.at) < span[1], col(TrailEntry.kind).in_([departments.KIND, routing_tables.KIND])
    )
    for entry in session.exec(query).all():
        old, new = entry.old or {}, entry.new or {}
        if entry.kind == departments.KIND and old and old.get("hours") != new.get("hours"):
            title = f"{new.get('name', entry.slug)} har fået nye åbningstider"
            yield Mark(entry.at, MarkKind.HOURS, f"hours:{entry.slug}", title, department=entry.slug)
        elif entry.kind == routing_tables.KIND and _leads_elsewhere(old, new):
            title = f"Fordelingsreglerne »{new.get('title') or old.get('title') or entry.slug}« rettet"
            yield _of_table(entry.at, entry.slug, title, guides)


def _leads_elsewhere(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    return any(old.get(name) != new.get(name) for name in ("inputs", "rows", "fallback", "policy"))


def _crises(session: Session, span: Span) -> Iterator[Mark]:
    query = select(Notice).where(
        col(Notice.is_template).is_(False),
        Notice.level == Level.CRISIS.value,
        col(Notice.starts_at) >= span[0],
        col(Notice.starts_at) < span[1],
    )
    for notice in session.exec(query).all():
        if notice.starts_at is not None:
            yield Mark(notice.starts_at, MarkKind.STORM, f"notice:{notice.id}", f"Krisemeddelelse: {notice.title}")


def _simulated(session: Session, span: Span, guides: Mapping[str, _Named]) -> Iterator[Mark]:
    query = select(SimulatedEvent).where(col(SimulatedEvent.at) >= span[0], col(SimulatedEvent.at) < span[1])
    for event in session.exec(query).all():
        yield _of_event(event, guides)


def _of_event(event: SimulatedEvent, guides: Mapping[str, _Named]) -> Mark:
    kind = MarkKind(event.kind)
    if kind is MarkKind.ROUTING:
        return _of_table(event.at, event.slug, event.words, guides, is_simulated=True)
    topics = (event.slug,) if kind is MarkKind.GUIDE else ()
    department = event.slug if kind is MarkKind.HOURS else guides[event.slug].department if event.slug in guides else ""
    return Mark(event.at, kind, f"{kind}:{event.slug}", event.words, topics, department, is_simulated=True)


def _of_table(at: datetime, slug: str, title: str, guides: Mapping[str, _Named], *, is_simulated: bool = False) -> Mark:
    """A change of a routing table: about the guides that send their callers through it."""
    using: Sequence[_Named] = sorted((guide for guide in guides.values() if guide.routing == slug), key=lambda guide: guide.slug)
    department = using[0].department if using else ""
    return Mark(at, MarkKind.ROUTING, f"routing:{slug}", title, tuple(guide.slug for guide in using), department, is_simulated)
