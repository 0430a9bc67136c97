"""The departments' phone service, of the calls that a page of figures looks at."""

from collections.abc import Mapping, Sequence

from app.base.clock import local
from app.domain.call_log import Log, cross
from app.domain.call_marks import marked
from app.domain.log_values import Numbers, Result
from app.domain.outcomes import Avoidable, Outcome
from app.domain.periods import By, moment_of
from app.domain.service_standard import Part, Service, Standard, part_of, worst_first, worst_part
from app.models import Department
from app.services.avoidable import cause_of
from app.services.figures import View, keys, time_keys


def of(view: View, departments: Mapping[str, Department]) -> list[Service]:
    """The departments that calls of a view were sent to, the one that surely answers least first."""
    names, key = keys(view.log, By.DEPARTMENT)
    if not len(view.log):
        return []
    measures = view.log.codes.results.known_table(_counts)
    counts = cross(view.log, key, len(names))[:, : len(measures)] @ measures
    waiting = marked(view.log, [Avoidable.NO_CALLBACK], cause_of).calls(key, len(names))
    worst = _worst_parts(view.log, key, len(names))
    rows = [
        Service(
            slug, int(reached), int(missed), int(offered), int(messages), calls.get(Avoidable.NO_CALLBACK, 0), _standard(departments.get(slug)), part
        )
        for slug, (reached, missed, offered, messages), calls, part in zip(names, counts, waiting, worst, strict=False)
        if slug
    ]
    return worst_first(rows)


def _counts(result: Result) -> tuple[int, ...]:
    transferred = result.outcome == Outcome.TRANSFERRED
    missed = transferred and result.reached is False
    return (transferred and result.reached is True, missed, missed and result.offered, result.outcome == Outcome.MESSAGE)


def _standard(department: Department | None) -> Standard:
    promised = department.service_standard if department else {}
    return Standard(promised.get("answer_within_seconds"), promised.get("call_back_within_hours"))


def _worst_parts(log: Log, key: Numbers, size: int) -> Sequence[Part | None]:
    """For each department the part of the week in which most transfers to it were not reached."""
    names, part = time_keys(log, [part_of(moment.weekday(), moment.hour) for moment in map(local, map(moment_of, log.hours))])
    transfers = marked(log, [True, False], _was_reached)
    return [
        worst_part([Part(name, int(reached), int(missed)) for name, (reached, missed) in zip(names, rows, strict=True)])
        for rows in transfers.questions(key, size, part, len(names))
    ]


def _was_reached(result: Result) -> bool | None:
    return result.reached if result.outcome == Outcome.TRANSFERRED else None
