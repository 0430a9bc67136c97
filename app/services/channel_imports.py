"""Figures of other channels: tried, taken in whole or not at all, and taken out again."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func
from sqlalchemy import select as rows_of
from sqlmodel import Session, col, select

from app.base.clock import local
from app.base.database import upsert
from app.base.errors import Conflict, Invalid, NotFound
from app.domain.access import Right
from app.domain.channel_plan import Plan, plan
from app.domain.channel_rows import LARGEST_BYTES, Key, Names, Reading, read_rows, sample
from app.domain.channels import CHANNEL_WORDS
from app.domain.csv_table import decode
from app.models import ChannelFigure, Guide, User
from app.models.call import SIMULATION
from app.services import departments, rights, trail

KIND = "channel_figures"
NOTHING_SENT = "Vælg en fil, eller sæt rækkerne ind."
TWO_SENT = "Vælg enten en fil, eller sæt rækkerne ind. Der er sendt begge dele, så intet er hentet ind."
CHANGED_MEANWHILE = "Noget er ændret, siden rækkerne blev prøvet. Se, hvad der nu vil ske, og tryk så Hent ind."
NOT_SKIPPED = "Der er forkerte rækker, så intet er hentet ind. Ret dem, eller sæt kryds i, at de springes over."
GONE = "Den hentning findes ikke længere."


@dataclass(frozen=True)
class Import:
    """Figures that were taken in at one moment and have not been replaced since: per channel how many rows and contacts."""

    ident: str
    at: datetime
    by: str
    first: date
    last: date
    rows: Mapping[str, int]
    contacts: Mapping[str, int]

    @property
    def simulated(self) -> bool:
        """Whether these figures are made up."""
        return self.by == SIMULATION


@dataclass(frozen=True)
class Standing:
    """What there is of a channel in all: its first and last day, on how many days, and how many contacts."""

    channel: str
    first: date
    last: date
    days: int
    contacts: int


def mark_of_text(text: str) -> str:
    """The same for a text that came back from a browser as it was sent there."""
    return hashlib.sha256("\n".join(text.split()).encode()).hexdigest()[:16]


def text_of(data: bytes, pasted: str, shown: str = "") -> str:
    """What was uploaded, or else pasted, as text; `shown` is the mark of what the field held already, which a new file takes the place of.

    Raises Invalid.
    """
    if data and pasted.strip() and mark_of_text(pasted) != shown:
        raise Invalid(TWO_SENT, "file")
    if not data and not pasted.strip():
        raise Invalid(NOTHING_SENT, "file")
    return decode(data, LARGEST_BYTES) if data else pasted


def names(session: Session) -> Names:
    """What a row may call departments and topics; guides that are put away too, for old figures."""
    topics = session.exec(select(Guide.slug, Guide.title).order_by(Guide.title)).all()
    return Names(departments.names(session), dict(topics))


def dry_run(session: Session, user: User, text: str, at: datetime) -> Plan:
    """What a sheet would do; nothing is stored. Raises NotAllowed, Invalid."""
    rights.require(user, Right.IMPORT_FIGURES)
    if not text.strip():
        raise Invalid(NOTHING_SENT, "text")
    if len(text.encode()) > 2 * LARGEST_BYTES:  # Windows-1252 grows on its way to UTF-8
        raise Invalid("Rækkerne fylder mere end 5 MB. Del dem i to.", "text")
    reading = read_rows(text, names(session), local(at).date())
    return plan(reading, _stored(session, reading))


def take_in(session: Session, user: User, text: str, at: datetime, *, mark: str, skip: bool) -> Plan:
    """Store every row of a sheet, or with `skip` those that can be used. Raises what `dry_run` raises, Invalid when rows are wrong and not
    skipped, and Conflict when it would do something else than was shown."""
    made = dry_run(session, user, text, at)
    if made.mark != mark:
        raise Conflict(CHANGED_MEANWHILE)
    if made.refused and not skip:
        raise Invalid(NOT_SKIPPED, "skip")
    if not made.taken:
        raise Invalid("Der er ikke noget nyt at hente ind.", "text")
    statement = upsert(session)(ChannelFigure)
    new = {name: statement.excluded[name] for name in ("contacts", "imported_by", "imported_at")}
    rows = [{**row.key._asdict(), "contacts": row.contacts, "imported_by": user.id, "imported_at": at} for row in made.taken]
    session.connection().execute(statement.on_conflict_do_update(index_elements=Key._fields, set_=new), rows)
    _note_taken_in(session, user, made, at)
    return made


def imports(session: Session) -> list[Import]:
    """What has been taken in and still stands, newest first."""
    moment, by, day = col(ChannelFigure.imported_at), col(ChannelFigure.imported_by), col(ChannelFigure.day)
    query = rows_of(
        moment, by, col(ChannelFigure.channel), func.min(day), func.max(day), func.count(), func.sum(col(ChannelFigure.contacts))
    ).group_by(moment, by, col(ChannelFigure.channel))
    found: dict[tuple[datetime, str], list[tuple[str, date, date, int, int]]] = {}
    for at, who, channel, first, last, rows, contacts in session.connection().execute(query):
        found.setdefault((at, who), []).append((channel, first, last, rows, int(contacts)))
    return [_import(*stamp, rows) for stamp, rows in sorted(found.items(), reverse=True)]


def standing(session: Session) -> list[Standing]:
    """What there is of each channel, in the order of the channels."""
    channel, day = col(ChannelFigure.channel), col(ChannelFigure.day)
    query = rows_of(channel, func.min(day), func.max(day), func.count(day.distinct()), func.sum(col(ChannelFigure.contacts))).group_by(channel)
    found = {row[0]: Standing(*row[:-1], int(row[-1])) for row in session.connection().execute(query)}
    return [found[code] for code in CHANNEL_WORDS if code in found]


def find(session: Session, ident: str) -> Import:
    """One of what has been taken in. Raises NotFound."""
    found = next((row for row in imports(session) if row.ident == ident), None)
    if found is None:
        raise NotFound(GONE)
    return found


def remove(session: Session, user: User, ident: str, at: datetime) -> Import:
    """Take out what was taken in at one moment. What it replaced then does not come back. Raises NotAllowed, NotFound."""
    rights.require(user, Right.IMPORT_FIGURES)
    found = find(session, ident)
    fits = (col(ChannelFigure.imported_at) == found.at, col(ChannelFigure.imported_by) == found.by)
    session.connection().execute(delete(ChannelFigure).where(*fits))
    old = {"channels": _words(found.rows), "from": found.first.isoformat(), "to": found.last.isoformat(), "rows": sum(found.rows.values())}
    trail.record(session, user, "delete", KIND, "*", at, old=old)
    return found


def sample_of(session: Session, at: datetime) -> str:
    """A sheet to begin from, that fits this municipality."""
    return sample(names(session), local(at).date())


def _stored(session: Session, reading: Reading) -> dict[Key, int]:
    """The figures of the days and channels that a sheet is about."""
    if not reading.entries:
        return {}
    days, channels = {entry.key.day for entry in reading.entries}, {entry.key.channel for entry in reading.entries}
    columns = (col(getattr(ChannelFigure, name)) for name in (*Key._fields, "contacts"))
    query = rows_of(*columns).where(col(ChannelFigure.day).between(min(days), max(days)), col(ChannelFigure.channel).in_(channels))
    return {Key(*row[:-1]): row[-1] for row in session.connection().execute(query)}


def _note_taken_in(session: Session, user: User, made: Plan, at: datetime) -> None:
    first, last = made.span() or (local(at).date(),) * 2
    new = {
        "channels": _words(row.key.channel for row in made.taken),
        "from": first.isoformat(),
        "to": last.isoformat(),
        "added": len(made.added),
        "replaced": len(made.replaced),
        "unchanged": len(made.unchanged),
        "skipped": len(made.refused),
    }
    trail.record(session, user, "import", KIND, "*", at, new=new)


def _words(channels: Iterable[str]) -> list[str]:
    known = set(channels)
    return [word for code, word in CHANNEL_WORDS.items() if code in known]


def _import(at: datetime, by: str, rows: Sequence[tuple[str, date, date, int, int]]) -> Import:
    """Its name for an address is made of when and by whom, and says neither."""
    ident = hashlib.sha256(f"{at.isoformat()} {by}".encode()).hexdigest()[:16]
    channels = {channel: number for channel, _, _, number, _ in rows}
    return Import(
        ident, at, by, min(row[1] for row in rows), max(row[2] for row in rows), channels, {channel: contacts for channel, *_, contacts in rows}
    )
