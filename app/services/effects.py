"""Whether a guide works, from the log: its calls around each version, the searches that led to it, its flags and what was taken up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app.domain.effect import LONGEST_WINDOW, Asked, Effect, Published, Searched, effect, grouped, settled_share, windows
from app.domain.figures import Share
from app.models import Call, CallQuestion, Decision, Flag, Guide, GuideVersion
from app.models.call import SIMULATION
from app.services import guides

MOST_VERSIONS = 12
MOST_QUESTIONS = 20_000
MOST_FLAGS = 20
MOST_DECISIONS = 30
_REAL = (col(Call.saved_at).is_not(None), Call.logged_by != SIMULATION)


@dataclass(frozen=True)
class Worked:
    """How a guide does now (the last 90 days), and what each of its newest versions changed, newest first."""

    guide: Guide
    now: Share
    effects: Sequence[Effect]


@dataclass(frozen=True)
class Around:
    """What else there is to know: searches of the last 90 days that led to the guide, the newest flags with the numbers of open
    and closed ones, and the suggestions from the log that were taken."""

    searches: Searched
    flags: Sequence[Flag]
    open_flags: int
    closed_flags: int
    taken: Sequence[Decision]


def worked(session: Session, slug: str, at: datetime, most: int = MOST_VERSIONS) -> Worked:
    """A guide's figures, for its `most` newest versions. Three queries, whatever the log holds. Raises NotFound."""
    guide = guides.find(session, slug)
    rows = session.exec(
        select(GuideVersion.number, GuideVersion.published_at)
        .where(GuideVersion.guide == slug)
        .order_by(col(GuideVersion.number).desc())
        .limit(most + 1)
    ).all()
    spans = windows([Published(number, moment) for number, moment in rows], at)
    recent = at - LONGEST_WINDOW
    asked, reaches_to = _asked(session, slug, min([recent, *(span.before for span in spans)]), at)
    counted = [span for span in spans if reaches_to is None or span.before > reaches_to]
    return Worked(guide, settled_share(row for row in asked if row.at >= recent), [effect(span, asked) for span in counted])


def around(session: Session, slug: str, at: datetime) -> Around:
    """The searches, flags and suggestions of a guide. Nobody's name is read."""
    searches = session.exec(
        select(CallQuestion.searches)
        .join(Call, col(Call.id) == col(CallQuestion.call_id))
        .where(CallQuestion.topic == slug, *_REAL, col(Call.started_at) >= at - LONGEST_WINDOW)
        .order_by(col(Call.started_at).desc())
        .limit(MOST_QUESTIONS)
    ).all()
    flags = session.exec(select(Flag).where(Flag.guide == slug).order_by(col(Flag.flagged_at).desc()).limit(MOST_QUESTIONS)).all()
    taken = session.exec(
        select(Decision).where(Decision.guide == slug, col(Decision.accepted)).order_by(col(Decision.decided_at).desc()).limit(MOST_DECISIONS)
    ).all()
    still_open = sum(flag.closed_at is None for flag in flags)
    return Around(grouped(row[-1] for row in searches if row), flags[:MOST_FLAGS], still_open, len(flags) - still_open, taken)


def _asked(session: Session, slug: str, since: datetime, at: datetime) -> tuple[list[Asked], datetime | None]:
    """The saved questions about a guide, newest first, and how far back they reach when there are more than can be counted."""
    rows = session.exec(
        select(CallQuestion.call_id, Call.started_at, CallQuestion.guide_version, CallQuestion.outcome)
        .join(Call, col(Call.id) == col(CallQuestion.call_id))
        .where(
            CallQuestion.topic == slug,
            *_REAL,
            col(Call.started_at) >= since,
            col(Call.started_at) <= at + timedelta(minutes=1),
        )
        .order_by(col(Call.started_at).desc())
        .limit(MOST_QUESTIONS)
    ).all()
    asked = [Asked(call, began, version, outcome) for call, began, version, outcome in rows if outcome]
    return asked, (rows[-1][1] if len(rows) == MOST_QUESTIONS else None)
