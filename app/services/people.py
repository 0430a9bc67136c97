"""People, edited one by one by those who edit their department."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from app.base.errors import Conflict, Invalid, NotFound
from app.domain.access import Right
from app.domain.person_form import content_from, content_of
from app.domain.search.words import fold
from app.domain.typed_form import TypedForm
from app.models import Person, RoutingTable, User
from app.services import changes, content, rights

KIND = content.PERSON


def rows(session: Session, query: str = "") -> list[tuple[Person, str]]:
    """The people in whose fields every word of a query stands, with their department's name, by name."""
    snapshot = content.current(session)
    words = fold(query).split()
    found = [(row, snapshot.departments[row.department].name) for row in snapshot.people.values()]
    return sorted(
        (row for row in found if all(word in fold(_searched(*row)) for word in words)),
        key=lambda row: row[0].name.casefold(),
    )


def find(session: Session, slug: str) -> Person:
    """A person. Raises NotFound."""
    person = session.get(Person, slug)
    if person is None:
        raise NotFound("Medarbejderen findes ikke.")
    return person


def pointing_to(session: Session, slug: str) -> list[str]:
    """The titles of the routing tables that send callers to a person."""
    tables = session.exec(select(RoutingTable).order_by(col(RoutingTable.title))).all()
    return [table.title for table in tables if any(goal.get("person") == slug for goal in _goals(table))]


def create(session: Session, user: User, texts: Mapping[str, str], at: datetime) -> Person:
    """A new person from a form. Raises NotAllowed, Invalid with every problem at its field."""
    form = TypedForm(texts)
    slug = form.slug("slug", form.line("name"))
    if slug and session.get(Person, slug) is not None:
        form.wrong("slug", "Der er allerede en medarbejder med det korte navn. Skriv et andet, f.eks. med 2 til sidst.")
    with form.gathering():
        given = _checked(session, texts)
    rights.require(user, Right.EDIT_CONTENT, given["department"])
    form.finish()
    return store(session, user, slug, given, at)


def save(session: Session, user: User, slug: str, texts: Mapping[str, str], at: datetime) -> Person:
    """Change a person to what a form says. Raises NotFound, NotAllowed, Invalid, Conflict when somebody else was there first."""
    person = find(session, slug)
    rights.require(user, Right.EDIT_CONTENT, person.department)
    given = _checked(session, texts)
    changes.refuse_overtaken(texts, content_of(person))
    return store(session, user, slug, given, at)


def delete(session: Session, user: User, slug: str, at: datetime) -> None:
    """Take a person away. Raises NotFound, NotAllowed, Conflict while a routing table points to them."""
    person = find(session, slug)
    rights.require(user, Right.EDIT_CONTENT, person.department)
    titles = pointing_to(session, slug)
    if titles:
        raise Conflict(f"Medarbejderen kan ikke slettes, så længe {', '.join(f'»{title}«' for title in titles)} peger hertil.")
    old = content_of(person)
    session.delete(person)
    changes.record(session, user, "delete", KIND, slug, at, old=old, department=old["department"])


def store(session: Session, user: User, slug: str, given: Mapping[str, Any], at: datetime, reason: str = "") -> Person:
    """Make a person, new or known, what a checked content says. Nothing happens when nothing changes. Raises NotAllowed."""
    person = session.get(Person, slug)
    rights.require(user, Right.EDIT_CONTENT, given["department"], *([person.department] if person else []))
    old = content_of(person) if person else None
    if person is not None and old == given:
        return person
    if person is None:
        person = Person(slug=slug, **given)
    else:
        for name, value in given.items():
            setattr(person, name, value)
    session.add(person)
    action = "change" if old else "create"
    changes.record(session, user, action, KIND, slug, at, old=old, new=content_of(person), department=person.department, reason=reason)
    return person


def _checked(session: Session, texts: Mapping[str, str]) -> dict[str, Any]:
    given = content_from(texts)
    if given["department"] not in content.current(session).departments:
        raise Invalid("Afdelingen findes ikke.", "department")
    return given


def _goals(table: RoutingTable) -> Sequence[Mapping[str, str]]:
    return [table.fallback, *(row.get("to") or {} for row in table.rows)]


def _searched(person: Person, department: str) -> str:
    return " ".join((person.name, person.title, department, person.phone, person.extension, person.email, *person.responsibilities))
