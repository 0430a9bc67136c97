"""The nouns as they are stored. Imported here so that the metadata is whole."""

from app.models.call import Call, CallQuestion
from app.models.channel import ChannelFigure
from app.models.closure import Closure
from app.models.department import Department
from app.models.fact import Fact
from app.models.flag import Flag
from app.models.guide import Guide
from app.models.guide_version import Draft, GuideVersion
from app.models.history import SimulatedEvent, WeeklyMail
from app.models.learning import LessonBlock, SearchGap, SearchGapDay
from app.models.logged_hour import LoggedHour
from app.models.notice import Notice
from app.models.person import Person
from app.models.repeat import RepeatKey, RepeatMark
from app.models.revision import Change, Revision
from app.models.routing import RoutingTable
from app.models.synonym import Synonym
from app.models.trail import Decision, LinkCheck, TrailEntry
from app.models.user import ApiToken, User, UserSession

__all__ = [
    "ApiToken",
    "Call",
    "CallQuestion",
    "Change",
    "ChannelFigure",
    "Closure",
    "Decision",
    "Department",
    "Draft",
    "Fact",
    "Flag",
    "Guide",
    "GuideVersion",
    "LessonBlock",
    "LinkCheck",
    "LoggedHour",
    "Notice",
    "Person",
    "RepeatKey",
    "RepeatMark",
    "Revision",
    "RoutingTable",
    "SearchGap",
    "SearchGapDay",
    "SimulatedEvent",
    "Synonym",
    "TrailEntry",
    "User",
    "UserSession",
    "WeeklyMail",
]
