"""Callers' phrases as sets of stems, so that the one most like a query is found at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.search.counting import first_of_each, packed
from app.domain.search.documents import Field
from app.domain.search.reading import PLACES, Reading
from app.domain.search.words import is_noise

_PHRASE = PLACES.index(Field.PHRASE)
_BITS = 24


@dataclass(frozen=True)
class Phrases:
    """`terms[starts[p]:starts[p + 1]]` are the stems of phrase p that say something; `of[d]:of[d + 1]` are the phrases of document d."""

    stems: Mapping[str, int]
    terms: NDArray[np.int32]
    starts: NDArray[np.int64]
    of: NDArray[np.int64]

    def nearest(self, place: int, matter: Iterable[str]) -> tuple[float, int]:
        """How like a query the most similar phrase of a document is (0 to 1: shared stems over all stems, Dice), and which it is."""
        begin, end = int(self.of[place]), int(self.of[place + 1])
        wanted = set(matter)
        known = [self.stems[term] for term in wanted if term in self.stems]
        if begin == end or not known:
            return 0.0, 0
        starts = self.starts[begin : end + 1]
        own = self.terms[starts[0] : starts[-1]]
        hits = own == known[0]
        for term in known[1:]:
            hits |= own == term
        before = np.concatenate(([0], np.cumsum(hits)))[starts - starts[0]]
        likeness = 2 * (before[1:] - before[:-1]) / (starts[1:] - starts[:-1] + len(wanted))
        best = int(np.argmax(likeness))
        return float(likeness[best]), best


def read_phrases(reading: Reading) -> Phrases:
    """The phrases of the documents that were read."""
    own = reading.places == _PHRASE
    run = reading.run[own]
    ends = run == 0
    phrase = np.cumsum(ends) - ends
    noise = np.array([not word or is_noise(word) for word in reading.words], np.bool_)
    says = ~ends & ~noise[run]
    cells = packed((phrase[says], 0), (reading.stem_of[run[says]], _BITS))
    cells.sort()
    cells = cells[first_of_each(cells)]
    total = int(ends.sum())
    starts = np.searchsorted(cells, np.arange(total + 1, dtype=np.int64) << _BITS)
    counts = np.bincount(reading.documents[own][ends], minlength=len(reading.lengths))
    return Phrases(reading.stems, (cells & ((1 << _BITS) - 1)).astype(np.int32), starts, np.concatenate(([0], np.cumsum(counts))))
