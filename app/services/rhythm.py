"""The log by weekday and hour beside the opening hours of the departments, and the hour that would help most."""

from dataclasses import dataclass

from sqlmodel import Session, func, select

from app.base.clock import local
from app.domain.best_hour import Best, best_hour, second_sentence, sentence
from app.domain.hours import Schedule, week_words
from app.domain.periods import bounds, hour_of, moment_of
from app.domain.rhythm import Week, by_week, departments_with_transfers
from app.models import LoggedHour
from app.services import content
from app.services.figures import View


@dataclass(frozen=True)
class Rhythm:
    """The week of a view, what to change first in a sentence and what comes next ("" for nothing), the name of the department that is
    looked at ("" for all), and its hours (None when nobody knows them)."""

    week: Week
    best: Best
    sentence: str
    next_sentence: str
    department: str
    schedule: Schedule | None

    @property
    def opening_hours(self) -> str:
        """`mandag-onsdag 10-15, torsdag 10-17, fredag 10-14`."""
        return ", ".join(f"{days} {words}" for days, words in week_words(self.schedule)) if self.schedule else ""


def rhythm(session: Session, view: View) -> Rhythm:
    """What the calls of a view say about when they ring and when nobody answers. One small query beside the log."""
    schedules, wanted = content.current(session).schedules, view.wanted
    span = _span(session, view)
    units = [] if wanted.department else [schedules[slug] for slug in departments_with_transfers(view.log) if slug in schedules]
    best, own = best_hour(view.log, schedules), schedules.get(wanted.department)
    return Rhythm(
        by_week(view.log, span.start, span.end, units),
        best,
        sentence(best, view.departments, span.days),
        second_sentence(best, view.departments, span.days),
        view.departments.get(wanted.department, ""),
        own if own and not own.is_empty else None,
    )


def best_hour_sentence(session: Session, view: View) -> str:
    """Which hour would help most, in words; or that too little is known to say."""
    best = best_hour(view.log, content.current(session).schedules)
    return sentence(best, view.departments, _span(session, view).days)


@dataclass(frozen=True)
class _Span:
    """The hours that were counted, since 1970 in UTC, from start until before end; and the days they are of."""

    start: int
    end: int
    days: int


def _span(session: Session, view: View) -> _Span:
    """The part of the period that was counted: not before the first call that was ever logged, and not what is still to come."""
    start, end = (hour_of(moment) for moment in bounds(view.wanted.first, view.wanted.last))
    oldest = session.exec(select(func.min(LoggedHour.hour))).one()
    start = min(max(start, oldest or start), end)
    end = max(start, min(end, hour_of(view.at) + 1))
    days = (local(moment_of(max(start, end - 1))).date() - local(moment_of(start)).date()).days + 1
    return _Span(start, end, days)
