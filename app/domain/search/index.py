"""The index: postings in segments, which words are known at all, and which documents are still alive. In memory and pure.

A large segment is built from all documents; a changed document gets a small segment of its own and its old number is dead,
so that one change costs milliseconds. Small segments of a size are merged when there are MERGED of them. When a good part of
the documents is dead, build anew.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import nsmallest
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from app.domain.search import segment
from app.domain.search.compounds import Splitter
from app.domain.search.documents import Document, Kind
from app.domain.search.reading import read
from app.domain.search.segment import Segment
from app.domain.search.spelling import Correction, Speller
from app.domain.search.words import all_tokens, is_noise, stem

MOST_COMPLETIONS = 12
MOST_REMEMBERED = 20_000
MERGED = 8
FEWEST_DEAD = 500


@dataclass(frozen=True)
class Index:
    """Documents by number with their postings. Not changed: `replaced` and `removed` answer a new one that shares its parts."""

    documents: tuple[Document, ...]
    alive: NDArray[np.bool_]
    is_guide: NDArray[np.bool_]
    segments: tuple[Segment, ...]
    synonyms: Mapping[str, tuple[str, ...]]
    related: Mapping[str, tuple[str, ...]]
    splitter: Splitter
    spellers: tuple[Speller, ...]
    by_key: Mapping[tuple[str, str], int]
    remembered: dict[str, Sequence[str]] = field(default_factory=dict, compare=False, repr=False)
    rarities: dict[str, float] = field(default_factory=dict, compare=False, repr=False)

    @property
    def size(self) -> int:
        return len(self.documents)

    def completions(self, prefix: str) -> Sequence[str]:
        """Known words that begin with a folded prefix, the most common first, at most MOST_COMPLETIONS."""
        known = self.remembered.get(prefix)
        if known is None:
            if len(self.remembered) > MOST_REMEMBERED:
                self.remembered.clear()
            known = self.remembered[prefix] = self._completions(prefix)
        return known

    def _completions(self, prefix: str) -> Sequence[str]:
        found = {word for part in self.segments for word in part.completions(prefix, MOST_COMPLETIONS)}
        times = {word: sum(part.surface.get(word, 0) for part in self.segments) for word in found}
        return nsmallest(MOST_COMPLETIONS, found, key=lambda word: (-times[word], word))

    def near(self, word: str) -> list[Correction]:
        """Known words near a mistyped one, nearest first."""
        found = {correction.word: correction for speller in self.spellers for correction in speller.near(word)}
        return sorted(found.values(), key=lambda correction: (-correction.nearness, correction.word))

    def is_written(self, word: str) -> bool:
        """Whether a folded word stands anywhere as it is."""
        return any(word in part.surface for part in self.segments)

    def stands(self, term: str) -> bool:
        """Whether a stem stands anywhere."""
        return any(term in part.standing for part in self.segments)

    def rarity(self, term: str) -> float:
        """How rare a stem is among the documents: the logarithm of BM25."""
        known = self.rarities.get(term)
        if known is None:
            count = sum(part.standing.count(term) for part in self.segments)
            known = self.rarities[term] = math.log(1 + (self.size - count + 0.5) / (count + 0.5))
        return known

    def as_written(self, word: str) -> str:
        """A folded word as the documents spell it."""
        return next((part.written[word] for part in self.segments if word in part.written), word)

    @property
    def is_worn(self) -> bool:
        """Whether so much has changed that building anew pays."""
        dead = self.size - int(self.alive.sum())
        return dead > max(FEWEST_DEAD, self.size // 2)

    def replaced(self, document: Document) -> "Index":
        """This index with one document new or changed."""
        number = self.size
        alive = np.append(self.alive, True)
        old = self.by_key.get(document.key)
        if old is not None:
            alive[old] = False
        documents = (*self.documents, document)
        small = self._segment(documents, number)
        unknown = [word for word in small.words if not self.is_written(word)]
        return replace(
            self,
            documents=documents,
            alive=alive,
            is_guide=np.append(self.is_guide, document.kind is Kind.GUIDE),
            segments=self._merged(documents, small),
            spellers=(*self.spellers, Speller(unknown)) if unknown else self.spellers,
            by_key={**self.by_key, document.key: number},
            remembered={},
            rarities={},
        )

    def _segment(self, documents: Sequence[Document], first: int) -> Segment:
        """The documents from a number on as a segment beside the large one."""
        return segment.build(documents[first:], read(documents[first:]), first, self.splitter, self.segments[0] if self.segments else None)

    def _merged(self, documents: Sequence[Document], newest: Segment) -> tuple[Segment, ...]:
        """The segments with one more; those at the end that are no larger than it become one when there are enough of them."""
        alike = list(takewhile(lambda part: part.size <= newest.size, reversed(self.segments[1:])))
        if len(alike) + 1 < MERGED:
            return (*self.segments, newest)
        merged = self._segment(documents, alike[-1].first)
        return replace(self, segments=self.segments[: -len(alike)])._merged(documents, merged)

    def with_synonyms(self, synonyms: Mapping[str, Sequence[str]]) -> "Index":
        """This index with other synonyms."""
        return replace(self, synonyms=_folded(synonyms))

    def removed(self, key: tuple[str, str]) -> "Index":
        """This index without one document."""
        number = self.by_key.get(key)
        if number is None:
            return self
        alive = self.alive.copy()
        alive[number] = False
        return replace(self, alive=alive, by_key={other: place for other, place in self.by_key.items() if other != key})


def build(
    documents: Iterable[Document],
    synonyms: Mapping[str, Sequence[str]] | None = None,
    related: Mapping[str, Sequence[str]] | None = None,
) -> Index:
    """An index of documents. `synonyms` maps words as callers say them to words as guides say them; `related` maps stems to the
    stems of other words for them in general Danish."""
    listed = tuple(documents)
    reading = read(listed)
    splitter = Splitter(reading.stem_by_word())
    large = segment.build(listed, reading, 0, splitter)
    return Index(
        documents=listed,
        alive=np.ones(len(listed), np.bool_),
        is_guide=np.array([document.kind is Kind.GUIDE for document in listed], np.bool_),
        segments=(large,),
        synonyms=_folded(synonyms or {}),
        related=_met(related or {}, reading.stems),
        splitter=splitter,
        spellers=(Speller(large.surface),),
        by_key={document.key: number for number, document in enumerate(listed)},
    )


def _folded(synonyms: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    folded: dict[str, set[str]] = {}
    for word, means in synonyms.items():
        key = " ".join(stem(token) for token in all_tokens(word))
        folded.setdefault(key, set()).update(stem(token) for meaning in means for token in all_tokens(meaning) if not is_noise(token))
    return {key: tuple(sorted(values)) for key, values in folded.items()}


def _met(related: Mapping[str, Sequence[str]], stems: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The related stems that are met in the documents at all."""
    return {stem: known for stem, others in related.items() if (known := tuple(other for other in others if other in stems))}
