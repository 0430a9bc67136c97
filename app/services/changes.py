"""A change of what is searched and shown: written in the trail, and told to every worker, in the transaction of the change itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.base.errors import Conflict
from app.domain.typed_form import mark_of
from app.models import User
from app.services import revisions, trail

CHANGED_MEANWHILE = "En kollega har rettet det samme, mens du skrev. Se, hvad der står nu, og gem igen, hvis din udgave skal gælde."


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
    row: str = "",
) -> None:
    """Note a change that has been made to a row. `row` is what the row is called among the content when the trail calls it otherwise."""
    session.flush()
    trail.record(session, user, action, kind, slug, at, old=old, new=new, department=department, reason=reason)
    revisions.content_changed(session, row or kind, slug)


def refuse_overtaken(texts: Mapping[str, str], now: Mapping[str, Any]) -> None:
    """Raises Conflict when a form was opened on something other than what stands there now."""
    if texts.get("mark", "") not in {"", mark_of(now)}:
        raise Conflict(CHANGED_MEANWHILE)
