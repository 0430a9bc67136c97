"""What the search learns and misses: lessons an editor has removed, and searches that found nothing."""

from datetime import date

from sqlmodel import Field, SQLModel

from app.models.columns import Moment, moment


class LessonBlock(SQLModel, table=True):
    """A lesson that an editor has removed: these words shall not lead to this guide by habit."""

    __tablename__ = "lesson_block"

    key: str = Field(primary_key=True)
    guide: str = Field(primary_key=True, foreign_key="guide.slug")
    removed_by: str = Field(foreign_key="user.id")
    removed_at: Moment = moment()


class SearchGap(SQLModel, table=True):
    """Words that were searched and found nothing, with how often and when last. No caller, no operator."""

    __tablename__ = "search_gap"

    key: str = Field(primary_key=True)
    example: str
    times: int = 1
    last_at: Moment = moment(index=True)


class SearchGapDay(SQLModel, table=True):
    """How often a search found nothing on one Danish day, so that a trend can be drawn. Made-up ones are kept apart."""

    __tablename__ = "search_gap_day"

    key: str = Field(primary_key=True)
    day: date = Field(primary_key=True, index=True)
    simulated: bool = Field(default=False, primary_key=True)
    example: str
    times: int = 1
