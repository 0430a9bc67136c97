"""Postings of a set of documents: where each word stands, and how strongly it speaks for each document.

Two kinds of evidence are kept for every document:

- *standing*: the stems of its own texts, weighted by where they stand (BM25F with saturation), with the place.
- *told*: how callers tell it, as log odds against the language at large. With C the weighted count of a feature in a
  document, p its share of all features and mu the smoothing, the feature adds log(1 + C / (mu p)) where it occurs and every
  feature costs log(mu / (T + mu)) in a document of T features: a unigram language model with Dirichlet smoothing
  (Zhai and Lafferty, 2001). A word that a neighbour uses more speaks for the neighbour.

The features are stems, pairs of stems, and runs of four letters. Words are counted once, as a table of documents by words; what
a word is made of (stem, parts, runs of letters) is a second table, and the features are the product of the two.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.search.compounds import Splitter
from app.domain.search.documents import Document, Kind
from app.domain.search.names import SOUND_MARK
from app.domain.search.phrases import Phrases, read_phrases
from app.domain.search.reading import BREAK, Reading
from app.domain.search.rows import Floats, Rows
from app.domain.search.standing import standing
from app.domain.search.telling import count, silence, with_odds
from app.domain.search.weights import Family


@dataclass(frozen=True)
class Segment:
    """The postings of `size` documents numbered from `first`. Not changed once built.

    `words` are all words in order and `times` how often each stands; `written` spells the folded ones."""

    first: int
    size: int
    standing: Rows
    places: NDArray[np.int8]
    told: Mapping[Family, Rows]
    silence: Mapping[Family, Floats]
    phrases: Phrases
    words: Sequence[str]
    times: NDArray[np.int64]
    surface: Mapping[str, int]
    written: Mapping[str, str]

    def holds(self, number: int) -> bool:
        """Whether a document number is one of this segment's."""
        return self.first <= number < self.first + self.size

    def completions(self, prefix: str, most: int) -> list[str]:
        """Words that begin with a prefix, the most common first."""
        begin = bisect_left(self.words, prefix)
        end = bisect_left(self.words, prefix + "\uffff", begin)
        times = self.times[begin:end]
        if len(times) > most:
            least = np.partition(times, len(times) - most)[len(times) - most]
            kept = np.flatnonzero(times >= least)
        else:
            kept = np.arange(len(times))
        return [self.words[begin + place] for place in kept[np.argsort(-times[kept], kind="stable")][:most].tolist()]


def build(documents: Sequence[Document], reading: Reading, first: int, splitter: Splitter, language: Segment | None = None) -> Segment:
    """The postings of documents. A small segment takes how common a feature is from the large one it stands beside (`language`)."""
    tells = np.array([document.kind is Kind.GUIDE for document in documents], np.bool_)
    # The sums of the telling run in compiled code on a core of their own, while words are split in Python.
    with ThreadPoolExecutor(max_workers=1) as pool:
        counting = pool.submit(count, reading, tells, first)
        own, places = standing(reading, splitter, first)
        counts = counting.result()
    times = np.bincount(reading.run, minlength=len(reading.words)).tolist()
    surface = {word: found for word, found in zip(reading.words, times, strict=True) if found and word[0] not in (BREAK, SOUND_MARK)}
    words = sorted(surface)
    return Segment(
        first=first,
        size=len(documents),
        standing=own,
        places=places,
        told={family: with_odds(rows, family, language.told[family] if language else rows) for family, rows in counts.items()},
        silence={family: silence(rows, family, first, len(documents)) for family, rows in counts.items()},
        phrases=read_phrases(reading),
        words=words,
        times=np.fromiter(map(surface.__getitem__, words), np.int64, len(words)),
        surface=surface,
        written=reading.written,
    )
