"""A call from its first typed letter to its logged outcome: one open call a person, several questions a call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.base.errors import Conflict, Invalid, NotFound
from app.base.text import one_line
from app.domain.outcomes import AnswerInGuide, Avoidable, CallerType, Ending, Language, Missing, Outcome, known_code, said_code, still_missing
from app.domain.privacy import REFUSAL, contains_cpr
from app.models import Call, CallQuestion, Department, Guide, User
from app.services import call_log

UNDO_SECONDS = 10
UNDO_GRACE_SECONDS = 3
LONGEST_NOTE = 500
LONGEST_SEARCH = 300
MOST_ATTACHED = 30
MOST_QUESTIONS = 12
LONGEST_CALL = timedelta(days=1)
NEW_CALL_HAS_BEGUN = "Et nyt opkald er begyndt. Ret det forrige under »Mine opkald i dag«."


@dataclass(frozen=True)
class CallInProgress:
    """The open call of one person: its questions in order, which one is being handled, and what it still lacks."""

    call: Call
    questions: Sequence[CallQuestion]

    @property
    def question(self) -> CallQuestion:
        """The question being handled: the last one that is not settled."""
        return next(row for row in reversed(self.questions) if row.settled_at is None)

    @property
    def missing(self) -> Missing | None:
        return still_missing(ending_of(self.question))


@dataclass(frozen=True)
class SavedCall:
    """A logged call with its questions."""

    call: Call
    questions: Sequence[CallQuestion]

    def undo_until(self) -> datetime | None:
        return self.call.saved_at + timedelta(seconds=UNDO_SECONDS) if self.call.saved_at else None


@dataclass(frozen=True)
class Trail:
    """What was on the desk when something was noted: the search text, and the guide or department that stood open."""

    search: str = ""
    guide: str = ""
    department: str = ""


@dataclass(frozen=True)
class Details:
    """What the operator may set about a call besides its endings; None leaves it as it is."""

    caller_type: str | None = None
    language: str | None = None
    answer_in_guide: str | None = None
    note: str | None = None
    avoidable: str | None = None


# The open call


def in_progress(session: Session, user: User) -> CallInProgress | None:
    """The open call of a user, if there is one."""
    call = session.exec(select(Call).where(Call.user_id == user.id, col(Call.saved_at).is_(None))).one_or_none()
    return CallInProgress(call, questions_of(session, call)) if call else None


def start(session: Session, user: User, at: datetime) -> CallInProgress:
    """Start a call, or go on with the one that is open: a person has one open call at most."""
    known = in_progress(session, user)
    if known:
        return known
    call = Call(logged_by=user.id, user_id=user.id, started_at=at, idempotency_key=f"desk-{uuid4()}")
    try:
        with session.begin_nested():
            session.add(call)
            session.flush()
            session.add(CallQuestion(call_id=call.id, position=1))
            session.flush()
    except IntegrityError:
        session.expire_all()
    started = in_progress(session, user)
    if started is None:
        raise Conflict("Opkaldet kunne ikke startes. Prøv igen.")
    return started


def note_trail(session: Session, user: User, trail: Trail, at: datetime) -> CallInProgress:
    """Attach a search and an opened guide to the question being handled; starts a call when none is open."""
    current = start(session, user, at)
    attach(session, current.question, trail)
    current.call.search_text = stored_text(trail.search, LONGEST_SEARCH, "search")
    session.add(current.call)
    session.flush()
    return current


def note_details(session: Session, user: User, details: Details, at: datetime) -> CallInProgress:
    """Set caller type, language, note or "was the answer in the guide" on the open call; starts one when none is open."""
    current = start(session, user, at)
    set_details(session, current.call, current.question, details)
    session.flush()
    return current


def forget_ending(session: Session, user: User, at: datetime) -> CallInProgress:
    """Take back a half-said ending of the question being handled."""
    current = start(session, user, at)
    set_ending(current.question, Ending())
    session.add(current.question)
    session.flush()
    return current


def next_question(session: Session, user: User, trail: Trail, at: datetime, details: Details | None = None) -> CallInProgress:
    """The caller asks one thing more: a new question in the open call, or in the one that was saved a moment ago.

    What stood on the desk, note and all, belongs to the question that was being handled.
    """
    current = in_progress(session, user) or _reopened(session, user, at) or start(session, user, at)
    rows = list(current.questions)
    if len(rows) >= MOST_QUESTIONS:
        raise Conflict(f"Et opkald kan højst have {MOST_QUESTIONS} spørgsmål.")
    unsettled = [row for row in rows if row.settled_at is None]
    if unsettled:
        attach(session, unsettled[-1], trail)
        set_details(session, current.call, unsettled[-1], details or Details())
    session.add(CallQuestion(call_id=current.call.id, position=rows[-1].position + 1))
    current.call.search_text = ""
    session.add(current.call)
    session.flush()
    return CallInProgress(current.call, questions_of(session, current.call))


def settle(
    session: Session, user: User, question_id: str, ending: Ending, trail: Trail, at: datetime, details: Details | None = None
) -> CallInProgress | SavedCall:
    """Say how the question ended, in one step or several; the call is saved when its last question is settled.

    Answers the open call while something is missing or another question is open, else the saved call. Saying the same
    twice changes nothing. Raises Invalid on codes that do not fit, NotFound on a question that is not the user's.
    """
    call, question = own_question(session, user, question_id)
    if question.settled_at is not None:
        return _state_of(session, call)
    missing = still_missing(ending)
    set_details(session, call, question, details or Details())
    attach(session, question, trail)
    set_ending(question, ending)
    if missing is None:
        question.settled_at = at
        if not question.answer_in_guide and ending.outcome == Outcome.RESOLVED and question.topic:
            question.answer_in_guide = AnswerInGuide.FOUND
    session.add(question)
    session.flush()
    rows = questions_of(session, call)
    if missing is None and all(row.settled_at is not None for row in rows):
        call.ended_at = call.saved_at = at
        call.search_text = ""
        session.add(call)
        session.flush()
        call_log.touch(session, call.started_at)
    return _state_of(session, call)


def undo(session: Session, user: User, call_id: str, at: datetime) -> CallInProgress:
    """Open a saved call again within the undo time. Raises Conflict when it is too late or a new call has begun."""
    call = session.get(Call, call_id)
    if call is None or call.user_id != user.id:
        raise NotFound("Opkaldet findes ikke blandt dine opkald.")
    if in_progress(session, user):
        if call.saved_at is None:
            return CallInProgress(call, questions_of(session, call))
        raise Conflict(NEW_CALL_HAS_BEGUN)
    if call.saved_at is None or at - call.saved_at > timedelta(seconds=UNDO_SECONDS + UNDO_GRACE_SECONDS):
        raise Conflict("Det er for sent at fortryde. Ret opkaldet under »Mine opkald i dag«.")
    rows = questions_of(session, call)
    last = max(rows, key=lambda row: (row.settled_at or call.started_at, row.position))
    last.settled_at = None
    set_ending(last, Ending())
    session.add(last)
    return _open_again(session, call, last.searches[-1] if last.searches else "")


# Shared


def questions_of(session: Session, call: Call) -> list[CallQuestion]:
    """The questions of a call in order."""
    return list(session.exec(select(CallQuestion).where(CallQuestion.call_id == call.id).order_by(col(CallQuestion.position))).all())


def own_question(session: Session, user: User, question_id: str, *, saved: bool = False) -> tuple[Call, CallQuestion]:
    """A question of the user's own, with its call; only one of a saved call when so asked. Raises NotFound."""
    question = session.get(CallQuestion, question_id)
    call = session.get(Call, question.call_id) if question else None
    if question is None or call is None or call.user_id != user.id or (saved and call.saved_at is None):
        raise NotFound("Spørgsmålet findes ikke blandt dine opkald.")
    return call, question


def ending_of(question: CallQuestion) -> Ending:
    return Ending(question.outcome, question.reached, question.offer, question.reason)


def _state_of(session: Session, call: Call) -> CallInProgress | SavedCall:
    rows = questions_of(session, call)
    return CallInProgress(call, rows) if call.saved_at is None else SavedCall(call, rows)


def _reopened(session: Session, user: User, at: datetime) -> CallInProgress | None:
    """The call saved within the undo time, open again with its questions as they were settled."""
    since = at - timedelta(seconds=UNDO_SECONDS + UNDO_GRACE_SECONDS)
    call = session.exec(
        select(Call)
        .where(Call.user_id == user.id, col(Call.started_at) >= since - LONGEST_CALL, col(Call.saved_at) >= since)
        .order_by(col(Call.saved_at).desc())
        .limit(1)
    ).one_or_none()
    return _open_again(session, call, "") if call else None


def _open_again(session: Session, call: Call, search_text: str) -> CallInProgress:
    """Take back that a call was saved. Raises Conflict when another window has begun a new one in the meantime."""
    call.saved_at = call.ended_at = None
    call.search_text = search_text
    session.add(call)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict(NEW_CALL_HAS_BEGUN) from error
    call_log.touch(session, call.started_at)
    return CallInProgress(call, questions_of(session, call))


def attach(session: Session, question: CallQuestion, trail: Trail) -> None:
    search = stored_text(trail.search, LONGEST_SEARCH, "search")
    if search and search not in question.searches:
        question.searches = [*question.searches, search][-MOST_ATTACHED:]
    guide = session.get(Guide, trail.guide) if trail.guide else None
    department = session.get(Department, trail.department) if trail.department else None
    if guide is not None:
        if guide.slug not in question.guides:
            question.guides = [*question.guides, guide.slug][-MOST_ATTACHED:]
        set_topic(session, question, guide.slug)
    elif department is not None:
        question.department = department.slug
    session.add(question)


def set_details(session: Session, call: Call, question: CallQuestion, details: Details) -> None:
    """Raises Invalid with the field before anything is set that does not fit."""
    note = stored_text(details.note, LONGEST_NOTE, "note") if details.note is not None else question.note
    if details.caller_type is not None:
        call.caller_type = known_code(CallerType, details.caller_type, "caller_type", "en kendt borgertype")
    if details.language is not None:
        call.language = known_code(Language, details.language, "language", "et kendt sprog")
    if details.answer_in_guide is not None:
        question.answer_in_guide = said_code(AnswerInGuide, details.answer_in_guide, "answer_in_guide", "et kendt svar")
    if details.avoidable is not None:
        question.avoidable = said_code(Avoidable, details.avoidable, "avoidable", "en kendt årsag til et unødigt opkald")
    question.note = note
    session.add_all((call, question))


def set_topic(session: Session, question: CallQuestion, slug: str) -> None:
    guide = session.get(Guide, slug)
    if guide is not None:
        question.topic, question.guide_version, question.department = guide.slug, guide.version, guide.department


def set_ending(question: CallQuestion, ending: Ending) -> None:
    question.outcome, question.reached, question.offer, question.reason = ending.outcome, ending.reached, ending.offer, ending.reason


def stored_text(text: str, longest: int, field_name: str) -> str:
    """One line of text that may be stored. Raises Invalid when it is too long or holds a CPR number."""
    line = one_line(text)
    if len(line) > longest:
        raise Invalid(f"Teksten er for lang: {len(line)} tegn, højst {longest}.", field_name)
    if contains_cpr(text) or contains_cpr(line):
        raise Invalid(REFUSAL, field_name)
    return line
