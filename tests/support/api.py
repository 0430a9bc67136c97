"""One finished call as a program hands it in."""

from typing import Any

QUESTION: dict[str, Any] = {
    "topic": "pas-forny",
    "searches": ["forny pas"],
    "guides": ["pas-forny"],
    "outcome": "resolved",
    "answer_in_guide": "found",
}
CALL: dict[str, Any] = {
    "started_at": "2026-11-23T10:50:00+01:00",
    "ended_at": "2026-11-23T10:52:10+01:00",
    "channel": "phone",
    "caller_type": "citizen",
    "language": "da",
    "idempotency_key": "c0ffee-1",
    "questions": [QUESTION],
}
