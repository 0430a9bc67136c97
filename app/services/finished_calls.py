"""Finished calls, handed in whole by a program or counted about a notice: stored once, however often they are sent."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from app.base.errors import Invalid
from app.domain.outcomes import AnswerInGuide, CallerType, Ending, Language, known_code, still_missing
from app.domain.privacy import REFUSAL, contains_cpr
from app.models import Call, CallQuestion, Department, Guide, User
from app.services import call_log
from app.services.calls import LONGEST_NOTE, MOST_ATTACHED, MOST_QUESTIONS, SavedCall, Trail, attach, questions_of, set_ending, set_topic, stored_text

AHEAD = timedelta(minutes=5)
LONGEST_CALL = timedelta(days=1)
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.I)


@dataclass(frozen=True)
class QuestionEntry:
    """One finished question as a program hands it in."""

    ending: Ending
    topic: str | None = None
    department: str | None = None
    searches: Sequence[str] = ()
    guides: Sequence[str] = ()
    answer_in_guide: str = ""
    note: str = ""


@dataclass(frozen=True)
class CallEntry:
    """One finished call as a program hands it in."""

    started_at: datetime
    ended_at: datetime
    idempotency_key: str
    questions: Sequence[QuestionEntry]
    channel: str = "phone"
    caller_type: str = CallerType.CITIZEN
    language: str = Language.DANISH
    notice_id: str | None = None


def log(session: Session, logged_by: str, entry: CallEntry, at: datetime, user: User | None = None) -> tuple[SavedCall, bool]:
    """Store a finished call; answers it and whether it is new. The same idempotency key gives the first call back.

    Raises Invalid with the field when something does not fit.
    """
    known = _known(session, logged_by, entry.idempotency_key)
    if known:
        return known, False
    _check_entry(session, entry, at)
    try:
        with session.begin_nested():
            return _store(session, logged_by, entry, at, user), True
    except IntegrityError:
        twin = _known(session, logged_by, entry.idempotency_key)
        if twin is None:
            raise
        return twin, False


def _known(session: Session, logged_by: str, key: str) -> SavedCall | None:
    if "\x00" in key:
        raise Invalid("»idempotency_key« indeholder et tegn, der ikke kan bruges.", "idempotency_key")
    call = session.exec(select(Call).where(Call.logged_by == logged_by, Call.idempotency_key == key)).one_or_none()
    return SavedCall(call, questions_of(session, call)) if call else None


def _store(session: Session, logged_by: str, entry: CallEntry, at: datetime, user: User | None) -> SavedCall:
    call = Call(
        logged_by=logged_by,
        user_id=user.id if user else None,
        started_at=entry.started_at,
        ended_at=entry.ended_at,
        saved_at=at,
        channel=entry.channel,
        caller_type=entry.caller_type,
        language=entry.language,
        idempotency_key=entry.idempotency_key,
        notice_id=entry.notice_id,
    )
    session.add(call)
    session.flush()
    for position, row in enumerate(entry.questions, start=1):
        question = CallQuestion(call_id=call.id, position=position, settled_at=at, note=stored_text(row.note, LONGEST_NOTE, "note"))
        for search in row.searches[:MOST_ATTACHED]:
            attach(session, question, Trail(search=search))
        question.guides = [slug for slug in dict.fromkeys(row.guides) if session.get(Guide, slug)][:MOST_ATTACHED]
        if row.topic:
            set_topic(session, question, row.topic)
        question.department = row.department or question.department
        question.answer_in_guide = row.answer_in_guide
        set_ending(question, row.ending)
        session.add(question)
    session.flush()
    call_log.touch(session, call.started_at)
    return SavedCall(call, questions_of(session, call))


def _check_entry(session: Session, entry: CallEntry, at: datetime) -> None:
    if not entry.idempotency_key.strip():
        raise Invalid("»idempotency_key« må ikke være tom.", "idempotency_key")
    if contains_cpr(_UUID.sub("", entry.idempotency_key)):
        raise Invalid(REFUSAL, "idempotency_key")
    if not 1 <= len(entry.questions) <= MOST_QUESTIONS:
        raise Invalid(f"Et opkald skal have mellem 1 og {MOST_QUESTIONS} spørgsmål.", "questions")
    if entry.ended_at < entry.started_at:
        raise Invalid("Opkaldet slutter, før det begynder.", "ended_at")
    if entry.started_at > at + AHEAD:
        raise Invalid("Opkaldet begynder ude i fremtiden.", "started_at")
    if entry.started_at < EARLIEST:
        raise Invalid("Opkaldet ligger for langt tilbage.", "started_at")
    if entry.ended_at - entry.started_at > LONGEST_CALL:
        raise Invalid("Opkaldet varer mere end et døgn.", "ended_at")
    known_code(CallerType, entry.caller_type, "caller_type", "en kendt borgertype")
    known_code(Language, entry.language, "language", "et kendt sprog")
    for row in entry.questions:
        missing = still_missing(row.ending)
        if missing is not None:
            raise Invalid(f"Der mangler »{missing}«.", missing)
        if row.answer_in_guide:
            known_code(AnswerInGuide, row.answer_in_guide, "answer_in_guide", "et kendt svar")
        if row.topic and session.get(Guide, row.topic) is None:
            raise Invalid(f"Der er ingen guide, der hedder »{row.topic}«.", "topic")
        if row.department and session.get(Department, row.department) is None:
            raise Invalid(f"Der er ingen afdeling, der hedder »{row.department}«.", "department")
