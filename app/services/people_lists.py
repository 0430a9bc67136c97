"""Lists of people: read for a dry run, taken in whole or not at all, and handed out."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, select

from app.base.errors import Conflict, Invalid
from app.base.text import one_line
from app.domain.access import Right
from app.domain.csv_table import LARGEST_BYTES, decode, write
from app.domain.people_list import COLUMNS, Known, Plan, plan, row_of
from app.domain.person_form import content_of
from app.domain.privacy import REFUSAL, contains_cpr
from app.models import Department, Person, User
from app.services import people, rights

LONGEST_SOURCE = 200
REASON = "Fra en liste"
CHANGED_MEANWHILE = "Noget er ændret, siden listen blev prøvet. Se den igennem igen, og tryk så Gennemfør."


def text_of(data: bytes) -> str:
    """An uploaded file as text. Raises Invalid."""
    if not data:
        raise Invalid("Vælg en fil.", "file")
    return decode(data)


def dry_run(session: Session, user: User, text: str, source: str, *, demo: bool) -> Plan:
    """What a list would do; nothing is stored. Raises NotAllowed, Invalid."""
    rights.require(user, Right.EDIT_CONTENT)
    if not text.strip():
        raise Invalid("Vælg en fil.", "file")
    if len(text.encode()) > 2 * LARGEST_BYTES:  # Windows-1252 grows on its way to UTF-8
        raise Invalid("Listen fylder mere end 2 MB. Del den i to.", "file")
    line = one_line(source)
    if contains_cpr(line):
        raise Invalid(REFUSAL, "source")
    if len(line) > LONGEST_SOURCE:
        raise Invalid(f"Kilden er for lang; højst {LONGEST_SOURCE} tegn.", "source")
    if bool(line) == demo:
        raise Invalid("Skriv, hvor listen kommer fra, eller sæt kryds i, at medarbejderne er opdigtede.", "source")
    return plan(text, _known(session, user), line, demo=demo)


def take_in(session: Session, user: User, text: str, source: str, at: datetime, *, demo: bool, mark: str) -> Plan:
    """Store every row of a list that can be used. Raises what `dry_run` raises, and Conflict when it would do something else than was shown."""
    made = dry_run(session, user, text, source, demo=demo)
    if made.mark != mark:
        raise Conflict(CHANGED_MEANWHILE)
    for row in (*made.added, *made.changed):
        people.store(session, user, row.slug, row.content, at, REASON)
    return made


def handed_out(session: Session) -> str:
    """Everybody as a list in the same shape."""
    names = {row.slug: row.name for row in session.exec(select(Department)).all()}
    return write(COLUMNS, (row_of(content_of(person), names) for person in session.exec(select(Person).order_by(col(Person.name))).all()))


def _known(session: Session, user: User) -> Known:
    departments = {row.slug: row.name for row in session.exec(select(Department)).all()}
    known = Known({row.slug: content_of(row) for row in session.exec(select(Person)).all()}, departments)
    return replace(known, owned={slug for slug in departments if rights.has(user, Right.EDIT_CONTENT, slug)})
