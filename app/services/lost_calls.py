"""Where calls are lost, of the calls that a page of figures looks at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.base.clock import local
from app.domain.call_log import Log
from app.domain.call_marks import Marked, marked, settled
from app.domain.figures import FEWEST_SHOWN, share
from app.domain.log_values import Result
from app.domain.lost_calls import Group, Loss, Span, like_words, of_departments, of_topics, sentence
from app.domain.outcomes import Reason
from app.domain.periods import By, moment_of
from app.services.figures import View, keys

THINGS = 3


@dataclass(frozen=True)
class Lost:
    """Where calls are lost, most to gain first; the reasons of all unsettled calls; and how many unsettled calls are not in the list:
    those `without` topic or department, and those of the `rare` ones, too few to be shown."""

    losses: Sequence[Loss]
    reasons: Mapping[Reason, int]
    without: int
    rare: int
    span: Span


def of(view: View, group: By = By.TOPIC) -> Lost:
    """Where the calls of a view are lost, by topic or by department."""
    reasons = marked(view.log, list(Reason), reason_of)
    span = span_of(view)
    groups = _groups(view, By.TOPIC, reasons)
    losses = of_topics(groups[1:], share(view.tally.settled, view.tally.counted), span)
    if group is By.DEPARTMENT:
        groups = _groups(view, By.DEPARTMENT, reasons)
        losses = of_departments(groups[1:], losses)
    rare = sum(row.open for row in groups[1:] if row.counted < FEWEST_SHOWN)
    return Lost(losses, reasons.all_calls(), groups[0].open, rare, span)


def three_things(view: View, lost: Lost | None = None) -> Sequence[str]:
    """The topics to change first, a plain Danish sentence or two for each: three at most. `lost` are its topics, where they are known."""
    found = lost or of(view)
    worth = [loss for loss in found.losses if loss.gain or loss.step][:THINGS]
    return [sentence(loss, view.topics, like_of(view, loss), found.span) for loss in worth]


def like_of(view: View, loss: Loss) -> str:
    """What a topic is held up to, in words; "" when it is to nothing."""
    return like_words(loss.example, view.topics, view.departments) if loss.example else ""


def span_of(view: View) -> Span:
    """How many days of what is wanted have calls to be counted: not those before the first call, not those to come."""
    if not view.log.hours:
        return Span(0)
    first = max(view.wanted.first, local(moment_of(view.log.hours[0])).date())
    last = min(view.wanted.last, local(view.at).date())
    return Span(max(0, (last - first).days + 1))


def reason_of(result: Result) -> Reason | None:
    """Why a question was not settled, as far as was said."""
    return Reason(result.reason) if result.is_open and result.reason else None


def _groups(view: View, group: By, reasons: Marked[Reason]) -> list[Group]:
    """The calls by topic or department; what has none of it stands first."""
    names, key = keys(view.log, group)
    homes = _homes(view.log) if group is By.TOPIC else [""] * len(names)
    rows = zip(names, settled(view.log, key, len(names)), reasons.calls(key, len(names)), homes, strict=False)
    return [Group(slug, int(counted), int(done), int(beyond), behind, home) for slug, (counted, done, beyond), behind, home in rows]


def _homes(log: Log) -> list[str]:
    """For each topic the department that most of its questions stand under."""
    departments = list(log.codes.departments.values)
    topics, width = len(log.codes.topics), len(departments)
    key = log.topic.astype(np.int64) * width + log.department
    table = np.bincount(key, minlength=topics * width)[: topics * width].reshape(topics, width)
    return [departments[place] for place in table.argmax(axis=1)]
