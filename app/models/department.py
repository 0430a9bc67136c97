"""A unit that takes calls."""

from typing import Any

from sqlmodel import Field, SQLModel

from app.models.columns import document


class Department(SQLModel, table=True):
    """Phone, hours and duties of a unit, and who takes over when it is closed."""

    __tablename__ = "department"

    slug: str = Field(primary_key=True)
    name: str
    phone: str = ""
    extension: str = ""
    extension_is_demo: bool = False
    email: str = ""
    address: str = ""
    ean: str = ""
    url: str = ""
    hours: dict[str, list[str]] = document(dict)
    special_days: list[dict[str, Any]] = document(list)
    open_on_holidays: bool = False
    service_standard: dict[str, int] = document(dict)
    languages: list[str] = document(list)
    duties: list[str] = document(list)
    four_eyes: bool = False
    fallback: dict[str, str] = document(dict)
    source: dict[str, Any] = document(dict)
