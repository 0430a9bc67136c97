"""Finished calls, handed in whole by a program, counted about a notice or made up: stored once, however often they are sent."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.base.errors import Invalid
from app.domain.finished_call import CallEntry, QuestionEntry
from app.domain.outcomes import AnswerInGuide, Avoidable, CallerType, Language, known_code, still_missing
from app.domain.privacy import REFUSAL, contains_cpr
from app.models import Call, CallQuestion, Department, Guide, User
from app.models.columns import new_id
from app.services import call_log, repeats
from app.services.calls import LONGEST_NOTE, LONGEST_SEARCH, MOST_ATTACHED, MOST_QUESTIONS, SavedCall, questions_of, stored_text

__all__ = ["CallEntry", "QuestionEntry", "log", "log_all"]

AHEAD = timedelta(minutes=5)
LONGEST_CALL = timedelta(days=1)
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.I)
Row = dict[str, Any]


@dataclass(frozen=True)
class _Known:
    """What calls may refer to: of each guide its version and department, and the departments."""

    guides: Mapping[str, tuple[int, str]]
    departments: frozenset[str]


def log(session: Session, logged_by: str, entry: CallEntry, at: datetime, user: User | None = None) -> tuple[SavedCall, bool]:
    """Store a finished call; answers it and whether it is new. The same idempotency key gives the first call back.

    Raises Invalid with the field when something does not fit.
    """
    first = _with_key(session, logged_by, entry.idempotency_key)
    if first:
        return first, False
    values, questions = _rows(_referred_to(session, [entry]), logged_by, entry, at, at, user)
    try:
        with session.begin_nested():
            return _store(session, Call(**values), questions, entry.caller_number, at), True
    except IntegrityError:
        first = _with_key(session, logged_by, entry.idempotency_key)
        if first is None:
            raise
        return first, False


def log_all(session: Session, logged_by: str, entries: Sequence[CallEntry], at: datetime) -> int:
    """Store many finished calls in few statements, each as if it had been logged when it ended; answers how many are new.

    Raises Invalid with the field when one of them does not fit, and IntegrityError when another session stores one of them meanwhile.
    """
    wanted: dict[str, CallEntry] = {}
    for entry in entries:
        _refuse_nul(entry.idempotency_key)
        wanted.setdefault(entry.idempotency_key, entry)
    if any(entry.caller_number for entry in entries):
        raise Invalid("Opkald, der gemmes samlet, har intet nummer at kende dem igen på.", "caller_number")
    stored = select(Call.idempotency_key).where(Call.logged_by == logged_by, col(Call.idempotency_key).in_(list(wanted)))
    known_keys = set(session.exec(stored).all())
    new = [entry for key, entry in wanted.items() if key not in known_keys]
    known = _referred_to(session, new)
    made = [_rows(known, logged_by, entry, at, entry.ended_at, None) for entry in new]
    if made:
        session.connection().execute(insert(Call), [call for call, _ in made])
        session.connection().execute(insert(CallQuestion), [row for _, questions in made for row in questions])
        call_log.touch(session, *(entry.started_at for entry in new))
    return len(made)


def _store(session: Session, call: Call, questions: Sequence[Row], number: str, at: datetime) -> SavedCall:
    session.add(call)
    session.flush()
    session.add_all(CallQuestion(**row) for row in questions)
    session.flush()
    call_log.touch(session, call.started_at)
    repeats.note_number(session, call, number, at)
    return SavedCall(call, questions_of(session, call))


def _with_key(session: Session, logged_by: str, key: str) -> SavedCall | None:
    _refuse_nul(key)
    call = session.exec(select(Call).where(Call.logged_by == logged_by, Call.idempotency_key == key)).one_or_none()
    return SavedCall(call, questions_of(session, call)) if call else None


def _refuse_nul(key: str) -> None:
    if "\x00" in key:
        raise Invalid("»idempotency_key« indeholder et tegn, der ikke kan bruges.", "idempotency_key")


def _referred_to(session: Session, entries: Sequence[CallEntry]) -> _Known:
    """Which of the guides and departments that entries name there are."""
    questions = [row for entry in entries for row in entry.questions]
    slugs = {slug for row in questions for slug in (row.topic, *row.guides) if slug and "\x00" not in slug}
    units = {row.department for row in questions if row.department and "\x00" not in row.department}
    guides = session.exec(select(Guide.slug, Guide.version, Guide.department).where(col(Guide.slug).in_(slugs))).all() if slugs else ()
    departments = session.exec(select(Department.slug).where(col(Department.slug).in_(units))).all() if units else ()
    return _Known({slug: (version, department) for slug, version, department in guides}, frozenset(departments))


def _rows(known: _Known, logged_by: str, entry: CallEntry, at: datetime, saved_at: datetime, user: User | None) -> tuple[Row, list[Row]]:
    """The columns of a call and of its questions. Raises Invalid with the field when something does not fit at a moment."""
    _check_entry(known, entry, at)
    call = {
        "id": new_id(),
        "logged_by": logged_by,
        "user_id": user.id if user else None,
        "started_at": entry.started_at,
        "ended_at": entry.ended_at,
        "saved_at": saved_at,
        "channel": entry.channel,
        "caller_type": entry.caller_type,
        "language": entry.language,
        "idempotency_key": entry.idempotency_key,
        "search_text": "",
        "notice_id": entry.notice_id,
        "followed": entry.followed,
    }
    questions = [_question_row(known, row) for row in entry.questions]
    for position, question in enumerate(questions, start=1):
        question |= {"call_id": call["id"], "position": position, "settled_at": saved_at}
    return call, questions


def _question_row(known: _Known, entry: QuestionEntry) -> Row:
    """A guide decides its version and department; a department that was said wins."""
    searches = dict.fromkeys(stored_text(search, LONGEST_SEARCH, "search") for search in entry.searches[:MOST_ATTACHED])
    version, department = known.guides[entry.topic] if entry.topic else (None, None)
    return {
        "id": new_id(),
        "topic": entry.topic or None,
        "guide_version": version,
        "department": entry.department or department,
        "searches": [search for search in searches if search],
        "guides": [slug for slug in dict.fromkeys(entry.guides) if slug in known.guides][:MOST_ATTACHED],
        "outcome": entry.ending.outcome,
        "reached": entry.ending.reached,
        "offer": entry.ending.offer,
        "reason": entry.ending.reason,
        "answer_in_guide": entry.answer_in_guide,
        "avoidable": entry.avoidable,
        "note": stored_text(entry.note, LONGEST_NOTE, "note") if entry.note else "",
    }


def _check_entry(known: _Known, entry: CallEntry, at: datetime) -> None:
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
        _check_question(known, row)


def _check_question(known: _Known, entry: QuestionEntry) -> None:
    missing = still_missing(entry.ending)
    if missing is not None:
        raise Invalid(f"Der mangler »{missing}«.", missing)
    if entry.answer_in_guide:
        known_code(AnswerInGuide, entry.answer_in_guide, "answer_in_guide", "et kendt svar")
    if entry.avoidable:
        known_code(Avoidable, entry.avoidable, "avoidable", "en kendt årsag til et unødigt opkald")
    if entry.topic and entry.topic not in known.guides:
        raise Invalid(f"Der er ingen guide, der hedder »{entry.topic}«.", "topic")
    if entry.department and entry.department not in known.departments:
        raise Invalid(f"Der er ingen afdeling, der hedder »{entry.department}«.", "department")
