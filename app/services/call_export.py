"""The calls of a period as a file that is written while it is sent: a day at a time, each with a session of its own.

Nothing but one day is ever in memory, and between two days no connection is held, so that neither a slow reader nor one who goes away
keeps anything.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import Engine
from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from app.base.clock import local
from app.base.errors import Invalid
from app.domain.call_rows import HEAD, Asked, lines
from app.domain.csv_table import line
from app.domain.figure_csv import END, MARK
from app.domain.figures import FEWEST_SHOWN
from app.domain.periods import bounds, hour_of, moment_of
from app.models import Call, CallQuestion
from app.models.call import SIMULATION
from app.services.figures import View, Wanted

A_HANDFUL = 64_000
MOST_KNOWN = 50_000
NOT_BY_WHO = "Filen med opkald kan ikke vælges efter, hvem der ringede, eller sprog: så ville valget fortælle, hvad filen udelader."


@dataclass(frozen=True)
class Export:
    """What a file will hold: how many questions of how many calls, on which Danish days. None when there are `too_few`."""

    rows: int
    calls: int
    days: Sequence[date]

    @property
    def too_few(self) -> bool:
        return 0 < self.calls < FEWEST_SHOWN


def planned(view: View) -> Export:
    """What the calls of a view make as a file. Raises Invalid with the field when it is narrowed by who rang."""
    if view.wanted.caller_type or view.wanted.language:
        raise Invalid(NOT_BY_WHO, "caller_type" if view.wanted.caller_type else "language")
    if view.tally.calls < FEWEST_SHOWN:
        return Export(0, view.tally.calls, ())
    with_calls = np.flatnonzero(np.bincount(view.log.hour))
    days = sorted({local(moment_of(view.log.hours[place])).date() for place in with_calls.tolist()})
    return Export(len(view.log), view.tally.calls, days)


def text(engine: Engine, view: View, export: Export) -> Iterator[str]:
    """The file in handfuls: its head, then the days one after the other."""
    yield MARK + line(HEAD) + END
    known: dict[Asked, str] = {}
    waiting: list[str] = []
    size = 0
    for day in export.days:
        with Session(engine) as session:
            rows = list(_questions(session, view.wanted, day))
        if len(known) > MOST_KNOWN:
            known.clear()
        found = lines(day.isoformat(), rows, view.topics, view.departments, known)
        waiting += found
        size += sum(map(len, found))
        if size > A_HANDFUL:
            yield END.join(waiting) + END
            waiting, size = [], 0
    if waiting:
        yield END.join(waiting) + END


def _questions(session: Session, wanted: Wanted, day: date) -> Iterator[Asked]:
    start, end = bounds(day, day)
    query = rows_of(
        col(Call.id),
        col(Call.started_at),
        col(Call.channel),
        col(Call.caller_type),
        col(Call.language),
        col(Call.logged_by),
        col(CallQuestion.topic),
        col(CallQuestion.department),
        col(CallQuestion.outcome),
        col(CallQuestion.reached),
        col(CallQuestion.offer),
        col(CallQuestion.reason),
        col(CallQuestion.answer_in_guide),
        col(CallQuestion.avoidable),
    ).join(CallQuestion, col(CallQuestion.call_id) == col(Call.id))
    query = query.where(col(Call.saved_at).is_not(None), col(Call.started_at) >= start, col(Call.started_at) < end)
    if wanted.topic:
        query = query.where(col(CallQuestion.topic) == wanted.topic)
    if wanted.department:
        query = query.where(col(CallQuestion.department) == wanted.department)
    hours: dict[int, int] = {}
    for row in session.connection().execute(query):
        yield _asked(row, _wall_hour(row[1], hours))


def _wall_hour(began: datetime, known: dict[int, int]) -> int:
    hour = hour_of(began)
    if hour not in known:
        known[hour] = local(moment_of(hour)).hour
    return known[hour]


def _asked(row: Any, hour: int) -> Asked:
    call, _, channel, caller_type, language, logged_by, topic, department, *ending = row
    return Asked(call, hour, channel, caller_type, language, logged_by == SIMULATION, topic or "", department or "", *ending)
