"""What is searched: guides, departments and people as one row shape of fields with text."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from app.domain.guide import FACT_MARK
from app.domain.search.names import sounds_of
from app.domain.search.words import all_tokens, is_noise, stem
from app.models import Department, Guide, Person


class Kind(StrEnum):
    """What a hit opens."""

    GUIDE = "guide"
    DEPARTMENT = "department"
    PERSON = "person"


class Field(StrEnum):
    """Where in a document a word stands."""

    TITLE = "title"
    KEYWORD = "keyword"
    PHRASE = "phrase"
    HEARD = "heard"
    SITUATION = "situation"
    SAY = "say"
    BODY = "body"
    UNIT = "unit"
    NUMBER = "number"
    SOUND = "sound"


@dataclass(frozen=True)
class Document:
    """One thing that can be found: its texts by field. `label` is the second line of a hit."""

    kind: Kind
    slug: str
    title: str
    label: str
    texts: Mapping[Field, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def title_stems(self) -> frozenset[str]:
        """The stems of the title that say something."""
        return frozenset(stem(word) for word in all_tokens(self.title) if not is_noise(word))

    @property
    def key(self) -> tuple[str, str]:
        return (self.kind, self.slug)


def documents_of(guides: Iterable[Guide], departments: Iterable[Department], people: Iterable[Person]) -> list[Document]:
    """All that can be found. A number that several units share is found only at the switchboard."""
    units = {department.slug: department for department in departments}
    shared = shared_numbers(units.values())
    fallbacks = Counter(department.fallback.get("department", "") for department in units.values())
    switchboard = max(units, key=lambda slug: (fallbacks[slug], slug), default="")
    names = {slug: department.name for slug, department in units.items()}
    return [
        *(guide_document(guide, names.get(guide.department, "")) for guide in guides),
        *(department_document(department, frozenset() if slug == switchboard else shared) for slug, department in units.items()),
        *(person_document(person, names.get(person.department, ""), shared) for person in people),
    ]


def shared_numbers(departments: Iterable[Department]) -> frozenset[str]:
    """The numbers that several units have."""
    times = Counter(department.phone for department in departments if department.phone)
    return frozenset(number for number, count in times.items() if count > 1)


def guide_document(guide: Guide, unit: str) -> Document:
    """A guide as a document; `unit` is the name of its department."""
    translations = guide.translations.values()
    body = [*guide.sections.values(), *(text for part in translations for code, text in part.items() if code != "title")]
    return Document(
        Kind.GUIDE,
        guide.slug,
        guide.title,
        unit,
        {
            Field.TITLE: (guide.title, *(part.get("title", "") for part in translations)),
            Field.KEYWORD: tuple(guide.keywords),
            Field.PHRASE: tuple(phrase for phrases in guide.phrases.values() for phrase in phrases),
            Field.HEARD: tuple(guide.heard),
            Field.SITUATION: tuple(guide.situation_words),
            Field.SAY: (_without_marks(guide.say),),
            Field.BODY: tuple(_without_marks(text) for text in body),
            Field.UNIT: (unit, guide.authority.get("name", "")),
        },
    )


def department_document(department: Department, shared: frozenset[str] = frozenset()) -> Document:
    """A department as a document, found by its name, its duties and its own numbers."""
    own_phone = "" if department.phone in shared else department.phone
    return Document(
        Kind.DEPARTMENT,
        department.slug,
        department.name,
        "Afdeling",
        {
            Field.TITLE: (department.name,),
            Field.KEYWORD: tuple(department.duties),
            Field.NUMBER: tuple(number for number in (own_phone, department.extension, department.ean) if number),
        },
    )


def person_document(person: Person, unit: str, shared: frozenset[str] = frozenset()) -> Document:
    """A person as a document, found by name as heard, title, responsibility and own numbers."""
    own_phone = "" if person.phone in shared else person.phone
    return Document(
        Kind.PERSON,
        person.slug,
        person.name,
        ", ".join(part for part in (person.title, unit) if part),
        {
            Field.TITLE: (person.name,),
            Field.SOUND: (sounds_of(person.name),),
            Field.KEYWORD: tuple(text for text in (person.title, *person.responsibilities) if text),
            Field.UNIT: (unit,),
            Field.NUMBER: tuple(number for number in (own_phone, person.extension) if number),
        },
    )


def _without_marks(text: str) -> str:
    return FACT_MARK.sub("", text)
