"""What was searched in vain, put together by meaning, with how it goes. Words that only few have typed are never shown: they could tell who rang."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, sqrt

from app.domain.figure_table import Table
from app.domain.figures import FEWEST_SHOWN, Z95
from app.domain.gaps import Group, Wish, grouped
from app.domain.search.words import TOKEN, fold, stem

FEWEST_WEEKS, MOST_WEEKS = 8, 26
UNDER_FIVE = "under 5"


class Trend(StrEnum):
    """How often something is searched beside as many days just before."""

    NEW = "new"
    RISING = "rising"
    FALLING = "falling"
    SAME = "same"
    UNKNOWN = "unknown"


TREND_WORDS = {
    Trend.NEW: "ny",
    Trend.RISING: "stigende",
    Trend.FALLING: "faldende",
    Trend.SAME: "som før",
    Trend.UNKNOWN: "kan ikke ses endnu",
}


@dataclass(frozen=True)
class Searched:
    """Words that found nothing: what they are counted under, as somebody typed them, how often in the period and in as many days before;
    the guide they are nearest to ("" for none), and whether the guides know any of them."""

    key: str
    example: str
    now: int
    before: int
    nearest: str = ""
    is_known: bool = False


@dataclass(frozen=True)
class Theme:
    """One thing that was searched in vain: its words, other words that enough have used, how often now and before (None when nobody
    counted then), its nearest guide, and the words it is counted under."""

    words: str
    others: Sequence[str]
    now: int
    before: int | None
    nearest: str
    is_known: bool
    keys: Sequence[str]

    @property
    def trend(self) -> Trend:
        return trend(self.now, self.before)

    @property
    def before_words(self) -> str:
        """`12`, `under 5`, or nothing when nobody counted."""
        return "" if self.before is None else few_hidden(self.before)


def themes(searched: Iterable[Searched], *, is_compared: bool) -> list[Theme]:
    """The searches by meaning, the most frequent first; those under five together are left out, as are those that no words may stand for."""
    rows = {row.key: row for row in searched}
    wishes = [Wish(row.example, row.now, row.nearest, row.is_known, gap=row.key) for row in rows.values()]
    found = []
    for group in grouped(wishes):
        words = shown_words(group) if group.times >= FEWEST_SHOWN else ""
        if words:
            keys = [wish.gap for wish in group.wishes]
            before = sum(rows[key].before for key in keys) if is_compared else None
            others = [wish.words for wish in group.wishes if wish.times >= FEWEST_SHOWN and wish.words != words]
            found.append(Theme(words, list(dict.fromkeys(others)), group.times, before, group.nearest, group.is_known, keys))
    return found


def shown_words(group: Group) -> str:
    """The words that stand for a group: those most have typed; where nobody's own words were typed five times, only those of them that
    came back so often. Empty when none did."""
    first = group.wishes[0]
    if first.times >= FEWEST_SHOWN:
        return first.words
    often: Counter[str] = Counter()
    for wish in group.wishes:
        for one in wish.stems:
            often[one] += wish.times
    return " ".join(word for word in TOKEN.findall(first.words) if often[stem(fold(word))] >= FEWEST_SHOWN)


def trend(now: int, before: int | None) -> Trend:
    """Whether a number of searches has changed more than chance would have it (95 %, two counts of equally long periods)."""
    if before is None:
        return Trend.UNKNOWN
    if abs(now - before) <= Z95 * sqrt(now + before):
        return Trend.SAME
    if before == 0:
        return Trend.NEW
    return Trend.RISING if now > before else Trend.FALLING


def weeks_shown(days: int) -> int:
    """How many weeks of a trend are drawn for a period: those before it too, so that there is something to see it beside."""
    return min(MOST_WEEKS, max(FEWEST_WEEKS, ceil(2 * days / 7)))


def few_hidden(number: int) -> str:
    """`12`, or `under 5` for a few."""
    return UNDER_FIVE if 0 < number < FEWEST_SHOWN else f"{number}"


def by_week(days_ago: Iterable[tuple[int, int]], weeks: int) -> list[int]:
    """Searches by week, the oldest first, from how many days before the last one they were made, and how many."""
    found = [0] * weeks
    for ago, times in days_ago:
        if 0 <= ago < 7 * weeks:
            found[weeks - 1 - ago // 7] += times
    return found


def unanswered_table(found: Sequence[Theme], rest: int, titles: Mapping[str, str], answered: Mapping[str, str]) -> Table:
    """The searches in vain as they are exported; `answered` are the titles of the guides that words find by now."""
    head = ("Søgt efter", "Også søgt", "Gange", "Gange før", "Udvikling", "Nærmeste guide", "Finder nu")
    rows = [
        (
            theme.words,
            ", ".join(theme.others),
            theme.now,
            None if theme.before is None or 0 < theme.before < FEWEST_SHOWN else theme.before,
            TREND_WORDS[theme.trend],
            titles.get(theme.nearest, ""),
            answered.get(theme.words, ""),
        )
        for theme in found
    ]
    if rest >= FEWEST_SHOWN:
        rows.append(("Andre søgninger", "", rest, None, "", "", ""))
    return Table("soegninger-uden-svar", "Søgninger uden svar", head, rows)
