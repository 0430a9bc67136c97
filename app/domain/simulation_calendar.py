"""When people ring a town hall in a made-up year: by weekday, by hour, around holidays and when the schools are closed."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from functools import lru_cache

from app.domain.hours import Schedule, Span, day_of, parse_spans, public_holidays

# Monday holds what the weekend kept back.
WEEKDAY = (1.34, 1.03, 0.94, 1.02, 0.74, 0.03, 0.02)
MONTH = (1.14, 1.0, 1.03, 1.0, 0.98, 1.0, 0.7, 1.08, 1.06, 1.0, 1.0, 0.9)
CLOSED_DAY = 0.02
AFTER_CLOSED = 1.22
SCHOOL_HOLIDAY = 0.8
CHRISTMAS = 0.6
# Calls that begin in each hour of an ordinary open day; the hours of the main number cut it.
HOUR = {7: 0.5, 8: 0.92, 9: 1.3, 10: 1.28, 11: 1.06, 12: 0.74, 13: 0.92, 14: 0.78, 15: 0.5, 16: 0.34, 17: 0.2, 18: 0.15}
MONDAY_MORNING = {8: 1.45, 9: 1.4, 10: 1.2}
WHEN_CLOSED = 0.012
USUAL_WEEK = ("08:00-15:00", "08:00-15:00", "08:00-15:00", "08:00-17:00", "08:00-13:00", None, None)


def spans_of(main: Schedule | None, day: date) -> tuple[Span, ...]:
    """When the main number is open on a day; the hours of an ordinary town hall where none are given."""
    if main is not None:
        return day_of(main, day).spans
    usual = USUAL_WEEK[day.weekday()]
    return parse_spans((usual,)) if usual and day not in public_holidays(day.year) else ()


def is_open(spans: tuple[Span, ...], wall: time) -> bool:
    """Whether a wall clock falls in one of the spans of its day."""
    return any(span.start <= wall and (span.end is None or wall < span.end) for span in spans)


def day_weight(main: Schedule | None, day: date) -> float:
    """How many calls a day has beside others; 1 is an ordinary day."""
    weight = MONTH[day.month - 1] * _school(day)
    if not spans_of(main, day):
        return weight * min(CLOSED_DAY, WEEKDAY[day.weekday()])
    yesterday = day - timedelta(days=1)
    was_holiday = yesterday.weekday() < 5 and not spans_of(main, yesterday)
    return weight * WEEKDAY[day.weekday()] * (AFTER_CLOSED if was_holiday else 1.0)


def hour_weights(main: Schedule | None, day: date) -> Mapping[int, float]:
    """The share of a day's calls that begin in each hour of the wall clock, as weights."""
    spans = spans_of(main, day)
    lift = MONDAY_MORNING if day.weekday() == 0 else {}
    return {
        hour: weight * lift.get(hour, 1.0) * (1.0 if is_open(spans, time(hour)) or is_open(spans, time(hour, 59)) else WHEN_CLOSED)
        for hour, weight in HOUR.items()
    }


def _school(day: date) -> float:
    if (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 2):
        return CHRISTMAS
    return SCHOOL_HOLIDAY if is_school_holiday(day) else 1.0


def is_school_holiday(day: date) -> bool:
    """Whether Danish schools are usually closed: winter, Easter, summer, autumn and Christmas."""
    if (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 2):
        return True
    return any(first <= day <= last for first, last in _school_holidays(day.year))


@lru_cache(maxsize=32)
def _school_holidays(year: int) -> tuple[tuple[date, date], ...]:
    """Week 7, the days before Easter, six weeks from the last Saturday of June, and week 42."""
    winter, autumn = date.fromisocalendar(year, 7, 1), date.fromisocalendar(year, 42, 1)
    easter = next(day for day, name in public_holidays(year).items() if name == "Påskedag")
    june = date(year, 6, 30)
    summer = june - timedelta(days=(june.weekday() - 5) % 7)
    return (
        (winter, winter + timedelta(days=6)),
        (easter - timedelta(days=8), easter + timedelta(days=1)),
        (summer, summer + timedelta(days=43)),
        (autumn, autumn + timedelta(days=6)),
    )
