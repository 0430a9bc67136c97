"""What a dated value is on a given day. No period that matches means unknown, never the last known value."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from app.base.errors import BadContent
from app.domain.guide import FACT_MARK
from app.domain.hours import date_words
from app.models import Fact

UNKNOWN = "ukendt"
UNITS = ("kr.", "kr. pr. måned", "år", "måneder", "uger", "dage", "hverdage", "timer", "pct.", "m²", "m", "tekst")
TEXT_UNIT = "tekst"
_ONE = {"måneder": "måned", "uger": "uge", "dage": "dag", "hverdage": "hverdag", "timer": "time"}
_TRANSLATED: dict[str, dict[str, tuple[str, str]]] = {
    "en": {
        "kr.": ("DKK", "DKK"),
        "kr. pr. måned": ("DKK a month", "DKK a month"),
        "år": ("year", "years"),
        "måneder": ("month", "months"),
        "uger": ("week", "weeks"),
        "dage": ("day", "days"),
        "hverdage": ("working day", "working days"),
        "timer": ("hour", "hours"),
        "pct.": ("%", "%"),
    },
    "de": {
        "kr.": ("DKK", "DKK"),
        "kr. pr. måned": ("DKK im Monat", "DKK im Monat"),
        "år": ("Jahr", "Jahre"),
        "måneder": ("Monat", "Monate"),
        "uger": ("Woche", "Wochen"),
        "dage": ("Tag", "Tage"),
        "hverdage": ("Werktag", "Werktage"),
        "timer": ("Stunde", "Stunden"),
        "pct.": ("%", "%"),
    },
}
_UNKNOWN = {"da": UNKNOWN, "en": "not known", "de": "nicht bekannt"}
_MARK_AND_STOP = re.compile(rf"{FACT_MARK.pattern}(\.(?![.\w]))?")
_THOUSAND = re.compile(r"(?<=\d)(?=(\d{3})+$)")


@dataclass(frozen=True)
class FactValue:
    """A value with its unit, and whether somebody has looked it up. `value` is None when no period matches the day."""

    slug: str
    label: str
    value: Any = None
    unit: str = TEXT_UNIT
    verified: bool = False
    checked: date | None = None
    source_title: str = ""
    source_url: str = ""

    @property
    def known(self) -> bool:
        return self.value is not None

    def words(self, language: str = "da") -> str:
        """The value as it is said: `893 kr.`, `10 years`."""
        return in_words(self.value, self.unit, language) if self.known else _UNKNOWN[language]


def value_on(fact: Fact, day: date) -> FactValue:
    """The value of a fact on a day."""
    for period in fact.periods:
        if _covers(period, day):
            source = period.get("source") or {}
            return FactValue(
                slug=fact.slug,
                label=fact.label,
                value=period["value"],
                unit=fact.unit,
                verified=bool(period.get("verified")),
                checked=as_date(period.get("checked")),
                source_title=str(source.get("title", "")),
                source_url=str(source.get("url", "")),
            )
    return FactValue(fact.slug, fact.label)


def in_words(value: Any, unit: str, language: str = "da") -> str:
    """`1234.5` kr. as `1.234,50 kr.`, or `1,234.50 DKK` in English; texts as they are."""
    if unit == TEXT_UNIT:
        return str(value)
    one, many = _TRANSLATED.get(language, {}).get(unit, (_ONE.get(unit, unit), unit))
    if isinstance(value, str):
        return f"{value} {many}"
    whole, decimals = f"{value:.2f}".split(".")
    thousand, point = (",", ".") if language == "en" else (".", ",")
    number = _THOUSAND.sub(thousand, whole) + ("" if decimals == "00" else f"{point}{decimals}")
    return f"{number} {one if value == 1 else many}"


def fill(text: str, values: Mapping[str, FactValue], mark: Callable[[FactValue], str] = FactValue.words) -> str:
    """The text with every `{fact:slug}` replaced by `mark(value)`; a fact that is not there reads as unknown.

    A value that ends with a full stop (`893 kr.`) also ends its sentence.
    """

    def replace(match: re.Match[str]) -> str:
        slug, stop = match.groups(default="")
        words = mark(values.get(slug) or FactValue(slug, slug))
        return words if words.endswith(".") else words + stop

    return _MARK_AND_STOP.sub(replace, text)


def ends_on(fact: Fact, day: date) -> date | None:
    """The last day on which the value in force today (and those that follow without a gap) holds; None when it is open."""
    end: date | None = day - timedelta(days=1)
    for period in sorted(fact.periods, key=lambda row: as_date(row.get("from")) or date.min):
        if end is not None and _covers(period, end + timedelta(days=1)):
            end = as_date(period.get("to"))
            if end is None:
                return None
    return end


def check_periods(fact: Fact) -> list[str]:
    """Sentences about periods that overlap or end before they begin."""
    return [sentence for _, sentence in period_faults(fact.periods)]


def period_faults(periods: Sequence[Mapping[str, Any]]) -> list[tuple[int, str]]:
    """Periods that overlap or end before they begin: the place of each in the list, with a sentence."""
    faults: list[tuple[int, str]] = []
    rows = _in_order(periods)
    for place, period in rows:
        start, end = as_date(period.get("from")), as_date(period.get("to"))
        if start and end and end < start:
            faults.append((place, f"Perioden fra {start} slutter, før den begynder."))
    for (_, earlier), (place, later) in pairwise(rows):
        end, start = as_date(earlier.get("to")), as_date(later.get("from"))
        if end is None or start is None or start <= end:
            start_of = [row.get("from") or "begyndelsen" for row in (earlier, later)]
            faults.append((place, f"Perioderne fra {start_of[0]} og {start_of[1]} overlapper."))
    return faults


def period_gaps(periods: Sequence[Mapping[str, Any]]) -> list[tuple[int, str]]:
    """Days between two periods on which the fact would read as unknown: the place of the later one, with a sentence."""
    gaps: list[tuple[int, str]] = []
    for (_, earlier), (place, later) in pairwise(_in_order(periods)):
        end, start = as_date(earlier.get("to")), as_date(later.get("from"))
        if end and start and start > end + timedelta(days=1):
            gaps.append((place, f"Fra {date_words(end + timedelta(days=1))} til {date_words(start - timedelta(days=1))} står der »{UNKNOWN}«."))
    return gaps


def _in_order(periods: Sequence[Mapping[str, Any]]) -> list[tuple[int, Mapping[str, Any]]]:
    return sorted(enumerate(periods), key=lambda row: as_date(row[1].get("from")) or date.min)


def as_date(value: Any) -> date | None:
    """A date from a date or ISO text; None from nothing. Raises BadContent on anything else."""
    if value in (None, ""):
        return None
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise BadContent(f"»{value}« er ikke en dato som 2026-01-31.") from error


def _covers(period: Mapping[str, Any], day: date) -> bool:
    start, end = as_date(period.get("from")), as_date(period.get("to"))
    return (start is None or start <= day) and (end is None or day <= end)
