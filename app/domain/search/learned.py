"""What operators opened and settled with after the same words before: learned from the log, decaying, never from one alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log1p

from app.domain.search.words import is_noise, stem, tokens

HALF_LIFE_DAYS = 90.0
FEWEST_OPERATORS = 2
FEWEST_CALLS = 3
SMALLEST_SHARE = 0.5


@dataclass(frozen=True)
class Settled:
    """One settled question: what was searched last, the guide it was settled with, by whom (an opaque id), and when."""

    search: str
    guide: str
    operator: str
    at: datetime


@dataclass(frozen=True)
class Lesson:
    """Words that lead to a guide, with how many calls and operators are behind it. `weight` is 0 to about 1.5."""

    key: str
    example: str
    guide: str
    calls: int
    operators: int
    weight: float


def learned_key(typed: Sequence[str]) -> str:
    """The words of a search that say something, as sorted stems: word order and inflection do not matter."""
    return " ".join(sorted({stem(word) for word in typed if not is_noise(word)}))


def lessons(rows: Iterable[Settled], at: datetime) -> list[Lesson]:
    """What the log teaches at a moment. A lesson needs several calls by several operators and a clear majority for one guide."""
    by_key: dict[str, list[Settled]] = defaultdict(list)
    for row in rows:
        key = learned_key(tokens(row.search))
        if key:
            by_key[key].append(row)
    found = [lesson for key, group in by_key.items() for lesson in _lessons_of(key, group, at)]
    return sorted(found, key=lambda lesson: (-lesson.calls, lesson.key, lesson.guide))


def _lessons_of(key: str, group: Sequence[Settled], at: datetime) -> list[Lesson]:
    total = sum(_freshness(row, at) for row in group)
    by_guide: dict[str, list[Settled]] = defaultdict(list)
    for row in group:
        by_guide[row.guide].append(row)
    found = []
    for guide, rows in by_guide.items():
        operators = {row.operator for row in rows}
        fresh = sum(_freshness(row, at) for row in rows)
        if len(rows) >= FEWEST_CALLS and len(operators) >= FEWEST_OPERATORS and fresh / total >= SMALLEST_SHARE:
            found.append(Lesson(key, rows[-1].search, guide, len(rows), len(operators), round(log1p(fresh) / 2 * fresh / total, 4)))
    return found


def _freshness(row: Settled, at: datetime) -> float:
    """1 for now, a half after HALF_LIFE_DAYS."""
    days = max(0.0, (at - row.at).total_seconds() / 86_400)
    return float(0.5 ** (days / HALF_LIFE_DAYS))


def as_table(found: Iterable[Lesson]) -> dict[str, Mapping[str, float]]:
    """Lessons by key, as the index wants them."""
    table: dict[str, dict[str, float]] = defaultdict(dict)
    for lesson in found:
        table[lesson.key][lesson.guide] = lesson.weight
    return dict(table)
