"""The audit trail, and what editors have decided about suggestions and links."""

from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from app.models.columns import Moment, moment


class TrailEntry(SQLModel, table=True):
    """Who changed what, when, from what, to what. The store refuses to change or delete a row."""

    __tablename__ = "trail_entry"

    id: int | None = Field(default=None, primary_key=True)
    at: Moment = moment(index=True)
    by: str | None = Field(default=None, index=True)
    by_name: str
    action: str
    kind: str = Field(index=True)
    slug: str = Field(index=True)
    department: str = ""
    old: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON, nullable=True))
    new: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON, nullable=True))
    reason: str = ""


class Decision(SQLModel, table=True):
    """What an editor said to a suggestion, so that it is never asked again."""

    __tablename__ = "decision"

    kind: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    guide: str = Field(primary_key=True)
    accepted: bool
    decided_by: str = Field(foreign_key="user.id")
    decided_at: Moment = moment()


class LinkCheck(SQLModel, table=True):
    """How an address answered when it was last tried. `problem` is empty when it did."""

    __tablename__ = "link_check"

    url: str = Field(primary_key=True)
    checked_at: Moment = moment()
    failing_since: Moment | None = moment(nullable=True)
    status: int = 0
    problem: str = ""
