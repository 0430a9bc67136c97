"""A person as a form, and as a row of a list."""

from collections.abc import Mapping
from typing import Any

from app.domain.typed_form import TypedForm
from app.models import Person

FIELDS = ("name", "title", "department", "phone", "extension", "email", "responsibilities", "demo", "source")
FIELD_WORDS = {
    "name": "navn",
    "title": "titel",
    "department": "afdeling",
    "phone": "telefon",
    "extension": "lokal",
    "email": "e-mail",
    "responsibilities": "opgaver",
    "demo": "opdigtet",
    "source": "kilde",
}
LONGEST_NAME = 120
LONGEST_DUTY = 120
NEEDS_SOURCE = "En virkelig medarbejder skal have en kilde. Er medarbejderen opdigtet, så sæt kryds i demo."


def content_of(person: Person) -> dict[str, Any]:
    """What is kept about a person, as the trail keeps it."""
    return {name: getattr(person, name) for name in FIELDS}


def texts_of(content: Mapping[str, Any]) -> dict[str, str]:
    """A content as the texts of its form."""
    texts = {name: str(content[name]) for name in FIELDS if name not in {"demo", "responsibilities"}}
    return {**texts, "responsibilities": "\n".join(content["responsibilities"]), "demo": "on" if content["demo"] else ""}


def content_from(texts: Mapping[str, str]) -> dict[str, Any]:
    """The content that a form says. Raises Refused with every problem at its field."""
    form = TypedForm(texts)
    content = {
        "name": form.line("name", LONGEST_NAME, missing="Skriv navnet."),
        "title": form.line("title", LONGEST_NAME),
        "department": form.line("department", missing="Vælg en afdeling."),
        "phone": form.phone("phone"),
        "extension": form.extension("extension"),
        "email": form.email("email"),
        "responsibilities": form.lines("responsibilities", LONGEST_DUTY),
        "demo": form.yes("demo"),
        "source": form.line("source"),
    }
    if not content["demo"] and not content["source"]:
        form.wrong("source", NEEDS_SOURCE)
    form.finish()
    return content


def shown(name: str, value: Any) -> str:
    """A field's value in words, for a list of what changes."""
    if name == "responsibilities":
        return ", ".join(value)
    if name == "demo":
        return "ja" if value else "nej"
    return str(value)
