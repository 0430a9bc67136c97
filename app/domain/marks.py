"""What happened that may have changed the figures: a guide came out, hours moved, a routing table was edited, everybody rang at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby

from app.base.clock import local

MOST_DRAWN = 12
SIMULATED = "(simuleret)"


class MarkKind(StrEnum):
    """What kind of thing happened."""

    GUIDE = "guide"
    HOURS = "hours"
    ROUTING = "routing"
    STORM = "storm"


@dataclass(frozen=True)
class Mark:
    """Something that happened at a moment: in words, and what it was about: the topics (guides) or the department whose calls it should
    show in. `subject` is the same for two changes of one thing. Made-up ones are said to be."""

    at: datetime
    kind: MarkKind
    subject: str
    title: str
    topics: tuple[str, ...] = ()
    department: str = ""
    is_simulated: bool = False

    @property
    def words(self) -> str:
        return f"{self.title} {SIMULATED}" if self.is_simulated and not self.title.endswith(SIMULATED) else self.title

    @property
    def day(self) -> date:
        """The Danish day it happened on."""
        return local(self.at).date()


@dataclass(frozen=True)
class Pinned:
    """Marks at one place of a chart, newest first, and the number they are drawn with; None for those that only stand in the list."""

    place: int
    number: int | None
    marks: Sequence[Mark]


def together(marks: Iterable[Mark]) -> list[Mark]:
    """Newest first; guides that came out in one go, as in an import, as one mark."""
    found: list[Mark] = []
    ordered = sorted(marks, key=lambda mark: (mark.at, mark.kind == MarkKind.GUIDE, mark.is_simulated, mark.subject), reverse=True)
    for (_, is_guide, _), group in groupby(ordered, key=lambda mark: (mark.at, mark.kind == MarkKind.GUIDE, mark.is_simulated)):
        same = list(group)
        found += [_one_of(same)] if is_guide and len(same) > 1 else same
    return found


def pinned(marks: Sequence[Mark], days: Sequence[tuple[date, date]]) -> list[Pinned]:
    """The marks (newest first) at the place among stretches of days where each happened, numbered from the newest."""
    at_place: dict[int, list[Mark]] = {}
    for mark in marks:
        place = next((place for place, (first, last) in enumerate(days) if first <= mark.day <= last), None)
        if place is not None:
            at_place.setdefault(place, []).append(mark)
    places = sorted(at_place, reverse=True)
    return [Pinned(place, number if number <= MOST_DRAWN else None, at_place[place]) for number, place in enumerate(places, start=1)]


def _one_of(same: Sequence[Mark]) -> Mark:
    topics = tuple(sorted({topic for mark in same for topic in mark.topics}))
    return replace(same[0], subject=f"guides:{same[0].at.isoformat()}", title=f"{len(topics)} guider udgivet på én gang", topics=topics)
