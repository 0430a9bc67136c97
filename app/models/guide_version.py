"""What a guide said at a time, and what somebody is writing."""

from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.columns import Moment, document, moment, new_id


class GuideVersion(SQLModel, table=True):
    """A published version of a guide, whole. Never changed; the call log points to it."""

    __tablename__ = "guide_version"

    guide: str = Field(primary_key=True, foreign_key="guide.slug")
    number: int = Field(primary_key=True)
    content: dict[str, Any] = document(dict)
    published_by: str | None = Field(default=None, foreign_key="user.id")
    approved_by: str | None = Field(default=None, foreign_key="user.id")
    published_at: Moment = moment(index=True)
    reason: str = ""


class Draft(SQLModel, table=True):
    """A guide as somebody is writing it: the fields of the form as typed, so that nothing is lost. One for each guide and author."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("guide", "author", name="uq_draft_author"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    guide: str = Field(index=True)
    author: str = Field(foreign_key="user.id", index=True)
    department: str = Field(index=True)
    base_version: int = 0
    fields: dict[str, str] = document(dict)
    saved: int = 0
    state: str = "writing"
    reason: str = ""
    answer: str = ""
    remark: str = ""
    reviewer: str | None = Field(default=None, foreign_key="user.id")
    flags: list[str] = document(list)
    created_at: Moment = moment()
    updated_at: Moment = moment()
    submitted_at: Moment | None = moment(nullable=True)
    publish_at: Moment | None = moment(nullable=True, index=True)
