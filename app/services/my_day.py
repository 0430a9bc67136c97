"""What one operator logged today, and their own figures, shown to nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlmodel import Session, col, select

from app.base.clock import at_local, local
from app.base.errors import Invalid
from app.domain.figures import Share, share
from app.domain.outcomes import MISSING_WORDS, Ending, call_counts, still_missing
from app.models import Call, CallQuestion, User
from app.services import call_log
from app.services.calls import Details, SavedCall, own_question, questions_of, set_details, set_ending


@dataclass(frozen=True)
class MyDay:
    """Today's calls, newest first, with the resolution rate and the usual length of a call; those only counted about a notice have no length."""

    calls: Sequence[SavedCall]
    resolved: Share
    median_seconds: int | None


def of(session: Session, user: User, at: datetime) -> MyDay:
    """The day of one user, on the Danish calendar."""
    today = local(at).date()
    start, end = at_local(today, time()), at_local(today + timedelta(days=1), time())
    calls = session.exec(
        select(Call)
        .where(Call.user_id == user.id, col(Call.saved_at).is_not(None), col(Call.started_at) >= start, col(Call.started_at) < end)
        .order_by(col(Call.started_at).desc())
    ).all()
    rows = session.exec(
        select(CallQuestion).where(col(CallQuestion.call_id).in_([call.id for call in calls])).order_by(col(CallQuestion.position))
    ).all()
    saved = [SavedCall(call, [row for row in rows if row.call_id == call.id]) for call in calls]
    counts = [call_counts(row.outcome for row in entry.questions) for entry in saved]
    seconds = sorted(int((call.ended_at - call.started_at).total_seconds()) for call in calls if call.ended_at and not call.notice_id)
    return MyDay(
        calls=saved,
        resolved=share(sum(resolved for _, resolved in counts), sum(counted for counted, _ in counts)),
        median_seconds=seconds[len(seconds) // 2] if seconds else None,
    )


def latest(session: Session, user: User, at: datetime, limit: int = 6) -> Sequence[SavedCall]:
    """The last calls of the day, for the empty desk."""
    return of(session, user, at).calls[:limit]


def one(session: Session, user: User, question_id: str) -> tuple[Call, CallQuestion]:
    """A saved question of the user's own. Raises NotFound."""
    return own_question(session, user, question_id, saved=True)


def correct(session: Session, user: User, question_id: str, ending: Ending, details: Details) -> SavedCall:
    """Correct a saved question of the user's own. Raises Invalid when the ending is not complete, NotFound when it is another's."""
    call, question = own_question(session, user, question_id, saved=True)
    missing = still_missing(ending)
    if missing is not None:
        raise Invalid(MISSING_WORDS[missing], missing)
    set_details(session, call, question, details)
    set_ending(question, ending)
    session.flush()
    call_log.touch(session, call.started_at)
    return SavedCall(call, questions_of(session, call))


def most_asked(session: Session, at: datetime, days: int = 7, limit: int = 8, fewest: int = 5) -> list[str]:
    """The guides that most calls were about in the last days, for the empty desk; topics with few calls are left out."""
    asked = call_log.by_topic(session, at - timedelta(days=days), at)
    ranked = sorted(asked, key=lambda topic: (-asked[topic].calls, topic))
    return [topic for topic in ranked[:limit] if asked[topic].calls >= fewest]
