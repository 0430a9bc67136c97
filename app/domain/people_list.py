"""A list of people beside those who are known: who is new, what changes, what stays, and which rows cannot be used."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.base.errors import Invalid
from app.domain.csv_table import Row, Sheet, read
from app.domain.person_form import FIELD_WORDS, FIELDS, content_from, shown, texts_of
from app.domain.typed_form import LONGEST_SLUG, Refused, slug_of

COLUMNS = ("navn", "titel", "afdeling", "telefon", "lokal", "e-mail", "opgaver")
NEEDED = ("navn", "afdeling")
_WORDS = {
    "navn": ("medarbejder", "name"),
    "titel": ("stilling", "title"),
    "afdeling": ("enhed", "department"),
    "telefon": ("tlf", "telefonnummer", "phone"),
    "lokal": ("lokalnummer", "lokalnr"),
    "e-mail": ("email", "mail", "emailadresse"),
    "opgaver": ("opgave", "ansvar"),
}
HEADINGS = {word: column for column, words in _WORDS.items() for word in (column, *words)}
_FIELD_OF = {word: name for name, word in FIELD_WORDS.items()}
BETWEEN_DUTIES = "|"
NOT_YOURS = "Afdelingen er ikke en af dem, du redigerer."


@dataclass(frozen=True)
class Change:
    """One field of a person: from what to what, in words."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Planned:
    """A row that can be used: whom it is about, what they will be, and what that changes (nothing for somebody new)."""

    number: int
    slug: str
    content: Mapping[str, Any]
    changes: Sequence[Change] = ()


@dataclass
class Plan:
    """What a list would do."""

    added: list[Planned] = field(default_factory=list)
    changed: list[Planned] = field(default_factory=list)
    unchanged: list[Planned] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """The same as long as doing it would do the same."""
        rows = [(row.slug, row.content) for row in (*self.added, *self.changed)]
        return hashlib.sha256(repr((rows, sorted(self.refused))).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Known:
    """What a list is held against: the people, the departments' names, and the departments the user may change (None is all)."""

    people: Mapping[str, Mapping[str, Any]]
    departments: Mapping[str, str]
    owned: Collection[str] | None = None

    def may(self, department: str) -> bool:
        return self.owned is None or department in self.owned


def plan(text: str, known: Known, source: str, *, demo: bool) -> Plan:
    """What a list would do. `source` is where it comes from, `demo` that its people are invented. Raises Invalid when it cannot be read at all."""
    sheet = read(text, HEADINGS, NEEDED)
    made = Plan(refused=list(sheet.refused), unknown=sheet.unknown)
    whom = _matched(sheet, known)
    taken, lines = set(known.people), dict[str, int]()
    for row in sheet.rows:
        slug = whom.get(row.number, "")
        try:
            content = _content(row, known, known.people.get(slug), source, demo=demo)
            slug = slug or _free_slug(content["name"], taken)
            key = slug if slug in known.people else repr((content["name"].casefold(), content["department"], content["email"]))
            if key in lines:
                raise Invalid(f"Rækken handler om samme medarbejder som række {lines[key]}.")
        except Invalid as error:
            made.refused.append((row.number, _named(error)))
            continue
        lines[key] = row.number
        taken.add(slug)
        _sort_in(made, row.number, slug, content, known.people.get(slug))
    made.refused.sort()
    return made


def row_of(content: Mapping[str, Any], departments: Mapping[str, str]) -> list[str]:
    """A person as a row of the same list."""
    texts = {**content, "department": departments.get(content["department"], content["department"])}
    texts["responsibilities"] = BETWEEN_DUTIES.join(content["responsibilities"])
    return [str(texts[_FIELD_OF[column]]) for column in COLUMNS]


def _matched(sheet: Sheet, known: Known) -> dict[int, str]:
    """Whom each row is about: by e-mail, else by name and department, else by a name that only one person has."""
    found: dict[int, str] = {}
    by_key: dict[object, list[str]] = {}
    for slug, person in known.people.items():
        name, email = str(person["name"]).casefold(), str(person["email"]).casefold()
        for key in (("email", email) if email else None, ("both", name, person["department"]), ("name", name)):
            by_key.setdefault(key, []).append(slug)
    claimed: set[str] = set()
    for keys in (_email_key, _both_key, _name_key):
        for row in sheet.rows:
            hits = [slug for slug in by_key.get(keys(row, known), ()) if keys is not _name_key or slug not in claimed]
            if row.number not in found and len(hits) == 1:
                found[row.number] = hits[0]
                claimed.add(hits[0])
    return found


def _email_key(row: Row, _known: Known) -> tuple[str, ...]:
    return ("email", row.cells.get("e-mail", "").casefold() or "?")


def _both_key(row: Row, known: Known) -> tuple[str, ...]:
    return ("both", row.cells["navn"].casefold(), _department(row, known))


def _name_key(row: Row, _known: Known) -> tuple[str, ...]:
    return ("name", row.cells["navn"].casefold())


def _department(row: Row, known: Known) -> str:
    """A department by its name or its short name; empty when there is none."""
    word = row.cells["afdeling"]
    return word if word in known.departments else next((slug for slug, name in known.departments.items() if name.casefold() == word.casefold()), "")


def _content(row: Row, known: Known, person: Mapping[str, Any] | None, source: str, *, demo: bool) -> dict[str, Any]:
    """What a row makes of a person; a column that is not in the list leaves the field as it is. Raises Invalid."""
    department = _department(row, known)
    if row.cells["afdeling"] and not department:
        raise Invalid(f"Afdelingen »{row.cells['afdeling']}« findes ikke.")
    typed = {_FIELD_OF[column]: cell for column, cell in row.cells.items()} | {"department": department}
    if "responsibilities" in typed:
        typed["responsibilities"] = typed["responsibilities"].replace(BETWEEN_DUTIES, "\n")
    listed = {"source": source, "demo": "on" if demo else ""}
    content = content_from({**(texts_of(person) if person else listed), **typed})
    if not known.may(department) or (person and not known.may(person["department"])):
        raise Invalid(NOT_YOURS)
    if person and source and any(content[name] != person[name] for name in FIELDS):
        content |= {"source": source, "demo": False}
    return content


def _free_slug(name: str, taken: Collection[str]) -> str:
    stem = slug_of(name)[: LONGEST_SLUG - 4].rstrip("-") or "medarbejder"
    return next(slug for slug in (stem, *(f"{stem}-{number}" for number in range(2, 1000))) if slug not in taken)


def _sort_in(made: Plan, number: int, slug: str, content: Mapping[str, Any], person: Mapping[str, Any] | None) -> None:
    if person is None:
        made.added.append(Planned(number, slug, content))
        return
    changes = [Change(FIELD_WORDS[name], shown(name, person[name]), shown(name, content[name])) for name in FIELDS if content[name] != person[name]]
    (made.changed if changes else made.unchanged).append(Planned(number, slug, content, changes))


def _named(error: Invalid) -> str:
    """The problems of a row, each with the column it stands in."""
    if not isinstance(error, Refused):
        return error.message
    return " ".join(f"{FIELD_WORDS.get(name, name).capitalize()}: {sentence}" for name, sentence in error.problems.items())
