"""A closing day as a form, and what it means for a department."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.base.errors import BadContent
from app.domain.department_form import spans_from
from app.domain.hours import Day, Schedule, clock_words, day_of, is_day, public_holidays
from app.domain.typed_form import TypedForm
from app.models import Closure

LONGEST_NAME = 80


@dataclass(frozen=True)
class Meaning:
    """What a department's day is with a closing day and without it, in words."""

    day: date
    with_it: str
    without_it: str
    reason: str

    @property
    def changes_nothing(self) -> bool:
        return self.with_it == self.without_it


def content_of(closure: Closure) -> dict[str, Any]:
    """What a closing day says, as the trail keeps it."""
    return {"day": closure.day, "name": closure.name, "departments": closure.departments, "spans": closure.spans}


def texts_of(content: Mapping[str, Any], today: date) -> dict[str, str]:
    """A content as the texts of its form; one that holds every year is shown at its next date."""
    coming = next_date(content["day"], today)
    texts = {"day": coming.isoformat() if coming else "", "name": content["name"], "spans": ", ".join(content["spans"])}
    texts |= {"yearly": "on" if is_yearly(content["day"]) else ""}
    return texts | {f"department-{slug}": "on" for slug in content["departments"]} | {"all": "" if content["departments"] else "on"}


def content_from(texts: Mapping[str, str], departments: Collection[str]) -> dict[str, Any]:
    """The content that a form says; no departments means all. Raises Refused with every problem at its field."""
    form = TypedForm(texts)
    day = form.day("day")
    if day is None:
        form.wrong("day", "Vælg en dag.")
    name = form.line("name", LONGEST_NAME, missing="Skriv, hvad dagen hedder.")
    chosen = sorted(slug for slug in departments if form.yes(f"department-{slug}"))
    if not chosen and not form.yes("all"):
        form.wrong("departments", "Vælg alle afdelinger eller mindst én.")
    try:
        spans = spans_from(form.texts.get("spans", ""))
    except BadContent as error:
        form.wrong("spans", error.message)
        spans = []
    form.finish()
    key = "" if day is None else day.strftime("%m-%d") if form.yes("yearly") else day.isoformat()
    return {"day": key, "name": name, "departments": [] if form.yes("all") else chosen, "spans": spans}


def is_yearly(day: str) -> bool:
    """Whether a closing day holds every year."""
    return day.count("-") == 1


def next_date(day: str, today: date) -> date | None:
    """The next date of a closing day that holds every year, or the date of one that does not. None when it is no day."""
    if not is_day(day):
        return None
    if not is_yearly(day):
        return date.fromisoformat(day)
    month, number = (int(part) for part in day.split("-"))
    for year in range(today.year, today.year + 9):  # 29 February may be eight years away
        try:
            coming = date(year, month, number)
        except ValueError:
            continue
        if coming >= today:
            return coming
    return None


def meaning(without: Schedule, with_it: Schedule, day: date) -> Meaning:
    """What a closing day changes in a department's day."""
    after = day_of(with_it, day)
    return Meaning(day, spans_in_words(after), spans_in_words(day_of(without, day)), after.reason)


def spans_in_words(day: Day) -> str:
    """`åbent kl. 10-12 og 13-17`, or `lukket`."""
    parts = [f"{clock_words(span.start)}-{clock_words(span.end) if span.end else '24'}" for span in day.spans]
    return f"åbent kl. {' og '.join(parts)}" if parts else "lukket"


def holidays_from(today: date) -> list[tuple[date, str]]:
    """The Danish public holidays of the year that begins today."""
    last = today + timedelta(days=366)
    return sorted((day, name) for year in (today.year, last.year) for day, name in public_holidays(year).items() if today <= day < last)
