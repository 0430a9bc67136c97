"""Facts, edited in one place: what they are today, which guides they stand in, and every change in the trail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlmodel import Session, select

from app.base.clock import local
from app.base.database import engine_of
from app.base.errors import Conflict, Invalid, NotFound
from app.domain.access import Right
from app.domain.fact_form import content_from, content_of, read_out, uses_of
from app.domain.facts import FactValue, ends_on, value_on
from app.domain.guide_content import facts_in
from app.domain.search.words import fold
from app.domain.typed_form import TypedForm
from app.models import Fact, Guide, User
from app.services import changes, content, rights

KIND = content.FACT
_used: WeakKeyDictionary[Engine, tuple[Mapping[str, Guide], Mapping[str, Sequence[Guide]]]] = WeakKeyDictionary()


@dataclass(frozen=True)
class FactRow:
    """A fact as one line of a list: its value today and until when, and the guides that use it."""

    fact: Fact
    value: FactValue
    until: date | None
    department: str
    guides: Sequence[Guide]


@dataclass(frozen=True)
class Touched:
    """A guide that a fact stands in, with its sentences as they will read."""

    guide: Guide
    sentences: Sequence[tuple[str, str]]


def rows(session: Session, at: datetime, query: str = "") -> list[FactRow]:
    """The facts whose label, name, value or department holds every word of a query, by label."""
    snapshot = content.current(session)
    guides = used(session)
    today = local(at).date()
    found = [
        FactRow(fact, value, ends_on(fact, today) if value.known else None, snapshot.departments[fact.department].name, guides.get(fact.slug, []))
        for fact in snapshot.facts.values()
        for value in (value_on(fact, today),)
    ]
    words = fold(query).split()
    return sorted(
        (row for row in found if all(word in fold(f"{row.fact.label} {row.fact.slug} {row.value.words()} {row.department}") for word in words)),
        key=lambda row: row.fact.label.casefold(),
    )


def find(session: Session, slug: str) -> Fact:
    """A fact. Raises NotFound."""
    fact = session.get(Fact, slug)
    if fact is None:
        raise NotFound("Faktaet findes ikke.")
    return fact


def touched(session: Session, slug: str, given: Mapping[str, Any] | None, day: date) -> list[Touched]:
    """Every guide that a fact stands in, with the sentences as they read on a day; with `given`, as they would read with that content."""
    snapshot = content.current(session)
    facts = dict(snapshot.facts)
    if given is not None:
        facts[slug] = Fact(slug=slug, **given)
    values = {key: value_on(fact, day) for key, fact in facts.items()}
    found = [(guide, uses_of(guide, slug)) for guide in snapshot.guides.values()]
    return [
        Touched(guide, [(use.language, read_out(use, values)) for use in uses])
        for guide, uses in sorted(found, key=lambda row: row[0].title.casefold())
        if uses
    ]


def create(session: Session, user: User, texts: Mapping[str, str], at: datetime) -> Fact:
    """A new fact from a form. Raises NotAllowed, Invalid with every problem at its field."""
    form = TypedForm(texts)
    slug = form.slug("slug", form.line("label"))
    if slug and session.get(Fact, slug) is not None:
        form.wrong("slug", "Der er allerede et faktum med det navn.")
    with form.gathering():
        given = _checked(session, texts, at)
    rights.require(user, Right.EDIT_CONTENT, given["department"])
    form.finish()
    fact = Fact(slug=slug, **given)
    return _store(session, user, fact, None, at, "create")


def save(session: Session, user: User, slug: str, texts: Mapping[str, str], at: datetime) -> Fact:
    """Change a fact to what a form says. Raises NotFound, NotAllowed, Invalid, Conflict when somebody else was there first."""
    fact = find(session, slug)
    rights.require(user, Right.EDIT_CONTENT, fact.department)
    given = _checked(session, texts, at)
    rights.require(user, Right.EDIT_CONTENT, given["department"])
    old = content_of(fact)
    changes.refuse_overtaken(texts, old)
    if given == old:
        return fact
    for name, value in given.items():
        setattr(fact, name, value)
    return _store(session, user, fact, old, at, "change")


def delete(session: Session, user: User, slug: str, at: datetime) -> None:
    """Take a fact away. Raises NotFound, NotAllowed, Conflict while a guide uses it, archived ones too."""
    fact = find(session, slug)
    rights.require(user, Right.EDIT_CONTENT, fact.department)
    users = [guide.title for guide in session.exec(select(Guide)).all() if uses_of(guide, slug)]
    if users:
        raise Conflict(f"Faktaet kan ikke slettes, så længe det står i {', '.join(f'»{title}«' for title in sorted(users))}.")
    old = content_of(fact)
    session.delete(fact)
    changes.record(session, user, "delete", KIND, slug, at, old=old, department=old["department"])


def _checked(session: Session, texts: Mapping[str, str], at: datetime) -> dict[str, Any]:
    given = content_from(texts, local(at).date())
    if given["department"] not in content.current(session).departments:
        raise Invalid("Afdelingen findes ikke.", "department")
    return given


def _store(session: Session, user: User, fact: Fact, old: Mapping[str, Any] | None, at: datetime, action: str) -> Fact:
    session.add(fact)
    changes.record(session, user, action, KIND, fact.slug, at, old=old, new=content_of(fact), department=fact.department)
    return fact


def used(session: Session) -> Mapping[str, Sequence[Guide]]:
    """The guides in which each fact stands, by title; read from all texts once for each content revision."""
    engine, snapshot = engine_of(session), content.current(session)
    known = _used.get(engine)
    if known is not None and known[0] is snapshot.guides:
        return known[1]
    found: dict[str, list[Guide]] = {}
    for guide in sorted(snapshot.guides.values(), key=lambda row: row.title.casefold()):
        for slug in facts_in(guide):
            found.setdefault(slug, []).append(guide)
    _used[engine] = (snapshot.guides, found)
    return found
