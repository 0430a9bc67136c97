"""The phone from the log beside the channels of other systems, for one period and its filters."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import case, func
from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from app.base.clock import local
from app.domain import channel_picture
from app.domain.call_log import Log, calls_where, tallies_by_hour
from app.domain.change_words import before_words
from app.domain.channel_picture import PHONE, Days, Listed, Picture, Trend, listed, listed_table, picture, table_of, trend_table
from app.domain.channels import CHANNEL_WORDS
from app.domain.figure_table import Table
from app.domain.figures import Figure, figures_of
from app.domain.log_values import Numbers
from app.domain.periods import NAMES, By, moment_of
from app.models import ChannelFigure
from app.services import figures
from app.services.figures import View, Wanted

DAY, CHANNEL, TOPIC = col(ChannelFigure.day), col(ChannelFigure.channel), col(ChannelFigure.topic)
DEPARTMENT, CONTACTS = col(ChannelFigure.department), col(ChannelFigure.contacts)


@dataclass(frozen=True)
class Channels:
    """The channels of a view. Without a picture there is nothing to show: `newest` is the last day of what there is of other channels at
    all, and `undivided` are channels that do not tell what the filters ask for."""

    picture: Picture | None = None
    trend: Trend | None = None
    topics: Listed | None = None
    departments: Listed | None = None
    newest: date | None = None
    undivided: Sequence[str] = ()
    asks_who: bool = False
    answered: int = 0
    coverage: Figure | None = None
    then: str = ""


def of(session: Session, view: View) -> Channels:
    """What a view tells of all channels."""
    newest = session.connection().execute(rows_of(func.max(DAY)).where(CHANNEL != PHONE)).scalar()
    wanted = view.wanted
    if newest is None or wanted.caller_type or wanted.language:
        return Channels(newest=newest, asks_who=newest is not None)
    last = min(wanted.last, local(view.at).date())
    now, before = _by_day(session, wanted), _by_day(session, figures.before(wanted))
    undivided = _undivided(session, wanted, now)
    if not now:
        return Channels(newest=newest, undivided=undivided)
    now[PHONE], before[PHONE] = _calls_by_day(view.log), _calls_by_day(view.earlier)
    told = figures.with_telephony(session, wanted, view.tally)
    topics, departments = _divided(session, view, now)
    return Channels(
        picture=picture(now, before, (last - wanted.first) // timedelta(days=1) + 1),
        trend=channel_picture.trend(now, wanted.first, last),
        topics=topics,
        departments=departments,
        newest=newest,
        undivided=undivided,
        answered=told.answered,
        coverage=figures_of(told)["coverage"] if told.answered else None,
        then=before_words(wanted.first, wanted.last),
    )


def tables(session: Session, view: View) -> list[Table]:
    """What the page shows of the channels, as tables to take away."""
    return tables_of(of(session, view), view)


def tables_of(found: Channels, view: View) -> list[Table]:
    """As `tables`, of what has been read."""
    made = [table_of(found.picture)] if found.picture else []
    made += [trend_table(found.trend)] if found.trend else []
    made += [listed_table(found.topics, "emner", "Emne", view.topics)] if found.topics else []
    return made + ([listed_table(found.departments, "afdelinger", "Afdeling", view.departments)] if found.departments else [])


def _by_day(session: Session, wanted: Wanted) -> dict[str, Days]:
    """Contacts by imported channel and day. A day that is not divided by topic tells nothing of one; one that is tells nought of others."""
    contacts = case((col(ChannelFigure.topic) == wanted.topic, CONTACTS), else_=0) if wanted.topic else CONTACTS
    query = rows_of(CHANNEL, DAY, func.sum(contacts), func.max(case((TOPIC != "", 1), else_=0))).where(*_fits(wanted)).group_by(DAY, CHANNEL)
    found: dict[str, dict[date, int]] = defaultdict(dict)
    for channel, day, number, divided in session.connection().execute(query):
        if divided or not wanted.topic:
            found[channel][day] = int(number)
    return dict(found)


def _fits(wanted: Wanted) -> list[Any]:
    return [
        CHANNEL != PHONE,
        DAY.between(wanted.first, wanted.last),
        *([col(ChannelFigure.department) == wanted.department] if wanted.department else []),
    ]


def _undivided(session: Session, wanted: Wanted, now: Mapping[str, Days]) -> list[str]:
    """The channels with figures in the period, but none for the department or topic that is asked for."""
    if not wanted.is_narrowed:
        return []
    there = session.connection().execute(rows_of(CHANNEL).where(*_fits(Wanted(wanted.first, wanted.last))).distinct()).scalars().all()
    return [channel for channel in CHANNEL_WORDS if channel in there and channel not in now]


def _calls_by_day(log: Log) -> Days:
    """Counted calls by day. A day on which any call was logged has figures, though none of them need fit the filters."""
    names = [NAMES[By.DAY](moment_of(hour)) for hour in log.hours]
    found = tallies_by_hour(log, names)
    return {date.fromisoformat(name): found[name].counted if name in found else 0 for name in dict.fromkeys(names)}


def _divided(session: Session, view: View, now: Mapping[str, Days]) -> tuple[Listed | None, Listed | None]:
    """Contacts by topic and by department, where no filter has chosen one: of the imported channels, and counted calls with such a question."""
    if view.wanted.topic:
        return None, None
    query = rows_of(CHANNEL, TOPIC, DEPARTMENT, func.sum(CONTACTS)).where(*_fits(view.wanted)).group_by(CHANNEL, TOPIC, DEPARTMENT)
    topics: dict[str, Counter[str]] = defaultdict(Counter)
    departments: dict[str, Counter[str]] = defaultdict(Counter)
    for channel, topic, department, number in session.connection().execute(query):
        topics[channel][topic] += int(number)
        departments[channel][department] += int(number)
    codes, channels = view.log.codes, [channel for channel in CHANNEL_WORDS if channel in now]
    by_topic = _with_calls(view.log, topics, view.log.topic, codes.topics.values)
    if view.wanted.department:
        return listed(by_topic, channels), None
    return listed(by_topic, channels), listed(_with_calls(view.log, departments, view.log.department, codes.departments.values), channels)


def _with_calls(log: Log, told: dict[str, Counter[str]], key: Numbers, names: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
    """Contacts by channel with the calls of the log under the same names; left as they are when no channel is divided so."""
    if not any(slug for numbers in told.values() for slug in numbers):
        return told
    calls = calls_where(log, key, len(names), lambda result: result.counts)
    told[PHONE] = Counter({name: int(number) for name, number in zip(names, calls, strict=False) if name and number})
    return told
