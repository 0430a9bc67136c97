"""The calls behind a number, newest first, a page at a time: what was asked and how it ended, and nothing that tells who rang or who answered.

The columns in memory say how many calls there are and in which hours they began, so that the store is asked about few hours however
rare the calls are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_
from sqlalchemy import select as rows_of
from sqlmodel import Session, col

from app.domain.figure_calls import ANY, Asked, Behind, Show, behind
from app.domain.figures import BEYOND, FEWEST_SHOWN
from app.domain.log_values import Result
from app.domain.outcomes import COUNTED, SETTLED, AnswerInGuide, Outcome
from app.domain.periods import hour_of, moment_of
from app.models import Call, CallQuestion
from app.models.call import SIMULATION
from app.services.figures import View, Wanted

A_PAGE = 50
_OPEN = and_(col(CallQuestion.outcome).in_(COUNTED), col(CallQuestion.outcome).not_in(SETTLED))
_TRANSFERRED = col(CallQuestion.outcome) == Outcome.TRANSFERRED
_UNREACHED = and_(_TRANSFERRED, col(CallQuestion.reached).is_(False))
_COUNTED = col(CallQuestion.outcome).in_(COUNTED)
_FITS: Mapping[Show, ColumnElement[bool]] = {
    Show.COUNTED: _COUNTED,
    Show.SETTLED: _COUNTED,
    Show.OPEN: _OPEN,
    Show.BEYOND: and_(_OPEN, col(CallQuestion.reason).in_(BEYOND)),
    Show.REACHED: and_(_TRANSFERRED, col(CallQuestion.reached).is_(True)),
    Show.NOT_REACHED: _UNREACHED,
    Show.OFFERED: and_(_UNREACHED, col(CallQuestion.offer) != ""),
    Show.FOUND: col(CallQuestion.answer_in_guide) == AnswerInGuide.FOUND,
    Show.PARTLY: col(CallQuestion.answer_in_guide) == AnswerInGuide.PARTLY,
    Show.NOT_FOUND: col(CallQuestion.answer_in_guide) == AnswerInGuide.NOT_FOUND,
    Show.AVOIDABLE: and_(_COUNTED, col(CallQuestion.avoidable) != ""),
    Show.TRANSFERRED: _TRANSFERRED,
}


@dataclass(frozen=True)
class ListedQuestion:
    """A question of a listed call, in codes; `fits` is whether the number is about it. `version` is the guide's that was read out."""

    topic: str
    department: str
    version: int | None
    result: Result
    offer: str
    fits: bool


@dataclass(frozen=True)
class ListedCall:
    """A call as it may be seen: not by whom, not to the second."""

    began: datetime
    caller_type: str
    language: str
    simulated: bool
    questions: Sequence[ListedQuestion]


@dataclass(frozen=True)
class CallPage:
    """A page of the calls behind a number. None are listed when there are `too_few`; `older` is where the next page begins, "" at the
    end; `is_lost` when the place to go on from is gone, and the newest are shown."""

    behind: Behind
    calls: Sequence[ListedCall]
    older: str = ""
    is_newest: bool = True
    is_lost: bool = False

    @property
    def too_few(self) -> bool:
        return 0 < self.behind.calls < FEWEST_SHOWN


def page(session: Session, view: View, asked: Asked, before: str = "") -> CallPage:
    """The calls that a number of a page counted, from the newest, or from before a call by its id."""
    found = behind(view.log, asked)
    if found.calls < FEWEST_SHOWN:
        return CallPage(found, ())
    place = _place(session, before) if before else None
    hours = _hours(found.by_hour, hour_of(place[0]) if place else None)
    query = (
        rows_of(col(Call.id), col(Call.started_at), col(Call.caller_type), col(Call.language), (col(Call.logged_by) == SIMULATION).label("simulated"))
        .where(*_calls(view.wanted), _within(hours), *_questions(view.wanted, asked))
        .order_by(col(Call.started_at).desc(), col(Call.id).desc())
        .limit(A_PAGE + 1)
    )
    if place:
        moment, call_id = place
        query = query.where(or_(col(Call.started_at) < moment, and_(col(Call.started_at) == moment, col(Call.id) < call_id)))
    rows = session.connection().execute(query).all() if hours else []
    calls = _listed(session, view.wanted, asked, rows[:A_PAGE])
    return CallPage(found, calls, rows[A_PAGE - 1].id if len(rows) > A_PAGE else "", place is None, bool(before) and place is None)


def _place(session: Session, call_id: str) -> tuple[datetime, str] | None:
    began = session.connection().execute(rows_of(col(Call.started_at)).where(col(Call.id) == call_id.replace("\x00", ""))).scalar()
    return (began, call_id) if began is not None else None


def _hours(by_hour: Mapping[int, int], last: int | None) -> list[tuple[int, int]]:
    """The stretches of hours that hold the newest page of calls, those of the last hour besides, since a page may begin in the midst of it."""
    taken, stretches = 0, list[tuple[int, int]]()
    for hour in sorted(by_hour, reverse=True):
        if last is not None and hour > last:
            continue
        if taken > A_PAGE:
            break
        taken += by_hour[hour] if hour != last else 0
        if stretches and stretches[-1][0] == hour + 1:
            stretches[-1] = (hour, stretches[-1][1])
        else:
            stretches.append((hour, hour + 1))
    return stretches


def _within(stretches: Sequence[tuple[int, int]]) -> ColumnElement[bool]:
    began = col(Call.started_at)
    return or_(*(and_(began >= moment_of(first), began < moment_of(end)) for first, end in stretches), false())


def _calls(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What the wanted calls have in common, but for when they began."""
    asks: list[ColumnElement[bool]] = [col(Call.saved_at).is_not(None)]
    asks += [col(Call.caller_type) == wanted.caller_type] if wanted.caller_type else []
    return asks + ([col(Call.language) == wanted.language] if wanted.language else [])


def _about(wanted: Wanted) -> list[ColumnElement[bool]]:
    asks: list[ColumnElement[bool]] = [col(CallQuestion.call_id) == col(Call.id)]
    asks += [col(CallQuestion.topic) == wanted.topic] if wanted.topic else []
    return asks + ([col(CallQuestion.department) == wanted.department] if wanted.department else [])


def _questions(wanted: Wanted, asked: Asked) -> list[ColumnElement[bool]]:
    """That one of a call's questions is as asked for; of a settled call, that no other is open."""
    asks = _about(wanted)
    asks += [col(CallQuestion.reason) == asked.reason] if asked.reason else []
    if asked.avoidable:
        asks += [_COUNTED, col(CallQuestion.avoidable) != "" if asked.avoidable == ANY else col(CallQuestion.avoidable) == asked.avoidable]
    asks += [_FITS[asked.show]] if asked.show in _FITS else []
    found: list[ColumnElement[bool]] = [exists().where(*asks)]
    return [*found, ~exists().where(*_about(wanted), _OPEN)] if asked.show is Show.SETTLED else found


def _listed(session: Session, wanted: Wanted, asked: Asked, calls: Sequence[Any]) -> list[ListedCall]:
    query = (
        rows_of(
            col(CallQuestion.call_id),
            col(CallQuestion.topic),
            col(CallQuestion.department),
            col(CallQuestion.guide_version),
            col(CallQuestion.outcome),
            col(CallQuestion.reached),
            col(CallQuestion.offer),
            col(CallQuestion.reason),
            col(CallQuestion.answer_in_guide),
            col(CallQuestion.avoidable),
        )
        .where(col(CallQuestion.call_id).in_([call.id for call in calls]))
        .order_by(col(CallQuestion.call_id), col(CallQuestion.position))
    )
    rows = session.connection().execute(query).all() if calls else []
    of_calls = {call_id: [_listed_question(wanted, asked, row) for row in found] for call_id, found in groupby(rows, key=lambda row: row[0])}
    return [ListedCall(call.started_at, call.caller_type, call.language, bool(call.simulated), of_calls.get(call.id, ())) for call in calls]


def _listed_question(wanted: Wanted, asked: Asked, row: Any) -> ListedQuestion:
    _, topic, department, version, outcome, reached, offer, reason, answer, avoidable = row
    result = Result(outcome, reached, bool(offer), reason, answer, avoidable)
    about = wanted.topic in ("", topic) and wanted.department in ("", department)
    return ListedQuestion(topic or "", department or "", version, result, offer, about and asked.fits(result))
