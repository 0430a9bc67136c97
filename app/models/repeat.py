"""Repeated calls without numbers: a keyed hash for a week, then only a flag on the call."""

from sqlmodel import Field, SQLModel

from app.models.columns import Moment, moment


class RepeatKey(SQLModel, table=True):
    """A key that hashes callers' numbers for a week, kept a window and a day longer so that hashes made with it can be met, then erased."""

    __tablename__ = "repeat_key"

    id: int | None = Field(default=None, primary_key=True)
    secret: bytes
    made_at: Moment = moment()


class RepeatMark(SQLModel, table=True):
    """That a call came from a number with this hash. Erased after the window."""

    __tablename__ = "repeat_mark"

    call_id: str = Field(primary_key=True, foreign_key="call.id")
    mark: str = Field(primary_key=True, index=True)
    at: Moment = moment(index=True)
