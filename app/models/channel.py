"""Figures of other channels, from other systems."""

from datetime import date

from sqlmodel import Field, SQLModel

from app.models.columns import Moment, moment


class ChannelFigure(SQLModel, table=True):
    """How many contacts a channel had on one day, in all or for a department or a topic; the rows of a day and channel are added up.
    Channel `phone` holds the answered calls."""

    __tablename__ = "channel_figure"

    day: date = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    department: str = Field(default="", primary_key=True)
    topic: str = Field(default="", primary_key=True)
    contacts: int
    imported_by: str
    imported_at: Moment = moment()
