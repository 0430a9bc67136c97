"""Closing days: all departments' by administrators, a department's own by those who edit it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from app.base.clock import local
from app.base.errors import Invalid, NotAllowed, NotFound
from app.domain.access import Right
from app.domain.closure_form import Meaning, content_from, content_of, meaning, next_date
from app.domain.hours import schedule_of
from app.models import Closure, Department, User
from app.services import changes, content, revisions, rights

KIND = content.CLOSURE
ONLY_ADMINISTRATORS = "Kun en administrator kan bestemme for alle afdelinger. Vælg dine egne."
OTHERS_TOO = "Dagen gælder også afdelinger, som du ikke redigerer. Giv i stedet din egen afdeling en særlig dag under Afdelinger."


def rows(session: Session, at: datetime) -> list[tuple[Closure, date | None]]:
    """Every closing day with its next date, the coming ones first, then those that have been."""
    today = local(at).date()
    found = [(row, next_date(row.day, today)) for row in session.exec(select(Closure).order_by(col(Closure.day))).all()]
    return sorted(found, key=lambda row: (row[1] is None or row[1] < today, row[1] or today))


def find(session: Session, day: str) -> Closure:
    """A closing day by its day. Raises NotFound."""
    closure = session.get(Closure, day)
    if closure is None:
        raise NotFound("Lukkedagen findes ikke.")
    return closure


def may_change(user: User, closure: Closure) -> bool:
    """Whether a user may change all of a closing day."""
    return rights.has(user, Right.ADMINISTER) or (
        bool(closure.departments) and all(rights.has(user, Right.EDIT_CONTENT, slug) for slug in closure.departments)
    )


def create(session: Session, user: User, texts: Mapping[str, str], at: datetime) -> Closure:
    """A new closing day from a form. Raises NotAllowed, Invalid with every problem at its field."""
    given = _checked(session, user, texts)
    _refuse_twice(session, given["day"])
    return _store(session, user, Closure(**given), None, at, "create")


def save(session: Session, user: User, day: str, texts: Mapping[str, str], at: datetime) -> Closure:
    """Change a closing day to what a form says, its day too. Raises NotFound, NotAllowed, Invalid, Conflict when somebody else was there first."""
    closure = find(session, day)
    _require(user, closure.departments)
    given = _checked(session, user, texts)
    old = content_of(closure)
    changes.refuse_overtaken(texts, old)
    if given == old:
        return closure
    if given["day"] != day:
        _refuse_twice(session, given["day"])
        session.delete(closure)
        session.flush()
        revisions.content_changed(session, KIND, day)
        return _store(session, user, Closure(**given), old, at, "change")
    closure.name, closure.departments, closure.spans = given["name"], given["departments"], given["spans"]
    return _store(session, user, closure, old, at, "change")


def remove(session: Session, user: User, day: str, at: datetime) -> None:
    """Take a closing day away. Raises NotFound, NotAllowed."""
    closure = find(session, day)
    _require(user, closure.departments)
    old = content_of(closure)
    session.delete(closure)
    changes.record(session, user, "delete", KIND, day, at, old=old, department=_department_of(old["departments"]))


def means(session: Session, texts: Mapping[str, str], department: str, instead_of: str, at: datetime) -> Meaning:
    """What the closing day of a form means for a department on its next date. Raises NotFound, Invalid."""
    unit = session.get(Department, department)
    if unit is None:
        raise Invalid("Vælg en afdeling.", "preview")
    given = content_from({"name": "uden navn", **{name: text for name, text in texts.items() if text}}, content.current(session).departments)
    others = [row for row in session.exec(select(Closure)).all() if row.day not in {instead_of, given["day"]}]
    day = next_date(given["day"], local(at).date())
    if day is None:
        raise Invalid("Vælg en dag, der kommer.", "day")
    return meaning(schedule_of(unit, others), schedule_of(unit, [*others, Closure(**given)]), day)


def _checked(session: Session, user: User, texts: Mapping[str, str]) -> dict[str, Any]:
    given = content_from(texts, content.current(session).departments)
    _require(user, given["departments"])
    return given


def _require(user: User, departments: Sequence[str]) -> None:
    rights.require(user, Right.EDIT_CONTENT)
    if rights.has(user, Right.ADMINISTER):
        return
    if not departments:
        raise NotAllowed(ONLY_ADMINISTRATORS, "departments")
    if not all(rights.has(user, Right.EDIT_CONTENT, slug) for slug in departments):
        raise NotAllowed(OTHERS_TOO, "departments")


def _refuse_twice(session: Session, day: str) -> None:
    there = session.get(Closure, day)
    if there is not None:
        raise Invalid(f"Der er allerede en lukkedag den dag: {there.name}. Ret den, eller giv afdelingen en særlig dag under Afdelinger.", "day")


def _store(session: Session, user: User, closure: Closure, old: Mapping[str, Any] | None, at: datetime, action: str) -> Closure:
    session.add(closure)
    changes.record(session, user, action, KIND, closure.day, at, old=old, new=content_of(closure), department=_department_of(closure.departments))
    return closure


def _department_of(departments: Collection[str]) -> str:
    return next(iter(departments)) if len(departments) == 1 else ""
