"""One answerable matter."""

from datetime import date
from typing import Any

from sqlmodel import Column, Field, SQLModel, Text

from app.models.columns import Moment, document, moment


class Guide(SQLModel, table=True):
    """What to say, the steps, the facts, self-service, who takes over, and how callers put it."""

    __tablename__ = "guide"

    slug: str = Field(primary_key=True)
    title: str
    kind: str
    department: str = Field(foreign_key="department.slug", index=True)
    audience: list[str] = document(list)
    kle: str = ""
    routing: str = ""
    authority: dict[str, str] = document(dict)
    self_service: dict[str, str] = document(dict)
    processing_time: str = ""
    referral: dict[str, str] = document(dict)
    related: list[str] = document(list)
    keywords: list[str] = document(list)
    phrases: dict[str, list[str]] = document(dict)
    situation_words: list[str] = document(list)
    heard: list[str] = document(list)
    sources: list[dict[str, Any]] = document(list)
    verified_by: str = ""
    verified_on: date | None = None
    verified_until: date | None = None
    say: str = Field(default="", sa_column=Column(Text, nullable=False))
    sections: dict[str, str] = document(dict)
    translations: dict[str, dict[str, str]] = document(dict)
    version: int = 1
    expires_on: date | None = Field(default=None, index=True)
    archived_at: Moment | None = moment(nullable=True)
