"""Where to send the caller now: the right place, whether it is open, and who takes over when it is not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.base.errors import NotFound
from app.domain.hours import Availability, Schedule, availability
from app.models import Department


@dataclass(frozen=True)
class Destination:
    """A unit and whether it can be reached at the moment asked about."""

    department: Department
    availability: Availability

    @property
    def closed_words(self) -> str:
        """`Byggeri er lukket om søndagen; åbner i morgen kl. 10`, or `Byggeri: ingen åbningstider oplyst`."""
        verb = " er" if self.availability.reason.startswith("lukket") else ":"
        return f"{self.department.name}{verb} {self.availability.reason}"


@dataclass(frozen=True)
class Referral:
    """The unit that owns the matter, and the one to send the caller to now: itself, a fallback, or nobody."""

    asked: Destination
    now: Destination | None
    fallback_text: str
    reason: str

    @property
    def is_direct(self) -> bool:
        return self.now is self.asked


def refer(departments: Mapping[str, Department], schedules: Mapping[str, Schedule], slug: str, at: datetime) -> Referral:
    """Follow the fallback chain from a unit to the first open one. Never ends at a closed unit without saying so, never loops.

    Raises NotFound when there is no such unit.
    """
    if slug not in departments:
        raise NotFound("Afdelingen findes ikke.")
    asked = _destination(departments, schedules, slug, at)
    text = asked.department.fallback.get("text", "")
    if asked.availability.open:
        return Referral(asked, asked, text, f"{asked.department.name}: {asked.availability.reason}.")
    seen, current = {slug}, asked
    while True:
        target = current.department.fallback.get("department", "")
        if not target or target in seen or target not in departments:
            return Referral(asked, None, text, f"{asked.closed_words}. Ingen afløser er åben.")
        seen.add(target)
        current = _destination(departments, schedules, target, at)
        if current.availability.open:
            sentence = f"{asked.closed_words}. {current.department.name} tager over: {current.availability.reason}."
            return Referral(asked, current, text, sentence)


def _destination(departments: Mapping[str, Department], schedules: Mapping[str, Schedule], slug: str, at: datetime) -> Destination:
    return Destination(departments[slug], availability(schedules[slug], at))
