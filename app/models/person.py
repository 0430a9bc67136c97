"""An employee who can be found by name, title or responsibility."""

from sqlmodel import Field, SQLModel

from app.models.columns import document


class Person(SQLModel, table=True):
    """Published contact facts, or openly invented demo staff."""

    __tablename__ = "person"

    slug: str = Field(primary_key=True)
    name: str
    title: str = ""
    department: str = Field(foreign_key="department.slug", index=True)
    phone: str = ""
    extension: str = ""
    email: str = ""
    responsibilities: list[str] = document(list)
    demo: bool = False
    source: str = ""
