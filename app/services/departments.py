"""Departments and their hours, edited by administrators and by the editors who own them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from app.base.errors import NotAllowed, NotFound
from app.domain.access import Right
from app.domain.department_form import content_from, content_of, hours_from
from app.domain.hours import Availability, availability, schedule_of
from app.domain.search.words import fold
from app.domain.typed_form import TypedForm
from app.models import Closure, Department, User
from app.services import changes, content, rights

KIND = content.DEPARTMENT
FOUR_EYES = "Kun en administrator bestemmer, om afdelingens guider skal godkendes af en anden."


def rows(session: Session, at: datetime, query: str = "") -> list[tuple[Department, Availability]]:
    """The departments whose name, number or duties hold every word of a query, with whether they can be reached, by name."""
    snapshot = content.current(session)
    words = fold(query).split()
    found = [
        row
        for row in snapshot.departments.values()
        if all(word in fold(f"{row.name} {row.slug} {row.phone} {row.extension} {' '.join(row.duties)}") for word in words)
    ]
    return [(row, availability(snapshot.schedules[row.slug], at)) for row in sorted(found, key=lambda row: row.name.casefold())]


def names(session: Session) -> dict[str, str]:
    """The names of all departments by slug, in the order of the names."""
    departments = content.current(session).departments.values()
    return {row.slug: row.name for row in sorted(departments, key=lambda row: row.name.casefold())}


def own_names(session: Session, user: User) -> dict[str, str]:
    """The names of the departments whose content a user may change."""
    return {slug: name for slug, name in names(session).items() if rights.has(user, Right.EDIT_CONTENT, slug)}


def find(session: Session, slug: str) -> Department:
    """A department. Raises NotFound."""
    department = session.get(Department, slug)
    if department is None:
        raise NotFound("Afdelingen findes ikke.")
    return department


def open_at(session: Session, slug: str, texts: Mapping[str, str], at: datetime) -> Availability:
    """Whether a department with the hours of a form would be open at a moment, closing days and holidays counted. Raises Invalid."""
    return availability(schedule_of(hours_from(texts, slug), session.exec(select(Closure)).all()), at)


def create(session: Session, user: User, texts: Mapping[str, str], at: datetime) -> Department:
    """A new department from a form. Raises NotAllowed unless an administrator, Invalid with every problem at its field."""
    rights.require(user, Right.ADMINISTER)
    form = TypedForm(texts)
    slug = form.slug("slug", form.line("name"))
    if slug and session.get(Department, slug) is not None:
        form.wrong("slug", "Der er allerede en afdeling med det navn.")
    with form.gathering():
        given = _content(session, slug, texts)
    form.finish()
    return _store(session, user, Department(slug=slug, **given), None, at, "create")


def save(session: Session, user: User, slug: str, texts: Mapping[str, str], at: datetime) -> Department:
    """Change a department to what a form says. Raises NotFound, NotAllowed, Invalid, Conflict when somebody else was there first."""
    department = find(session, slug)
    rights.require(user, Right.EDIT_CONTENT, slug)
    given = _content(session, slug, texts)
    old = content_of(department)
    if given["four_eyes"] != department.four_eyes and not rights.has(user, Right.ADMINISTER):
        raise NotAllowed(FOUR_EYES, "four_eyes")
    changes.refuse_overtaken(texts, old)
    if given == old:
        return department
    for name, value in given.items():
        setattr(department, name, value)
    return _store(session, user, department, old, at, "change")


def _content(session: Session, slug: str, texts: Mapping[str, str]) -> dict[str, Any]:
    rows = session.exec(select(Department)).all()
    return content_from(texts, slug, {row.slug: row.name for row in rows}, {row.slug: row.fallback.get("department", "") for row in rows})


def _store(session: Session, user: User, department: Department, old: Mapping[str, Any] | None, at: datetime, action: str) -> Department:
    session.add(department)
    changes.record(session, user, action, KIND, department.slug, at, old=old, new=content_of(department), department=department.slug)
    return department
