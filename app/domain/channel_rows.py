"""The figures of other channels as a spreadsheet holds them: each row a day, a channel and a number, or a sentence on why it cannot be used."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, partial
from typing import NamedTuple

from app.base.errors import Invalid
from app.base.text import one_line
from app.domain.channels import CHANNEL_WORDS, Channel, channel_of, known_words
from app.domain.csv_table import Row, read, write
from app.domain.hours import date_words
from app.domain.privacy import contains_cpr
from app.domain.typed_form import day_of

COLUMNS = ("dato", "kanal", "afdeling", "emne", "antal")
NEEDED = ("dato", "kanal", "antal")
_WORDS = {
    "dato": ("dag", "date", "day"),
    "kanal": ("channel",),
    "afdeling": ("enhed", "department"),
    "emne": ("guide", "topic"),
    "antal": ("henvendelser", "contacts", "count", "number"),
}
HEADINGS = {word: column for column, words in _WORDS.items() for word in (column, *words)}
LARGEST_BYTES = 5_000_000
MOST_ROWS = 200_000
MOST_CONTACTS = 1_000_000
FIRST_DAY = date(2000, 1, 1)
REST = ("øvrige", "other")
_NUMBER = re.compile(r"[0-9]{1,12}|[0-9]{1,3}(?:[. ][0-9]{3}){1,3}")
_LIKE_A_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}")
_LONGEST_QUOTED = 60


class Key(NamedTuple):
    """What a figure is about; "" for no department or topic."""

    day: date
    channel: str
    department: str = ""
    topic: str = ""


class Part(NamedTuple):
    """A department or a topic as a row tells it. The rest of a day (`øvrige`) has no slug, and is divided all the same."""

    slug: str
    divided: bool


class Entry(NamedTuple):
    """A row that can be used: its number in the sheet, what it is about, how many contacts, and whether it tells department and topic."""

    number: int
    key: Key
    contacts: int
    divided: tuple[bool, bool]


@dataclass(frozen=True)
class Names:
    """What departments and topics are called, by slug."""

    departments: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Reading:
    """A sheet as it was read; `repeated` rows say what another one says, `unknown` are headings that mean nothing to us."""

    entries: list[Entry] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    repeated: int = 0


def read_rows(text: str, names: Names, today: date) -> Reading:
    """A sheet row by row. Raises Invalid when it cannot be read at all, or holds a CPR number."""
    _refuse_cpr(text)
    sheet = read(text, HEADINGS, NEEDED)
    if len(sheet.rows) + len(sheet.refused) > MOST_ROWS:
        raise Invalid(f"Filen har flere end {MOST_ROWS:,} rækker. Del den i to.".replace(",", "."), "file")
    if not sheet.rows and not sheet.refused:
        raise Invalid("Der er ingen rækker under overskrifterne.", "file")
    made = Reading(refused=list(sheet.refused), unknown=sheet.unknown)
    judge = _Judge(names, today)
    entries: list[Entry] = []
    for row in sheet.rows:
        found = judge.entry(row)
        if isinstance(found, Entry):
            entries.append(found)
        else:
            made.refused.append((row.number, found))
    _settle(made, entries)
    made.refused.sort()
    return made


def written(rows: Iterable[tuple[Key, int]]) -> str:
    """Figures as a sheet in the same shape, with codes for channels, departments and topics."""
    return write(COLUMNS, ([key.day.isoformat(), key.channel, key.department, key.topic, str(contacts)] for key, contacts in rows))


def sample(names: Names, today: date) -> str:
    """A sheet to begin from, with invented numbers of the last three days."""
    department, topic = (next(iter(names.departments.values()), ""), next(iter(names.topics.values()), ""))
    rows = []
    for number in (3, 2, 1):
        day = f"{today - timedelta(days=number):%d-%m-%Y}"
        rows += [
            [day, CHANNEL_WORDS[Channel.PHONE], "", "", str(410 - 7 * number)],
            [day, CHANNEL_WORDS[Channel.COUNTER], department, topic, str(38 + number)],
            [day, CHANNEL_WORDS[Channel.COUNTER], department, REST[0], str(120 - number)],
            [day, CHANNEL_WORDS[Channel.MAIL], "", "", str(95 + 3 * number)],
            [day, CHANNEL_WORDS[Channel.BOOKING], department, "", str(52 - number)],
            [day, CHANNEL_WORDS[Channel.SELF_SERVICE], "", "", f"1.{240 + number}"],
            [day, CHANNEL_WORDS[Channel.CHAT], "", "", str(17 + number)],
        ]
    return write(COLUMNS, rows)


def about(day: date, channel: str) -> str:
    """`Fremmøde den 22. november 2026`."""
    return f"{CHANNEL_WORDS[channel]} den {date_words(day)}"


def _refuse_cpr(text: str) -> None:
    # A separator between two cells must not make a number out of them.
    if not contains_cpr(text.replace("\t", "|")):
        return
    numbers = [str(number) for number, line in enumerate(text.splitlines(), 1) if contains_cpr(line.replace("\t", "|"))][:5]
    where = f"Linje {' og '.join(numbers)}: det" if numbers else "Det"
    raise Invalid(f"{where} ligner et CPR-nummer. Slet det i filen, før den hentes ind.", "text")


class _Judge:
    """Cells by column. Each kind of cell is judged once however often it comes: what it means, and the sentence that refuses it, or ""."""

    def __init__(self, names: Names, today: date) -> None:
        self.day = cache(partial(_day, today=today))
        self.channel = cache(_channel)
        self.department = cache(partial(_part, word="Afdelingen", slugs=_by_name(names.departments)))
        self.topic = cache(partial(_part, word="Emnet", slugs=_by_name(names.topics)))
        self.contacts = cache(_contacts)

    def entry(self, row: Row) -> Entry | str:
        """What a row says, or why it cannot be used."""
        cells = row.cells
        day, no_day = self.day(cells["dato"])
        channel, no_channel = self.channel(cells["kanal"])
        department, no_department = self.department(cells.get("afdeling", ""))
        topic, no_topic = self.topic(cells.get("emne", ""))
        contacts, no_contacts = self.contacts(cells["antal"])
        wrong = " ".join(filter(None, (no_day, no_channel, no_department, no_topic, no_contacts)))
        return wrong or Entry(row.number, Key(day, channel, department.slug, topic.slug), contacts, (department.divided, topic.divided))


def _day(text: str, today: date) -> tuple[date, str]:
    found = day_of(text)
    if found is None:
        if not text:
            return FIRST_DAY, "Datoen mangler."
        why = "findes ikke i kalenderen" if _LIKE_A_DAY.fullmatch(text) else "kan ikke læses. Skriv den som 2026-11-22 eller 22-11-2026"
        return FIRST_DAY, f"Datoen »{_quoted(text)}« {why}."
    if found > today:
        return found, f"Datoen {date_words(found)} ligger i fremtiden."
    return found, f"Datoen {date_words(found)} ligger før år 2000." if found < FIRST_DAY else ""


def _channel(text: str) -> tuple[str, str]:
    found = channel_of(text)
    if found is None:
        what = f"Kanalen »{_quoted(text)}« kendes ikke." if text else "Kanalen mangler."
        return "", f"{what} Skriv {known_words()}."
    return found.value, ""


def _part(text: str, word: str, slugs: Mapping[str, Collection[str]]) -> tuple[Part, str]:
    if not text or text.casefold() in REST:
        return Part("", bool(text)), ""
    found = slugs.get(text.casefold(), ())
    if len(found) > 1:
        return Part("", True), f"{word} »{_quoted(text)}« kan være flere: skriv {' eller '.join(sorted(found))}."
    return (Part(next(iter(found)), True), "") if found else (Part("", True), f"{word} »{_quoted(text)}« findes ikke.")


def _contacts(text: str) -> tuple[int, str]:
    if not _NUMBER.fullmatch(text):
        if not text:
            return 0, "Antallet mangler."
        why = "er under nul" if text.startswith(("-", "−")) else "er ikke et helt tal"
        return 0, f"Antallet »{_quoted(text)}« {why}."
    found = int(re.sub("[. ]", "", text))
    return found, f"Antallet {text} er for stort til én dag." if found > MOST_CONTACTS else ""


def _by_name(names: Mapping[str, str]) -> dict[str, set[str]]:
    """Slugs by what may stand in a cell for them: their name, or they themselves."""
    found: dict[str, set[str]] = defaultdict(set)
    for slug, name in names.items():
        found[one_line(name).casefold()].add(slug)
    return found | {slug: {slug} for slug in names}


def _quoted(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTED else f"{text[:_LONGEST_QUOTED]}..."


def _settle(made: Reading, entries: Iterable[Entry]) -> None:
    """Keep what is said once, refuse rows that contradict each other or would be counted twice."""
    by_day: dict[tuple[date, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        by_day[entry.key[:2]].append(entry)
    for same_day in by_day.values():
        refused = {entry.number: sentence for entry, sentence in _undivided(same_day)}
        made.refused += refused.items()
        by_key: dict[Key, list[Entry]] = defaultdict(list)
        for entry in same_day:
            if entry.number not in refused:
                by_key[entry.key].append(entry)
        for same in by_key.values():
            if len({entry.contacts for entry in same}) == 1:
                made.entries.append(same[0])
                made.repeated += len(same) - 1
            else:
                said = " og ".join(f"{entry.contacts} i række {entry.number}" for entry in same[:3])
                made.refused += [(entry.number, f"{about(*entry.key[:2])} står med forskellige tal: {said}.") for entry in same]


def _undivided(same: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
    """Those rows of a day and channel that do not tell what others of it do: they are the sum, or the rest."""
    for place, word in enumerate(("afdeling", "emne")):
        blank = [entry for entry in same if not entry.divided[place]]
        if len(blank) < len(same):
            told = f"Rækken har intet i »{word}«, men andre rækker om {about(*same[0].key[:2])} har."
            yield from ((entry, f"{told} Er den summen, så slet den; er den resten, så skriv »{REST[0]}«.") for entry in blank)
