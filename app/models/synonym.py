"""A word callers use for another."""

from sqlmodel import Field, SQLModel

from app.models.columns import document


class Synonym(SQLModel, table=True):
    """`word` as callers say it, `means` as the guides say it."""

    __tablename__ = "synonym"

    word: str = Field(primary_key=True)
    means: list[str] = document(list)
