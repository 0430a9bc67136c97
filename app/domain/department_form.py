"""A department as a form: contact, duties, the week as spans a day, special days, and who takes over; and back to texts."""

import re
from collections.abc import Mapping
from typing import Any

from app.base.errors import BadContent
from app.base.text import one_line
from app.domain.hours import MIDNIGHT_END, WEEKDAYS, Span, parse_spans
from app.domain.typed_form import MOST_ROWS, TypedForm, numbered
from app.models import Department

LANGUAGES = ("da", "en", "de")
LONGEST_NAME = 80
SPECIAL_FIELDS = ("day", "spans", "why")
STANDARDS = {"answer_within_seconds": 3600, "call_back_within_hours": 720}
PLAIN = ("name", "phone", "extension", "email", "address", "ean", "url")
FIELDS = (
    *PLAIN,
    "extension_is_demo",
    "hours",
    "special_days",
    "open_on_holidays",
    "service_standard",
    "languages",
    "duties",
    "four_eyes",
    "fallback",
    "source",
)
_CLOSED = {"lukket", "-", "–"}
_ALL_DAY = {"døgnåbent", "hele døgnet"}
_LOOSE = re.compile(r"(?:kl\.?\s*)?([0-9]{1,2})(?:[:.]([0-9]{2}))?\s*(?:-|–|til)\s*(?:kl\.?\s*)?([0-9]{1,2})(?:[:.]([0-9]{2}))?", re.I)


def content_of(department: Department) -> dict[str, Any]:
    """What a department says, as the trail keeps it."""
    return {name: getattr(department, name) for name in FIELDS}


def texts_of(content: Mapping[str, Any]) -> dict[str, str]:
    """A content as the texts of its form."""
    texts = {name: str(content[name]) for name in PLAIN}
    texts |= {name: "on" if content[name] else "" for name in ("extension_is_demo", "open_on_holidays", "four_eyes")}
    texts |= {f"hours-{day}": ", ".join(content["hours"].get(day, ())) for day in WEEKDAYS}
    texts |= {f"language-{code}": "on" if code in content["languages"] else "" for code in LANGUAGES}
    texts |= {name: str(content["service_standard"].get(name) or "") for name in STANDARDS}
    texts |= {"duties": "\n".join(content["duties"])}
    texts |= {f"fallback_{name}": content["fallback"].get(name, "") for name in ("department", "text")}
    texts |= {f"source_{name}": str(content["source"].get(name) or "") for name in ("title", "url", "checked")}
    for number, row in enumerate(content["special_days"]):
        texts |= {f"day-{number}": str(row["date"]), f"spans-{number}": ", ".join(row.get("spans", ())), f"why-{number}": str(row.get("reason", ""))}
    return texts


def content_from(texts: Mapping[str, str], slug: str, names: Mapping[str, str], fallbacks: Mapping[str, str]) -> dict[str, Any]:
    """The content that a form says. `names` and `fallbacks` are those of all departments by slug. Raises Refused with every problem at its field."""
    form = TypedForm(texts)
    content: dict[str, Any] = {
        "name": form.line("name", LONGEST_NAME, missing="Skriv afdelingens navn."),
        "phone": form.phone("phone"),
        "extension": form.extension("extension"),
        "extension_is_demo": form.yes("extension_is_demo"),
        "email": form.email("email"),
        "address": form.line("address"),
        "ean": _ean(form),
        "url": form.web("url"),
        "hours": {day: _spans(form, f"hours-{day}") for day in WEEKDAYS},
        "special_days": _special_days(form),
        "open_on_holidays": form.yes("open_on_holidays"),
        "service_standard": {name: number for name, most in STANDARDS.items() if (number := form.number(name, most))},
        "languages": [code for code in LANGUAGES if form.yes(f"language-{code}")],
        "duties": form.lines("duties"),
        "four_eyes": form.yes("four_eyes"),
        "fallback": _fallback(form, slug, names, fallbacks),
        "source": _source(form),
    }
    if not content["phone"] and not content["extension"]:
        form.wrong("phone", "Skriv et telefonnummer eller et lokalnummer.")
    form.finish()
    return content


def hours_from(texts: Mapping[str, str], slug: str) -> Department:
    """A department with the hours of a form and nothing else, for asking when it would be open. Raises Refused."""
    form = TypedForm(texts)
    hours, special = {day: _spans(form, f"hours-{day}") for day in WEEKDAYS}, _special_days(form)
    form.finish()
    return Department(slug=slug, name="", hours=hours, special_days=special, open_on_holidays=form.yes("open_on_holidays"))


def spans_from(text: str) -> list[str]:
    """`10-15, 16.00-18` as spans; `lukket` and nothing are none, `hele døgnet` is all day. Raises BadContent with a sentence."""
    line = one_line(text)
    if not line or line.lower() in _CLOSED:
        return []
    if line.lower() in _ALL_DAY:
        return [f"00:00-{MIDNIGHT_END}"]
    parts = [part.strip() for part in re.split(r",|;|\bog\b", line) if part.strip()]
    return [_span_text(span) for span in parse_spans(_tidied(part) for part in parts)]


def ean_is_right(ean: str) -> bool:
    """Thirteen digits of which the last one checks the others (GS1: weights 1 and 3 from the left, sum a multiple of ten)."""
    return bool(re.fullmatch(r"[0-9]{13}", ean)) and sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(ean)) % 10 == 0


def chain_of(slug: str, target: str, fallbacks: Mapping[str, str]) -> list[str]:
    """The departments that a caller would be sent through from one; the last one stands twice when they go round in a ring."""
    chain = [slug]
    while target:
        chain.append(target)
        if target in chain[:-1]:
            break
        target = fallbacks.get(target, "")
    return chain


def _tidied(part: str) -> str:
    loose = _LOOSE.fullmatch(part)
    if not loose:
        return part
    first, first_minutes, last, last_minutes = loose.groups()
    return f"{int(first):02d}:{first_minutes or '00'}-{int(last):02d}:{last_minutes or '00'}"


def _span_text(span: Span) -> str:
    return f"{span.start:%H:%M}-{f'{span.end:%H:%M}' if span.end else MIDNIGHT_END}"


def _spans(form: TypedForm, name: str) -> list[str]:
    try:
        return spans_from(form.texts.get(name, ""))
    except BadContent as error:
        form.wrong(name, error.message)
        return []


def _special_days(form: TypedForm) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    numbers = numbered(form.texts, SPECIAL_FIELDS)
    for number in numbers[:MOST_ROWS]:
        day = form.day(f"day-{number}")
        if day is None:
            form.wrong(f"day-{number}", "Vælg dagen, eller fjern rækken.")
        elif any(row["date"] == day.isoformat() for row in rows):
            form.wrong(f"day-{number}", "Den dag står der allerede.")
        reason = form.line(f"why-{number}", 120, missing="Skriv, hvorfor dagen er særlig.")
        spans = _spans(form, f"spans-{number}")
        rows.append({"date": day.isoformat() if day else "", "spans": spans, "reason": reason})
    if len(numbers) > MOST_ROWS:
        form.wrong(f"day-{numbers[MOST_ROWS]}", f"Der kan højst være {MOST_ROWS} særlige dage.")
    return sorted(rows, key=lambda row: str(row["date"]))


def _ean(form: TypedForm) -> str:
    ean = one_line(form.texts.get("ean", "")).replace(" ", "")
    if ean and not re.fullmatch(r"[0-9]{13}", ean):
        form.wrong("ean", "Et EAN-nummer har 13 cifre.")
    elif ean and not ean_is_right(ean):
        form.wrong("ean", "EAN-nummerets kontrolciffer passer ikke. Se efter, om et ciffer er skrevet forkert.")
    return ean


def _fallback(form: TypedForm, slug: str, names: Mapping[str, str], fallbacks: Mapping[str, str]) -> dict[str, str]:
    target, text = form.line("fallback_department"), form.line("fallback_text")
    if not target and not text:
        form.wrong("fallback_text", "Vælg en afløser, eller skriv, hvad omstillingen skal sige.")
    if target and target not in names:
        form.wrong("fallback_department", "Den afdeling findes ikke.")
    elif target:
        chain = chain_of(slug, target, fallbacks)
        if chain[-1] in chain[:-1]:
            words = " → ".join(names.get(step) or one_line(form.texts.get("name", "")) or step for step in chain)
            form.wrong("fallback_department", f"Afløserne går i ring: {words}.")
    return {name: value for name, value in (("department", target), ("text", text)) if value}


def _source(form: TypedForm) -> dict[str, Any]:
    checked = form.day("source_checked")
    source: dict[str, Any] = {"title": form.line("source_title"), "url": form.web("source_url")}
    return {**source, "checked": checked.isoformat()} if checked else source
