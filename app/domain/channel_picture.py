"""All channels in one picture: contacts per channel and day, their shares and their change, never a day without figures counted as nought."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, log, sqrt

from app.domain.channels import CHANNEL_WORDS, Channel
from app.domain.figure_table import Cell, Table
from app.domain.figures import FEWEST_SHOWN, TOO_FEW, Z95, Share, share
from app.domain.hours import DANISH_MONTHS

# Contacts by day; a day that is not there has no figures.
Days = Mapping[date, int]
LONGEST_IN_WEEKS = 183
FEWEST_STEPS = 3
MOST_LISTED = 10
NOTHING_BEFORE = "ingen tal før"
PHONE = Channel.PHONE.value
# Here the phone is the calls of the log, not what telephony counts.
WORDS: Mapping[str, str] = {**CHANNEL_WORDS, PHONE: "Telefon (loggede opkald)"}


@dataclass(frozen=True)
class Change:
    """How much contacts a day with figures rose or fell, -1 to above; its 95 % interval as if contacts came at random; or why it is not told."""

    value: float | None
    low: float | None = None
    high: float | None = None
    why: str = ""


@dataclass(frozen=True)
class Line:
    """A channel in a period: its contacts, its days with figures, its share of all on the days that tell, and its change."""

    channel: str
    contacts: int
    days: int
    share: Share | None
    change: Change

    @property
    def a_day(self) -> float:
        """Contacts for each day with figures."""
        return self.contacts / self.days if self.days else 0.0


@dataclass(frozen=True)
class Step:
    """A channel in one whole week or month: its first day, contacts, and days with figures (none: there is nothing to tell)."""

    channel: str
    start: date
    contacts: int
    days: int

    @property
    def a_day(self) -> float:
        """Contacts for each day with figures."""
        return self.contacts / self.days if self.days else 0.0

    @property
    def is_told(self) -> bool:
        """Whether there are figures, and not for so few contacts that somebody could be recognised."""
        return self.days > 0 and not 0 < self.contacts < FEWEST_SHOWN


@dataclass(frozen=True)
class Trend:
    """The whole weeks or months of a period, channel by channel."""

    by_week: bool
    steps: Sequence[Step]

    def name(self, start: date) -> str:
        """`uge 47` or `november 2026`."""
        return f"uge {start.isocalendar().week}" if self.by_week else f"{DANISH_MONTHS[start.month - 1]} {start.year}"

    def short_name(self, start: date) -> str:
        """`uge 47` or `nov 26`."""
        return self.name(start) if self.by_week else f"{DANISH_MONTHS[start.month - 1][:3]} {start:%y}"


@dataclass(frozen=True)
class Listed:
    """Topics or departments with most contacts: for each its contacts by channel. `untold` are channels that are not divided so."""

    channels: Sequence[str]
    rows: Sequence[tuple[str, Mapping[str, int]]]
    untold: Sequence[str]

    def total(self, numbers: Mapping[str, int]) -> int:
        """The contacts of a row as far as they are shown: with those that are too few, they could be worked out."""
        return sum(number for number in numbers.values() if number >= FEWEST_SHOWN)


@dataclass(frozen=True)
class Picture:
    """The channels of a period of `of` days; shares are of the `common` days on which all of them tell, but for the `sparse` ones."""

    of: int
    common: int
    lines: Sequence[Line]
    sparse: Sequence[str]

    @property
    def most(self) -> Line | None:
        """The channel with the largest share."""
        return max((line for line in self.lines if line.share), key=lambda line: line.share.hits if line.share else 0, default=None)

    @property
    def gaps(self) -> Sequence[Line]:
        """The channels with figures for some of the days only."""
        return [line for line in self.lines if 0 < line.days < self.of]


def picture(now: Mapping[str, Days], before: Mapping[str, Days], of: int) -> Picture:
    """Contacts by channel and day, and those of the days before, put together. Channels stand in their usual order."""
    told = {channel: now[channel] for channel in CHANNEL_WORDS if now.get(channel)}
    enough = {channel: days for channel, days in told.items() if 2 * len(days) >= max(map(len, told.values()))}
    common = set.intersection(*map(set, enough.values())) if len(enough) > 1 else set[date]()
    sums = {channel: sum(days[day] for day in common) for channel, days in enough.items()}
    total = sum(sums.values())
    lines = [
        Line(
            channel,
            sum(days.values()),
            len(days),
            share(sums[channel], total) if channel in sums and total else None,
            _change(days, before.get(channel, {})),
        )
        for channel, days in told.items()
    ]
    return Picture(of, len(common), lines, [channel for channel in told if channel not in enough])


def _change(now: Days, before: Days) -> Change:
    if not before:
        return Change(None, why=NOTHING_BEFORE)
    new, old = sum(now.values()), sum(before.values())
    if min(new, old) < FEWEST_SHOWN:
        return Change(None, why=TOO_FEW)
    ratio, half = (new / len(now)) / (old / len(before)), Z95 * sqrt(1 / new + 1 / old)
    return Change(ratio - 1, exp(log(ratio) - half) - 1, exp(log(ratio) + half) - 1)


def trend(now: Mapping[str, Days], first: date, last: date) -> Trend | None:
    """The whole weeks of a period, or its whole months when it is long; None when there are too few to see a trend."""
    by_week = (last - first).days < LONGEST_IN_WEEKS
    starts = _starts(first, last, by_week=by_week)
    if len(starts) < FEWEST_STEPS:
        return None
    place = dict.fromkeys(starts)
    steps = []
    for channel in CHANNEL_WORDS:
        contacts, days = Counter[date](), Counter[date]()
        for day, number in now.get(channel, {}).items():
            start = _start(day, by_week=by_week)
            if start in place:
                contacts[start] += number
                days[start] += 1
        if days:
            steps += [Step(channel, start, contacts[start], days[start]) for start in starts]
    return Trend(by_week, steps) if steps else None


def _start(day: date, *, by_week: bool) -> date:
    return day - timedelta(days=day.weekday()) if by_week else day.replace(day=1)


def _starts(first: date, last: date, *, by_week: bool) -> list[date]:
    """The first days of the weeks or months that lie in a period whole."""
    found, start = [], _start(first, by_week=by_week)
    while start <= last:
        after = _start(start + timedelta(days=7 if by_week else 31), by_week=by_week)
        if start >= first and after - timedelta(days=1) <= last:
            found.append(start)
        start = after
    return found


def listed(counts: Mapping[str, Mapping[str, int]], channels: Iterable[str]) -> Listed | None:
    """Contacts by channel and then by topic or department, as the ten with most; None unless another channel than the phone is divided so."""
    told = {channel: {slug: number for slug, number in counts.get(channel, {}).items() if slug} for channel in channels}
    divided = [channel for channel, numbers in told.items() if numbers]
    if set(divided) <= {PHONE}:
        return None
    totals = Counter[str]()
    for channel in divided:
        totals.update(told[channel])
    first = sorted(totals, key=lambda slug: (-totals[slug], slug))[:MOST_LISTED]
    rows = [(slug, {channel: told[channel][slug] for channel in divided if slug in told[channel]}) for slug in first]
    return Listed(divided, rows, [channel for channel in told if channel not in divided])


def table_of(found: Picture) -> Table:
    """The channels as a table to take away."""
    head = ("Kanal", "Henvendelser", "Dage med tal", "Dage i perioden", "Pr. dag med tal", "Andel", "Andel, lav", "Andel, høj", "Ændring pr. dag")
    rows: list[Sequence[Cell]] = []
    for line in found.lines:
        part = line.share or Share(0, 0, None, None, None)
        shown = line.contacts >= FEWEST_SHOWN
        value, low, high = (part.value, part.low, part.high) if part.n >= FEWEST_SHOWN and shown else (None, None, None)
        a_day = round(line.a_day, 2) if shown else None
        rows.append((WORDS[line.channel], line.contacts if shown else TOO_FEW, line.days, found.of, a_day, value, low, high, line.change.value))
    return Table("kanaler", "Kanaler", head, rows)


def trend_table(found: Trend) -> Table:
    """The trend as a table to take away: nothing stands where there are no figures."""
    rows: list[Sequence[Cell]] = []
    for step in found.steps:
        shown: Cell = None if not step.days else step.contacts if step.contacts >= FEWEST_SHOWN or not step.contacts else TOO_FEW
        rows.append((step.start, WORDS[step.channel], shown, step.days))
    head = ("Uge, der begynder" if found.by_week else "Måned, der begynder", "Kanal", "Henvendelser", "Dage med tal")
    return Table("kanaler-udvikling", "Kanaler over tid", head, rows)


def listed_table(found: Listed, slug: str, word: str, names: Mapping[str, str]) -> Table:
    """Topics or departments by channel as a table to take away."""
    rows = [(names.get(key, key), *(_cell(numbers.get(channel)) for channel in found.channels)) for key, numbers in found.rows]
    return Table(f"kanaler-{slug}", f"Kanaler efter {word.lower()}", (word, *(WORDS[channel] for channel in found.channels)), rows)


def _cell(number: int | None) -> Cell:
    return number if number is None or not 0 < number < FEWEST_SHOWN else TOO_FEW
