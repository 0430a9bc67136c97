"""The audit trail: who changed what, when, from what, to what. Written in the transaction of the change; the store lets nobody alter it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from app.models import TrailEntry, User

BY_PROGRAM = "Straks"
MOST = 200


@dataclass(frozen=True)
class Filter:
    """Which entries to read; an empty value means all."""

    kind: str = ""
    slug: str = ""
    by: str = ""
    department: str = ""
    before: int | None = None


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
        query = query.where(TrailEntry.by == wanted.by)
    if wanted.before is not None:
        query = query.where(col(TrailEntry.id) < wanted.before)
    return session.exec(query).all()
