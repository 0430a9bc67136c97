"""What a trend shows, in plain sentences: up, down or level; best and worst; and when unusually many rang. Nothing that chance could do."""

from collections.abc import Sequence
from math import sqrt
from statistics import median

from app.domain.change_words import thousands
from app.domain.effect import Difference, Verdict
from app.domain.figures import FEWEST_SHOWN, Share, share, total
from app.domain.periods import By
from app.domain.trend import Bucket, Trend

# The one in a hundred that a normal distribution exceeds.
_Z99 = 2.3263478740408408
_FEWEST_BUCKETS = 3
# Below one point nobody would act on it, however many calls make it certain.
_WORTH_SAYING = 1.0
# Unusually many: half as many again as usual, and well beyond what chance makes of the usual number.
_RUSH_TIMES, _RUSH_DEVIATIONS, _FEWEST_RUSH = 1.5, 4, 20
_MOST_NAMED = 3
_PLACES = {By.DAY: "dag", By.WEEK: "uge", By.MONTH: "måned"}


def says(trend: Trend) -> list[str]:
    """The sentences under the chart."""
    whole = [bucket for bucket in trend.buckets if bucket.stretch.is_whole and bucket.tally.counted >= FEWEST_SHOWN]
    if len(whole) < _FEWEST_BUCKETS:
        return ["Der er for få opkald til at sige, hvor det bærer hen."]
    return [_direction(whole), *_extremes(whole), *_rush(trend)]


def direction(whole: Sequence[Bucket]) -> Difference:
    """The settled share of the first third of some buckets against the last third."""
    third = max(1, len(whole) // 3)
    return Difference(_settled(whole[:third]), _settled(whole[-third:]))


def differ(whole: Sequence[Bucket]) -> bool:
    """Whether the buckets' shares differ by more than chance would make them once in a hundred times (chi-square, Wilson-Hilferty)."""
    overall = _settled(whole)
    value, free = overall.value, len(whole) - 1
    if value is None or value in (0.0, 1.0) or free < 1:
        return False
    statistic = sum(
        (bucket.tally.settled - bucket.tally.counted * value) ** 2 / (bucket.tally.counted * value * (1 - value))
        for bucket in whole
        if bucket.tally.counted
    )
    spread = 2 / (9 * free)
    return statistic > free * (1 - spread + _Z99 * sqrt(spread)) ** 3


def rushes(trend: Trend) -> list[Bucket]:
    """The buckets in which unusually many rang, in order; a day is measured against others of its weekday. One that is not over yet may
    be one already."""
    found = []
    for bucket in trend.buckets:
        alike = [other.tally.counted for other in trend.buckets if other.stretch.is_whole and other is not bucket and _alike(trend.by, bucket, other)]
        if len(alike) < _FEWEST_BUCKETS:
            continue
        usual = median(alike)
        if bucket.tally.counted >= max(_FEWEST_RUSH, usual * _RUSH_TIMES, usual + _RUSH_DEVIATIONS * sqrt(usual)):
            found.append(bucket)
    return found


def _direction(whole: Sequence[Bucket]) -> str:
    change = direction(whole)
    before, after = (f"{(side.value or 0) * 100:.0f} %" for side in (change.before, change.after))
    if change.verdict is Verdict.TOO_FEW:
        return "Der er for få opkald til at sige, hvor det bærer hen."
    level = f"Straksafklaringen ligger på niveau, {(_settled(whole).value or 0) * 100:.0f} % i det hele"
    if change.verdict is Verdict.CHANCE:
        return f"{level}: forskellen på den første og den sidste tredjedel ({before} og {after}) kan være tilfældig."
    if abs(change.points) < _WORTH_SAYING:
        return f"{level}: forskellen på den første og den sidste tredjedel er under 1 point."
    way = "steget" if change.verdict is Verdict.BETTER else "faldet"
    return f"Straksafklaringen er {way} fra {before} i den første tredjedel til {after} i den sidste ({thousands(change.calls)} opkald)."


def _extremes(whole: Sequence[Bucket]) -> list[str]:
    if not differ(whole):
        return []
    ranked = sorted(whole, key=lambda bucket: bucket.tally.settled / bucket.tally.counted)
    worst, best = ranked[0], ranked[-1]
    return [f"Bedst gik det {_in(best)} {_told(best)}, dårligst {_in(worst)} {_told(worst)}."]


def _rush(trend: Trend) -> list[str]:
    found = rushes(trend)
    if not found:
        return []
    named = sorted(found, key=lambda bucket: bucket.tally.counted, reverse=True)[:_MOST_NAMED]
    rest = len(found) - len(named)
    told = _listed([f"{_in(bucket)} ({thousands(bucket.tally.counted)})" for bucket in named])
    more = f" og i {rest} {_PLACES[trend.by]}{_plural(trend.by, rest)} mere" if rest else ""
    return [f"Usædvanligt mange ringede {told}{more}."]


def _plural(by: By, number: int) -> str:
    return "" if number == 1 else {By.DAY: "e", By.WEEK: "r", By.MONTH: "er"}[by]


def _in(bucket: Bucket) -> str:
    words = bucket.stretch.words
    return words if words.startswith("den ") else f"i {words}"


def _told(bucket: Bucket) -> str:
    return f"({bucket.tally.settled / bucket.tally.counted * 100:.0f} % af {thousands(bucket.tally.counted)})"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} og {words[-1]}"


def _alike(by: By, one: Bucket, other: Bucket) -> bool:
    return by is not By.DAY or one.stretch.first.weekday() == other.stretch.first.weekday()


def _settled(buckets: Sequence[Bucket]) -> Share:
    counts = total(bucket.tally for bucket in buckets)
    return share(counts.settled, counts.counted)
