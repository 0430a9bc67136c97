"""When they ring and when nobody answers: the log by weekday and hour on the Danish clock, fair to periods with five Mondays in them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from app.base.clock import local
from app.domain.call_log import Log, hourly
from app.domain.figure_table import Table
from app.domain.figures import FEWEST_SHOWN, Share, Tally, share
from app.domain.hours import DANISH_WEEKDAYS, Schedule
from app.domain.log_values import Numbers, Result
from app.domain.outcomes import Outcome
from app.domain.periods import moment_of

DAYS, HOURS = 7, 24
SLOTS = DAYS * HOURS
MINUTES = 60
# 1 January 1970 was a Thursday.
_FIRST_WEEKDAY = 3
# What is shown even when nobody rings then.
_WORKING_HOURS = (8, 16)
# What of the counts of an hour is looked at, in the order of the fields of a Slot.
_COLUMNS = [[part.name for part in fields(Tally)].index(name) for name in ("calls", "reached", "not_reached")]


@dataclass(frozen=True)
class Slot:
    """An hour of the week (Monday is 0), how many times it came in the period, its calls, and the transfers of their questions.
    `open_units` are the departments that get transfers and are open for half of it or more."""

    weekday: int
    hour: int
    times: int
    calls: int = 0
    reached: int = 0
    not_reached: int = 0
    open_units: int = 0

    @property
    def name(self) -> str:
        """`torsdag kl. 15-16`."""
        return f"{self.weekday_word} kl. {self.hour}-{self.hour + 1}"

    @property
    def weekday_word(self) -> str:
        return DANISH_WEEKDAYS[self.weekday]

    @property
    def average(self) -> float | None:
        """Calls each time the hour came; None when it never came, or for so few calls that it cannot be told."""
        return self.calls / self.times if self.times and not 0 < self.calls < FEWEST_SHOWN else None

    @property
    def transfers(self) -> int:
        return self.reached + self.not_reached

    @property
    def missed(self) -> Share | None:
        """The transfers that were not reached out of all; None for so few that it cannot be told."""
        return share(self.not_reached, self.transfers) if self.transfers >= FEWEST_SHOWN else None


@dataclass(frozen=True)
class Week:
    """All 168 hours of the week in order, and how many departments with known hours get transfers."""

    slots: Sequence[Slot]
    units: int = 0

    def at(self, weekday: int, hour: int) -> Slot:
        return self.slots[weekday * HOURS + hour]

    @property
    def calls(self) -> int:
        return sum(slot.calls for slot in self.slots)

    @property
    def not_reached(self) -> int:
        return sum(slot.not_reached for slot in self.slots)

    @property
    def busiest(self) -> Slot | None:
        """The hour with most calls each time it came; the earliest of several."""
        known = [slot for slot in self.slots if slot.average]
        return max(known, key=lambda slot: slot.average or 0) if known else None

    @property
    def most_missed(self) -> Slot | None:
        """The hour with most transfers that were not reached; the earliest of several."""
        known = [slot for slot in self.slots if slot.not_reached >= FEWEST_SHOWN]
        return max(known, key=lambda slot: slot.not_reached) if known else None

    def shown_hours(self, *, opening: Numbers | None = None) -> range:
        """The hours of the day worth a row: the working day, and those in which somebody rings or the department is open (`opening`, for
        each hour of the week), unless it never closes."""
        first, last = _WORKING_HOURS
        closes = opening is not None and not opening.all()
        for hour in range(HOURS):
            calls = sum(self.at(day, hour).calls for day in range(DAYS))
            is_open = opening is not None and bool(opening[hour::HOURS].any())
            if calls >= FEWEST_SHOWN or (is_open and closes):
                first, last = min(first, hour), max(last, hour + 1)
        return range(first, last)


def decimal(value: float) -> str:
    """`12,3`, and `123` where a tenth says nothing."""
    return f"{value:.0f}" if value >= 100 or value == 0 else f"{value:.1f}".replace(".", ",")


def wall_hours(hours: Sequence[int] | Numbers) -> Numbers:
    """Hours counted since 1970 in UTC as the hours a Danish wall clock has shown since then: in autumn one comes twice, in spring one never."""
    given: Numbers = np.asarray(hours, np.int64)
    days, place = np.unique(given // HOURS, return_inverse=True)
    ahead = {int(day): _ahead(int(day) * HOURS) for day in [*days, *(days + 1)]}
    offsets: Numbers = np.array([ahead[int(day)] for day in days], np.int64)[place]
    for day in days:
        if ahead[int(day)] != ahead[int(day) + 1]:
            rows = np.flatnonzero(given // HOURS == day)
            offsets[rows] = [_ahead(int(hour)) for hour in given[rows]]
    return given + offsets


def _ahead(hour: int) -> int:
    """How many hours the Danish clock is ahead in an hour since 1970."""
    offset = local(moment_of(hour)).utcoffset()
    return int(offset.total_seconds()) // 3600 if offset else 0


def slots_of(wall: Numbers) -> Numbers:
    """The place in the week, 0 to 167, of hours on the wall clock."""
    slots: Numbers = (wall // HOURS + _FIRST_WEEKDAY) % DAYS * HOURS + wall % HOURS
    return slots


def by_week(log: Log, start: int, end: int, schedules: Sequence[Schedule] = ()) -> Week:
    """The log by hours of the week. The period is the hours from `start` until before `end`, since 1970 in UTC; `schedules` are those of the
    departments that get transfers."""
    times = np.bincount(slots_of(wall_hours(np.arange(start, max(start, end)))), minlength=SLOTS)
    sums = np.zeros((SLOTS, len(_COLUMNS)), np.int64)
    if log.hours:
        np.add.at(sums, slots_of(wall_hours(log.hours)), hourly(log)[:, _COLUMNS])
    known = [open_hours(schedule) for schedule in schedules if not schedule.is_empty]
    units = sum(known, np.zeros(SLOTS, np.int64))
    rows = zip(times.tolist(), sums.tolist(), units.tolist(), strict=True)
    slots = [Slot(*divmod(place, HOURS), come, *map(int, (*counted, unit))) for place, (come, counted, unit) in enumerate(rows)]
    return Week(slots, len(known))


def open_minutes(schedule: Schedule) -> Numbers:
    """How many minutes of each hour of its usual week a department is open, 0 to 60."""
    found = np.zeros(SLOTS, np.int64)
    for weekday, spans in enumerate(schedule.week):
        for span in spans:
            first = span.start.hour * MINUTES + span.start.minute
            last = span.end.hour * MINUTES + span.end.minute if span.end else HOURS * MINUTES
            for hour in range(HOURS):
                found[weekday * HOURS + hour] += max(0, min(last, (hour + 1) * MINUTES) - max(first, hour * MINUTES))
    return found


def open_hours(schedule: Schedule) -> Numbers:
    """For each hour of its usual week whether a department is open for half of it or more."""
    found: Numbers = open_minutes(schedule) >= MINUTES // 2
    return found


def departments_with_transfers(log: Log) -> list[str]:
    """The departments somebody was transferred to, by slug."""
    of_result = log.codes.results.known_table(_is_transfer).astype(bool)
    by_unit = np.bincount(log.department[of_result[log.result]], minlength=len(log.codes.departments))
    return sorted(slug for slug, number in zip(log.codes.departments.values, by_unit, strict=False) if slug and number)


def _is_transfer(result: Result) -> bool:
    return result.outcome == Outcome.TRANSFERRED and result.reached is not None


def rhythm_table(week: Week) -> Table:
    """The hours of the week as they are exported."""
    head = ("Ugedag", "Time", "Gange i perioden", "Opkald", "I gennemsnit", "Viderestillinger", "Ikke nået", "Andel ikke nået", "Åbne afdelinger")
    rows = [
        (
            slot.weekday_word,
            slot.hour,
            slot.times,
            slot.calls,
            slot.average,
            slot.transfers,
            slot.not_reached,
            slot.missed.value if slot.missed else None,
            slot.open_units if week.units else None,
        )
        for slot in week.slots
    ]
    return Table("ugens-timer", "Hvornår der ringes, og hvornår ingen svarer", head, rows)
