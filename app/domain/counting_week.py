"""A week of contacts as the municipalities' common counts ask for them: what a contact was, and whether it came to the wrong place.

Such a count asks, for each day and channel, which task (KLE) a contact was about, what kind of contact it was, and whether it was
misdirected; each matter of a conversation is a contact of its own. The definitions are ours and are shown with the file.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from app.base.errors import Invalid
from app.domain.figures import BEYOND
from app.domain.outcomes import OUTCOMES, SETTLED, Outcome

HEAD = ("Dato", "Kanal", "KLE", "Emne", "Kontakttype", "Fejlhenvendelse", "Simuleret", "Antal")
# A trial call is no contact and is left out.
KIND_WORDS: Mapping[str, str] = {
    Outcome.RESOLVED: "Afklaret",
    Outcome.SELF_SERVICE: "Henvist til selvbetjening",
    Outcome.OTHER_AUTHORITY: "Henvist til anden myndighed",
    Outcome.TRANSFERRED: "Viderestillet",
    Outcome.MESSAGE: "Besked",
    Outcome.ABORTED: "Afbrudt",
    Outcome.WRONG_NUMBER: "Fejlopkald",
    Outcome.INTERNAL: "Internt opkald",
}
NOT_TOLD = "Ikke oplyst"
MISDIRECTED_WORDS = (
    "Fejlhenvendelse er »ja« ved forkert nummer, internt opkald og henvisning til anden myndighed, og når opkaldet blev viderestillet "
    "eller endte med en besked, fordi en anden enhed skulle ind i sagen, træffe en afgørelse, eller fordi borgeren ville tale med en bestemt person."
)
_ELSEWHERE = (Outcome.WRONG_NUMBER, Outcome.INTERNAL, Outcome.OTHER_AUTHORITY)
_WEEK = re.compile(r"(?:(\d{4})\s*-?\s*(?:w|uge)?\s*(\d{1,2})|(?:uge\s*)?(\d{1,2})(?:[\s,/-]+(\d{4}))?)", re.I)
UNKNOWN_WEEK = "Skriv en uge som 2026-47 eller uge 47, 2026."
EARLIEST_YEAR = 2000


def misdirected(outcome: str, reason: str) -> bool:
    """Whether a contact should have gone elsewhere (MISDIRECTED_WORDS)."""
    if outcome in _ELSEWHERE:
        return True
    return outcome in OUTCOMES and OUTCOMES[Outcome(outcome)].counted and outcome not in SETTLED and reason in BEYOND


def week_from(text: str, today: date) -> date:
    """The Monday of the week that is meant: `2026-47`, `2026-W47`, `uge 47, 2026`, `47` (of this year). Without a text, the last whole week.

    Raises Invalid at `week` when there is no such week, or when it has not begun.
    """
    if not text:
        return today - timedelta(days=today.weekday() + 7)
    found = _WEEK.fullmatch(text.strip())
    if found is None:
        raise Invalid(UNKNOWN_WEEK, "week")
    year, week = int(found[1] or found[4] or today.isocalendar().year), int(found[2] or found[3])
    if year < EARLIEST_YEAR or year > today.year + 100:
        raise Invalid(UNKNOWN_WEEK, "week")
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError as error:
        raise Invalid(f"Der er ingen uge {week} i {year}.", "week") from error
    if monday > today:
        raise Invalid(f"Uge {week} i {year} er ikke begyndt endnu.", "week")
    return monday


def week_name(monday: date) -> str:
    """`2026-47`."""
    year, week, _ = monday.isocalendar()
    return f"{year}-{week:02}"
