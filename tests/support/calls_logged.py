"""Calls in the log, many at a time, through the door that programs use."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlmodel import Session

from app.domain.finished_call import CallEntry, QuestionEntry
from app.domain.outcomes import Ending
from app.services import finished_calls

SETTLED = Ending("resolved")
PASSED_ON = Ending("transferred", reached=True, reason="no_guide")
NOBODY = Ending("transferred", reached=False, offer="callback", reason="closed")


def ring(
    session: Session, start: datetime, settled: int, unsettled: int, topic: str | None = "pas-forny", ending: Ending = PASSED_ON, **who: str
) -> None:
    """So many settled and so many unsettled calls about a topic, ten seconds apart."""
    ring_all(session, start, [*[SETTLED] * settled, *[ending] * unsettled], topic, **who)


def ring_all(session: Session, start: datetime, endings: Iterable[Ending], topic: str | None = "pas-forny", **who: str) -> None:
    """Calls that end so, ten seconds apart."""
    entries = []
    for number, ending in enumerate(endings):
        began = start + number * timedelta(seconds=10)
        questions = [QuestionEntry(ending, topic=topic)]
        entries.append(CallEntry(began, began + timedelta(seconds=9), f"{topic}-{began.isoformat()}-{ending.outcome}", questions, **who))
    finished_calls.log_all(session, "token:test", entries, max(entry.ended_at for entry in entries))
