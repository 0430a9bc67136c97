"""A counting week: the phone from the log, the other channels from what other systems have told, as numbers alone."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func
from sqlalchemy import select as rows_of
from sqlmodel import Session, col, select

from app.domain.channels import CHANNEL_WORDS, Channel
from app.domain.counting_week import HEAD, KIND_WORDS, NOT_TOLD, misdirected, week_name
from app.domain.figure_table import Table
from app.domain.periods import bounds
from app.models import Call, CallQuestion, ChannelFigure, Guide
from app.models.call import SIMULATION

WEEK_DAYS = 7


@dataclass(frozen=True, order=True)
class Contact:
    """What contacts of a counting week have in common; `topic` is a guide, "" for none, `misdirected` None where nobody tells."""

    day: date
    channel: str
    topic: str
    kind: str
    simulated: bool = False
    misdirected: bool | None = None


def contacts(session: Session, monday: date) -> dict[Contact, int]:
    """How many contacts of each kind there were in the week that begins on a Monday."""
    found: Counter[Contact] = Counter()
    for offset in range(WEEK_DAYS):
        for contact, number in _logged(session, monday + timedelta(days=offset)):
            found[contact] += number
    for row in session.exec(select(ChannelFigure).where(col(ChannelFigure.day).between(monday, monday + timedelta(days=WEEK_DAYS - 1)))).all():
        if row.channel != Channel.PHONE:
            found[Contact(row.day, row.channel, row.topic, "", row.imported_by == SIMULATION)] += row.contacts
    return found


def table(session: Session, monday: date) -> Table:
    """The week as a table: day, channel, KLE number and title of the topic, kind of contact, misdirected or not, simulated or not, number."""
    found = contacts(session, monday)
    guides = {slug: (kle, title) for slug, kle, title in session.exec(select(Guide.slug, Guide.kle, Guide.title)).all()}
    rows = []
    for contact in sorted(found, key=lambda one: (one.day, one.channel, one.topic, one.kind, one.simulated, one.misdirected is True)):
        kle, title = guides.get(contact.topic, ("", contact.topic))
        wrong = {None: NOT_TOLD, True: "ja", False: "nej"}[contact.misdirected]
        channel = CHANNEL_WORDS.get(contact.channel, contact.channel)
        kind = KIND_WORDS.get(contact.kind, NOT_TOLD)
        rows.append((contact.day, channel, kle, title or NOT_TOLD, kind, wrong, "ja" if contact.simulated else "nej", found[contact]))
    return Table(f"taelleuge-{week_name(monday)}", f"Tælleuge {week_name(monday)}", HEAD, rows)


def _logged(session: Session, day: date) -> Iterator[tuple[Contact, int]]:
    """The contacts of a Danish day that the log knows, also one of 23 or 25 hours."""
    start, end = bounds(day, day)
    simulated = (col(Call.logged_by) == SIMULATION).label("simulated")
    parts = (col(Call.channel), col(CallQuestion.topic), col(CallQuestion.outcome), col(CallQuestion.reason), simulated)
    query = (
        rows_of(*parts, func.count())
        .join(CallQuestion, col(CallQuestion.call_id) == col(Call.id))
        .where(col(Call.saved_at).is_not(None), col(Call.started_at) >= start, col(Call.started_at) < end)
        .where(col(CallQuestion.outcome).in_(list(KIND_WORDS)))
        .group_by(*parts)
    )
    for channel, topic, outcome, reason, is_simulated, number in session.connection().execute(query):
        yield Contact(day, channel, topic or "", outcome, bool(is_simulated), misdirected(outcome, reason)), number
