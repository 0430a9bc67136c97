"""Something everybody at the desk must know now."""

from sqlmodel import Field, SQLModel

from app.models.columns import Moment, document, moment, new_id


class Notice(SQLModel, table=True):
    """Information, disturbance or crisis; a template until somebody publishes it."""

    __tablename__ = "notice"

    id: str = Field(default_factory=new_id, primary_key=True)
    slug: str = Field(default="", index=True)
    level: str
    title: str
    body: str = ""
    say: str = ""
    guide: str = ""
    departments: list[str] = document(list)
    is_template: bool = False
    created_by: str | None = Field(default=None, foreign_key="user.id")
    starts_at: Moment | None = moment(nullable=True)
    ends_at: Moment | None = moment(nullable=True)
