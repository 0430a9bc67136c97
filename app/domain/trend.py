"""The calls by day, week or month in order, each stretch whole or said to be unfinished; with the figures that make the trend."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.figure_table import Cell, Table
from app.domain.figures import DEFINITIONS, Figure, Tally, figure
from app.domain.hours import DANISH_MONTHS, date_words
from app.domain.marks import Mark
from app.domain.periods import NAMES, By, bounds

LINES = tuple(definition for definition in DEFINITIONS if definition.code in {"gross", "net", "repeat_adjusted"})
STEPS: Mapping[By, str] = {By.DAY: "Dage", By.WEEK: "Uger", By.MONTH: "Måneder"}
_DAYS, _MOST_DAYS, _WEEKS, _MONTHS = 30, 366, 26, 13
# From how many days on weeks, and then months, show more than days do.
_LONG, _LONGER = 92, 190


@dataclass(frozen=True)
class Stretch:
    """A day, week or month: its code, what it is called on the axis and in a sentence, the days of it that are looked at, and whether
    that is all of it and over."""

    name: str
    label: str
    words: str
    first: date
    last: date
    is_whole: bool


@dataclass(frozen=True)
class Bucket:
    """A stretch with the counts of its calls."""

    stretch: Stretch
    tally: Tally

    def figures(self) -> Mapping[str, Figure]:
        """The figures of the lines by code."""
        return {line.code: figure(line.rule(self.tally)) for line in LINES}


@dataclass(frozen=True)
class Trend:
    """Buckets in order, with what happened meanwhile, newest first."""

    by: By
    buckets: Sequence[Bucket]
    marks: Sequence[Mark]


def usual_step(first: date, last: date) -> By:
    """The step in which a period is best read."""
    days = (last - first).days + 1
    if days <= _LONG:
        return By.DAY
    return By.WEEK if days <= _LONGER else By.MONTH


def days_of(by: By, first: date, last: date) -> tuple[date, date]:
    """The days a trend shows for a period: at least 30 days and at most a year of them, 26 weeks, or 13 months, up to the last day."""
    if by is By.DAY:
        return max(min(first, last - timedelta(days=_DAYS - 1)), last - timedelta(days=_MOST_DAYS - 1)), last
    if by is By.WEEK:
        return last - timedelta(days=last.weekday(), weeks=_WEEKS - 1), last
    months = last.year * 12 + last.month - _MONTHS
    return date(months // 12, months % 12 + 1, 1), last


def stretches(by: By, first: date, last: date, today: date) -> list[Stretch]:
    """The days, weeks or months of a period in order, also those without a call."""
    days: dict[str, list[date]] = {}
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        days.setdefault(NAMES[by](bounds(day, day)[0]), []).append(day)
    return [_stretch(by, name, found[0], found[-1], today) for name, found in days.items()]


def table(trend: Trend) -> Table:
    """The trend as it is exported: a row for each bucket."""
    head = ["Fra", "Til", "Hele", "Opkald", "Talte opkald"]
    for line in LINES:
        head += [line.word, "Lav (95 %)", "Høj (95 %)", "Antal"]
    return Table("udvikling", f"Udviklingen, {STEPS[trend.by].lower()}", head, [_row(bucket) for bucket in trend.buckets])


def _row(bucket: Bucket) -> Sequence[Cell]:
    told: Iterable[Figure] = bucket.figures().values()
    shares = [cell for found in told for cell in (found.value, found.low, found.high, found.n)]
    stretch = bucket.stretch
    return [stretch.first, stretch.last, "ja" if stretch.is_whole else "nej", bucket.tally.calls, bucket.tally.counted, *shares]


def _stretch(by: By, name: str, first: date, last: date, today: date) -> Stretch:
    if by is By.DAY:
        words, label, end = f"den {date_words(first, with_year=False)}", f"{first.day}. {DANISH_MONTHS[first.month - 1][:3]}", first
    elif by is By.WEEK:
        week = int(name.split("W")[1])
        words, label, end = f"uge {week}", f"uge {week}", first + timedelta(days=6 - first.weekday())
    else:
        month = DANISH_MONTHS[first.month - 1]
        words, label = f"{month} {first.year}", month[:3]
        end = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return Stretch(name, label, words, first, last, end < today and end <= last)
