"""Guides as sheets of paper: one for the citizen to take home, a folder for the desk when the screens are dark, and the phone list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.base.errors import Invalid, NotFound
from app.domain import handout
from app.domain.guide import Audience, Kind
from app.domain.hours import week_words
from app.domain.routing_table import Goal, Table
from app.models import Department, Guide
from app.services import cards, content
from app.services.cards import GuideCard
from app.services.content import Snapshot


@dataclass(frozen=True)
class Place:
    """A unit as it stands on paper: its numbers, its week, and who takes over when it is closed."""

    unit: Department
    week: Sequence[tuple[str, str]]
    instead: Department | None

    @property
    def hours(self) -> str:
        """The week on one line."""
        return "; ".join(f"{days} {hours}" for days, hours in self.week if hours != "lukket") or "ingen åbningstider oplyst"


@dataclass(frozen=True)
class CitizenSheet:
    """A guide as a citizen may take it home; nothing that is meant for the desk. `left_out` counts the lines that were."""

    card: GuideCard
    texts: Mapping[str, str]
    place: Place
    left_out: int

    @property
    def language(self) -> str:
        return self.card.language

    @property
    def week(self) -> list[tuple[str, str]]:
        """The hours in the language of the sheet."""
        return handout.week_in(self.language, self.place.week)

    def language_of(self, code: str) -> str:
        """The language a part is in: what has no translation is Danish."""
        return self.language if code in self.card.guide.translations.get(self.language, {}) else "da"


@dataclass(frozen=True)
class DeskSheet:
    """A guide as the desk needs it on paper, with its routing in words."""

    card: GuideCard
    texts: Mapping[str, str]
    place: Place
    routing: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class DeskFolder:
    """All guides of a department for the desk."""

    place: Place
    sheets: Sequence[DeskSheet]


def for_citizen(session: Session, slug: str, at: datetime, language: str = "da") -> CitizenSheet:
    """A guide for a citizen, Danish when it has no such language. Raises NotFound; Invalid when it is for colleagues only."""
    card = cards.guide_card(session, slug, at, language)
    if not _is_for_citizens(card.guide):
        raise Invalid("Guiden er skrevet til kolleger og kan ikke gives til en borger.", "guide")
    return _citizen_sheet(content.current(session), card)


def for_citizens(session: Session, department: str, at: datetime, language: str = "da") -> list[CitizenSheet]:
    """All of a department's guides for citizens that have the language, by title. Raises NotFound."""
    snapshot = content.current(session)
    made = [cards.card_of(snapshot, guide, at, language) for guide in _guides_of(snapshot, department) if _is_for_citizens(guide)]
    return [_citizen_sheet(snapshot, card) for card in made if card.language == language]


def for_desk(session: Session, department: str, at: datetime) -> DeskFolder:
    """All of a department's guides for the desk, by title. Raises NotFound."""
    snapshot = content.current(session)
    guides = _guides_of(snapshot, department)
    return DeskFolder(_place(snapshot, department), [_desk_sheet(snapshot, cards.card_of(snapshot, guide, at)) for guide in guides])


def phone_list(session: Session) -> list[Place]:
    """Every department, by name."""
    snapshot = content.current(session)
    return [_place(snapshot, unit.slug) for unit in sorted(snapshot.departments.values(), key=lambda unit: unit.name)]


def authorities(session: Session) -> list[Mapping[str, str]]:
    """Other authorities that guides name with a number, each once, by name."""
    named = {(row["name"], row["phone"]): row for guide in content.current(session).guides.values() if (row := guide.authority).get("phone")}
    return [named[key] for key in sorted(named)]


def _is_for_citizens(guide: Guide) -> bool:
    return set(guide.audience) != {Audience.COLLEAGUE}


def _guides_of(snapshot: Snapshot, department: str) -> list[Guide]:
    if department not in snapshot.departments:
        raise NotFound("Afdelingen findes ikke.")
    return sorted((guide for guide in snapshot.guides.values() if guide.department == department), key=lambda guide: guide.title)


def _place(snapshot: Snapshot, slug: str) -> Place:
    unit = snapshot.departments[slug]
    return Place(unit, week_words(snapshot.schedules[slug]), snapshot.departments.get(unit.fallback.get("department", "")))


def _owner(snapshot: Snapshot, guide: Guide) -> str:
    named = guide.referral.get("department", "")
    return named if named in snapshot.departments else guide.department


def _citizen_sheet(snapshot: Snapshot, card: GuideCard) -> CitizenSheet:
    """In a crisis the sentence is for everybody, and the steps are the desk's own."""
    codes = ("say",) if card.guide.kind == Kind.CRISIS else ("say", "steps", "bring", "facts")
    texts, left_out = {}, 0
    for code in codes:
        part = card.guide.translations.get(card.language, {})
        language = card.language if code in part else "da"
        kept, dropped = handout.for_citizens(card.texts.get(code, ""))
        texts[code] = handout.filled(kept, card.values, language, dated=code == "facts")
        left_out += dropped
    texts["time"] = handout.filled(card.guide.processing_time, card.values, "da") if card.language == "da" else ""
    return CitizenSheet(card, texts, _place(snapshot, _owner(snapshot, card.guide)), left_out)


def _desk_sheet(snapshot: Snapshot, card: GuideCard) -> DeskSheet:
    texts = {code: handout.filled(text, card.values, "da", dated=code == "facts") for code, text in card.texts.items()}
    texts["time"] = handout.filled(card.guide.processing_time, card.values, "da")
    table = snapshot.tables.get(card.guide.routing)
    return DeskSheet(card, texts, _place(snapshot, _owner(snapshot, card.guide)), _routing(snapshot, table) if table else [])


def _routing(snapshot: Snapshot, table: Table) -> list[tuple[str, str]]:
    """When, and to whom: one line for each row, the fallback last."""
    rows = [("; ".join(handout.conditions(table, row)) or "Altid", _goal(snapshot, row.goal)) for row in table.rows]
    return [*rows, ("Ellers", _goal(snapshot, table.fallback))]


def _goal(snapshot: Snapshot, goal: Goal) -> str:
    person = snapshot.people.get(goal.person)
    unit = snapshot.departments.get(person.department if person else goal.department)
    if person is not None:
        number = f"lokal {person.extension}" if person.extension else (unit.phone if unit else "")
        return ", ".join(filter(None, (person.name, unit.name if unit else "", number)))
    if unit is not None:
        return ", ".join(filter(None, (unit.name, f"lokal {unit.extension}" if unit.extension else unit.phone)))
    return ", ".join(filter(None, (goal.authority, goal.phone)))
