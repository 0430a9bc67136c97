"""A made-up year of a Danish municipal switchboard, ending yesterday evening: the same calls for the same seed, day and town."""

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import accumulate
from math import exp
from random import Random

from app.base.clock import at_local, local
from app.domain.finished_call import CallEntry, QuestionEntry
from app.domain.hours import Schedule, Span, day_of
from app.domain.outcomes import SETTLED, CallerType, Language
from app.domain.simulation_calendar import day_weight, hour_weights, is_open
from app.domain.simulation_endings import Circumstances, for_a_person, nothing_to_count, question
from app.domain.simulation_topics import Profile, profile_of, weights
from app.domain.simulation_truths import STORM_DAYS, STORM_SHARES, Event, Happening, events_of
from app.models import Guide

DAYS = 365
MAIN = "omstilling"
UNCOUNTED, FOR_A_PERSON = 0.045, 0.03
SECOND, THIRD, RELATED = 0.145, 0.2, 0.6
NUMBER_SHOWN = 0.8
FOLLOWED_SETTLED, FOLLOWED_OPEN = 0.05, 0.16
AUDIENCE = {"borger": CallerType.CITIZEN, "virksomhed": CallerType.COMPANY, "paaroerende": CallerType.RELATIVE, "kollega": CallerType.COLLEAGUE}
CALLERS = {CallerType.CITIZEN: 1.0, CallerType.COMPANY: 0.16, CallerType.RELATIVE: 0.2, CallerType.COLLEAGUE: 0.03}
LANGUAGES = {Language.DANISH: 0.962, Language.ENGLISH: 0.026, Language.GERMAN: 0.008, Language.OTHER: 0.004}
LANGUAGES_OF_NEWCOMERS = {Language.DANISH: 0.5, Language.ENGLISH: 0.38, Language.GERMAN: 0.06, Language.OTHER: 0.06}


@dataclass(frozen=True)
class Town:
    """Whom people ring: the guides and schedules by slug, and what departments and routing tables are called."""

    guides: Mapping[str, Guide]
    schedules: Mapping[str, Schedule]
    departments: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class History:
    """A year of a town that ends with the day `last`. Days are independent, so it can be made newest first and gone on with."""

    town: Town
    calls: int
    seed: int
    last: date

    @property
    def first(self) -> date:
        return self.last - timedelta(days=DAYS - 1)

    @cached_property
    def events(self) -> Sequence[Event]:
        """What happens in the year besides its calls."""
        titles = {slug: guide.title for slug, guide in self.town.guides.items()}
        names = {
            Happening.GUIDE: titles,
            Happening.STORM: titles,
            Happening.HOURS: self.town.departments,
            Happening.ROUTING: self.town.tables,
        }
        return events_of(names, titles, self.first, self.last)

    @cached_property
    def plan(self) -> Mapping[date, int]:
        """How many calls begin on each day; they add up to `calls`."""
        rng = Random(f"{self.seed}/{self.last}")
        days = [self.first + timedelta(days=number) for number in range(DAYS)]
        expected = [day_weight(self.main, day) * exp(rng.gauss(0, 0.07)) * (1 + self._storm(day)) for day in days]
        scale = self.calls / sum(expected)
        whole = [int(weight * scale) for weight in expected]
        by_rest = sorted(range(DAYS), key=lambda place: whole[place] - expected[place] * scale)
        for place in by_rest[: self.calls - sum(whole)]:
            whole[place] += 1
        return dict(zip(days, whole, strict=True))

    def entries(self) -> Iterator[CallEntry]:
        """All calls, newest first."""
        for day in sorted(self.plan, reverse=True):
            yield from self.day(day)

    def day(self, day: date) -> list[CallEntry]:
        """The calls that begin on one day, newest first."""
        rng = Random(f"{self.seed}/{self.last}/{day}")
        hours = hour_weights(self.main, day)
        noon = at_local(day, time(12))
        seconds = sorted(hour * 3600 + rng.randrange(3600) for hour in rng.choices(list(hours), list(hours.values()), k=self.plan[day]))
        today = _Day(self, day, rng)
        made = [
            today.call(noon + timedelta(seconds=second - 12 * 3600), time(second // 3600, second // 60 % 60), number)
            for number, second in enumerate(seconds)
        ]
        return made[::-1]

    @property
    def main(self) -> Schedule | None:
        """When the main number is open, where that is known."""
        return self.town.schedules.get(MAIN)

    @cached_property
    def _profiles(self) -> Mapping[str, Profile]:
        return {slug: profile_of(guide) for slug, guide in self.town.guides.items()}

    @cached_property
    def _usual(self) -> Mapping[int, Sequence[float]]:
        """For each month how often the guides are asked for, added up."""
        return {month: list(accumulate(weights(self.town.guides, month))) for month in range(1, 13)}

    def _storm(self, day: date) -> float:
        """How many calls a storm brings on a day, beside one ordinary call."""
        for event in self.events:
            since = (day - event.day).days
            if event.truth.kind is Happening.STORM and 0 <= since < event.truth.days:
                return event.truth.lift * STORM_DAYS[since]
        return 0.0


def history_of(town: Town, calls: int, seed: int, at: datetime) -> History:
    """The year that ended the evening before a moment."""
    return History(town, calls, seed, local(at).date() - timedelta(days=1))


class _Day:
    """One day while its calls are made up."""

    def __init__(self, history: History, day: date, rng: Random) -> None:
        self._history, self._day, self._rng = history, day, rng
        self._slugs = list(history.town.guides)
        self._usual = history._usual[day.month]
        self._spans: dict[str, tuple[Span, ...]] = {}
        self._storm = history._storm(day)
        self._done = {event.truth: day >= event.day for event in history.events}
        self._storm_topics = next((event.truth.topics for event in history.events if event.truth.kind is Happening.STORM), ())

    def call(self, began: datetime, wall: time, number: int) -> CallEntry:
        """A call that begins at a moment, which the wall clock shows as `wall`; the number it has among those of its day."""
        rng = self._rng
        caller_type, language = str(CallerType.CITIZEN), str(Language.DANISH)
        if rng.random() < UNCOUNTED:
            questions = [nothing_to_count(rng)]
        elif rng.random() < FOR_A_PERSON:
            department = self._history.town.guides[self._topic()].department
            questions = [for_a_person(rng, department, self._is_open(department, wall) and rng.random() < 0.7)]
        else:
            topics = self._topics()
            caller_type, language = self._caller(self._history._profiles[topics[0]])
            questions = [self._question(topic, wall, language) for topic in topics]
        settled = all(row.ending.outcome in SETTLED for row in questions)
        followed = rng.random() < (FOLLOWED_SETTLED if settled else FOLLOWED_OPEN) if rng.random() < NUMBER_SHOWN else None
        lasts = sum(min(1500.0, 25 + rng.lognormvariate(4.75, 0.65)) for _ in questions)
        key = f"sim{self._history.seed}d{self._day.toordinal()}n{number}"
        return CallEntry(
            began, began + timedelta(seconds=round(lasts)), key, questions, caller_type=caller_type, language=language, followed=followed
        )

    def _topics(self) -> list[str]:
        """One topic, sometimes two or three; a caller who asks more often asks about what is near."""
        rng, found = self._rng, [self._topic()]
        more = (1 + (rng.random() < THIRD)) if rng.random() < SECOND else 0
        for _ in range(more):
            near = [slug for slug in self._history.town.guides[found[0]].related if slug in self._history.town.guides and slug not in found]
            other = rng.choice(near) if near and rng.random() < RELATED else self._topic()
            if other not in found:
                found.append(other)
        return found

    def _topic(self) -> str:
        rng = self._rng
        if self._storm and rng.random() < self._storm / (1 + self._storm):
            return rng.choices(self._storm_topics, STORM_SHARES)[0]
        return self._slugs[bisect(self._usual, rng.random() * self._usual[-1], hi=len(self._slugs) - 1)]

    def _caller(self, profile: Profile) -> tuple[str, str]:
        rng = self._rng
        types = [AUDIENCE[audience] for audience in profile.guide.audience if audience in AUDIENCE] or [CallerType.CITIZEN]
        languages = LANGUAGES_OF_NEWCOMERS if profile.foreign else LANGUAGES
        caller_type = rng.choices(types, [CALLERS[kind] for kind in types])[0]
        return str(caller_type), str(rng.choices(list(languages), list(languages.values()))[0])

    def _question(self, topic: str, wall: time, language: str) -> QuestionEntry:
        profile = self._history._profiles[topic]
        department = profile.guide.department
        settled, reached, opened = profile.settled, profile.reached, self._is_open(department, wall)
        for truth, done in self._done.items():
            share = truth.after if done else truth.before
            if truth.kind is Happening.GUIDE and topic in truth.topics:
                settled = share
            elif truth.kind is Happening.ROUTING and topic in truth.topics:
                reached = share
            elif truth.kind is Happening.HOURS and truth.slug == department and wall.hour in truth.hours:
                reached, opened = share, opened and done
        return question(self._rng, profile, Circumstances(opened, settled, reached, language))

    def _is_open(self, department: str, wall: time) -> bool:
        if department not in self._spans:
            schedule = self._history.town.schedules.get(department)
            self._spans[department] = day_of(schedule, self._day).spans if schedule is not None else ()
        return is_open(self._spans[department], wall)
