"""Counters that tell every worker that something has changed. Raised in the transaction of the change itself."""

from sqlalchemy import update
from sqlmodel import Session, col, select

from app.models import Change, Revision

CONTENT = "content"
NOTICES = "notices"
LESSON = "lesson"
SEEN = "content"
UNCOMMITTED = "content changed here"


def current(session: Session, name: str) -> int:
    """The number a counter stands at; 0 before its first change."""
    return session.exec(select(Revision.number).where(Revision.name == name)).one_or_none() or 0


def raise_one(session: Session, name: str) -> int:
    """Count one change up, and hold the row until the transaction ends, so that numbers follow commits."""
    changed = session.connection().execute(update(Revision).where(col(Revision.name) == name).values(number=col(Revision.number) + 1))
    if changed.rowcount == 0:
        session.add(Revision(name=name, number=1))
        session.flush()
    return current(session, name)


def content_changed(session: Session, kind: str, slug: str) -> None:
    """Note that one row of the content has changed, so that workers refresh that row alone."""
    number = raise_one(session, CONTENT)
    session.add(Change(number=number, kind=kind, slug=slug))
    session.flush()
    session.info.pop(SEEN, None)
    session.info[UNCOMMITTED] = True


def changes_since(session: Session, number: int) -> list[Change]:
    """The rows that have changed after a content revision, oldest first."""
    return list(session.exec(select(Change).where(col(Change.number) > number).order_by(col(Change.number))).all())
