"""Needless calls: what share of the counted calls good service elsewhere would have spared, by cause, and what would remove most of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.figure_table import Table
from app.domain.figures import AVOIDABLE, FEWEST_SHOWN, Share, Tally, share
from app.domain.outcomes import AVOIDABLE_WORDS, Avoidable

PLACES = 3

REMEDIES: dict[Avoidable, str] = {
    Avoidable.NO_CALLBACK: "Ring tilbage inden den frist, afdelingen har lovet",
    Avoidable.UNCLEAR_LETTER: "Skriv brevene om, så man kan se, hvad man skal gøre",
    Avoidable.LATE_CASE: "Sig til, når en sag trækker ud, før borgeren ringer",
    Avoidable.SELF_SERVICE_BROKEN: "Få selvbetjeningen til at virke",
}


@dataclass(frozen=True)
class Behind:
    """A topic or department, by its slug, with the needless calls of a cause that stood under it."""

    slug: str
    calls: int


@dataclass(frozen=True)
class Cause:
    """What made calls needless: how many, and the topics and departments behind most of them; those with too few calls are left out."""

    code: Avoidable
    calls: int
    topics: Sequence[Behind]
    departments: Sequence[Behind]


@dataclass(frozen=True)
class Needless:
    """The needless calls of a period and of as many days before, with their causes, most frequent first."""

    now: Share
    before: Share
    causes: Sequence[Cause]

    def of_all(self, cause: Cause) -> Share:
        """A cause's share of the needless calls. A call with two causes counts under both."""
        return share(cause.calls, self.now.hits)


def needless(now: Tally, before: Tally, causes: Sequence[Cause]) -> Needless:
    """The shares by their definition, with the causes in order."""
    return Needless(_share(now), _share(before), sorted(causes, key=lambda cause: (-cause.calls, cause.code)))


def most(by: Mapping[str, int]) -> list[Behind]:
    """The topics or departments with most of a cause's calls, a few of them; one without a name, or with too few calls, is not told."""
    rows = sorted(((slug, calls) for slug, calls in by.items() if slug and calls >= FEWEST_SHOWN), key=lambda row: (-row[1], row[0]))
    return [Behind(slug, calls) for slug, calls in rows[:PLACES]]


def change_words(now: Share, before: Share) -> str:
    """Whether the share is another than in as many days before, in words; only what is sure is called a change."""
    if now.value is None or now.n < FEWEST_SHOWN:
        return ""
    if before.value is None or before.n < FEWEST_SHOWN:
        return "Der er ikke opkald nok lige før at sammenligne med."
    was = f"{before.value * 100:.0f} % af {before.n:,}".replace(",", ".")
    points = abs(round(now.value * 100) - round(before.value * 100))
    if (now.low or 0) > (before.high or 0):
        return f"Det er {points} point flere end i lige så mange dage før ({was})."
    if (now.high or 0) < (before.low or 0):
        return f"Det er {points} point færre end i lige så mange dage før ({was})."
    return f"Det kan ikke skelnes fra lige så mange dage før ({was})."


def advice(found: Needless, topics: Mapping[str, str], departments: Mapping[str, str]) -> str:
    """What would remove most of the needless calls, in plain Danish; "" when there are too few to say."""
    first = next((cause for cause in found.causes if cause.calls >= FEWEST_SHOWN), None)
    if first is None or found.now.hits == 0:
        return ""
    part = f"{first.calls / found.now.hits * 100:.0f} % af dem har årsagen »{AVOIDABLE_WORDS[first.code]}«"
    units = [f"hos {departments.get(row.slug, row.slug)}" for row in first.departments[:1]]
    places = units + [f"om »{topics.get(row.slug, row.slug)}«" for row in first.topics[:1]]
    where = f", flest {' og '.join(places)}" if places else ""
    return f"{REMEDIES[first.code]}. {part}{where}."


def table(found: Needless, topics: Mapping[str, str], departments: Mapping[str, str]) -> Table:
    """The causes with the topics and departments behind them; a row for the cause itself has neither."""
    rows: list[Sequence[str | int | float | None]] = []
    for cause in found.causes:
        told = cause.calls >= FEWEST_SHOWN and found.now.hits > 0
        rows.append((AVOIDABLE_WORDS[cause.code], None, None, cause.calls, cause.calls / found.now.hits if told else None))
        rows.extend((AVOIDABLE_WORDS[cause.code], topics.get(row.slug, row.slug), None, row.calls, None) for row in cause.topics)
        rows.extend((AVOIDABLE_WORDS[cause.code], None, departments.get(row.slug, row.slug), row.calls, None) for row in cause.departments)
    rows.append(("Alle unødige", None, None, found.now.hits, None))
    return Table("unoedige-opkald", "Unødige opkald", ("Årsag", "Emne", "Afdeling", "Opkald", "Andel af de unødige"), rows)


def _share(tally: Tally) -> Share:
    found = AVOIDABLE.rule(tally)
    return found if isinstance(found, Share) else share(0, 0)
