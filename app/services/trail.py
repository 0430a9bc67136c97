"""The audit trail: who changed what, when, from what, to what. Written in the transaction of the change; the store lets nobody alter it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from app.base.errors import NotAllowed
from app.domain.access import Right, Role
from app.domain.trail import PERSONAL_KINDS
from app.models import TrailEntry, User
from app.services import rights

BY_PROGRAM = "Straks"
MOST = 200


@dataclass(frozen=True)
class Filter:
    """Which entries to read; an empty value means all. `slug` is a whole name, `name` a part of one; `by` is a user, or BY_PROGRAM."""

    kind: str = ""
    slug: str = ""
    by: str = ""
    department: str = ""
    before: int | None = None
    name: str = ""
    without: frozenset[str] = frozenset()


def record(
    session: Session,
    user: User | None,
    action: str,
    kind: str,
    slug: str,
    at: datetime,
    *,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
    department: str = "",
    reason: str = "",
) -> TrailEntry:
    """Write one entry. `old` and `new` hold only what JSON can; without a user it was the program itself."""
    entry = TrailEntry(
        at=at,
        by=user.id if user else None,
        by_name=user.name if user else BY_PROGRAM,
        action=action,
        kind=kind,
        slug=slug,
        department=department,
        old=dict(old) if old is not None else None,
        new=dict(new) if new is not None else None,
        reason=reason,
    )
    session.add(entry)
    session.flush()
    return entry


def read(session: Session, wanted: Filter, limit: int = 50) -> Sequence[TrailEntry]:
    """The newest entries that fit, newest first; `before` is the id from which to go further back."""
    query = select(TrailEntry).order_by(col(TrailEntry.id).desc()).limit(min(limit, MOST))
    for column, value in ((TrailEntry.kind, wanted.kind), (TrailEntry.slug, wanted.slug), (TrailEntry.department, wanted.department)):
        if value:
            query = query.where(column == value)
    if wanted.by:
        query = query.where(col(TrailEntry.by).is_(None) if wanted.by == BY_PROGRAM else TrailEntry.by == wanted.by)
    if wanted.name:
        query = query.where(col(TrailEntry.slug).icontains(wanted.name, autoescape=True))
    if wanted.without:
        query = query.where(col(TrailEntry.kind).not_in(wanted.without))
    if wanted.before is not None:
        query = query.where(col(TrailEntry.id) < wanted.before)
    return session.exec(query).all()


def seen_by(session: Session, user: User, wanted: Filter, limit: int = 50) -> Sequence[TrailEntry]:
    """The entries that fit and that this user may see: of all departments, but those about users only for who administers them.

    Raises NotAllowed.
    """
    rights.require(user, Right.READ_EDITING)
    if not rights.has(user, Right.ADMINISTER):
        if wanted.kind in PERSONAL_KINDS:
            raise NotAllowed("Ændringer af brugere ses kun af administratorer.")
        wanted = replace(wanted, without=PERSONAL_KINDS)
    return read(session, wanted, limit)


def every(session: Session, user: User, wanted: Filter) -> Iterator[Sequence[TrailEntry]]:
    """All entries that fit, newest first, in handfuls that need not be in memory at once. Raises NotAllowed for who administers nothing."""
    rights.require(user, Right.ADMINISTER)
    while found := read(session, wanted, MOST):
        wanted = replace(wanted, before=found[-1].id)
        session.expunge_all()
        yield found


def authors(session: Session) -> list[tuple[str, str]]:
    """Those who may have changed something, by id and name; the program itself last."""
    rows = session.exec(select(User.id, User.name).where(User.role != Role.OPERATOR).order_by(User.name)).all()
    return [*((ident, name) for ident, name in rows), (BY_PROGRAM, f"{BY_PROGRAM} (af sig selv)")]
