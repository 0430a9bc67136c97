"""The hour that would help most: where callers could not be put through because a department was closed, or because nobody answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from app.domain.call_log import Log
from app.domain.figures import FEWEST_SHOWN
from app.domain.hours import DANISH_WEEKDAYS, Schedule, day_of, public_holidays
from app.domain.log_values import Numbers, Result
from app.domain.outcomes import Outcome, Reason
from app.domain.rhythm import HOURS, MINUTES, SLOTS, open_minutes, slots_of, wall_hours

TOO_LITTLE = "For lidt at gå efter: i ingen time er der fem, der ikke kunne stilles igennem til samme afdeling."
SHORTEST_MONTH, LONGEST_MONTH = 28, 31
DAYS_A_MONTH = 365.25 / 12
_EPOCH = date(1970, 1, 1)
# How a question was lost, and how many ways there are.
_SAID_CLOSED, _NO_ANSWER, _LEFT_WORD = 1, 2, 3
_WAYS = 4


@dataclass(frozen=True)
class LostHour:
    """A department in one hour of the week (Monday is 0): the questions that were lost there, and how many of them were transfers."""

    department: str
    weekday: int
    hour: int
    lost: int
    transfers: int

    @property
    def name(self) -> str:
        """`Torsdag kl. 15-16`."""
        return f"{DANISH_WEEKDAYS[self.weekday].capitalize()} kl. {self.hour}-{self.hour + 1}"


@dataclass(frozen=True)
class Best:
    """The worst hour in which a department was closed and the worst in which one was open, None where fewer than five were lost in
    every hour; and how many were lost in all, closed and open."""

    closed: LostHour | None = None
    open: LostHour | None = None
    lost_closed: int = 0
    lost_open: int = 0

    @property
    def first(self) -> LostHour | None:
        """The one with most; a closed hour of two equal ones, since it takes a decision and no more hands."""
        found = [hour for hour in (self.closed, self.open) if hour]
        return max(found, key=lambda hour: hour.lost) if found else None

    @property
    def second(self) -> LostHour | None:
        return self.open if self.first is self.closed else self.closed


def best_hour(log: Log, schedules: Mapping[str, Schedule]) -> Best:
    """Where most questions were lost, by department and hour of the week.

    Lost while closed: transfers that were not reached and questions left because the department was closed, in hours its usual week
    leaves out. Lost while open: transfers that were not reached in hours it keeps. In an hour that is partly open the operator's reason
    decides. Days on which a department did not keep its usual week (closing days, holidays, special days) are left out, since no other
    opening hour would have helped; so are departments whose hours nobody knows.
    """
    way = log.codes.results.known_table(_way).astype(np.uint8)[log.result]
    rows = np.flatnonzero(way)
    slugs = list(log.codes.departments.values)
    if not len(rows):
        return Best()
    wall, hour = wall_hours(log.hours), log.hour[rows]
    day, slot = (wall // HOURS)[hour], slots_of(wall)[hour]
    unit, way = log.department[rows], way[rows]
    known = {int(place) for place in np.unique(unit) if slugs[place] in schedules and not schedules[slugs[place]].is_empty}
    usual = _usual(unit, day, {place: schedules[slugs[place]] for place in known})
    key = (unit[usual].astype(np.int64) * SLOTS + slot[usual]) * _WAYS + way[usual]
    lost = np.bincount(key, minlength=len(slugs) * SLOTS * _WAYS).reshape(len(slugs), SLOTS, _WAYS)
    minutes = np.array([open_minutes(schedules[slug]) if place in known else np.zeros(SLOTS, np.int64) for place, slug in enumerate(slugs)])
    return _best(lost, minutes, slugs)


def _best(lost: Numbers, minutes: Numbers, slugs: list[str]) -> Best:
    said, silent, left = (lost[:, :, way] for way in (_SAID_CLOSED, _NO_ANSWER, _LEFT_WORD))
    shut, whole = minutes == 0, minutes == MINUTES
    partly = ~shut & ~whole
    closed_transfers = np.where(shut, said + silent, np.where(partly, said, 0))
    closed = closed_transfers + np.where(whole, 0, left)
    unanswered = np.where(whole, said + silent, np.where(partly, silent, 0))
    return Best(_worst(closed, closed_transfers, slugs), _worst(unanswered, unanswered, slugs), int(closed.sum()), int(unanswered.sum()))


def _worst(lost: Numbers, transfers: Numbers, slugs: list[str]) -> LostHour | None:
    """The hour with most; of several the first in the week, then the first department by name."""
    most = int(lost.max(initial=0))
    if most < FEWEST_SHOWN:
        return None
    slot, slug, place = min((int(slot), slugs[place], int(place)) for place, slot in np.argwhere(lost == most))
    return LostHour(slug, slot // HOURS, slot % HOURS, most, int(transfers[place, slot]))


def _usual(unit: Numbers, day: Numbers, schedules: Mapping[int, Schedule]) -> Numbers:
    """Which questions were asked on days on which their department, if its hours are known, kept its usual week."""
    first, last = int(day.min()), int(day.max())
    kept = np.zeros((int(unit.max()) + 1, last - first + 1), bool)
    for place, schedule in schedules.items():
        kept[place] = True
        for other in unusual_days(schedule, _EPOCH + timedelta(days=first), _EPOCH + timedelta(days=last)):
            kept[place, (other - _EPOCH).days - first] = False
    found: Numbers = kept[unit, day - first]
    return found


def unusual_days(schedule: Schedule, first: date, last: date) -> set[date]:
    """The days from first to last on which a department does not keep the hours of its usual week."""
    years = range(first.year, last.year + 1)
    named = {*schedule.special, *_dates(schedule.closed, years), *(day for year in years for day in public_holidays(year))}
    return {day for day in named if first <= day <= last and day_of(schedule, day).spans != schedule.week[day.weekday()]}


def _dates(closing: Iterable[str], years: Iterable[int]) -> set[date]:
    """Closing days as dates; one that comes every year in each of the years that have it."""
    texts = {text if text.count("-") > 1 else f"{year}-{text}" for text in closing for year in years}
    found = set()
    for text in texts:
        try:
            found.add(date.fromisoformat(text))
        except ValueError:  # 29 February, in a year without one
            continue
    return found


def closed_sentence(hour: LostHour, name: str, days: int) -> str:
    """`Torsdag kl. 15-16: 46 viderestillinger om måneden kom ikke igennem, fordi Teknik og Miljø var lukket.`"""
    return f"{hour.name}: {_how_many(hour, days)} kom ikke igennem, fordi {name} var lukket."


def open_sentence(hour: LostHour, name: str, days: int) -> str:
    """`Mandag kl. 9-10: 12 viderestillinger om måneden blev ikke besvaret af Borgerservice, selv om der var åbent.`"""
    return f"{hour.name}: {_how_many(hour, days)} blev ikke besvaret af {name}, selv om der var åbent."


def sentence(best: Best, names: Mapping[str, str], days: int) -> str:
    """Which hour would help most, in words. `days` is how many days were counted."""
    hour = best.first
    if hour is None:
        return TOO_LITTLE
    name = names.get(hour.department, hour.department)
    if hour is best.closed:
        return f"{closed_sentence(hour, name, days)} Det er den time, der ville hjælpe mest."
    return f"{open_sentence(hour, name, days)} Det er der, det ville hjælpe mest, at telefonen blev taget."


def second_sentence(best: Best, names: Mapping[str, str], days: int) -> str:
    """The other kind of hour in words; empty when there is none to point at."""
    hour = best.second
    if hour is None:
        return ""
    name = names.get(hour.department, hour.department)
    return closed_sentence(hour, name, days) if hour is best.closed else open_sentence(hour, name, days)


def _how_many(hour: LostHour, days: int) -> str:
    """How many, by the month where the period is longer than one, with the count behind it."""
    what = "viderestillinger" if hour.transfers == hour.lost else "henvendelser"
    if days < SHORTEST_MONTH:
        return f"{hour.lost} {what} i perioden"
    if days <= LONGEST_MONTH:
        return f"{hour.lost} {what} om måneden"
    monthly = hour.lost / days * DAYS_A_MONTH
    often = f"{monthly:.0f}" if monthly >= 1.5 else f"{monthly:.1f}".replace(".", ",")
    return f"{often} {what} om måneden ({hour.lost} i perioden)"


def _way(result: Result) -> int:
    """How a question was lost; 0 when it was not. A transfer that was reached was not, whatever the reason was said to be."""
    said_closed = result.reason == Reason.CLOSED
    if result.outcome == Outcome.TRANSFERRED:
        return 0 if result.reached is not False else _SAID_CLOSED if said_closed else _NO_ANSWER
    return _LEFT_WORD if said_closed and result.is_open else 0
