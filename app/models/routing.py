"""A decision table: conditions to a destination."""

from typing import Any

from sqlmodel import Field, SQLModel

from app.models.columns import document


class RoutingTable(SQLModel, table=True):
    """Who takes a matter when that depends on something. Answers are used and never stored."""

    __tablename__ = "routing_table"

    slug: str = Field(primary_key=True)
    title: str
    department: str = Field(foreign_key="department.slug", index=True)
    policy: str
    demo: bool = False
    note: str = ""
    inputs: dict[str, dict[str, Any]] = document(dict)
    rows: list[dict[str, Any]] = document(list)
    fallback: dict[str, str] = document(dict)
