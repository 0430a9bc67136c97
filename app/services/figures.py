"""The log counted: one query for a period, whatever it is grouped by afterwards."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, case, cast, select
from sqlmodel import Session, and_, col, func, literal

from app.base.database import engine_of
from app.base.errors import Invalid
from app.domain.outcomes import COUNTED, SETTLED, AnswerInGuide, CallerType, Language, Outcome, known_code
from app.domain.periods import NAMES, By, bounds
from app.domain.rates import BEYOND, Tally, total
from app.models import Call, CallQuestion, Department, Guide


@dataclass(frozen=True)
class Wanted:
    """Which calls: those begun on the Danish days from first to last, and of them those that fit; an empty value fits all."""

    first: date
    last: date
    department: str = ""
    topic: str = ""
    caller_type: str = ""
    language: str = ""


def count(session: Session, wanted: Wanted) -> Tally:
    """All calls of a period together. Raises Invalid with the field."""
    return total(_cells(session, wanted, None).values())


def by(session: Session, wanted: Wanted, group: By) -> Mapping[str, Tally]:
    """The calls of a period by day, week, month, hour, department or topic, in order; what has none of it stands under "".

    A call about two topics stands under both. Raises Invalid with the field.
    """
    found: dict[str, Tally] = defaultdict(Tally)
    for (hour, key), tally in _cells(session, wanted, group).items():
        name = NAMES[group](hour) if group in NAMES else key
        found[name] = found[name] + tally
    return dict(sorted(found.items()))


def _cells(session: Session, wanted: Wanted, group: By | None) -> dict[tuple[datetime, str], Tally]:
    """Tallies by the hour (UTC) in which calls began, and by department or topic when they are grouped so."""
    if wanted.department and session.get(Department, wanted.department) is None:
        raise Invalid(f"Der er ingen afdeling, der hedder »{wanted.department}«.", "department")
    if wanted.topic and session.get(Guide, wanted.topic) is None:
        raise Invalid(f"Der er ingen guide, der hedder »{wanted.topic}«.", "topic")
    rows = session.connection().execute(_counted(session, wanted, group)).all()
    return {(_hour(hour), key or ""): Tally(*(int(number or 0) for number in numbers)) for hour, key, *numbers in rows}


def _counted(session: Session, wanted: Wanted, group: By | None) -> Select[Any]:
    """Calls first, from their questions; then their sums by hour and key."""
    key: Any = {By.DEPARTMENT: CallQuestion.department, By.TOPIC: CallQuestion.topic}.get(group) if group else None
    outcome, reached = col(CallQuestion.outcome), col(CallQuestion.reached)
    counts, transferred = outcome.in_(COUNTED), outcome == Outcome.TRANSFERRED.value
    is_open = and_(counts, outcome.not_in(SETTLED))
    not_reached = and_(transferred, reached.is_(False))
    measures: dict[str, Any] = {
        "counted": func.max(_one(counts)),
        "open": func.max(_one(is_open)),
        "beyond": func.max(_one(and_(is_open, col(CallQuestion.reason).in_(BEYOND)))),
        "reached": func.sum(_one(and_(transferred, reached.is_(True)))),
        "not_reached": func.sum(_one(not_reached)),
        "offered": func.sum(_one(and_(not_reached, col(CallQuestion.offer) != ""))),
        **{answer.value: func.sum(_one(col(CallQuestion.answer_in_guide) == answer.value)) for answer in AnswerInGuide},
    }
    calls = (
        select(
            _hour_of(session).label("hour"),
            (literal("") if key is None else col(key)).label("key"),
            *(measure.label(name) for name, measure in measures.items()),
        )
        .join_from(Call, CallQuestion, col(CallQuestion.call_id) == col(Call.id))
        .where(*_fits(wanted))
        .group_by(col(Call.id), col(Call.started_at), *(() if key is None else (col(key),)))
        .subquery()
    )
    settled = case((and_(calls.c.counted == 1, calls.c.open == 0), 1), else_=0)
    names = ("beyond", "reached", "not_reached", "offered", *(answer.value for answer in AnswerInGuide))
    sums = [func.sum(part) for part in (calls.c.counted, settled, *(calls.c[name] for name in names))]
    return select(calls.c.hour, calls.c.key, func.count(), *sums).group_by(calls.c.hour, calls.c.key)


def _fits(wanted: Wanted) -> list[ColumnElement[bool]]:
    start, end = bounds(wanted.first, wanted.last)
    rules = [col(Call.saved_at).is_not(None), col(Call.started_at) >= start, col(Call.started_at) < end]
    if wanted.caller_type:
        rules.append(col(Call.caller_type) == known_code(CallerType, wanted.caller_type, "caller_type", "en kendt borgertype").value)
    if wanted.language:
        rules.append(col(Call.language) == known_code(Language, wanted.language, "language", "et kendt sprog").value)
    if wanted.department:
        rules.append(col(CallQuestion.department) == wanted.department)
    if wanted.topic:
        rules.append(col(CallQuestion.topic) == wanted.topic)
    return rules


def _one(rule: ColumnElement[bool]) -> ColumnElement[int]:
    return cast(case((rule, 1), else_=0), Integer)


def _hour_of(session: Session) -> ColumnElement[str]:
    """The hour in which a call began, in UTC, as `2026-11-23 10`; each store has its own way of saying it."""
    if engine_of(session).dialect.name == "postgresql":
        return func.to_char(func.timezone("UTC", col(Call.started_at)), "YYYY-MM-DD HH24")
    return func.strftime("%Y-%m-%d %H", col(Call.started_at))


def _hour(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H").replace(tzinfo=UTC)
