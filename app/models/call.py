"""One conversation, and the questions in it."""

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.models.columns import Moment, document, moment, new_id

# Who logged the calls of a made-up history. It marks them everywhere, and they can all be removed.
SIMULATION = "simulation"


class Call(SQLModel, table=True):
    """Start, end, caller type and language. No name, no number, no case facts.

    `followed` says whether the same caller rang about the same matter within seven days; None where no number told.
    """

    __tablename__ = "call"
    __table_args__ = (
        Index("ix_call_user_day", "user_id", "started_at"),
        UniqueConstraint("logged_by", "idempotency_key", name="uq_call_idempotency"),
        Index("uq_call_one_open", "user_id", unique=True, sqlite_where=text("saved_at IS NULL"), postgresql_where=text("saved_at IS NULL")),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    logged_by: str = Field(index=True)
    user_id: str | None = Field(default=None, foreign_key="user.id")
    started_at: Moment = moment(index=True)
    ended_at: Moment | None = moment(nullable=True)
    saved_at: Moment | None = moment(nullable=True)
    channel: str = "phone"
    caller_type: str = "citizen"
    language: str = "da"
    idempotency_key: str
    search_text: str = ""
    notice_id: str | None = Field(default=None, foreign_key="notice.id", index=True)
    followed: bool | None = None


class CallQuestion(SQLModel, table=True):
    """One of the things the caller asked about, with how it ended."""

    __tablename__ = "call_question"
    __table_args__ = (UniqueConstraint("call_id", "position", name="uq_question_position"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    call_id: str = Field(foreign_key="call.id", index=True)
    position: int
    topic: str | None = Field(default=None, foreign_key="guide.slug", index=True)
    guide_version: int | None = None
    department: str | None = Field(default=None, foreign_key="department.slug", index=True)
    searches: list[str] = document(list)
    guides: list[str] = document(list)
    outcome: str = ""
    reached: bool | None = None
    offer: str = ""
    reason: str = ""
    answer_in_guide: str = ""
    avoidable: str = ""
    note: str = ""
    settled_at: Moment | None = moment(nullable=True)
