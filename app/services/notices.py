"""What stands above the desk: published, ended, counted."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from app.base.errors import Conflict, Invalid, NotFound
from app.base.text import clean, one_line
from app.domain.notices import LEVELS, Level
from app.domain.outcomes import AnswerInGuide, Ending, Outcome, known_code
from app.domain.privacy import REFUSAL, contains_cpr
from app.models import Call, Guide, Notice, User
from app.services import finished_calls, revisions

LONGEST_TITLE = 120
LONGEST_BODY = 600


@dataclass(frozen=True)
class NoticeText:
    """A notice as somebody writes it. `ends_at` None means until it is ended by hand."""

    level: str
    title: str
    body: str = ""
    say: str = ""
    guide: str = ""
    ends_at: datetime | None = None


@dataclass(frozen=True)
class Above:
    """What stands above the desk, as little as it takes to see that it has changed: the revision, and the notices by id."""

    revision: int
    ids: tuple[str, ...]


def above(session: Session, at: datetime) -> Above:
    """What stands above the desk at a moment; a notice whose time has run out is no longer there, though nobody touched it."""
    return Above(
        revisions.current(session, revisions.NOTICES), tuple(session.exec(select(Notice.id).where(*_in_force(at)).order_by(Notice.id)).all())
    )


def active(session: Session, at: datetime) -> list[Notice]:
    """The notices in force, the gravest first, then the newest."""
    rows = session.exec(select(Notice).where(*_in_force(at))).all()
    return sorted(rows, key=lambda row: (LEVELS[Level(row.level)].gravity, row.starts_at or at), reverse=True)


def earlier(session: Session, at: datetime, limit: int = 20) -> list[Notice]:
    """The notices that have ended, newest first."""
    return list(
        session.exec(
            select(Notice).where(col(Notice.is_template).is_(False), col(Notice.ends_at) <= at).order_by(col(Notice.ends_at).desc()).limit(limit)
        ).all()
    )


def templates(session: Session) -> list[Notice]:
    """The ready-made notices, gravest first."""
    rows = session.exec(select(Notice).where(col(Notice.is_template))).all()
    return sorted(rows, key=lambda row: (-LEVELS[Level(row.level)].gravity, row.title))


def publish(session: Session, user: User, text: NoticeText, at: datetime) -> Notice:
    """Put a notice above every desk. Raises Invalid with the field when something does not fit."""
    level = known_code(Level, text.level, "level", "en kendt alvorsgrad")
    title, body, say = one_line(text.title), clean(text.body).strip(), one_line(text.say)
    if not title:
        raise Invalid("Skriv en overskrift.", "title")
    for name, value, longest in (("title", title, LONGEST_TITLE), ("body", body, LONGEST_BODY), ("say", say, LONGEST_BODY)):
        if len(value) > longest:
            raise Invalid(f"Teksten er for lang: {len(value)} tegn, højst {longest}.", name)
        if contains_cpr(value):
            raise Invalid(REFUSAL, name)
    if level is Level.CRISIS and not say:
        raise Invalid("En krisemeddelelse skal have en sætning at sige.", "say")
    if text.guide and session.get(Guide, text.guide) is None:
        raise Invalid("Guiden findes ikke.", "guide")
    if text.ends_at is not None and text.ends_at <= at:
        raise Invalid("Meddelelsen slutter, før den begynder.", "ends_at")
    notice = Notice(level=level, title=title, body=body, say=say, guide=text.guide, created_by=user.id, starts_at=at, ends_at=text.ends_at)
    session.add(notice)
    revisions.raise_one(session, revisions.NOTICES)
    session.flush()
    return notice


def end(session: Session, notice_id: str, at: datetime) -> Notice:
    """Take a notice down. Ending it twice changes nothing. Raises NotFound."""
    notice = _published(session, notice_id)
    if notice.ends_at is None or notice.ends_at > at:
        notice.ends_at = at
        session.add(notice)
        revisions.raise_one(session, revisions.NOTICES)
        session.flush()
    return notice


def count_one(session: Session, user: User, notice_id: str, key: str, at: datetime) -> int:
    """ "+1 om dette": log a counted, resolved call about a notice; answers how many there are. The same key counts once."""
    notice = _published(session, notice_id)
    if notice.ends_at is not None and notice.ends_at <= at:
        raise Conflict("Meddelelsen er slut. Log opkaldet på almindelig vis.")
    topic = notice.guide or None
    question = finished_calls.QuestionEntry(
        Ending(Outcome.RESOLVED), topic=topic, guides=[topic] if topic else [], answer_in_guide=AnswerInGuide.FOUND if topic else ""
    )
    entry = finished_calls.CallEntry(at, at, f"notice-{notice_id}-{key}", [question], notice_id=notice_id)
    finished_calls.log(session, user.id, entry, at, user)
    return count(session, notice_id)


def count(session: Session, notice_id: str) -> int:
    """How many calls were logged about a notice."""
    return session.exec(select(func.count()).select_from(Call).where(Call.notice_id == notice_id, col(Call.saved_at).is_not(None))).one()


def _in_force(at: datetime) -> tuple[ColumnElement[bool], ...]:
    ends_later = or_(col(Notice.ends_at).is_(None), col(Notice.ends_at) > at)
    return col(Notice.is_template).is_(False), col(Notice.starts_at) <= at, ends_later


def _published(session: Session, notice_id: str) -> Notice:
    notice = session.get(Notice, notice_id)
    if notice is None or notice.is_template:
        raise NotFound("Driftsmeddelelsen findes ikke.")
    return notice
