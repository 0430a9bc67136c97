"""What a sheet of channel figures would do to those that are stored: add, replace, leave; and which rows would be counted twice."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from app.domain.channel_rows import Entry, Key, Reading, about

PARTS = ("afdelinger", "emner")


class Replaced(NamedTuple):
    """A row that changes a stored figure, and what stood there."""

    entry: Entry
    old: int


@dataclass
class Plan:
    """What a sheet would do; nothing of it is stored as long as a row is refused, unless those rows are left out on purpose."""

    added: list[Entry] = field(default_factory=list)
    replaced: list[Replaced] = field(default_factory=list)
    unchanged: list[Entry] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    unknown: Sequence[str] = ()
    repeated: int = 0

    @property
    def taken(self) -> list[Entry]:
        """The rows that would be stored."""
        return [*self.added, *(row.entry for row in self.replaced)]

    @property
    def mark(self) -> str:
        """The same as long as doing it would do the same."""
        rows = ([entry[1:3] for entry in self.added], [(row.entry[1:3], row.old) for row in self.replaced], self.refused)
        return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]

    def span(self) -> tuple[date, date] | None:
        """The first and the last day that would be stored."""
        days = [entry.key.day for entry in self.taken]
        return (min(days), max(days)) if days else None


def plan(reading: Reading, stored: Mapping[Key, int]) -> Plan:
    """A sheet beside what is stored for its days and channels."""
    made = Plan(refused=list(reading.refused), unknown=reading.unknown, repeated=reading.repeated)
    twice = _counted_twice(reading.entries, stored)
    for entry in reading.entries:
        old = stored.get(entry.key)
        if entry.number in twice:
            made.refused.append((entry.number, twice[entry.number]))
        elif old is None:
            made.added.append(entry)
        elif old != entry.contacts:
            made.replaced.append(Replaced(entry, old))
        else:
            made.unchanged.append(entry)
    made.refused.sort()
    return made


def _counted_twice(entries: Sequence[Entry], stored: Mapping[Key, int]) -> dict[int, str]:
    """Rows that divide a day which is stored undivided, or the other way round, by number: the sum of both would be wrong."""
    given = {entry.key for entry in entries}
    before: dict[tuple[date, str], list[Key]] = defaultdict(list)
    for key in stored:
        before[key[:2]].append(key)
    found: dict[int, str] = {}
    for entry in entries:
        known = before.get(entry.key[:2], ())
        for place, word in enumerate(PARTS):
            divided = any(key[2 + place] for key in known)
            whole = not divided and any(key not in given for key in known)
            if (divided and not entry.divided[place]) or (whole and entry.divided[place]):
                how = f"delt på {word}" if divided else f"uden {word}"
                found[entry.number] = f"{about(*entry.key[:2])} er hentet før {how}. Fjern den hentning først, ellers tælles henvendelserne to gange."
    return found
