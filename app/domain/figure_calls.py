"""The calls behind a number: which of them it counts, by the same columns that counted it, and how that is said in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from app.base.clock import local
from app.base.errors import Invalid
from app.domain.call_log import Log
from app.domain.figures import BEYOND
from app.domain.hours import DANISH_WEEKDAYS, date_words
from app.domain.log_values import Numbers, Result
from app.domain.outcomes import AVOIDABLE_WORDS, REASON_WORDS, AnswerInGuide, Avoidable, Outcome, Reason, known_code
from app.domain.periods import moment_of

ANY = "any"


class Show(StrEnum):
    """What a number counted."""

    CALLS = "calls"
    COUNTED = "counted"
    SETTLED = "settled"
    OPEN = "open"
    BEYOND = "beyond"
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    OFFERED = "offered"
    FOUND = "found"
    PARTLY = "partly"
    NOT_FOUND = "not_found"
    AVOIDABLE = "avoidable"
    TRANSFERRED = "transferred"


# One call, several calls; and what is said behind the topic.
SHOW_WORDS: Mapping[Show, tuple[str, str, str]] = {
    Show.CALLS: ("opkald", "opkald", ""),
    Show.COUNTED: ("talt opkald", "talte opkald", ""),
    Show.SETTLED: ("straksafklaret opkald", "straksafklarede opkald", ""),
    Show.OPEN: ("uløst opkald", "uløste opkald", ""),
    Show.BEYOND: ("opkald", "opkald", "som skranken ikke kunne løse: sagen, en afgørelse eller en bestemt person"),
    Show.REACHED: ("opkald", "opkald", "viderestillet og nået"),
    Show.NOT_REACHED: ("opkald", "opkald", "viderestillet uden at nogen blev nået"),
    Show.OFFERED: ("opkald", "opkald", "hvor ingen blev nået og borgeren fik et tilbud"),
    Show.FOUND: ("opkald", "opkald", "hvor svaret stod i guiden"),
    Show.PARTLY: ("opkald", "opkald", "hvor svaret delvist stod i guiden"),
    Show.NOT_FOUND: ("opkald", "opkald", "hvor svaret ikke stod i guiden"),
    Show.AVOIDABLE: ("unødigt opkald", "unødige opkald", ""),
    Show.TRANSFERRED: ("viderestillet opkald", "viderestillede opkald", ""),
}
_FITS: Mapping[Show, Callable[[Result], bool]] = {
    Show.COUNTED: lambda result: result.counts,
    Show.SETTLED: lambda result: result.counts,
    Show.OPEN: lambda result: result.is_open,
    Show.BEYOND: lambda result: result.is_open and result.reason in BEYOND,
    Show.REACHED: lambda result: result.outcome == Outcome.TRANSFERRED and result.reached is True,
    Show.NOT_REACHED: lambda result: result.outcome == Outcome.TRANSFERRED and result.reached is False,
    Show.OFFERED: lambda result: result.outcome == Outcome.TRANSFERRED and result.reached is False and result.offered,
    Show.FOUND: lambda result: result.answer == AnswerInGuide.FOUND,
    Show.PARTLY: lambda result: result.answer == AnswerInGuide.PARTLY,
    Show.NOT_FOUND: lambda result: result.answer == AnswerInGuide.NOT_FOUND,
    Show.AVOIDABLE: lambda result: result.counts and bool(result.avoidable),
    Show.TRANSFERRED: lambda result: result.outcome == Outcome.TRANSFERRED,
}


@dataclass(frozen=True)
class Asked:
    """Which calls of a page are wanted; "" and None ask for nothing. `avoidable` is a cause or ANY; Monday is 0; hours are Danish."""

    show: Show = Show.CALLS
    reason: str = ""
    avoidable: str = ""
    weekday: int | None = None
    hour: int | None = None

    def fits(self, result: Result) -> bool:
        """Whether a question that ended like this is one that was counted. Of a settled call, no other may be open."""
        if self.reason and result.reason != self.reason:
            return False
        if self.avoidable and not (result.counts and (result.avoidable == self.avoidable or (self.avoidable == ANY and bool(result.avoidable)))):
            return False
        return self.show is Show.CALLS or _FITS[self.show](result)


@dataclass(frozen=True)
class Behind:
    """What stands behind a number: calls, the questions in them that fit, and how many of the calls began in each hour since 1970."""

    calls: int
    questions: int
    by_hour: Mapping[int, int]


def asked_from(texts: Mapping[str, str]) -> Asked:
    """What an address asks for. Raises Invalid with the field when it means nothing."""
    show = known_code(Show, texts["show"], "show", "noget, der tælles her") if texts.get("show") else Show.CALLS
    reason = known_code(Reason, texts["reason"], "reason", "en kendt årsag").value if texts.get("reason") else ""
    avoidable = texts.get("avoidable", "")
    if avoidable and avoidable != ANY:
        avoidable = known_code(Avoidable, avoidable, "avoidable", "en kendt grund til et unødigt opkald").value
    weekday = _number(texts.get("weekday", ""), 6, "weekday", "en ugedag (0 er mandag, 6 er søndag)")
    return Asked(show, reason, avoidable, weekday, _number(texts.get("hour", ""), 23, "hour", "en time på døgnet (0 til 23)"))


def behind(log: Log, asked: Asked) -> Behind:
    """The calls of a log that a number counted."""
    log = log.only(_when(log, asked))
    if not len(log):
        return Behind(0, 0, {})
    fits = log.codes.results.table(lambda result: int(asked.fits(result))).astype(bool)[log.result]
    call = log.call - log.call[0]
    wanted = np.zeros(int(call[-1]) + 1, bool)
    wanted[call[fits]] = True
    if asked.show is Show.SETTLED:
        wanted[call[log.codes.results.table(lambda result: int(result.is_open)).astype(bool)[log.result]]] = False
    first = np.flatnonzero(np.diff(call, prepend=-1))
    of_hours = np.bincount(log.hour[first][wanted[call[first]]], minlength=len(log.hours))
    by_hour = {hour: int(number) for hour, number in zip(log.hours, of_hours, strict=True) if number}
    return Behind(int(wanted.sum()), int((fits & wanted[call]).sum()), by_hour)


def _when(log: Log, asked: Asked) -> Numbers:
    """A mask of the questions whose calls began on the weekday and in the hour, by a Danish wall clock."""
    if asked.weekday is None and asked.hour is None:
        return np.ones(len(log), bool)
    walls = [local(moment_of(hour)) for hour in log.hours]
    fits = np.array([asked.weekday in (None, wall.weekday()) and asked.hour in (None, wall.hour) for wall in walls], bool)
    return fits[log.hour] if len(log) else np.zeros(0, bool)


def _number(text: str, most: int, field: str, word: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 2 and int(text) <= most):
        raise Invalid(f"»{text[:20]}« er ikke {word}.", field)
    return int(text)


def heading(asked: Asked, calls: int, first: date, last: date, named: Mapping[str, str]) -> str:
    """`38 uløste opkald om »Glemt tømning«, 1.-30. november 2026, årsag: ingen guide om det`.

    `named` are the names of the filters that are set: topic, department, caller_type, language.
    """
    one, several, behind_topic = SHOW_WORDS[asked.show]
    words = f"{calls:,}".replace(",", ".") + f" {one if calls == 1 else several}"
    if named.get("topic"):
        words += f" om »{named['topic']}«"
    parts = [words, behind_topic, named.get("department", ""), named.get("caller_type", "").lower()]
    parts += [f"på {named['language'].lower()}" if named.get("language") else "", period_words(first, last), _when_words(asked)]
    if asked.reason:
        parts.append(f"årsag: {_small(REASON_WORDS[Reason(asked.reason)])}")
    if asked.avoidable and asked.avoidable != ANY:
        parts.append(f"unødigt fordi: {_small(AVOIDABLE_WORDS[Avoidable(asked.avoidable)])}")
    elif asked.avoidable and asked.show is not Show.AVOIDABLE:
        parts.append("unødige")
    return ", ".join(filter(None, parts))


def period_words(first: date, last: date) -> str:
    """`1.-30. november 2026`, or as much of both days as it takes."""
    if first == last:
        return date_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}.-{date_words(last)}"
    return f"{date_words(first, with_year=first.year != last.year)} - {date_words(last)}"


def _when_words(asked: Asked) -> str:
    day = f"{DANISH_WEEKDAYS[asked.weekday]}e" if asked.weekday is not None else ""
    hour = f"kl. {asked.hour}-{asked.hour + 1}" if asked.hour is not None else ""
    return " ".join(filter(None, (day, hour)))


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
