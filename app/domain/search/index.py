"""The index: postings in segments, which words are known at all, and which documents are still alive. In memory and pure.

A large segment is built from all documents; a changed document gets a small segment of its own and its old number is dead,
so that one change costs milliseconds. When there are many small ones, build anew.
"""

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import nsmallest

import numpy as np
from numpy.typing import NDArray

from app.domain.search import segment as segments
from app.domain.search.compounds import Splitter
from app.domain.search.documents import Document, Kind
from app.domain.search.segment import Background, Segment
from app.domain.search.spelling import Correction, Speller
from app.domain.search.words import all_tokens, is_noise, spellings, stem

MOST_COMPLETIONS = 12
MOST_REMEMBERED = 20_000
MOST_SMALL_SEGMENTS = 64


@dataclass(frozen=True)
class Index:
    """Documents by number with their postings. Not changed: `replaced` and `removed` answer a new one that shares its parts."""

    documents: tuple[Document, ...]
    alive: NDArray[np.bool_]
    is_guide: NDArray[np.bool_]
    segments: tuple[Segment, ...]
    background: Background
    synonyms: Mapping[str, tuple[str, ...]]
    splitter: Splitter
    spellers: tuple[Speller, ...]
    written: Mapping[str, str]
    by_key: Mapping[tuple[str, str], int]
    remembered: dict[str, Sequence[str]] = field(default_factory=dict, compare=False, repr=False)

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
        found: dict[str, int] = {}
        for part in self.segments:
            start = bisect_left(part.vocabulary, prefix)
            end = bisect_left(part.vocabulary, prefix + "\uffff", start)
            for word in part.vocabulary[start:end]:
                found[word] = found.get(word, 0) + part.surface[word]
        return nsmallest(MOST_COMPLETIONS, found, key=lambda word: (-found[word], word))

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
        count = sum(part.standing.count(term) for part in self.segments)
        return math.log(1 + (self.size - count + 0.5) / (count + 0.5))

    def as_written(self, word: str) -> str:
        """A folded word as the documents spell it."""
        return self.written.get(word, word)

    @property
    def is_worn(self) -> bool:
        """Whether so much has changed that building anew pays."""
        return len(self.segments) > MOST_SMALL_SEGMENTS

    def replaced(self, document: Document) -> "Index":
        """This index with one document new or changed."""
        number = self.size
        small, _ = segments.build((document,), number, self.splitter, self.background)
        alive = np.append(self.alive, True)
        old = self.by_key.get(document.key)
        if old is not None:
            alive[old] = False
        unknown = [word for word in small.vocabulary if not self.is_written(word)]
        return replace(
            self,
            documents=(*self.documents, document),
            alive=alive,
            is_guide=np.append(self.is_guide, document.kind is Kind.GUIDE),
            segments=(*self.segments, small),
            spellers=(*self.spellers, Speller(unknown)) if unknown else self.spellers,
            written={**self.written, **_written((document,))},
            by_key={**self.by_key, document.key: number},
            remembered={},
        )

    def removed(self, key: tuple[str, str]) -> "Index":
        """This index without one document."""
        number = self.by_key.get(key)
        if number is None:
            return self
        alive = self.alive.copy()
        alive[number] = False
        return replace(self, alive=alive, by_key={other: place for other, place in self.by_key.items() if other != key})


def build(documents: Iterable[Document], synonyms: Mapping[str, Sequence[str]] | None = None) -> Index:
    """An index of documents. `synonyms` maps words as callers say them to words as guides say them."""
    listed = tuple(documents)
    splitter = Splitter(segments.words_of(listed))
    large, background = segments.build(listed, 0, splitter)
    return Index(
        documents=listed,
        alive=np.ones(len(listed), np.bool_),
        is_guide=np.array([document.kind is Kind.GUIDE for document in listed], np.bool_),
        segments=(large,),
        background=background,
        synonyms=_folded(synonyms or {}),
        splitter=splitter,
        spellers=(Speller(large.surface),),
        written=_written(listed),
        by_key={document.key: number for number, document in enumerate(listed)},
    )


def _written(documents: Iterable[Document]) -> dict[str, str]:
    return {
        folded: word for document in documents for texts in document.texts.values() for folded, word in spellings(" ".join(texts)) if folded != word
    }


def _folded(synonyms: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    folded: dict[str, set[str]] = {}
    for word, means in synonyms.items():
        key = " ".join(stem(token) for token in all_tokens(word))
        folded.setdefault(key, set()).update(stem(token) for meaning in means for token in all_tokens(meaning) if not is_noise(token))
    return {key: tuple(sorted(values)) for key, values in folded.items()}
