"""What a made-up history says happened, and which weekly mails went out."""

from sqlmodel import Field, SQLModel

from app.models.columns import Moment, moment, new_id


class SimulatedEvent(SQLModel, table=True):
    """Something that happens in a made-up history besides its calls: a guide is published, an hour is moved. Never part of the trail."""

    __tablename__ = "simulated_event"

    id: str = Field(default_factory=new_id, primary_key=True)
    at: Moment = moment(index=True)
    kind: str
    slug: str = ""
    words: str = ""


class WeeklyMail(SQLModel, table=True):
    """That the mail of a week (2026-W47) has been taken on by one worker, and how it went."""

    __tablename__ = "weekly_mail"

    week: str = Field(primary_key=True)
    taken_at: Moment = moment()
    sent: int = 0
    problem: str = ""
