"""Who takes rubbish in the small town: a routing table by birthday, used by the guide about forgotten emptying."""

from datetime import datetime, timedelta

from sqlmodel import Session

from app.domain.outcomes import Ending
from app.models import Guide, RoutingTable
from app.services import content, finished_calls, guides, revisions
from app.services.finished_calls import CallEntry, QuestionEntry

SLUG = "skrald"
QUESTION = "Hvilken dag er borgeren født?"


def table() -> RoutingTable:
    return RoutingTable(
        slug=SLUG,
        title="Hvem tager skrald?",
        department="affald",
        policy="unique",
        inputs={"birth_day": {"question": QUESTION}},
        rows=[
            {"when": {"birth_day": "1-15"}, "to": {"department": "affald"}},
            {"when": {"birth_day": "16-31"}, "to": {"person": "eva-skov"}},
        ],
        fallback={"department": "omstilling"},
    )


def settle(session: Session, at: datetime) -> RoutingTable:
    """The table in the store, its guide sending callers through it, everything as if it had always been there."""
    row = table()
    session.add(row)
    guide = guides.find(session, "affald-glemt")
    guide.routing = SLUG
    session.add(guide)
    session.flush()
    guides.keep_versions(session, at)
    revisions.content_changed(session, content.TABLE, SLUG)
    revisions.content_changed(session, content.GUIDE, guide.slug)
    return row


def call(
    session: Session, at: datetime, number: int, *, outcome: str = "resolved", topic: str = "affald-glemt", caller_type: str = "citizen"
) -> None:
    """A finished call about a guide."""
    question = QuestionEntry(Ending(outcome), topic=topic, guides=[topic])
    entry = CallEntry(at - timedelta(minutes=2), at, f"call-{number}", [question], caller_type=caller_type)
    finished_calls.log(session, "token:1", entry, at)


def free(session: Session) -> Guide:
    """The guide no longer uses the table."""
    guide = guides.find(session, "affald-glemt")
    guide.routing = ""
    session.add(guide)
    session.flush()
    revisions.content_changed(session, content.GUIDE, guide.slug)
    return guide
