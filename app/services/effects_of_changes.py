"""»Virkede det?«: each change of a period, and of the 90 days before it, measured on the calls it is about."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import numpy as np

from app.domain.call_log import Log, tallies
from app.domain.change_effects import ChangeEffect, effect_of, is_measurable, windows_of
from app.domain.effect import LONGEST_WINDOW, Window
from app.domain.figures import Tally
from app.domain.marks import Mark, MarkKind
from app.domain.periods import hour_of
from app.services.look_back import LookBack, about

MOST_SHOWN = 20
_HOUR = timedelta(hours=1)
_NEITHER, _BEFORE, _AFTER = range(3)
About = tuple[str, ...]


def of(back: LookBack, marks: Sequence[Mark], at: datetime) -> list[ChangeEffect]:
    """The newest changes with what they did, newest first. `marks` are all there are, so that a change is measured until the next one."""
    measurable = [mark for mark in marks if is_measurable(mark)]
    earliest = back.wanted.first - LONGEST_WINDOW
    rows = [(mark, window) for mark, window in windows_of(measurable, at) if earliest <= mark.day <= back.wanted.last][:MOST_SHOWN]
    logs = _logs(back.log, [mark for mark, _ in rows])
    return [effect_of(mark, window, *_sides(logs[_about(mark)], window, at)) for mark, window in rows]


def _about(mark: Mark) -> About:
    """The calls a mark is about: of a department, or of topics."""
    return ("", mark.department) if mark.kind is MarkKind.HOURS else ("topics", *mark.topics)


def _logs(log: Log, marks: Sequence[Mark]) -> Mapping[About, Log]:
    """The calls of each thing that marks are about. The whole log is gone through once for all single topics, and once for all
    departments."""
    wanted = {_about(mark): mark for mark in marks}
    units = {mark.department for mark in marks if mark.kind is MarkKind.HOURS}
    singles = {mark.topics[0] for mark in marks if len(mark.topics) == 1}
    of_singles, of_units = about(log, topics=singles), about(log, departments=units)
    found = {}
    for key, mark in wanted.items():
        if mark.kind is MarkKind.HOURS:
            found[key] = about(of_units, departments=[mark.department])
        else:
            found[key] = about(of_singles if len(mark.topics) == 1 else log, topics=mark.topics)
    return found


def _sides(log: Log, window: Window, at: datetime) -> tuple[Tally, Tally]:
    """The calls before and after a change, in whole hours: the hour in which it happened is on neither side, the present one is after."""
    end = hour_of(window.end + _HOUR) if window.end >= at else hour_of(window.end)
    hours = np.array(log.hours, np.int64)
    of_hours = np.full(len(hours), _NEITHER, np.int8)
    of_hours[(hours >= _from(window.before)) & (hours < hour_of(window.start))] = _BEFORE
    of_hours[(hours >= _from(window.start)) & (hours < end)] = _AFTER
    counted = tallies(log, of_hours[log.hour] if len(log) else log.hour, 3)
    return counted[_BEFORE], counted[_AFTER]


def _from(moment: datetime) -> int:
    """The first whole hour from a moment on."""
    return hour_of(moment + _HOUR - timedelta(microseconds=1))
