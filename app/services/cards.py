"""A guide, a department or a person as the desk shows it at a moment: facts filled in, and who takes over now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.base.clock import local
from app.base.errors import NotFound
from app.domain.facts import FactValue, value_on
from app.domain.guide import LANGUAGE_HEADINGS, fact_slugs
from app.domain.hours import Availability, availability, week_words
from app.domain.referral import Referral, refer
from app.models import Department, Guide, Person
from app.services import content
from app.services.who import Who, who


@dataclass(frozen=True)
class GuideCard:
    """A guide in one language with the values its texts refer to. `texts` holds the sections by code, facts not yet filled in."""

    guide: Guide
    language: str
    languages: Sequence[str]
    title: str
    texts: Mapping[str, str]
    values: Mapping[str, FactValue]
    who: Who
    related: Sequence[Guide]
    unit: Department
    is_overdue: bool


@dataclass(frozen=True)
class DepartmentCard:
    """A department with its week in words and who takes over now."""

    department: Department
    referral: Referral
    week: Sequence[tuple[str, str]]
    people: Sequence[Person]
    guides: Sequence[Guide]


@dataclass(frozen=True)
class PersonCard:
    """A person, their department, and whether it can be reached now."""

    person: Person
    department: Department
    referral: Referral


def guide_card(session: Session, slug: str, at: datetime, language: str = "da") -> GuideCard:
    """A guide as shown at a moment; Danish when it has no such language. Raises NotFound."""
    snapshot = content.current(session)
    guide = snapshot.guides.get(slug)
    if guide is None:
        raise NotFound("Guiden findes ikke.")
    return card_of(snapshot, guide, at, language)


def card_of(snapshot: content.Snapshot, guide: Guide, at: datetime, language: str = "da") -> GuideCard:
    """Any guide as the desk would show it, also one that is only being written. Raises NotFound when its department is not there."""
    if guide.department not in snapshot.departments:
        raise NotFound("Vælg en afdeling, så kan guiden vises.")
    translation = guide.translations.get(language)
    today = local(at).date()
    danish = {"say": guide.say, **guide.sections}
    texts = {**danish, **{code: text for code, text in translation.items() if code != "title"}} if translation else danish
    marks = fact_slugs(*texts.values(), guide.processing_time, *guide.self_service.values())
    return GuideCard(
        guide=guide,
        language=language if translation else "da",
        languages=("da", *(code for code in LANGUAGE_HEADINGS if code in guide.translations)),
        title=translation.get("title", guide.title) if translation else guide.title,
        texts=texts,
        values={mark: value_on(snapshot.facts[mark], today) for mark in marks if mark in snapshot.facts},
        who=who(snapshot, guide, at, {}),
        related=[snapshot.guides[other] for other in guide.related if other in snapshot.guides],
        unit=snapshot.departments[guide.department],
        is_overdue=guide.verified_until is not None and guide.verified_until < today,
    )


def department_card(session: Session, slug: str, at: datetime) -> DepartmentCard:
    """A department as shown at a moment. Raises NotFound."""
    snapshot = content.current(session)
    referral = refer(snapshot.departments, snapshot.schedules, slug, at)
    return DepartmentCard(
        department=referral.asked.department,
        referral=referral,
        week=week_words(snapshot.schedules[slug]),
        people=sorted((person for person in snapshot.people.values() if person.department == slug), key=lambda person: person.name),
        guides=sorted((guide for guide in snapshot.guides.values() if guide.department == slug), key=lambda guide: guide.title),
    )


def person_card(session: Session, slug: str, at: datetime) -> PersonCard:
    """A person as shown at a moment. Raises NotFound."""
    snapshot = content.current(session)
    person = snapshot.people.get(slug)
    if person is None:
        raise NotFound("Medarbejderen findes ikke.")
    return PersonCard(person, snapshot.departments[person.department], refer(snapshot.departments, snapshot.schedules, person.department, at))


def availability_of(session: Session, slug: str, at: datetime) -> Availability:
    """Whether a department can be reached at a moment. Raises NotFound."""
    snapshot = content.current(session)
    if slug not in snapshot.schedules:
        raise NotFound("Afdelingen findes ikke.")
    return availability(snapshot.schedules[slug], at)


def facts_on(session: Session, at: datetime) -> list[FactValue]:
    """Every fact with its value on the day of a moment, by label."""
    today = local(at).date()
    return sorted((value_on(fact, today) for fact in content.current(session).facts.values()), key=lambda value: value.label)
