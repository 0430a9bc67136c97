"""What may stand on a sheet that a citizen takes home, and how a routing table reads on paper."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from app.domain.facts import FactValue, fill
from app.domain.hours import DANISH_WEEKDAYS, date_words
from app.domain.routing_axes import Axis, Interval
from app.domain.routing_table import Row, Table

# What shows that a line speaks to the employee and not to the citizen: »Bed borgeren søge«, »stil om til Ydelser«, »brug guiden nødpas«,
# "Ask the caller", »Anrufer«. Such a line stays at the desk.
_INTERNAL = re.compile(
    r"\b(borgeren|borgerens|opringer\w*|den, der ringer|stil(les)? om|viderestil\w*|omstil\w*|guiden?|guider|lokal(nummer)?|kolleg\w+|sagsnummer|"
    r"skriv (navn|nummer|nummeret|besked|det ned|sagen|stedet|sted)|opret (en )?(sag|besked)|send (en )?besked|send sagen|tag imod|"
    r"råd til|så sig det|"
    r"forklar|tilbyd|henvis|nævn|lov (ikke|aldrig|at|et)|læs op|caller|callers|transfer|offer|anrufer\w*|durchstellen|weiterleiten|verbinden)\b"
    r"|^(bed|spørg|sig|find (adressen|sagen)|notér|noter|ask|tell the|say|check|fragen|prüfen|bitten)\b",
    re.I,
)
_ITEM = re.compile(r"^[ \t]*(?:[-*]|\d+\.)[ \t]+", re.M)
_UNKNOWN = {"da": "(spørg os)", "en": "(please ask us)", "de": "(bitte fragen Sie uns)"}
_UNCONFIRMED = {"da": "ikke bekræftet", "en": "not confirmed", "de": "nicht bestätigt"}
_AS_OF = {"da": "pr. {}", "en": "as of {}", "de": "Stand {}"}
_MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"),
}
_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
}
_CLOSED = {"en": "closed", "de": "geschlossen"}
_FROM_CLOCK = {"weekday": "ugedag", "time": "klokken"}


def for_citizens(text: str) -> tuple[str, int]:
    """The lines of a list that speak to the citizen, and how many others were left out. Text that is no list is kept."""
    starts = [match.start() for match in _ITEM.finditer(text)]
    if not starts:
        return text, 0
    items = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    kept = [item for item in items if not _INTERNAL.search(_ITEM.sub("", item, count=1))]
    return (text[: starts[0]] + "".join(kept)).strip(), len(items) - len(kept)


def filled(text: str, values: Mapping[str, FactValue], language: str, *, dated: bool = False) -> str:
    """A text with its facts as words; `dated` says when each was looked up, or that nobody has confirmed it."""
    return fill(text, values, lambda value: _value(value, language, dated))


def _value(value: FactValue, language: str, dated: bool) -> str:
    if not value.known:
        return _UNKNOWN[language]
    if not dated:
        return value.words(language)
    note = _AS_OF[language].format(day_words(value.checked, language)) if value.verified and value.checked else _UNCONFIRMED[language]
    return f"{value.words(language)} ({note})"


def day_words(day: date, language: str = "da") -> str:
    """`23. november 2026`, `23 November 2026`, `23. November 2026`."""
    if language not in _MONTHS:
        return date_words(day)
    return f"{day.day}{'.' if language == 'de' else ''} {_MONTHS[language][day.month - 1]} {day.year}"


def week_in(language: str, week: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """A week in Danish words, said in another language."""
    if language not in _WEEKDAYS:
        return list(week)
    names = dict(zip(DANISH_WEEKDAYS, _WEEKDAYS[language], strict=True))
    return [("-".join(names[day] for day in days.split("-")), _CLOSED[language] if hours == "lukket" else hours) for days, hours in week]


def conditions(table: Table, row: Row) -> list[str]:
    """When a row of a routing table fits, in words; nothing when it always does."""
    return [f"{_label(table.axes[name])} {_answers(table.axes[name], intervals)}" for name, intervals in row.box.items()]


def _label(axis: Axis) -> str:
    return axis.question or _FROM_CLOCK.get(axis.kind, axis.name)


def _answers(axis: Axis, intervals: Sequence[Interval]) -> str:
    return " eller ".join(_interval(axis, *interval) for interval in intervals)


def _interval(axis: Axis, low: int, high: int) -> str:
    if axis.kind == "time":
        return f"{axis.words(low)} til {axis.words(high + 1)}"  # stored without its last minute
    if axis.is_number or axis.kind == "initial":
        return axis.words(low) if low == high else f"{axis.words(low)} til {axis.words(high)}"
    return " eller ".join(axis.words(number) for number in range(low, high + 1))
