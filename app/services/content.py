"""What is searched and shown, as one snapshot in memory, renewed whenever the content revision has moved."""

import gc
from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlmodel import Session, select

from app.base.database import engine_of
from app.domain.hours import Schedule, schedule_of
from app.domain.routing_table import Table, table_of
from app.domain.search import index as search_index
from app.domain.search.documents import Kind, documents_of, guide_document
from app.domain.search.index import Index
from app.models import Closure, Department, Fact, Guide, Person, RoutingTable, Synonym
from app.services import revisions, thesaurus


@dataclass(frozen=True)
class Snapshot:
    """The content at one revision. Rows are detached: read them, never change them."""

    revision: int
    guides: Mapping[str, Guide]
    departments: Mapping[str, Department]
    schedules: Mapping[str, Schedule]
    people: Mapping[str, Person]
    facts: Mapping[str, Fact]
    tables: Mapping[str, Table]
    index: Index


GUIDE = "guide"

_snapshots: WeakKeyDictionary[Engine, Snapshot] = WeakKeyDictionary()
_building = Lock()


def current(session: Session) -> Snapshot:
    """The newest content, the same one for a whole session; one cheap query when nothing has changed, milliseconds when few rows have."""
    seen = session.info.get(revisions.SEEN)
    if isinstance(seen, Snapshot):
        return seen
    session.info[revisions.SEEN] = found = _newest(session)
    return found


def _newest(session: Session) -> Snapshot:
    engine = engine_of(session)
    revision = revisions.current(session, revisions.CONTENT)
    known = _snapshots.get(engine)
    if known is not None and known.revision == revision:
        return known
    with _building:
        known = _snapshots.get(engine)
        if known is not None and known.revision >= revision:
            return known
        fresh = _caught_up(session, known, revision) if known is not None else None
        if fresh is None:
            fresh = _read(session, revision)
            # What was read stays for long: the collector need not walk through it again and again while operators type.
            gc.collect()
            gc.freeze()
        _snapshots[engine] = fresh
        return fresh


def _caught_up(session: Session, known: Snapshot, revision: int) -> Snapshot | None:
    """The known snapshot with the few guides that have changed since; None when anything else has, or too much."""
    changes = revisions.changes_since(session, known.revision)
    slugs = {change.slug for change in changes if change.kind == GUIDE}
    is_simple = len(changes) == revision - known.revision and all(change.kind in (GUIDE, revisions.LESSON) for change in changes)
    if not is_simple or known.index.is_worn:
        return None
    guides, index = dict(known.guides), known.index
    with Session(engine_of(session), expire_on_commit=False) as reader:
        for slug in sorted(slugs):
            guide = reader.get(Guide, slug)
            if guide is None:
                guides.pop(slug, None)
                index = index.removed((Kind.GUIDE, slug))
            else:
                guides[slug] = guide
                index = index.replaced(guide_document(guide, known.departments[guide.department].name))
    return replace(known, revision=revision, guides=guides, index=index)


def titles(session: Session) -> dict[str, str]:
    """The titles of all guides by slug."""
    return {slug: guide.title for slug, guide in current(session).guides.items()}


def is_ready(session: Session) -> bool:
    """Whether the index of this worker has been built."""
    return engine_of(session) in _snapshots


def _read(session: Session, revision: int) -> Snapshot:
    with Session(engine_of(session), expire_on_commit=False) as reader:
        guides = {row.slug: row for row in reader.exec(select(Guide)).all()}
        departments = {row.slug: row for row in reader.exec(select(Department)).all()}
        people = {row.slug: row for row in reader.exec(select(Person)).all()}
        facts = {row.slug: row for row in reader.exec(select(Fact)).all()}
        tables = {row.slug: table_of(row) for row in reader.exec(select(RoutingTable)).all()}
        closures = list(reader.exec(select(Closure)).all())
        synonyms = {row.word: row.means for row in reader.exec(select(Synonym)).all()}
    return Snapshot(
        revision=revision,
        guides=guides,
        departments=departments,
        schedules={slug: schedule_of(row, closures) for slug, row in departments.items()},
        people=people,
        facts=facts,
        tables=tables,
        index=search_index.build(documents_of(guides.values(), departments.values(), people.values()), synonyms, thesaurus.related()),
    )
