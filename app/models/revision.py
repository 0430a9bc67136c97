"""Counters that every change raises in its own transaction, so that each worker knows when to look again."""

from sqlmodel import Field, SQLModel


class Revision(SQLModel, table=True):
    """`content` counts changes of what is searched and shown, `notices` changes of what stands above the desk."""

    __tablename__ = "revision"

    name: str = Field(primary_key=True)
    number: int = 0


class Change(SQLModel, table=True):
    """Which row a content revision touched, so that a worker refreshes that row alone."""

    __tablename__ = "change"

    number: int = Field(primary_key=True)
    kind: str
    slug: str
