"""Open now, until when; or closed, why, and when it opens next. Wall clocks are Danish, moments are UTC."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise

import holidays

from app.base.clock import at_local, local
from app.base.errors import BadContent
from app.models import Closure, Department

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DANISH_WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
DANISH_MONTHS = ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december")
LOOK_AHEAD_DAYS = 370
MIDNIGHT_END = "24:00"
_SPAN = re.compile(r"\s*([0-9]{2}:[0-9]{2})\s*-\s*([0-9]{2}:[0-9]{2})\s*")


@dataclass(frozen=True)
class Span:
    """Open from `start` to `end` on a wall clock; `end` None is midnight at the day's end."""

    start: time
    end: time | None


@dataclass(frozen=True)
class Day:
    """The spans of one date, and why they differ from the usual week (empty when they do not)."""

    spans: tuple[Span, ...]
    reason: str = ""


@dataclass(frozen=True)
class Schedule:
    """All that decides when a unit is open: its week, its special days, the closing days that touch it."""

    week: tuple[tuple[Span, ...], ...]
    special: Mapping[date, Day] = field(default_factory=dict)
    closed: Mapping[str, Day] = field(default_factory=dict)
    open_on_holidays: bool = False

    @property
    def is_empty(self) -> bool:
        """No hours at all: nobody can say when this unit is open."""
        return not any(self.week) and not any(day.spans for day in self.special.values())


@dataclass(frozen=True)
class Availability:
    """Whether a unit can be reached at a moment. `until` and `opens_at` are UTC; `reason` is Danish words."""

    open: bool
    until: datetime | None
    opens_at: datetime | None
    reason: str


def parse_span(text: str) -> Span:
    """`10:00-15:30` as a span. Raises BadContent with a sentence when it is no such thing."""
    parts = _SPAN.fullmatch(text)
    if not parts:
        raise BadContent(f"»{text}« er ikke et tidsrum som 10:00-15:30.")
    start_text, end_text = parts.groups()
    try:
        start = time.fromisoformat(start_text)
        end = None if end_text == MIDNIGHT_END else time.fromisoformat(end_text)
    except ValueError as error:
        raise BadContent(f"»{text}« er ikke et tidsrum som 10:00-15:30.") from error
    if end is not None and end <= start:
        raise BadContent(f"»{text}« slutter, før det begynder.")
    return Span(start, end)


def parse_spans(texts: Iterable[str]) -> tuple[Span, ...]:
    """Several spans of one day, in order. Raises BadContent when they overlap."""
    spans = tuple(sorted((parse_span(text) for text in texts), key=lambda span: span.start))
    for earlier, later in pairwise(spans):
        if earlier.end is None or later.start < earlier.end:
            raise BadContent("Tidsrummene på samme dag overlapper.")
    return spans


def schedule_of(department: Department, closures: Iterable[Closure]) -> Schedule:
    """The schedule of a department with the closing days that touch it. Raises BadContent on hours that cannot be read."""
    unknown = set(department.hours) - set(WEEKDAYS)
    if unknown:
        raise BadContent(f"»{sorted(unknown)[0]}« er ikke en ugedag ({', '.join(WEEKDAYS)}).")
    week = tuple(parse_spans(department.hours.get(day, ())) for day in WEEKDAYS)
    special = {
        date.fromisoformat(str(row["date"])): Day(parse_spans(row.get("spans", ())), str(row.get("reason", ""))) for row in department.special_days
    }
    closed = {
        closure.day: Day(parse_spans(closure.spans), closure.name)
        for closure in closures
        if not closure.departments or department.slug in closure.departments
    }
    return Schedule(week, special, closed, department.open_on_holidays)


def is_day(text: str) -> bool:
    """Whether a closing day (`2026-05-15`, or `12-24` for every year) is in the calendar; 29 February is."""
    try:
        date.fromisoformat(text if text.count("-") > 1 else f"2000-{text}")
    except ValueError:
        return False
    return True


def day_of(schedule: Schedule, day: date) -> Day:
    """What holds on one date: the unit's own special day, else a closing day, else a public holiday, else the week.

    Shorter hours of a closing day never open a unit that would be closed without them.
    """
    if day in schedule.special:
        return schedule.special[day]
    if schedule.open_on_holidays:
        return Day(schedule.week[day.weekday()])
    holiday = public_holidays(day.year).get(day)
    usual = Day((), holiday) if holiday else Day(schedule.week[day.weekday()])
    for key in (day.isoformat(), day.strftime("%m-%d")):
        if key in schedule.closed:
            closing = schedule.closed[key]
            return usual if closing.spans and not usual.spans else closing
    return usual


@lru_cache(maxsize=32)
def public_holidays(year: int) -> dict[date, str]:
    """Danish public holidays of a year by date, with their Danish names."""
    return dict(holidays.country_holidays("DK", years=year, language="da").items())


def availability(schedule: Schedule, at: datetime) -> Availability:
    """Open until when, or closed, why and when it opens next, at a moment."""
    today = local(at).date()
    for start, end in _intervals(schedule, today - timedelta(days=1), 3):
        if start <= at < end:
            until = _follow(schedule, end)
            if until is None:
                return Availability(True, None, None, "åbent hele døgnet")
            return Availability(True, until, None, f"åbent til {_when(until, at)}")
    opens_at = next((start for start, _ in _intervals(schedule, today, LOOK_AHEAD_DAYS) if start > at), None)
    why = _why_closed(schedule, at)
    if opens_at is None:
        return Availability(False, None, None, f"lukket{why}; ingen åbningstider fremover" if not schedule.is_empty else "ingen åbningstider oplyst")
    return Availability(False, None, opens_at, f"lukket{why}; åbner {_when(opens_at, at)}")


def _bounds(day: date, span: Span) -> tuple[datetime, datetime]:
    end = at_local(day, span.end) if span.end else at_local(day + timedelta(days=1), time())
    return at_local(day, span.start), end


def _intervals(schedule: Schedule, first: date, days: int) -> Iterable[tuple[datetime, datetime]]:
    for offset in range(days):
        day = first + timedelta(days=offset)
        for span in day_of(schedule, day).spans:
            start, end = _bounds(day, span)
            if start < end:
                yield start, end


def _follow(schedule: Schedule, end: datetime) -> datetime | None:
    """The end of an open stretch that runs on over midnight; None when it never ends."""
    for start, later in _intervals(schedule, local(end).date(), 8):
        if start == end:
            end = later
    return None if _runs_on(schedule, end) else end


def _runs_on(schedule: Schedule, end: datetime) -> bool:
    return any(start == end for start, _ in _intervals(schedule, local(end).date(), 1))


def _why_closed(schedule: Schedule, at: datetime) -> str:
    wall = local(at)
    day = day_of(schedule, wall.date())
    if day.reason and not any(_bounds(wall.date(), span)[0] > at for span in day.spans):
        return f": {day.reason}"
    if not day.spans:
        return f" om {DANISH_WEEKDAYS[wall.weekday()]}en" if any(schedule.week) and not day.reason else ""
    starts = [_bounds(wall.date(), span)[0] for span in day.spans]
    if all(start <= at for start in starts):
        return " for i dag"
    if all(start > at for start in starts):
        return " endnu"
    return " lige nu"


def _when(moment: datetime, at: datetime) -> str:
    """`kl. 15`, `i morgen kl. 10`, `fredag kl. 10`, `mandag den 4. januar kl. 10`: as one would say it."""
    wall, now = local(moment), local(at)
    days = (wall.date() - now.date()).days
    clock = f"kl. {clock_words(wall.time())}"
    if days == 0:
        return clock
    if days == 1 and wall.time() == time():
        return "midnat"
    if days == 1:
        return f"i morgen {clock}"
    weekday = DANISH_WEEKDAYS[wall.weekday()]
    if days < 7:
        return f"{weekday} {clock}"
    return f"{weekday} den {date_words(wall.date(), with_year=wall.year != now.year)} {clock}"


def clock_words(wall: time) -> str:
    """`10`, `15.30`: a wall clock as Danes write it."""
    return f"{wall.hour}.{wall.minute:02d}" if wall.minute else str(wall.hour)


def date_words(day: date, *, with_year: bool = True) -> str:
    """`5. juni 2026`."""
    words = f"{day.day}. {DANISH_MONTHS[day.month - 1]}"
    return f"{words} {day.year}" if with_year else words


def week_words(schedule: Schedule) -> list[tuple[str, str]]:
    """The usual week in words, neighbouring days with the same hours taken together."""
    rows: list[tuple[int, int, str]] = []
    for index, spans in enumerate(schedule.week):
        words = ", ".join(f"{clock_words(span.start)}-{clock_words(span.end) if span.end else '24'}" for span in spans) or "lukket"
        if rows and rows[-1][2] == words:
            rows[-1] = (rows[-1][0], index, words)
        else:
            rows.append((index, index, words))
    return [(_day_range(first, last), words) for first, last, words in rows]


def _day_range(first: int, last: int) -> str:
    if first == last:
        return DANISH_WEEKDAYS[first]
    return f"{DANISH_WEEKDAYS[first]}-{DANISH_WEEKDAYS[last]}"
