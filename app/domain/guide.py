"""The parts of a guide: their codes, their headings in the exchange format, their words on the screen."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """We answer, somebody else owns it, or a script for when it burns."""

    ANSWER = "svar"
    REFERRAL = "henvisning"
    CRISIS = "krise"


class Audience(StrEnum):
    """Whom the guide is for, as in the exchange format."""

    CITIZEN = "borger"
    COMPANY = "virksomhed"
    RELATIVE = "paaroerende"
    COLLEAGUE = "kollega"


@dataclass(frozen=True)
class Section:
    """A part of a guide's text: its code in the store, its heading in the file and on the screen."""

    code: str
    heading: str
    translated: bool = False


SAY = Section("say", "Sig", translated=True)
SECTIONS = (
    SAY,
    Section("never_say", "Sig aldrig"),
    Section("emergency", "Ring 112"),
    Section("alert", "Alarmér"),
    Section("ask", "Spørg", translated=True),
    Section("steps", "Gør sådan", translated=True),
    Section("offline", "Uden digital adgang"),
    Section("relative", "Når en pårørende ringer"),
    Section("facts", "Fakta"),
    Section("bring", "Medbring", translated=True),
)
BY_HEADING = {section.heading: section for section in SECTIONS}
BY_CODE = {section.code: section for section in SECTIONS}
MUST_HAVE = ("say", "steps", "offline", "relative")
CRISIS_MUST_HAVE = ("never_say", "emergency", "alert")
LANGUAGE_HEADINGS = {"en": "English", "de": "Deutsch"}
LANGUAGE_CODES = {heading: code for code, heading in LANGUAGE_HEADINGS.items()}

LONGEST_TITLE = 70
LONGEST_SAY_WORDS = 60
LONGEST_MESSAGE = 300
FEWEST_PHRASES = 20
FEWEST_SITUATION_WORDS = 60

FACT_MARK = re.compile(r"\{fact:([a-z0-9-]+)\}")


def fact_slugs(*texts: str) -> list[str]:
    """The facts that the texts refer to, in order, each once."""
    return list(dict.fromkeys(slug for text in texts for slug in FACT_MARK.findall(text)))


def year_after(day: date) -> date:
    """The day until which one vouches for a guide when nothing else is said: the same day next year, and 28 February after a leap day."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
