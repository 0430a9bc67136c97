"""How callers tell it, counted: each document's weighted words, pairs of stems and runs of letters, and the log odds made of them."""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from app.domain.search import weights
from app.domain.search.counting import CODE_BITS, bits_for, in_blocks, packed, parted, summed, table
from app.domain.search.documents import Field
from app.domain.search.names import SOUND_MARK
from app.domain.search.reading import PLACES, Numbers, Reading
from app.domain.search.rows import Floats, PairRows, Rows
from app.domain.search.weights import Family
from app.domain.search.words import GRAM, grams

_PAIRED = np.array([place in (Field.TITLE, Field.KEYWORD, Field.PHRASE, Field.HEARD) for place in PLACES])
_WORTH = np.array([weights.TOLD_WEIGHT.get(place, 0.0) for place in PLACES], np.float32)
SKIPPING = 0.5
MOST_AT_ONCE = 1 << 26


def pairs_of(stems: list[str]) -> list[tuple[str, float]]:
    """Neighbouring stems, and with less of a share those with one word between them."""
    near = [(f"{first} {second}", 1.0) for first, second in pairwise(stems)]
    return near + [(f"{first} {second}", SKIPPING) for first, second in zip(stems, stems[2:], strict=False)]


def count(reading: Reading, tells: NDArray[np.bool_], first: int) -> dict[Family, Rows]:
    """Weighted counts of every feature by document; `tells` says which documents count at all. Numbers start at `first`."""
    bits = bits_for(len(tells))

    def keys(begin: int, end: int) -> NDArray[np.int64]:
        word, place, document = reading.run[begin:end], reading.places[begin:end], reading.documents[begin:end]
        told = tells[document] & (_WORTH > 0)[place] & (word > 0)
        return packed((word[told], 0), (document[told], bits), (place[told], CODE_BITS))

    words = table(in_blocks(len(reading.run), 1, keys), bits, _WORTH, (len(reading.words), len(tells)))
    as_grams, grams_by_number = _as_grams(reading)
    return {
        Family.WORDS: _features(_as_stems(reading), words, reading.stems, first),
        Family.GRAMS: _features(as_grams, words, grams_by_number, first),
        Family.PAIRS: _pairs(reading, tells, first),
    }


def with_odds(counts: Rows, family: Family, language: Rows) -> Rows:
    """The log odds that each feature adds in each document, `language` being the counts that say how common a feature is."""
    known = language.numbers(counts.listed()) if language is not counts else np.arange(len(counts.common))
    common = np.ones(len(known), np.float32)
    common[known >= 0] = language.common[known[known >= 0]]
    total = float(language.common.sum()) or 1.0
    scale = np.float32(total / weights.SMOOTHING[family])
    odds = np.repeat(scale / np.where(common > 0, common, np.float32(1.0)), np.diff(counts.starts))
    odds *= counts.values
    return counts.with_values(np.log1p(odds, out=odds))


def silence(counts: Rows, family: Family, first: int, size: int) -> Floats:
    """What each feature costs a document, whether it is told there or not. Documents that tell nothing cost nothing."""
    documents = counts.documents - np.int32(first) if first else counts.documents
    told = sparse.csr_array((counts.values, documents, counts.starts), shape=(len(counts.common), size)).sum(axis=0)
    return np.asarray(np.log(weights.SMOOTHING[family] / (told + weights.SMOOTHING[family])), np.float32)


def _features(made_of: sparse.csr_array, words: sparse.csr_array, features: Mapping[str, int], first: int) -> Rows:
    """Features by words times words by documents."""
    told = made_of @ words
    common = told.sum(axis=1).astype(np.float32)
    return Rows(features, told.indptr, told.indices + np.int32(first) if first else told.indices, told.data, common)


def _as_stems(reading: Reading) -> sparse.csr_array:
    """Stems by words."""
    size = len(reading.words)
    return sparse.csr_array((np.ones(size, np.float32), (reading.stem_of, np.arange(size))), shape=(reading.stem_of.max() + 1, size))


def _as_grams(reading: Reading) -> tuple[sparse.csr_array, dict[str, int]]:
    """Runs of letters by words, and the runs by number. The same runs as `grams` of each word."""
    plain = [number for number, word in enumerate(reading.words) if len(word) + 2 >= GRAM and word.isascii() and word[0] != SOUND_MARK]
    text = "".join([f"^{reading.words[number]}$" for number in plain]).encode()
    lengths = np.fromiter((len(reading.words[number]) + 2 for number in plain), np.int64, len(plain))
    windows = np.ndarray((max(0, len(text) - GRAM + 1),), ">u4", buffer=text, strides=(1,)) if text else np.zeros(0, np.uint32)
    is_last = np.arange(int(lengths.sum())) >= np.repeat(np.cumsum(lengths) - GRAM + 1, lengths)
    codes, rows = np.unique(windows[~is_last[: len(windows)]].astype(np.uint32), return_inverse=True)
    columns = np.repeat(np.array(plain, np.int64), lengths - GRAM + 1)
    features = Numbers({int(code).to_bytes(GRAM).decode(): number for number, code in enumerate(codes)})
    others = [(number, features[gram]) for number in sorted(set(range(1, len(reading.words))) - set(plain)) for gram in _odd(reading.words[number])]
    rows = np.append(rows, np.array([row for _, row in others], np.int64))
    columns = np.append(columns, np.array([column for column, _ in others], np.int64))
    return sparse.csr_array((np.ones(len(rows), np.float32), (rows, columns)), shape=(len(features), len(reading.words))), features


def _odd(word: str) -> tuple[str, ...]:
    return () if word[0] == SOUND_MARK else grams(word)


def _pairs(reading: Reading, tells: NDArray[np.bool_], first: int) -> PairRows:
    count, bits = int(reading.stem_of.max()) + 1, bits_for(len(tells))
    worth = np.concatenate((_WORTH, SKIPPING * _WORTH))
    parts = []
    for lowest, highest in _shares(reading, count):

        def keys(begin: int, end: int, lowest: int = lowest, highest: int = highest) -> NDArray[np.int64]:
            stem = reading.stem_of[reading.run[begin : end + 2]]
            place, document, leading = reading.places[begin:end], reading.documents[begin:end], stem[: end - begin]
            told = tells[document] & _PAIRED[place] & (leading >= lowest) & (leading < highest)
            return np.concatenate([_apart(stem, place, document, told, reach, count, bits) for reach in (1, 2)])

        cells, values = summed(in_blocks(len(reading.run), 2, keys), worth)
        parts.append((*parted(cells, bits), values))
    pairs = np.concatenate([part[0] for part in parts])
    starts = np.concatenate(([0], np.cumsum(np.concatenate([np.diff(part[1]) for part in parts])))).astype(np.int32)
    documents = np.concatenate([part[2] for part in parts])
    values = np.concatenate([part[3] for part in parts])
    common = np.add.reduceat(values, starts[:-1]) if len(pairs) else values
    return PairRows(reading.stems, count, pairs, starts, documents + np.int32(first) if first else documents, values, common)


def _shares(reading: Reading, count: int) -> list[tuple[int, int]]:
    """The stems in ranges that lead about equally many pairs, few enough for the memory. The break leads none."""
    shares = len(reading.run) // MOST_AT_ONCE + 1
    if shares == 1:
        return [(1, count)]
    led = np.cumsum(np.bincount(reading.stem_of, np.bincount(reading.run, minlength=len(reading.words)), minlength=count)[1:])
    bounds = [1, *(np.searchsorted(led, led[-1] * np.arange(1, shares) / shares) + 1).tolist(), count]
    return list(pairwise(bounds))


def _apart(
    stem: NDArray[np.int32],
    place: NDArray[np.int8],
    document: NDArray[np.int32],
    told: NDArray[np.bool_],
    reach: int,
    count: int,
    bits: int,
) -> NDArray[np.int64]:
    """The keys of the pairs that stand `reach` words apart in one text."""
    size = min(len(told), len(stem) - reach)
    for step in range(1, reach + 1):
        told = told[:size] & (stem[step : step + size] > 0)
    pair = stem[:size][told].astype(np.int64) * count + stem[reach : reach + size][told]
    return packed((pair, 0), (document[:size][told], bits), (place[:size][told] + np.int8((reach - 1) * len(PLACES)), CODE_BITS))
