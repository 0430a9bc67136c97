"""The first thing a team lead reads: how yesterday went against the month before, in one sentence."""

from dataclasses import dataclass
from datetime import date, datetime

from app.base.clock import local
from app.domain.change_words import against, before_words, day_words, span_words, thousands
from app.domain.effect import Difference
from app.domain.figures import FEWEST_SHOWN, Share, Tally, share
from app.domain.outcomes import CallerType, Language

MONTH_DAYS = 30
MONTH_BEFORE = "måneden før"
_WHO = {
    CallerType.CITIZEN: "fra borgere",
    CallerType.COMPANY: "fra virksomheder",
    CallerType.RELATIVE: "fra pårørende",
    CallerType.COLLEAGUE: "fra kolleger",
}
_SPOKEN = {Language.DANISH: "på dansk", Language.ENGLISH: "på engelsk", Language.GERMAN: "på tysk", Language.OTHER: "på andre sprog"}


@dataclass(frozen=True)
class DaySentence:
    """The sentence in its parts: `when`, the counted calls of the days from first to last and what they are called, and what is
    said about them. Where there are none, `hint` says what to do."""

    when: str
    first: date
    last: date
    count: int
    things: str
    rest: str
    hint: str = ""

    @property
    def text(self) -> str:
        """`I går: 412 opkald, 71 % straksafklaret (67-75 %), 3 point over måneden før.`"""
        if not self.count:
            return f"{self.when}: {self.rest}."
        return f"{self.when}: {thousands(self.count)} {self.things}, {self.rest}."


def things_of(topic: str = "", department: str = "", caller_type: str = "", language: str = "") -> str:
    """`opkald om »Forny pas« fra virksomheder`: what is counted when filters narrow it; topic and department by their names."""
    parts = (
        "opkald",
        f"om »{topic}«" if topic else "",
        f"til {department}" if department else "",
        _WHO[CallerType(caller_type)] if caller_type else "",
        _SPOKEN[Language(language)] if language else "",
    )
    return " ".join(part for part in parts if part)


def of_day(day: date, today: date, counts: Tally, month_before: Tally, things: str) -> DaySentence:
    """The sentence of the newest whole day with calls, against the 30 days before it."""
    return DaySentence(day_words(day, today), day, day, counts.counted, things, _rest(counts, month_before, MONTH_BEFORE))


def of_period(first: date, last: date, at: datetime, counts: Tally, before: Tally, things: str) -> DaySentence:
    """The sentence of a period somebody has chosen, against as many days before."""
    today = local(at).date()
    when = day_words(last, today) if first == last else span_words(first, last, today)
    if last == today:
        when = f"{when} indtil kl. {local(at):%H.%M}"
    if not counts.counted:
        return DaySentence(when, first, last, 0, things, f"ingen {things}", "Vælg en længere periode, eller tag et filter af.")
    then = before_words(first, last) if first == last else "perioden før"
    return DaySentence(when, first, last, counts.counted, things, _rest(counts, before, then))


def of_nothing(first: date, last: date, things: str, *, is_narrowed: bool) -> DaySentence:
    """The sentence when no day lately has a call."""
    hint = "Vælg en længere periode, eller tag et filter af." if is_narrowed else "Når opkaldene logges ved skranken, står gårsdagen her."
    return DaySentence("Den seneste tid", first, last, 0, things, f"ingen {things} før i dag", hint)


def today_words(count: int, at: datetime) -> str:
    """`I dag indtil kl. 10.42: ` is followed by how many calls."""
    return f"I dag indtil kl. {local(at):%H.%M}: " + ("" if count else "ingen opkald endnu.")


def settled(counts: Tally) -> Share:
    """The gross share."""
    return share(counts.settled, counts.counted)


def _rest(counts: Tally, before: Tally, then: str) -> str:
    now = settled(counts)
    if now.n < FEWEST_SHOWN or now.value is None or now.low is None or now.high is None:
        return "for få til at vise en andel"
    told = f"{now.value * 100:.0f} % straksafklaret ({now.low * 100:.0f}-{now.high * 100:.0f} %)"
    return f"{told}, {against(Difference(settled(before), now), then)}"
