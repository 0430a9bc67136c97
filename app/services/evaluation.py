"""How good the search is on queries whose right guides are known."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

from sqlmodel import Session

from app.base.errors import BadContent
from app.domain.search import rank
from app.domain.search.documents import Kind
from app.services import content

DEPTH = 10


@dataclass(frozen=True)
class Case:
    """A caller's words, the guides that answer them, and what kind of words they are."""

    query: str
    slugs: frozenset[str]
    category: str


@dataclass(frozen=True)
class Score:
    """Of `n` queries the share with a right guide first, among the first three, and the mean reciprocal rank. Shares are 0 to 1."""

    n: int
    first: float
    top3: float
    mrr: float


@dataclass(frozen=True)
class Report:
    """Scores overall and by category, and milliseconds per search over every prefix of every query."""

    overall: Score
    by_category: dict[str, Score]
    searches: int
    p50_ms: float
    p99_ms: float

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def read_cases(file: Path) -> list[Case]:
    """The queries in a file of JSON lines with `q`, `slugs` and `cat`. Raises BadContent with the line that cannot be read."""
    cases: list[Case] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            cases.append(Case(str(row["q"]), frozenset(row["slugs"]), str(row.get("cat", ""))))
        except (ValueError, KeyError, TypeError) as error:
            raise BadContent(f"{file}:{number}: linjen skal være JSON med q, slugs og cat.") from error
    if not cases:
        raise BadContent(f"{file} indeholder ingen søgninger.")
    return cases


def evaluate(session: Session, cases: Sequence[Case], *, only_known: bool = False) -> Report:
    """Scores over the guide hits, and timings over all prefixes."""
    snapshot = content.current(session)
    used = [case for case in cases if not only_known or case.slugs <= snapshot.guides.keys()]
    if not used:
        raise BadContent("Ingen af søgningerne har guider, der findes.")
    ranks: dict[str, list[int | None]] = defaultdict(list)
    for case in used:
        hits = [hit.document.slug for hit in rank.find(snapshot.index, case.query, DEPTH * 2) if hit.document.kind is Kind.GUIDE][:DEPTH]
        ranks[case.category].append(next((place for place, slug in enumerate(hits, start=1) if slug in case.slugs), None))
    times = sorted(_time(snapshot, case.query[:end]) for case in used for end in range(1, len(case.query) + 1))
    return Report(
        overall=_score([place for places in ranks.values() for place in places]),
        by_category={name: _score(places) for name, places in sorted(ranks.items())},
        searches=len(times),
        p50_ms=times[len(times) // 2],
        p99_ms=times[int(len(times) * 0.99)],
    )


def _time(snapshot: content.Snapshot, text: str) -> float:
    began = perf_counter()
    rank.find(snapshot.index, text)
    return (perf_counter() - began) * 1000


def _score(places: Sequence[int | None]) -> Score:
    n = len(places)
    return Score(
        n,
        sum(place == 1 for place in places) / n,
        sum(place is not None and place <= 3 for place in places) / n,
        sum(1 / place for place in places if place) / n,
    )
