"""A day when some or all departments are closed or keep shorter hours."""

from sqlmodel import Field, SQLModel

from app.models.columns import document


class Closure(SQLModel, table=True):
    """`day` is a date (`2026-05-15`), or a month and day that holds every year (`12-24`)."""

    __tablename__ = "closure"

    day: str = Field(primary_key=True)
    name: str
    departments: list[str] = document(list)
    spans: list[str] = document(list)
