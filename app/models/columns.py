"""Columns that several nouns share."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, Column
from sqlmodel import Field

from app.base.database import UtcDateTime


def new_id() -> str:
    return str(uuid4())


def moment(*, index: bool = False, nullable: bool = False) -> Any:
    """A column for an aware UTC moment."""
    return Field(default=None, sa_column=Column(UtcDateTime(), nullable=nullable, index=index))


def document(kind: type[list[Any]] | type[dict[str, Any]]) -> Any:
    """A column for a list or a mapping that is read and written whole."""
    return Field(default_factory=kind, sa_column=Column(JSON, nullable=False))


Moment = datetime
