"""The log by hours: which hours have changed, and the packed form of those that are over."""

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel


class LoggedHour(SQLModel, table=True):
    """An hour in which calls began, counted since 1970 in UTC. `changes` is raised by everything that saves or corrects such a call,
    in its own transaction; `packed` holds the hour's questions in columns as of the change `packed_at`."""

    __tablename__ = "logged_hour"

    hour: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    changes: int = 1
    packed_at: int = 0
    packed: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
