"""The figures of first-call resolution, each with its definition, from counts of calls; with their number and their uncertainty.

A *call* is counted when one of its questions counts (not a wrong number, dropped before the question, internal or a test), and settled
when every counted question is. It is *beyond the desk* when it was not settled and a question needed access to the case, a decision,
or a named person.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from math import sqrt

from app.domain.outcomes import Reason

Z95 = 1.959963984540054
FEWEST_SHOWN = 5
BEYOND = (Reason.NEEDS_CASE_ACCESS.value, Reason.NEEDS_DECISION.value, Reason.NAMED_PERSON.value)
TOO_FEW = "for få"
NO_NUMBERS = "Telefonien giver ingen numre, så et gentaget opkald kan ikke kendes."
NO_TELEPHONY = "Telefonien er ikke koblet på, så antallet af besvarede opkald kendes ikke."
MORE_THAN_ANSWERED = "Der er logget flere opkald, end telefonien siger, der er besvaret."
NARROWED = "Telefonien fortæller kun, hvor mange opkald der er besvaret i alt på en dag."
NOTHING = "Der er ingen opkald at tælle."


@dataclass(frozen=True)
class Share:
    """A share with its count and its 95 % Wilson interval; `value` is None when nothing was counted. Shares are 0 to 1."""

    hits: int
    n: int
    value: float | None
    low: float | None
    high: float | None


def share(hits: int, n: int) -> Share:
    """hits out of n, with its Wilson interval (Wilson 1927)."""
    if n == 0:
        return Share(0, 0, None, None, None)
    value = hits / n
    centre = (value + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    half = Z95 / (1 + Z95**2 / n) * sqrt(value * (1 - value) / n + Z95**2 / (4 * n**2))
    return Share(hits, n, value, max(0.0, centre - half), min(1.0, centre + half))


@dataclass(frozen=True)
class Tally:
    """Counts of calls, then of the questions in them, then of calls answered by telephony. Tallies of different calls can be added.

    Of the counted calls, `known` came from a number that telephony told, and `kept` of those were settled and not followed by another
    call about the same matter. `covered` are the calls logged on the days for which telephony has told how many it `answered`; `narrowed`
    is above nought when these are some of the calls of their days, of which telephony cannot tell.
    """

    calls: int = 0
    counted: int = 0
    settled: int = 0
    beyond: int = 0
    avoidable: int = 0
    known: int = 0
    kept: int = 0
    simulated: int = 0
    reached: int = 0
    not_reached: int = 0
    offered: int = 0
    found: int = 0
    partly: int = 0
    not_found: int = 0
    covered: int = 0
    answered: int = 0
    narrowed: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, part.name) + getattr(other, part.name) for part in fields(self)))


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies of different calls."""
    found = Tally()
    for tally in tallies:
        found = found + tally
    return found


@dataclass(frozen=True)
class Figure:
    """A share from 0 to 1 with its count and 95 % Wilson interval; where it cannot be told, `value` is None and `why` says so."""

    value: float | None
    n: int
    low: float | None
    high: float | None
    why: str = ""


@dataclass(frozen=True)
class Definition:
    """A figure: its code, its word on the screen, how it is worked out in words, and the rule itself."""

    code: str
    word: str
    words: str
    rule: Callable[[Tally], Share | str]


def figure(of: Share | str) -> Figure:
    """A share as it may be shown: not at all without a basis, and not for so few calls that somebody could be recognised."""
    if isinstance(of, str):
        return Figure(None, 0, None, None, of)
    if of.n == 0:
        return Figure(None, 0, None, None, NOTHING)
    if of.n < FEWEST_SHOWN:
        return Figure(None, of.n, None, None, TOO_FEW)
    return Figure(of.value, of.n, of.low, of.high)


def _coverage(tally: Tally) -> Share | str:
    if tally.narrowed:
        return NARROWED
    if not tally.answered:
        return NO_TELEPHONY
    return MORE_THAN_ANSWERED if tally.covered > tally.answered else share(tally.covered, tally.answered)


DEFINITIONS: tuple[Definition, ...] = (
    Definition("gross", "Straksafklaret", "Løste opkald ud af alle talte.", lambda tally: share(tally.settled, tally.counted)),
    Definition(
        "net",
        "Straksafklaret, netto",
        "Løste opkald ud af dem, der kunne løses ved skranken: uden dem, der krævede adgang til sagen, en afgørelse eller en bestemt person.",
        lambda tally: share(tally.settled, tally.counted - tally.beyond),
    ),
    Definition(
        "repeat_adjusted",
        "Straksafklaret uden gentagne opkald",
        "Løste opkald, der ikke blev fulgt af et nyt opkald om det samme inden for 7 dage, ud af de talte, hvor telefonien gav et nummer.",
        lambda tally: share(tally.kept, tally.known) if tally.known else NO_NUMBERS,
    ),
    Definition("coverage", "Dækning", "Loggede opkald ud af dem, telefonien siger er besvaret.", _coverage),
    Definition(
        "transfer_success",
        "Viderestillinger, der lykkedes",
        "Nået ud af nået og ikke nået.",
        lambda tally: share(tally.reached, tally.reached + tally.not_reached),
    ),
    Definition(
        "active_service",
        "Tilbud, når ingen blev nået",
        "Tilbud givet ud af de gange, ingen blev nået.",
        lambda tally: share(tally.offered, tally.not_reached),
    ),
    Definition(
        "answer_in_guide",
        "Svaret stod i guiden",
        "Fundet ud af fundet, delvist fundet og ikke fundet.",
        lambda tally: share(tally.found, tally.found + tally.partly + tally.not_found),
    ),
)


AVOIDABLE = Definition(
    "avoidable",
    "Unødige opkald",
    "Talte opkald, som god service et andet sted havde gjort overflødige, ud af alle talte.",
    lambda tally: share(tally.avoidable, tally.counted),
)


def figures_of(tally: Tally) -> Mapping[str, Figure]:
    """All figures of a tally by code."""
    return {definition.code: figure(definition.rule(tally)) for definition in DEFINITIONS}
