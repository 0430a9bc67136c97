"""A word from the desk to a guide's owner."""

from sqlmodel import Field, SQLModel

from app.models.columns import Moment, moment, new_id


class Flag(SQLModel, table=True):
    """Wrong, unclear, missing or out of date, with the search that led there."""

    __tablename__ = "flag"

    id: str = Field(default_factory=new_id, primary_key=True)
    guide: str | None = Field(default=None, foreign_key="guide.slug", index=True)
    department: str | None = Field(default=None, foreign_key="department.slug", index=True)
    kind: str
    search_text: str = ""
    note: str = ""
    flagged_by: str = Field(foreign_key="user.id")
    flagged_at: Moment = moment()
    closed_at: Moment | None = moment(nullable=True)
