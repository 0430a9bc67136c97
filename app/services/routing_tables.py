"""Routing tables as their editors change them: judged, tried on the calls of the last month, published, deleted, brought back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlmodel import Session, col, select

from app.base.errors import Conflict, Invalid, NotFound
from app.domain.access import Right
from app.domain.outcomes import COUNTED
from app.domain.routing_dry_run import DryRun, PastCall, dry_run
from app.domain.routing_form import Content, Judged, Targets, judge
from app.domain.routing_proof import prove
from app.domain.routing_sheet import Sheet, blank, sheet_of
from app.domain.routing_table import Goal, table_of
from app.domain.typed_form import slug_of
from app.models import Call, CallQuestion, Guide, RoutingTable, TrailEntry, User
from app.models.call import SIMULATION
from app.services import changes, content, guides, rights, trail

KIND = "routing"
NEW = "new"
DAYS = 30
_FIELDS = ("title", "department", "policy", "demo", "note", "inputs", "rows", "fallback")


@dataclass(frozen=True)
class Listed:
    """A table in the list, with the guides that use it and how many faults the proof finds."""

    table: RoutingTable
    guides: Sequence[Guide]
    faults: int


@dataclass(frozen=True)
class State:
    """What a table was at a time: the entry that tells of it, and its content then. `before` is what it was before its first change."""

    entry: TrailEntry
    content: Mapping[str, Any]
    before: bool = False


class Faulty(Invalid):
    """A table that cannot be published as it stands; `judged` says what is wrong and where."""

    def __init__(self, judged: Judged) -> None:
        super().__init__("Tabellen kan ikke gemmes, før fejlene er rettet.", next(iter(judged.problems), "proof"))
        self.judged = judged


def listed(session: Session) -> list[Listed]:
    """Every table, by title."""
    users = _users(session)
    rows = session.exec(select(RoutingTable).order_by(col(RoutingTable.title), col(RoutingTable.slug))).all()
    return [Listed(row, users.get(row.slug, []), len(prove(table_of(row)))) for row in rows]


def find(session: Session, slug: str) -> RoutingTable:
    """A table. Raises NotFound."""
    row = session.get(RoutingTable, slug)
    if row is None:
        raise NotFound("Fordelingstabellen findes ikke.")
    return row


def content_of(row: RoutingTable) -> Content:
    """A table as the exchange format writes it."""
    found = {name: getattr(row, name) for name in _FIELDS}
    return {**found, "rows": [{name: part for name, part in line.items() if part is not None} for line in row.rows]}


def sheet(session: Session, slug: str) -> Sheet:
    """A table as a sheet; a blank one for `new`. Raises NotFound."""
    return blank() if slug == NEW else sheet_of(content_of(find(session, slug)))


def guides_of(session: Session, slug: str) -> Sequence[Guide]:
    """The guides that send their callers through a table, archived ones too."""
    return _users(session).get(slug, [])


def mark_of(session: Session, slug: str) -> str:
    """What a table said when its page was opened, as a short mark; empty for one that is not there."""
    row = session.get(RoutingTable, slug)
    return sha256(json.dumps(content_of(row)).encode()).hexdigest()[:16] if row else ""


def judged(session: Session, given: Sheet) -> Judged:
    """What stands in the way of publishing a sheet."""
    return judge(given, _targets(session))


def publish(session: Session, user: User, slug: str, given: Sheet, mark: str, reason: str, at: datetime) -> RoutingTable:
    """Put a table on every desk at once. A new one gets its name from its title.

    Raises NotAllowed, Faulty, Invalid with the field, Conflict when somebody else has saved since `mark`.
    """
    row = None if slug == NEW else find(session, slug)
    if row is not None:
        session.refresh(row, with_for_update=True)
    found = judged(session, given)
    rights.require(user, Right.EDIT_CONTENT, *([row.department] if row else []))
    if not found.holds:
        raise Faulty(found)
    rights.require(user, Right.EDIT_CONTENT, found.content["department"])
    reason = guides.checked_reason(reason)
    if not reason:
        raise Invalid("Skriv kort, hvorfor du retter.", "reason")
    if row is not None and mark != mark_of(session, slug):
        raise Conflict("En anden har gemt tabellen, siden du åbnede den. Se ændringen nederst. Gemmer du igen, gælder din udgave.", "mark")
    old = content_of(row) if row else None
    if row is None:
        row = RoutingTable(slug=_free_slug(session, found.content["title"]), **found.content)
    for name, value in found.content.items():
        setattr(row, name, value)
    session.add(row)
    _changed(session, user, row.slug, "publish", at, old, found.content, reason)
    return row


def delete(session: Session, user: User, slug: str, at: datetime) -> None:
    """Take a table away; what it said stays in the trail. Raises NotAllowed, NotFound, Conflict that names the guides that use it."""
    row = find(session, slug)
    rights.require(user, Right.EDIT_CONTENT, row.department)
    users = guides_of(session, slug)
    if users:
        raise Conflict(f"Tabellen bruges af {', '.join(f'»{guide.title}«' for guide in users)}. Vælg noget andet i guiden først.")
    old = content_of(row)
    session.delete(row)
    _changed(session, user, slug, "delete", at, old, None, "")


def history(session: Session, slug: str) -> list[State]:
    """What a table has been, newest first, down to what it was before its first change here."""
    entries = trail.read(session, trail.Filter(kind=KIND, slug=slug))
    states = [State(entry, entry.new) for entry in entries if entry.new]
    if entries and entries[-1].old:
        states.append(State(entries[-1], entries[-1].old, before=True))
    return states


def state(session: Session, slug: str, entry_id: int, *, before: bool) -> State:
    """What a table was after an entry in the trail, or before it. Raises NotFound."""
    entry = session.get(TrailEntry, entry_id)
    found = (entry.old if before else entry.new) if entry and (entry.kind, entry.slug) == (KIND, slug) else None
    if entry is None or found is None:
        raise NotFound("Den udgave findes ikke.")
    return State(entry, found, before)


def tried(session: Session, slug: str, given: Sheet, at: datetime) -> DryRun:
    """The last 30 days' calls through the table as it is and as the sheet would have it. Raises NotFound, Faulty when it cannot be read."""
    old = table_of(find(session, slug))
    found = judged(session, given)
    if found.table is None:
        raise Faulty(found)
    return dry_run(old, found.table, _calls(session, slug, at))


def goal_words(session: Session, goal: Goal) -> str:
    """Where a row sends the caller, in words."""
    snapshot = content.current(session)
    if goal.person:
        person = snapshot.people.get(goal.person)
        return f"{person.name}, {snapshot.departments[person.department].name}" if person else goal.person
    if goal.department:
        return snapshot.departments[goal.department].name if goal.department in snapshot.departments else goal.department
    return f"{goal.authority} {goal.phone}".strip()


def _calls(session: Session, slug: str, at: datetime) -> list[PastCall]:
    rows = session.exec(
        select(Call.caller_type, Call.language, Call.started_at)
        .join(CallQuestion, col(CallQuestion.call_id) == col(Call.id))
        .join(Guide, col(Guide.slug) == col(CallQuestion.topic))
        .where(
            Guide.routing == slug,
            col(Call.saved_at).is_not(None),
            Call.logged_by != SIMULATION,
            Call.started_at >= at - timedelta(days=DAYS),
            Call.started_at <= at,
            col(CallQuestion.outcome).in_(COUNTED),
        )
    ).all()
    return [PastCall(caller_type, language, started_at) for caller_type, language, started_at in rows]


def _users(session: Session) -> dict[str, list[Guide]]:
    users: dict[str, list[Guide]] = {}
    for guide in session.exec(select(Guide).where(Guide.routing != "").order_by(col(Guide.title))).all():
        users.setdefault(guide.routing, []).append(guide)
    return users


def _targets(session: Session) -> Targets:
    snapshot = content.current(session)
    units = snapshot.departments
    return Targets(
        set(units), {slug for slug, row in units.items() if any(row.hours.values())}, {slug: row.department for slug, row in snapshot.people.items()}
    )


def _free_slug(session: Session, title: str) -> str:
    slug = slug_of(title)
    if not slug or slug == NEW:
        raise Invalid("Giv tabellen en titel, der siger, hvad den fordeler.", "title")
    if session.get(RoutingTable, slug):
        raise Conflict("Der er allerede en tabel med den titel.", "title")
    return slug


def _changed(session: Session, user: User, slug: str, action: str, at: datetime, old: Content | None, new: Content | None, reason: str) -> None:
    department = (new or old or {}).get("department", "")
    changes.record(session, user, action, KIND, slug, at, old=old, new=new, department=department, reason=reason, row=content.TABLE)
