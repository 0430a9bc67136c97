"""The seven figures as cards: the value with its interval, what it was before, and which calls it is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.change_words import against
from app.domain.effect import Difference
from app.domain.figure_table import Table
from app.domain.figures import DEFINITIONS, FEWEST_SHOWN, Definition, Figure, Share, Tally, figure

# The lists of calls that hold exactly the hits and exactly all of a figure; empty where no list does.
_LISTS: Mapping[str, tuple[str, str]] = {
    "gross": ("settled", "counted"),
    "net": ("settled", ""),
    "transfer_success": ("reached", ""),
    "active_service": ("offered", "not_reached"),
    "answer_in_guide": ("found", ""),
}
# The list behind each figure that is worth opening, and what its link says.
_WORTH_SEEING: Mapping[str, tuple[str, str]] = {
    "gross": ("open", "Se dem, der ikke blev løst"),
    "net": ("beyond", "Se dem, der ikke kunne løses her"),
    "repeat_adjusted": ("settled", "Se de løste opkald"),
    "coverage": ("calls", "Se de loggede opkald"),
    "transfer_success": ("not_reached", "Se dem, der ikke kom igennem"),
    "active_service": ("not_reached", "Se dem, der ikke kom igennem"),
    "answer_in_guide": ("not_found", "Se dem, hvor svaret manglede"),
}
_THINGS: Mapping[str, str] = {"transfer_success": "viderestillinger", "active_service": "gange", "answer_in_guide": "spørgsmål"}


@dataclass(frozen=True)
class Card:
    """One figure: its definition, what it is now, what it was in as many days before, what to say about the difference (empty when
    there is nothing to say it about), and which lists of calls stand behind its two numbers and its link ("" for none)."""

    definition: Definition
    figure: Figure
    hits: int
    earlier: Figure
    change: str
    hits_list: str
    all_list: str
    link: tuple[str, str]

    @property
    def things(self) -> str:
        """What the figure counts."""
        return _THINGS.get(self.definition.code, "opkald")

    @property
    def is_told(self) -> bool:
        return self.figure.value is not None


def cards(now: Tally, earlier: Tally, then: str) -> list[Card]:
    """The seven figures of two tallies; `then` is what the earlier time is called, as `de 30 dage før`."""
    return [_card(definition, now, earlier, then) for definition in DEFINITIONS]


def table(found: Sequence[Card], title: str = "Tallene for perioden") -> Table:
    """The figures as they are exported."""
    head = ("Tal", "Andel", "Lav (95 %)", "Høj (95 %)", "Antal", "Andel før", "Antal før", "Forklaring")
    rows = [
        (
            card.definition.word,
            card.figure.value,
            card.figure.low,
            card.figure.high,
            card.figure.n,
            card.earlier.value,
            card.earlier.n,
            card.figure.why or card.definition.words,
        )
        for card in found
    ]
    return Table("noegletal", title, head, rows)


def _card(definition: Definition, now: Tally, earlier: Tally, then: str) -> Card:
    of_now, of_earlier = definition.rule(now), definition.rule(earlier)
    told = figure(of_now)
    change = ""
    if isinstance(of_now, Share) and isinstance(of_earlier, Share) and of_now.n >= FEWEST_SHOWN:
        change = against(Difference(of_earlier, of_now), then)
    lists = _LISTS.get(definition.code, ("", ""))
    hits = of_now.hits if isinstance(of_now, Share) else 0
    return Card(definition, told, hits, figure(of_earlier), change, *lists, _WORTH_SEEING[definition.code])
