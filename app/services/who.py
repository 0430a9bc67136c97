"""Who takes a guide's matter now: the routing table's answer, the opening hours and the fallback chain, as one thing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.base.errors import NotFound
from app.domain.referral import Referral, refer
from app.domain.routing import answers_of, decide
from app.domain.routing_axes import Axis
from app.domain.routing_table import Goal, Table
from app.models import Guide, Person
from app.services import content
from app.services.content import Snapshot


@dataclass(frozen=True)
class Who:
    """Where the caller goes now, or the one question to ask first. `because` says what decided; answers are not kept."""

    guide: Guide
    referral: Referral
    question: Axis | None = None
    answers: Mapping[str, str] | None = None
    because: str = ""
    person: Person | None = None
    authority: Goal | None = None
    table: Table | None = None


def takes_it(session: Session, slug: str, at: datetime, given: Mapping[str, str] | None = None) -> Who:
    """Who takes a guide's matter at a moment, with the answers given so far. Raises NotFound, Invalid with the field of an answer."""
    snapshot = content.current(session)
    guide = snapshot.guides.get(slug)
    if guide is None:
        raise NotFound("Guiden findes ikke.")
    return who(snapshot, guide, at, given or {})


def who(snapshot: Snapshot, guide: Guide, at: datetime, given: Mapping[str, str]) -> Who:
    """Who takes a guide's matter in a snapshot of the content."""
    named = guide.referral.get("department", "")
    usual = refer(snapshot.departments, snapshot.schedules, named if named in snapshot.departments else guide.department, at)
    table = snapshot.tables.get(guide.routing)
    if table is None:
        return Who(guide, usual)
    answers = answers_of(table, given)
    decision = decide(table, answers, at)
    kept = {name: given[name] for name in answers}
    if decision.goal is None:
        return Who(guide, usual, decision.question, kept, table=table)
    person = snapshot.people.get(decision.goal.person)
    unit = person.department if person else decision.goal.department
    referral = refer(snapshot.departments, snapshot.schedules, unit, at) if unit in snapshot.departments else usual
    authority = decision.goal if decision.goal.authority else None
    return Who(guide, referral, None, kept, decision.because, person, authority, table)
