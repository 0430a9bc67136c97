"""The log around what a page of figures shows: far enough back for its trend, and for how it was before each change; read once."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from sqlmodel import Session

from app.base.clock import local
from app.domain.call_log import Log
from app.domain.effect import LONGEST_WINDOW
from app.domain.figures import Tally
from app.domain.hour_counts import HourCounts, hour_counts
from app.domain.periods import LONGEST_DAYS, By, bounds, hour_of
from app.domain.trend import days_of, usual_step
from app.services import figures
from app.services.figures import View, Wanted

# The newest day with calls is looked for so far back, and compared with a month before that.
LAST_DAY_WITHIN = 60
_MONTH = 30


@dataclass(frozen=True)
class LookBack:
    """The step of the trend and the days it shows; the counts by hour of the calls that are wanted; and all calls of the same callers,
    for what is about one topic or department."""

    by: By
    first: date
    last: date
    wanted: Wanted
    log: Log

    @cached_property
    def hours(self) -> HourCounts:
        return hour_counts(self.log.where(department=self.wanted.department, topic=self.wanted.topic))

    def tally(self, first: date, last: date) -> Tally:
        """The wanted calls of some days."""
        start, end = bounds(first, last)
        return self.hours.between(hour_of(start), hour_of(end))


def about(log: Log, *, topics: Collection[str] = (), departments: Collection[str] = ()) -> Log:
    """The questions of a log about some topics or departments."""
    places, column = (log.codes.topics, log.topic) if topics else (log.codes.departments, log.department)
    wanted = topics or departments
    if len(wanted) == 1:
        return log.only(column == places.known(next(iter(wanted))))
    fits = np.zeros(max(len(places), 1), bool)
    fits[[place for name in wanted if (place := places.known(name)) < len(fits)]] = True
    return log.only(fits[column])


def read(session: Session, view: View, step: By | None = None) -> LookBack:
    """The log around a view, with the trend in some step; the usual one for its period when none is given. Raises Invalid."""
    wanted, today = view.wanted, local(view.at).date()
    last_shown = min(wanted.last, max(wanted.first, today))
    by = step or usual_step(wanted.first, last_shown)
    first_shown, last_shown = days_of(by, wanted.first, last_shown)
    ends = min(max(today, wanted.last), wanted.last + LONGEST_WINDOW)
    begins = min(first_shown, wanted.first - 2 * LONGEST_WINDOW, today - timedelta(days=LAST_DAY_WITHIN + _MONTH) if ends >= today else wanted.first)
    begins = max(begins, ends - timedelta(days=LONGEST_DAYS))
    around = replace(wanted, first=begins, last=ends, topic="", department="")
    return LookBack(by, first_shown, last_shown, wanted, figures.log(session, around))
