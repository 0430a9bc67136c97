"""From a caller's words to an ordered list of hits, each with the reason it is there.

score = TOLD_WORDS * words + TOLD_PAIRS * pairs + TOLD_GRAMS * runs of letters + FIELDS * fields + RELATED * related words
      + PHRASE * phrase + LEARNED * learned
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from app.domain.search import reasons, weights
from app.domain.search.clues import Met, Query, read
from app.domain.search.documents import Document, Kind
from app.domain.search.index import Index
from app.domain.search.learned import learned_key
from app.domain.search.telling import pairs_of
from app.domain.search.weights import Family
from app.domain.search.words import grams, is_noise, stem

Scores = NDArray[np.float32]
Lessons = Mapping[str, Mapping[str, float]]
SHORTEST_TEXT = 2


@dataclass(frozen=True)
class Hit:
    """A document with its score and why it was found. `matched` are the stems to mark; `signals` add up to the score."""

    document: Document
    score: float
    reason: str
    matched: tuple[str, ...] = ()
    signals: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class _Evidence:
    """The signals of every document, and the share of the query that each document holds in its own fields."""

    signals: Mapping[str, Scores]
    covered: Scores

    def total(self) -> Scores:
        found = np.zeros_like(self.covered)
        for values in self.signals.values():
            found += values
        return found


def find(index: Index, text: str, limit: int = 10, learned: Lessons = MappingProxyType({})) -> list[Hit]:
    """The hits for what was typed, best first; nothing when nothing fits. Never raises on any text. `learned` comes from the log."""
    query = read(index, text)
    if not query.typed or (len(query.typed) == 1 and len(query.typed[0]) < SHORTEST_TEXT) or not query.is_about_something:
        return []
    evidence = _weigh(index, query, learned)
    directory = _directory(index, query, evidence)
    guides = _guides(index, query, evidence, limit) if query.known_share() >= weights.KNOWN_SHARE else []
    is_title = bool(guides) and guides[0].document.title_stems == query.matter
    leading = [hit for hit, leads in directory if leads and not is_title]
    others = [hit for hit, leads in directory if not leads or is_title]
    return [*leading, *guides[:3], *others, *guides[3:]][:limit]


def nearest_guide(index: Index, text: str) -> str:
    """The guide that shares most runs of letters with a text that fits nothing; empty when it shares none."""
    query = read(index, text)
    runs = [(gram, 1.0) for word in query.typed for gram in grams(word)]
    scores = np.where(index.alive & index.is_guide, _told(index, Family.GRAMS, runs), np.float32(-np.inf))
    best = int(np.argmax(scores)) if index.size else 0
    return index.documents[best].slug if index.size and scores[best] > 0 else ""


def _weigh(index: Index, query: Query, learned: Lessons) -> _Evidence:
    fields, covered = _fields(index, query)
    stems = [stem(word) for word in query.typed]
    last = len(stems) - 1
    in_doubt = query.unfinished and len(query.matter) > 1
    words = [(term, weights.TOLD_UNFINISHED if in_doubt and place == last else 1.0) for place, term in enumerate(stems)]
    for place, row in enumerate(query.rows[: len(query.typed)]):
        if not query.known[place]:
            words += [(clue.term, weights.TOLD_CORRECTED * clue.worth) for clue in row if clue.met is Met.SPELLING]
    runs = [(gram, 1.0) for place, word in enumerate(query.typed) for gram in _runs(index, query, place, word)]
    signals = {
        "words": weights.TOLD_WORDS * _told(index, Family.WORDS, words),
        "pairs": weights.TOLD_PAIRS * _told(index, Family.PAIRS, pairs_of(stems)),
        "letters": weights.TOLD_GRAMS * _told(index, Family.GRAMS, runs),
        "fields": weights.FIELDS * fields,
        "related": weights.RELATED * _told(index, Family.WORDS, _related(index, query)),
        "learned": weights.LEARNED * _learned(index, query, learned),
    }
    return _Evidence(signals, covered)


def _related(index: Index, query: Query) -> list[tuple[str, float]]:
    """Other words of general Danish for what was typed."""
    return [(other, 1.0) for term in sorted(query.matter) for other in index.related.get(term, ())]


def _runs(index: Index, query: Query, place: int, word: str) -> tuple[str, ...]:
    last = place == len(query.typed) - 1
    return grams(word, unfinished=last and query.unfinished and not index.is_written(word))


def _told(index: Index, family: Family, features: list[tuple[str, float]]) -> Scores:
    """Log odds of the telling for every document."""
    scores = np.zeros(index.size, np.float32)
    names, shares = [feature for feature, _ in features], [weight for _, weight in features]
    is_heard = [False] * len(features)
    for part in index.segments:
        rows = part.told[family]
        for place, span in enumerate(rows.spans(names)):
            if span is not None:
                rows.add(span, shares[place], scores)
                is_heard[place] = True
    heard = sum(share for share, told in zip(shares, is_heard, strict=True) if told)
    for part in index.segments:
        scores[part.first : part.first + part.size] += np.float32(heard) * part.silence[family]
    return scores


def _fields(index: Index, query: Query) -> tuple[Scores, Scores]:
    """The typed words in the documents' own fields, the best clue of each word counting; and the share of the query they hold."""
    scores, covered, best, held = (np.zeros(index.size, np.float32) for _ in range(4))
    possible = 0.0
    for place, row in enumerate(query.rows):
        says = place < len(query.typed) and not is_noise(query.typed[place])
        possible += says
        met = []
        for clue in row:
            worth = clue.worth * index.rarity(clue.term)
            for part in index.segments:
                span = part.standing.span(clue.term)
                if span is not None:
                    numbers = part.standing.documents[span]
                    best[numbers] = np.maximum(best[numbers], np.float32(worth) * part.standing.values[span])
                    held[numbers] = np.maximum(held[numbers], np.float32(clue.worth))
                    met.append(numbers)
        # Only what was touched is added up and emptied: in a large knowledge base most words stand in few guides.
        for numbers in met:
            scores[numbers] += best[numbers]
            best[numbers] = 0
            if says:
                covered[numbers] += held[numbers]
            held[numbers] = 0
    return scores, covered / np.float32(possible or 1.0)


def _learned(index: Index, query: Query, learned: Lessons) -> Scores:
    """What operators settled with after the same words before."""
    scores = np.zeros(index.size, np.float32)
    for slug, weight in learned.get(learned_key(query.typed), {}).items():
        number = index.by_key.get(("guide", slug))
        if number is not None:
            scores[number] = weight
    return scores


def _guides(index: Index, query: Query, evidence: _Evidence, limit: int) -> list[Hit]:
    total = np.where(index.alive & index.is_guide, evidence.total(), np.float32(-np.inf))
    looked_at = max(limit, weights.CLOSE_LOOK)
    best = np.argpartition(-total, min(looked_at, index.size - 1))[:looked_at]
    speaks = (evidence.signals["fields"] > 0) | (evidence.signals["words"] + evidence.signals["letters"] > 0)
    close: list[tuple[float, int, float, str]] = []
    for number in best:
        if np.isfinite(total[number]) and speaks[number]:
            likeness, phrase = reasons.nearest_phrase(index, int(number), query.matter)
            close.append((float(total[number]) + weights.PHRASE * likeness, int(number), likeness, phrase))
    close.sort(key=lambda row: (-row[0], index.documents[row[1]].slug))
    floor = close[0][0] - weights.FAR_BEHIND if close else 0.0
    fields = evidence.signals["fields"]
    shown = [row for place, row in enumerate(close) if row[0] >= floor or (place < weights.FEWEST_SHOWN and fields[row[1]] > 0)]
    return [_hit(index, query, evidence, row) for row in shown[:limit]]


def _directory(index: Index, query: Query, evidence: _Evidence) -> list[tuple[Hit, bool]]:
    """Departments and people that hold most of what was typed, and whether they stand first: when they hold all of it in their name."""
    held = np.where(index.alive & ~index.is_guide, evidence.covered, np.float32(0))
    fields = evidence.signals["fields"]
    candidates = [(int(number), reasons.is_named(index, query, int(number))) for number in np.flatnonzero(held >= weights.DIRECTORY_SHARE)]

    def order(candidate: tuple[int, bool]) -> tuple[bool, float, bool, float, str]:
        number, named = candidate
        document = index.documents[number]
        return (not named, -round(float(held[number]), 2), document.kind is Kind.PERSON, -float(fields[number]), document.slug)

    found: list[tuple[Hit, bool]] = []
    for number, named in sorted(candidates, key=order)[: weights.MOST_DIRECTORY]:
        found.append((_hit(index, query, evidence, (float(fields[number]), number, 0.0, "")), named))
    return found


def _hit(index: Index, query: Query, evidence: _Evidence, row: tuple[float, int, float, str]) -> Hit:
    score, number, likeness, phrase = row
    clues = reasons.clues_in(index, query, number)
    signals = {name: round(float(values[number]), 3) for name, values in evidence.signals.items()}
    return Hit(
        index.documents[number],
        round(score, 4),
        reasons.reason(index, number, clues, phrase if likeness > reasons.LIKE_ENOUGH else "", bool(signals["learned"])),
        tuple(dict.fromkeys(clue.term for clue in clues)),
        {**signals, "phrase": round(weights.PHRASE * likeness, 3)},
    )
