"""What waits for an editor: how urgent it is, why in one sentence, and in which order it is mended."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

MOST_ALIKE = 3
MOST_OF_THEM = "Opkaldene er om den af dem, der ringes mest om."


class Urgency(IntEnum):
    """How long it can wait; a higher number comes first."""

    LATER = 1
    SOON = 2
    NOW = 3


URGENCY_WORDS = {Urgency.NOW: "Nu", Urgency.SOON: "Snart", Urgency.LATER: "Kan vente"}


class Kind(StrEnum):
    """What is the matter. The order is the order among things that are equally urgent and have equally many calls."""

    ROUTING = "routing"
    FLAG = "flag"
    FACT = "fact"
    APPROVAL = "approval"
    RETURNED = "returned"
    GAP = "gap"
    LOW_SHARE = "low_share"
    LINK = "link"
    OVERDUE = "overdue"
    SUGGESTION = "suggestion"
    DUE = "due"
    UNVERIFIED = "unverified"


class Place(StrEnum):
    """Where a thing is mended."""

    GUIDE = "guide"
    NEW_GUIDE = "new_guide"
    GUIDES = "guides"
    FACT = "fact"
    FACTS = "facts"
    ROUTING = "routing"
    APPROVAL = "approval"


@dataclass(frozen=True)
class Item:
    """One thing that waits. `slug` names what is mended at `place`; `department` is empty when nobody is known to own it; `calls` is
    None when there are none to count; `words` is what callers said, for the place to begin with; `dismiss` are the flags and searches
    that may be waved away as they are."""

    kind: Kind
    urgency: Urgency
    title: str
    reason: str
    department: str
    place: Place
    slug: str
    calls: int | None = None
    details: Sequence[str] = ()
    words: str = ""
    flags: Sequence[str] = ()
    gaps: Sequence[str] = ()


# Of these there can be hundreds at once; more than MOST_ALIKE in one department become one row.
_ONE_ROW = {
    Kind.FACT: ("Flere fakta mangler en værdi", "{} andre værdier gælder ikke, eller kun en kort tid endnu."),
    Kind.OVERDUE: ("Flere guider skal ses efter", "{} andre guider skulle være set efter."),
    Kind.DUE: ("Flere guider skal snart ses efter", "{} andre guider skal ses efter inden for en måned."),
    Kind.LOW_SHARE: ("Flere guider løser for lidt", "{} andre guider løser færre opkald end de fleste."),
    Kind.LINK: ("Flere døde links", "{} andre adresser svarer ikke."),
    Kind.SUGGESTION: ("Flere guider har forslag", "{} andre guider har forslag fra opkaldene."),
}
_KINDS = list(Kind)


def worst_first(items: Iterable[Item]) -> list[Item]:
    """The most urgent first, then what most calls are about."""
    return sorted(items, key=lambda item: (-item.urgency, -(item.calls or 0), _KINDS.index(item.kind), item.title, item.slug))


def together(items: Iterable[Item]) -> list[Item]:
    """The items, with those that are too many of a kind in one department taken together after the MOST_ALIKE worst."""
    shown: list[Item] = []
    alike: dict[tuple[Kind, str], list[Item]] = defaultdict(list)
    for item in items:
        if item.kind in _ONE_ROW:
            alike[item.kind, item.department].append(item)
        else:
            shown.append(item)
    for (kind, department), group in alike.items():
        ordered = worst_first(group)
        # One more than the limit stands for itself: a row that says "1 other" would save nothing.
        if len(ordered) <= MOST_ALIKE + 1:
            shown += ordered
            continue
        rest = ordered[MOST_ALIKE:]
        title, reason = _ONE_ROW[kind]
        place = Place.FACTS if kind is Kind.FACT else Place.GUIDES
        shown += ordered[:MOST_ALIKE]
        # Not the sum: several facts, or several links, stand in one guide and have its calls in common.
        shown.append(Item(kind, rest[0].urgency, title, reason.format(len(rest)), department, place, department, rest[0].calls, (MOST_OF_THEM,)))
    return shown


def counted(number: int, one: str, many: str) -> str:
    """`1 guide`, `3 guider`."""
    return f"{number} {one if number == 1 else many}"
