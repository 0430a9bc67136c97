"""The log counted, for any stretch of days and whatever it is grouped by: the one place all figures come from."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

import numpy as np
from sqlalchemy import func
from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from app.base.errors import Invalid
from app.domain.call_log import Log, tallies, tallies_by_hour, tally
from app.domain.figures import Tally
from app.domain.log_values import Numbers
from app.domain.outcomes import CallerType, Language, known_code
from app.domain.periods import NAMES, By, bounds, moment_of
from app.models import ChannelFigure, Department, Guide
from app.services import call_log, content

PHONE = "phone"


@dataclass(frozen=True)
class Wanted:
    """Which calls: those begun on the Danish days from first to last, and of them those that fit; an empty value fits all."""

    first: date
    last: date
    department: str = ""
    topic: str = ""
    caller_type: str = ""
    language: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether some of the calls of those days are left out."""
        return bool(self.department or self.topic or self.caller_type or self.language)


@dataclass(frozen=True)
class View:
    """What a page of figures looks at: the questions of the calls that are wanted, those of as many days before, and what topics and
    departments are called."""

    wanted: Wanted
    at: datetime
    log: Log
    earlier: Log
    topics: Mapping[str, str]
    departments: Mapping[str, str]

    @cached_property
    def tally(self) -> Tally:
        """The counts of all calls that are wanted, without what telephony tells."""
        return tally(self.log)


def view(session: Session, wanted: Wanted, at: datetime) -> View:
    """What is wanted and what came before it. Raises Invalid with the field."""
    snapshot = content.current(session)
    topics = {slug: guide.title for slug, guide in snapshot.guides.items()}
    departments = {slug: department.name for slug, department in snapshot.departments.items()}
    return View(wanted, at, log(session, wanted), log(session, before(wanted)), topics, departments)


def before(wanted: Wanted) -> Wanted:
    """The same calls in as many days just before."""
    days = wanted.last - wanted.first + timedelta(days=1)
    return replace(wanted, first=wanted.first - days, last=wanted.last - days)


def log(session: Session, wanted: Wanted) -> Log:
    """The questions of the calls that are wanted. Raises Invalid with the field."""
    start, end = bounds(wanted.first, wanted.last)
    _check(session, wanted)
    found = call_log.read(session, start, end)
    return found.where(department=wanted.department, topic=wanted.topic, caller_type=wanted.caller_type, language=wanted.language)


def count(session: Session, wanted: Wanted) -> Tally:
    """All calls of a period together. Raises Invalid with the field."""
    return with_telephony(session, wanted, tally(log(session, wanted)))


def with_telephony(session: Session, wanted: Wanted, counted: Tally) -> Tally:
    """The counts of all calls of a period with what telephony tells of it; nothing when some calls are left out, for it tells of all."""
    if wanted.is_narrowed:
        return replace(counted, narrowed=1)
    answered = answered_days(session, wanted)
    return replace(counted, answered=sum(answered.values()), covered=sum(_logged_on(session, wanted, answered).values()))


def by(session: Session, wanted: Wanted, group: By) -> Mapping[str, Tally]:
    """The calls of a period by day, week, month, hour, department or topic, in order; what has none of it stands under "".

    A call about two topics stands under both. Raises Invalid with the field.
    """
    found = log(session, wanted)
    if group in NAMES:
        counted = tallies_by_hour(found, [NAMES[group](moment_of(hour)) for hour in found.hours])
    else:
        names, key = keys(found, group)
        counted = {name: row for name, row in zip(names, tallies(found, key, len(names)), strict=True) if row.calls}
    if group in (By.DAY, By.WEEK, By.MONTH) and not wanted.is_narrowed:
        counted = _with_answered(session, wanted, group, counted)
    else:
        counted = {name: replace(row, narrowed=1) for name, row in counted.items()}
    return dict(sorted(counted.items()))


def keys(found: Log, group: By) -> tuple[Sequence[str], Numbers]:
    """The names of the groups of a log, and for each question the place of its group among them."""
    if group is By.TOPIC:
        return list(found.codes.topics.values), found.topic
    if group is By.DEPARTMENT:
        return list(found.codes.departments.values), found.department
    return time_keys(found, [NAMES[group](moment_of(hour)) for hour in found.hours])


def time_keys(found: Log, of_hours: Sequence[str]) -> tuple[Sequence[str], Numbers]:
    """As `keys`, from a name for each hour of a log."""
    names = list(dict.fromkeys(of_hours))
    places = {name: place for place, name in enumerate(names)}
    return names, np.array([places[name] for name in of_hours], np.int32)[found.hour] if len(found) else found.hour


def answered_days(session: Session, wanted: Wanted) -> Mapping[date, int]:
    """The days of a period for which telephony has told how many calls were answered."""
    day, contacts = col(ChannelFigure.day), col(ChannelFigure.contacts)
    query = (
        rows_of(day, func.sum(contacts))
        .where(col(ChannelFigure.channel) == PHONE, day.between(wanted.first, wanted.last))
        .group_by(day)
        .order_by(day)
    )
    return {told: int(answered) for told, answered in session.connection().execute(query)}


def _with_answered(session: Session, wanted: Wanted, group: By, counted: Mapping[str, Tally]) -> dict[str, Tally]:
    answered = answered_days(session, wanted)
    logged = _logged_on(session, wanted, answered)
    found = dict(counted)
    for day, number in answered.items():
        name = NAMES[group](bounds(day, day)[0])
        row = found.get(name, Tally())
        found[name] = replace(row, answered=row.answered + number, covered=row.covered + logged.get(day, 0))
    return found


def _logged_on(session: Session, wanted: Wanted, days: Collection[date]) -> Mapping[date, int]:
    """How many calls were logged on some days of a period; none stands for none."""
    if not days:
        return {}
    found = call_log.read(session, *bounds(wanted.first, wanted.last))
    logged = tallies_by_hour(found, [NAMES[By.DAY](moment_of(hour)) for hour in found.hours])
    return {day: logged[day.isoformat()].calls for day in days if day.isoformat() in logged}


def _check(session: Session, wanted: Wanted) -> None:
    if wanted.department and session.get(Department, wanted.department) is None:
        raise Invalid(f"Der er ingen afdeling, der hedder »{wanted.department}«.", "department")
    if wanted.topic and session.get(Guide, wanted.topic) is None:
        raise Invalid(f"Der er ingen guide, der hedder »{wanted.topic}«.", "topic")
    if wanted.caller_type:
        known_code(CallerType, wanted.caller_type, "caller_type", "en kendt borgertype")
    if wanted.language:
        known_code(Language, wanted.language, "language", "et kendt sprog")
