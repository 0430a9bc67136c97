"""Needless calls, of the calls that a page of figures looks at."""

from collections.abc import Sequence

from app.domain.avoidable import Cause, Needless, most, needless
from app.domain.call_log import tally
from app.domain.call_marks import Marked, marked
from app.domain.log_values import Result
from app.domain.outcomes import Avoidable
from app.domain.periods import By
from app.services.figures import View, keys


def of(view: View) -> Needless:
    """The needless calls of a view, with their causes and what is behind them."""
    causes = marked(view.log, list(Avoidable), cause_of)
    topics, departments = _by(view, causes, By.TOPIC), _by(view, causes, By.DEPARTMENT)
    found = [
        Cause(
            cause,
            calls,
            most({slug: row[cause] for slug, row in topics if cause in row}),
            most({slug: row[cause] for slug, row in departments if cause in row}),
        )
        for cause, calls in causes.all_calls().items()
    ]
    return needless(view.tally, tally(view.earlier), found)


def cause_of(result: Result) -> Avoidable | None:
    """What made a call needless, as far as was said and it counts."""
    return Avoidable(result.avoidable) if result.counts and result.avoidable else None


def _by(view: View, causes: Marked[Avoidable], group: By) -> Sequence[tuple[str, dict[Avoidable, int]]]:
    names, key = keys(view.log, group)
    return list(zip(names, causes.calls(key, len(names)), strict=False))
