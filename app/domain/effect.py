"""Whether a new version of a guide worked: the share settled before and after, what led to it, and what can honestly be said."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.figures import FEWEST_SHOWN, Share, share
from app.domain.outcomes import call_counts
from app.domain.search.words import tokens

LONGEST_WINDOW = timedelta(days=90)
# An interval wider than this holds both "hardly ever" and "mostly": it says nothing.
WIDEST = 0.5
CHANCE = "kan ikke skelnes fra tilfældigheder"


@dataclass(frozen=True)
class Published:
    """A version's number and the moment it came out."""

    number: int
    at: datetime


@dataclass(frozen=True)
class Asked:
    """One question about the guide: the call it was part of, when that began, the version that was open, and how it ended."""

    call: str
    at: datetime
    version: int | None
    outcome: str


@dataclass(frozen=True)
class Window:
    """A version in force from `start` until before `end`, and the moment from which the same length before is counted."""

    version: int
    before: datetime
    start: datetime
    end: datetime


class Verdict(StrEnum):
    """What the figures allow one to say."""

    TOO_FEW = "too_few"
    CHANCE = "chance"
    BETTER = "better"
    WORSE = "worse"


@dataclass(frozen=True)
class Difference:
    """A share before and after something, and what it is a share of. Better is higher."""

    before: Share
    after: Share
    things: str = "opkald"

    @property
    def calls(self) -> int:
        return self.before.n + self.after.n

    @property
    def points(self) -> float:
        """By how many percentage points the share rose; 0 where one side has nothing."""
        return ((self.after.value or 0) - (self.before.value or 0)) * 100 if self.before.n and self.after.n else 0.0

    @property
    def verdict(self) -> Verdict:
        if _says_nothing(self.before) or _says_nothing(self.after):
            return Verdict.TOO_FEW
        if (self.after.low or 0) > (self.before.high or 0):
            return Verdict.BETTER
        if (self.after.high or 0) < (self.before.low or 0):
            return Verdict.WORSE
        return Verdict.CHANCE

    @property
    def sentence(self) -> str:
        """`fra 61 % til 78 %, 124 opkald`, or why no more can be said."""
        if self.verdict is Verdict.TOO_FEW:
            return f"for få {self.things} til at sige noget ({self.before.n} før, {self.after.n} efter)"
        change = f"fra {_whole(self.before)} % til {_whole(self.after)} %, {_grouped(self.calls)} {self.things}"
        return f"{change}: {CHANCE}" if self.verdict is Verdict.CHANCE else change


@dataclass(frozen=True)
class Effect:
    """The calls about a guide before and after a version came out."""

    window: Window
    before: Share
    after: Share

    @property
    def difference(self) -> Difference:
        return Difference(self.before, self.after)

    @property
    def calls(self) -> int:
        return self.difference.calls

    @property
    def verdict(self) -> Verdict:
        return self.difference.verdict

    @property
    def sentence(self) -> str:
        """As the difference says it."""
        return self.difference.sentence


def windows(published: Iterable[Published], now: datetime) -> list[Window]:
    """The versions with the time each was in force, at most 90 days of it, newest first. The first one has nothing before it."""
    rows = sorted(published, key=lambda row: row.number)
    found = []
    for row, replaced in zip(rows[1:], [*(later.at for later in rows[2:]), now], strict=False):
        end = max(row.at, min(replaced, now, row.at + LONGEST_WINDOW))
        found.append(Window(row.number, row.at - (end - row.at), row.at, end))
    return found[::-1]


def effect(window: Window, asked: Iterable[Asked]) -> Effect:
    """The settled share on both sides of a version. A call that had the other side's version open is on no side."""
    before, after = [], []
    for row in asked:
        if window.before <= row.at < window.start and (row.version is None or row.version < window.version):
            before.append(row)
        elif window.start <= row.at < window.end and row.version in (None, window.version):
            after.append(row)
    return Effect(window, settled_share(before), settled_share(after))


def settled_share(asked: Iterable[Asked]) -> Share:
    """How many of the calls about a guide were settled; a call counts once, and is settled when all its questions about the guide are."""
    by_call: dict[str, list[str]] = defaultdict(list)
    for row in asked:
        by_call[row.call].append(row.outcome)
    counts = [call_counts(outcomes) for outcomes in by_call.values()]
    return share(sum(resolved for _, resolved in counts), sum(counted for counted, _ in counts))


@dataclass(frozen=True)
class Searched:
    """What was searched before the guide was found: the words as most wrote them and how often; and how many searches are too rare to show."""

    shown: Sequence[tuple[str, int]]
    rare: int


def grouped(searches: Iterable[str]) -> Searched:
    """Searches that say the same put together, the most frequent first. Rare ones are counted but not shown: they could tell who rang."""
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for text in searches:
        key = " ".join(tokens(text))
        if key:
            groups[key][text.strip()] += 1
    rows = [(spellings.most_common(1)[0][0], spellings.total()) for spellings in groups.values()]
    shown = sorted((row for row in rows if row[1] >= FEWEST_SHOWN), key=lambda row: (-row[1], row[0]))
    return Searched(shown, sum(number for _, number in rows if number < FEWEST_SHOWN))


def _says_nothing(figure: Share) -> bool:
    return figure.n < FEWEST_SHOWN or figure.low is None or figure.high is None or figure.high - figure.low > WIDEST


def _whole(figure: Share) -> str:
    return f"{(figure.value or 0) * 100:.0f}"


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")
