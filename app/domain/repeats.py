"""Repeated calls, told from each other by a mark that stands for a number for a week and can then not be traced back to it.

A settled call was *followed* when the same number rang again within `WINDOW` and asked about something that had been settled. Numbers
are hashed with a key that rotates every `PERIOD`; the hashes and, a window after their use, the keys are erased. What stays is the flag.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import phonenumbers

from app.base.errors import Invalid

WINDOW = timedelta(days=7)
PERIOD = timedelta(days=7)
# A call handed in within a day of its beginning is compared with everything it should be; so that long a mark outlives the window.
LATE = timedelta(days=1)
KEPT = WINDOW + LATE
# A number that rings oftener within a window is an institution or a company, not one caller: of its calls nothing can be told.
MOST_OF_ONE_CALLER = 20
NO_NUMBER = "»caller_number« er ikke et telefonnummer. Send det som +4596282828, eller udelad det."
_HIDDEN = frozenset({"", "anonymous", "hidden", "private", "restricted", "unavailable", "unknown", "withheld", "hemmeligt", "skjult", "ukendt"})
_AS_SENT = re.compile(r"(?:tel:|sips?:)?([^@;]*)(?:[@;].*)?", re.I | re.S)
_NUMBER = re.compile(r"\+?[0-9 ()./-]+")
_EXTENSION = re.compile(r"[0-9]{3,6}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Heard:
    """A call from some number: its id, when it began, the topics that were settled in it, and all that were asked about."""

    call: str
    at: datetime
    settled: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()


def number_of(text: str) -> str:
    """A caller's number as E.164, Danish unless it says otherwise; "" when it is hidden or only an extension of the house.

    Raises Invalid, without the number in its words, when it is something else.
    """
    said = _AS_SENT.fullmatch(text.strip())
    bare = said.group(1).strip() if said else ""
    if bare.casefold() in _HIDDEN or _EXTENSION.fullmatch(bare):
        return ""
    try:
        parsed = phonenumbers.parse(bare, "DK") if _NUMBER.fullmatch(bare) else None
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        raise Invalid(NO_NUMBER, "caller_number")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def mark_of(key: bytes, number: str) -> str:
    """What stands for a number under a key: HMAC-SHA256 in hex."""
    return hmac.new(key, number.encode(), hashlib.sha256).hexdigest()


def period_of(at: datetime) -> int:
    """The number of the period in which a key is the newest: the same for all workers, wherever they run."""
    return (at - _EPOCH) // PERIOD


def oldest_period(at: datetime) -> int:
    """The oldest period whose key is still needed: marks made with it may still be there."""
    return period_of(at - KEPT)


def flags(calls: Sequence[Heard]) -> dict[str, bool | None]:
    """Of all calls of one number, whether each was followed; None for those of a number that rings too often to be one caller.

    It does not matter in which order the calls are given; further calls only ever turn False into True, and either into None.
    """
    rows = sorted(calls, key=lambda row: row.at)
    found: dict[str, bool | None] = {row.call: _followed(row, rows[place + 1 :]) for place, row in enumerate(rows)}
    for first, last in zip(rows, rows[MOST_OF_ONE_CALLER:], strict=False):
        if last.at - first.at <= WINDOW:
            found |= dict.fromkeys((row.call for row in rows if first.at <= row.at <= last.at), None)
    return found


def _followed(call: Heard, later: Sequence[Heard]) -> bool:
    """Whether one of the calls that began later, in order, came soon enough and asks again about something this one settled."""
    for row in later:
        if row.at - call.at > WINDOW:
            return False
        if row.at > call.at and row.asked & call.settled:
            return True
    return False
