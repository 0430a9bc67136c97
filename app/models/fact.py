"""A dated value that guides refer to."""

from typing import Any

from sqlmodel import Field, SQLModel

from app.models.columns import document


class Fact(SQLModel, table=True):
    """A fee, limit, deadline or age with the periods it is valid in."""

    __tablename__ = "fact"

    slug: str = Field(primary_key=True)
    label: str
    department: str = Field(foreign_key="department.slug", index=True)
    unit: str
    periods: list[dict[str, Any]] = document(list)
