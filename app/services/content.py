"""What is searched and shown, as one snapshot in memory, renewed whenever the content revision has moved."""

import gc
from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Lock
from typing import TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.base.database import engine_of
from app.domain.hours import Schedule, schedule_of
from app.domain.routing_table import Table, table_of
from app.domain.search import index as search_index
from app.domain.search.documents import Kind, documents_of, guide_document, person_document, shared_numbers
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


# What a change may touch and still be taken in row by row; a department's change asks for everything, since its name and hours are everywhere.
GUIDE, PERSON, FACT, TABLE, SYNONYM, CLOSURE, DEPARTMENT = "guide", "person", "fact", "table", "synonym", "closure", "department"
_ROW_BY_ROW = {GUIDE, PERSON, FACT, TABLE, SYNONYM, CLOSURE, revisions.LESSON}
Row = TypeVar("Row")

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
    if session.info.get(revisions.UNCOMMITTED):
        # What this session has changed may yet be undone, and nobody else can read it: the snapshot is of what is committed.
        with Session(engine) as reader:
            return _newest(reader)
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
    """The known snapshot with the few rows that have changed since; None when too much has."""
    changes = revisions.changes_since(session, known.revision)
    kinds = {change.kind for change in changes}
    if len(changes) != revision - known.revision or not kinds <= _ROW_BY_ROW or known.index.is_worn:
        return None
    fresh = replace(known, revision=revision)
    with Session(engine_of(session), expire_on_commit=False) as reader:
        if SYNONYM in kinds:
            fresh = replace(fresh, index=fresh.index.with_synonyms(_synonyms(reader)))
        if CLOSURE in kinds:
            closures = list(reader.exec(select(Closure)).all())
            fresh = replace(fresh, schedules={slug: schedule_of(row, closures) for slug, row in fresh.departments.items()})
        for kind, slug in sorted({(change.kind, change.slug) for change in changes}):
            fresh = _with_row(reader, fresh, kind, slug)
    return fresh


def _with_row(reader: Session, known: Snapshot, kind: str, slug: str) -> Snapshot:
    """The snapshot with one row as it is now, or without it."""
    taken_in = _TAKEN_IN.get(kind)
    return taken_in(reader, known, slug) if taken_in else known


def _with_guide(reader: Session, known: Snapshot, slug: str) -> Snapshot:
    guide = reader.get(Guide, slug)
    if guide is None or guide.archived_at is not None:
        return replace(known, guides=_without(known.guides, slug), index=known.index.removed((Kind.GUIDE, slug)))
    unit = known.departments[guide.department].name
    return replace(known, guides={**known.guides, slug: guide}, index=known.index.replaced(guide_document(guide, unit)))


def _with_person(reader: Session, known: Snapshot, slug: str) -> Snapshot:
    person = reader.get(Person, slug)
    if person is None:
        return replace(known, people=_without(known.people, slug), index=known.index.removed((Kind.PERSON, slug)))
    document = person_document(person, known.departments[person.department].name, shared_numbers(known.departments.values()))
    return replace(known, people={**known.people, slug: person}, index=known.index.replaced(document))


def _with_fact(reader: Session, known: Snapshot, slug: str) -> Snapshot:
    fact = reader.get(Fact, slug)
    return replace(known, facts={**known.facts, slug: fact} if fact else _without(known.facts, slug))


def _with_table(reader: Session, known: Snapshot, slug: str) -> Snapshot:
    table = reader.get(RoutingTable, slug)
    return replace(known, tables={**known.tables, slug: table_of(table)} if table else _without(known.tables, slug))


_TAKEN_IN = {GUIDE: _with_guide, PERSON: _with_person, FACT: _with_fact, TABLE: _with_table}


def _without(rows: Mapping[str, Row], slug: str) -> dict[str, Row]:
    return {key: row for key, row in rows.items() if key != slug}


def _synonyms(reader: Session) -> dict[str, list[str]]:
    return {row.word: row.means for row in reader.exec(select(Synonym)).all()}


def titles(session: Session) -> dict[str, str]:
    """The titles of all guides by slug."""
    return {slug: guide.title for slug, guide in current(session).guides.items()}


def is_ready(session: Session) -> bool:
    """Whether the index of this worker has been built."""
    return engine_of(session) in _snapshots


def _read(session: Session, revision: int) -> Snapshot:
    with Session(engine_of(session), expire_on_commit=False) as reader:
        guides = {row.slug: row for row in reader.exec(select(Guide).where(col(Guide.archived_at).is_(None))).all()}
        departments = {row.slug: row for row in reader.exec(select(Department)).all()}
        people = {row.slug: row for row in reader.exec(select(Person)).all()}
        facts = {row.slug: row for row in reader.exec(select(Fact)).all()}
        tables = {row.slug: table_of(row) for row in reader.exec(select(RoutingTable)).all()}
        closures = list(reader.exec(select(Closure)).all())
        synonyms = _synonyms(reader)
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
