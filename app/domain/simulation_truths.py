"""What happens in a made-up year besides its calls: named, so that tests and pages can find it again in the figures."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from app.base.clock import at_local


class Happening(StrEnum):
    """The kinds of things that happen; the codes of `SimulatedEvent.kind`."""

    GUIDE = "guide"
    HOURS = "hours"
    ROUTING = "routing"
    STORM = "storm"


@dataclass(frozen=True)
class Truth:
    """Something planted, in the week of a month and day. Shares are 0 to 1, before and after it.

    `guide`: of the calls about `topics`, the share settled. `hours`: of the transfers to department `slug` begun in `hours` of the wall
    clock, the share reached. `routing`: of the transfers about `topics`, the share reached while the department is open. `storm`: for
    `days` days `lift` times an ordinary day's calls come on top, about `topics`, fewer each day.
    """

    kind: Happening
    slug: str
    month: int
    day: int
    words: str
    topics: tuple[str, ...] = ()
    before: float = 0.0
    after: float = 0.0
    hours: tuple[int, ...] = ()
    days: int = 0
    lift: float = 0.0


GUIDE_THAT_WORKS = Truth(Happening.GUIDE, "flytning", 3, 11, "Guiden »{name}« udgivet (simuleret)", ("flytning",), 0.48, 0.74)
GUIDE_THAT_DOES_NOT = Truth(Happening.GUIDE, "opkraevning", 5, 13, "Guiden »{name}« udgivet (simuleret)", ("opkraevning",), 0.5, 0.5)
HOUR_MOVED = Truth(
    Happening.HOURS, "ydelser", 9, 9, "{name} tager telefonen fra kl. 9 i stedet for kl. 11 (simuleret)", before=0.04, after=0.88, hours=(9, 10)
)
ROUTING_EDITED = Truth(Happening.ROUTING, "sygedagpenge-hold", 8, 12, "Fordelingsreglerne »{name}« rettet (simuleret)", ("sygedagpenge",), 0.42, 0.92)
STORM = Truth(
    Happening.STORM,
    "storm-skybrud",
    10,
    27,
    "»{name}«: alle ringer på én gang (simuleret)",
    ("storm-skybrud", "traeer-beplantning", "kloak", "vandloeb", "stroemsvigt"),
    days=5,
    lift=1.7,
)
TRUTHS = (GUIDE_THAT_WORKS, GUIDE_THAT_DOES_NOT, HOUR_MOVED, ROUTING_EDITED, STORM)
STORM_SHARES = (0.34, 0.24, 0.17, 0.13, 0.12)  # of the calls that a storm brings, by its topics
STORM_DAYS = (1.0, 0.85, 0.55, 0.3, 0.15)  # how strong it is from day to day


@dataclass(frozen=True)
class Event:
    """A truth on its day, with what it is called there. `at` is the moment from which it holds."""

    truth: Truth
    day: date
    words: str

    @property
    def at(self) -> datetime:
        return at_local(self.day, time(7))


def events_of(names: Mapping[Happening, Mapping[str, str]], topics: Collection[str], first: date, last: date) -> list[Event]:
    """The truths that can happen in a town from first to last: those whose guide, department or table is known by name and whose topics
    are all there. Each falls on a Monday."""
    known = (truth for truth in TRUTHS if truth.slug in names[truth.kind] and set(truth.topics) <= set(topics))
    return [Event(truth, _day(truth, first, last), truth.words.format(name=names[truth.kind][truth.slug])) for truth in known]


def _day(truth: Truth, first: date, last: date) -> date:
    found = next(day for day in (date(last.year, truth.month, truth.day), date(first.year, truth.month, truth.day)) if day <= last)
    monday = found - timedelta(days=found.weekday())
    return monday if monday >= first else monday + timedelta(days=7)
