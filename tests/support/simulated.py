"""One made-up year of the starter knowledge base, made once for all who look at it."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache

from app.base.settings import ROOT
from app.domain.finished_call import CallEntry, QuestionEntry
from app.domain.hours import schedule_of
from app.domain.outcomes import SETTLED
from app.domain.simulation import History, Town, history_of
from app.services import knowledge_base
from tests.support import town

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
Asked = tuple[CallEntry, QuestionEntry]


@lru_cache
def year() -> History:
    """20,000 calls of the town with all its guides, units and tables."""
    found = knowledge_base.read_folder(ROOT / "knowledge_base")
    herning = Town(
        {row.slug: row for row in found.guides},
        {row.slug: schedule_of(row, found.closures) for row in found.departments},
        {row.slug: row.name for row in found.departments},
        {row.slug: row.title for row in found.tables},
    )
    return history_of(herning, 20_000, 1, AT)


@lru_cache
def calls() -> list[CallEntry]:
    return list(year().entries())


@lru_cache
def asked() -> list[Asked]:
    """Every question with its call."""
    return [(call, row) for call in calls() for row in call.questions]


def little() -> Town:
    """Six guides and four units, none of the tables, none of the truths."""
    units = town.departments()
    return Town({row.slug: row for row in town.guides()}, {row.slug: schedule_of(row, []) for row in units}, {row.slug: row.name for row in units})


def share(rows: Sequence[Asked], fits: Callable[[Asked], bool]) -> float:
    return sum(map(fits, rows)) / len(rows)


def is_settled(row: Asked) -> bool:
    return row[1].ending.outcome in SETTLED


def is_reached(row: Asked) -> bool:
    return row[1].ending.reached is True
