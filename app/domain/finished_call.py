"""A finished call as it is handed in: by a program, counted about a notice, or made up for a history."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.outcomes import CallerType, Ending, Language


@dataclass(frozen=True)
class QuestionEntry:
    """One finished question; `topic` is a guide's slug."""

    ending: Ending
    topic: str | None = None
    department: str | None = None
    searches: Sequence[str] = ()
    guides: Sequence[str] = ()
    answer_in_guide: str = ""
    note: str = ""
    avoidable: str = ""


@dataclass(frozen=True)
class CallEntry:
    """One finished call. `followed` says whether the caller rang again about the same; None where that is not known beforehand.

    `caller_number` is where telephony says the caller rang from; it is compared and never stored.
    """

    started_at: datetime
    ended_at: datetime
    idempotency_key: str
    questions: Sequence[QuestionEntry]
    channel: str = "phone"
    caller_type: str = CallerType.CITIZEN
    language: str = Language.DANISH
    notice_id: str | None = None
    followed: bool | None = None
    caller_number: str = field(default="", repr=False)
