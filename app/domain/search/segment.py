"""Postings of a set of documents: where each word stands, and how strongly it speaks for each document.

Two kinds of evidence are kept for every document:

- *fields*: the stems of its own texts, weighted by where they stand (BM25F with saturation), as float32, with the place.
- *told*: how callers tell it, as log odds against the language at large. With C the weighted count of a feature in a
  document, p its share of all features and mu the smoothing, the feature adds log(1 + C / (mu p)) where it occurs and every
  feature costs log(mu / (T + mu)) in a document of T features: a unigram language model with Dirichlet smoothing
  (Zhai and Lafferty, 2001). A word that a neighbour uses more speaks for the neighbour.

The features are stems, pairs of stems, and runs of four letters.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.domain.search import weights
from app.domain.search.compounds import Splitter
from app.domain.search.documents import Document, Field, Kind
from app.domain.search.names import sound_of
from app.domain.search.words import bare_tokens, grams, stem

Numbers = NDArray[np.int32]
Floats = NDArray[np.float32]
PLACES = tuple(Field)
SOUND_MARK = "~"
_PLACE_NUMBER = {place: number for number, place in enumerate(PLACES)}
_TELLING = (Field.TITLE, Field.KEYWORD, Field.PHRASE, Field.HEARD)


class Family(StrEnum):
    """The kinds of features in which the telling is counted."""

    WORDS = "words"
    PAIRS = "pairs"
    GRAMS = "grams"


SMOOTHING: dict[Family, float] = {
    Family.WORDS: weights.TOLD_SMOOTHING_WORDS,
    Family.PAIRS: weights.TOLD_SMOOTHING_PAIRS,
    Family.GRAMS: weights.TOLD_SMOOTHING_GRAMS,
}


class Rows:
    """A sparse table: for each feature the documents it occurs in, ascending, and a value for each. Built once, read often."""

    def __init__(self, features: Mapping[str, int], starts: NDArray[np.int64], documents: Numbers, values: Floats) -> None:
        self._features = features
        self._starts = starts
        self.documents = documents
        self.values = values

    def span(self, feature: str) -> slice | None:
        """Where a feature's documents and values stand in the arrays; None when it occurs nowhere."""
        number = self._features.get(feature)
        return None if number is None else slice(int(self._starts[number]), int(self._starts[number + 1]))

    def features(self) -> Mapping[str, int]:
        """The features by number, in order."""
        return self._features

    def starts(self) -> NDArray[np.int64]:
        """Where each feature begins in the arrays, and the end."""
        return self._starts

    def with_values(self, values: Floats) -> "Rows":
        """The same table with other values."""
        return Rows(self._features, self._starts, self.documents, values)

    def __contains__(self, feature: str) -> bool:
        return feature in self._features

    def count(self, feature: str) -> int:
        """In how many documents a feature occurs."""
        span = self.span(feature)
        return span.stop - span.start if span else 0


def _rows(counted: Sequence[Mapping[str, float]], first: int) -> tuple[Rows, NDArray[np.int64]]:
    """The table of counts by document, and the order in which its values were sorted."""
    features: dict[str, int] = {}
    ids = np.fromiter(
        (features.setdefault(feature, len(features)) for counts in counted for feature in counts),
        np.int64,
        count=sum(map(len, counted)),
    )
    values = np.fromiter((value for counts in counted for value in counts.values()), np.float32, count=len(ids))
    documents = np.repeat(np.arange(first, first + len(counted), dtype=np.int32), [len(counts) for counts in counted])
    order = np.argsort(ids, kind="stable")
    starts = np.concatenate(([0], np.cumsum(np.bincount(ids, minlength=len(features))))).astype(np.int64)
    return Rows(features, starts, documents[order], values[order]), order


@dataclass(frozen=True)
class Background:
    """How common each feature is in the language at large: weighted counts by family, and their sum."""

    counts: Mapping[Family, Mapping[str, float]]
    totals: Mapping[Family, float]


@dataclass(frozen=True)
class Segment:
    """The postings of documents numbered from `first`. Not changed once built."""

    first: int
    documents: Sequence[Document]
    standing: Rows
    places: NDArray[np.int8]
    told: Mapping[Family, Rows]
    silence: Mapping[Family, Floats]
    surface: Mapping[str, int]
    vocabulary: Sequence[str]


@dataclass
class _Counts:
    """Weighted counts of one document while it is being read."""

    worth: dict[str, float]
    place: dict[str, int]
    told: dict[Family, dict[str, float]]


def build(documents: Sequence[Document], first: int, splitter: Splitter, background: Background | None = None) -> tuple[Segment, Background]:
    """The postings of documents. A small segment takes its background from the large one it stands beside."""
    surface: Counter[str] = Counter()
    counted = [_count(document, splitter, surface) for document in documents]
    language = background or _background(counted)
    standing, order = _rows([counts.worth for counts in counted], first)
    places = np.fromiter((place for counts in counted for place in counts.place.values()), np.int8, count=len(order))
    segment = Segment(
        first=first,
        documents=documents,
        standing=standing,
        places=places[order],
        told={family: _told(counted, first, family, language) for family in Family},
        silence={family: _silence(counted, family) for family in Family},
        surface=dict(surface),
        vocabulary=sorted(surface),
    )
    return segment, language


def words_of(documents: Iterable[Document]) -> set[str]:
    """Every folded word of the documents, for the splitter."""
    return {word for document in documents for texts in document.texts.values() for word in bare_tokens(" ".join(texts))}


def _count(document: Document, splitter: Splitter, surface: Counter[str]) -> _Counts:
    counts = _Counts({}, {}, {family: {} for family in Family})
    best: dict[str, float] = {}
    told: dict[str, float] = {}
    for field, texts in document.texts.items():
        words = Counter(bare_tokens(" \n ".join(texts)))
        surface.update(words)
        _count_standing(counts, best, field, words, splitter)
        weight = weights.TOLD_WEIGHT.get(field, 0.0) if document.kind is Kind.GUIDE else 0.0
        if weight:
            for word, number in words.items():
                told[word] = told.get(word, 0.0) + number * weight
            if field in _TELLING:
                _count_pairs(counts.told[Family.PAIRS], texts, weight)
    _count_told(counts.told, told)
    if document.kind is Kind.PERSON:
        _count_sounds(counts, document)
    return counts


def _count_standing(counts: _Counts, best: dict[str, float], field: Field, words: Mapping[str, int], splitter: Splitter) -> None:
    weight = weights.FIELD_WEIGHT[field]
    if not weight:
        return
    frequencies: dict[str, float] = {}
    for word, number in words.items():
        term = stem(word)
        frequencies[term] = frequencies.get(term, 0.0) + number
        for part in splitter.split(word):
            term = stem(part)
            frequencies[term] = frequencies.get(term, 0.0) + number * weights.PART
    place = _PLACE_NUMBER[field]
    for term, frequency in frequencies.items():
        worth = weight * frequency * (1 + weights.REPEAT_SATURATION) / (frequency + weights.REPEAT_SATURATION)
        counts.worth[term] = counts.worth.get(term, 0.0) + worth
        if worth > best.get(term, 0.0):
            best[term] = worth
            counts.place[term] = place


def _count_told(told: Mapping[Family, dict[str, float]], words: Mapping[str, float]) -> None:
    stems, runs = told[Family.WORDS], told[Family.GRAMS]
    for word, count in words.items():
        term = stem(word)
        stems[term] = stems.get(term, 0.0) + count
        for gram in grams(word):
            runs[gram] = runs.get(gram, 0.0) + count


def _count_pairs(pairs: dict[str, float], texts: Iterable[str], weight: float) -> None:
    for text in texts:
        stems = [stem(word) for word in bare_tokens(text)]
        for pair, share in pairs_of(stems):
            pairs[pair] = pairs.get(pair, 0.0) + weight * share


def pairs_of(stems: Sequence[str]) -> list[tuple[str, float]]:
    """Neighbouring stems, and with half the share those with one word between them."""
    near = [(f"{first} {second}", 1.0) for first, second in pairwise(stems)]
    return near + [(f"{first} {second}", 0.5) for first, second in zip(stems, stems[2:], strict=False)]


def _count_sounds(counts: _Counts, document: Document) -> None:
    for name in bare_tokens(document.title):
        term = SOUND_MARK + sound_of(name)
        counts.worth[term] = weights.FIELD_WEIGHT[Field.TITLE]
        counts.place[term] = _PLACE_NUMBER[Field.TITLE]


def _background(counted: Sequence[_Counts]) -> Background:
    tables: dict[Family, dict[str, float]] = {}
    for family in Family:
        table: dict[str, float] = {}
        for counts in counted:
            for feature, count in counts.told[family].items():
                table[feature] = table.get(feature, 0.0) + count
        tables[family] = table
    return Background(tables, {family: sum(table.values()) or 1.0 for family, table in tables.items()})


def _told(counted: Sequence[_Counts], first: int, family: Family, language: Background) -> Rows:
    """The log odds that each feature adds in each document."""
    rows, _ = _rows([counts.told[family] for counts in counted], first)
    table, total, smoothing = language.counts[family], language.totals[family], SMOOTHING[family]
    common = np.fromiter((table.get(feature, 1.0) for feature in rows.features()), np.float32, count=len(rows.features()))
    spread = np.repeat(common, np.diff(rows.starts()))
    odds = np.log1p(rows.values * np.float32(total / smoothing) / spread)
    return rows.with_values(odds)


def _silence(counted: Sequence[_Counts], family: Family) -> Floats:
    """What each feature costs a document, whether it is told there or not. Documents that tell nothing cost nothing."""
    smoothing = SMOOTHING[family]
    return np.array([math.log(smoothing / (sum(counts.told[family].values()) + smoothing)) for counts in counted], np.float32)
