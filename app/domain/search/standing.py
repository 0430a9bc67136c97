"""Where words stand: the stems, and the parts of compounds, in the documents' own fields, weighted by the field (BM25F)."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from app.domain.search import weights
from app.domain.search.compounds import Splitter
from app.domain.search.counting import CODE_BITS, bits_for, in_blocks, packed, table
from app.domain.search.reading import PLACES, Reading
from app.domain.search.rows import Rows
from app.domain.search.words import stem

_WEIGHT = np.array([weights.FIELD_WEIGHT[place] for place in PLACES], np.float32)
_PLACE_BITS = 4


def standing(reading: Reading, splitter: Splitter, first: int) -> tuple[Rows, NDArray[np.int8]]:
    """What each stem is worth in each document, and the field in which it is worth most there, as a column of PLACES."""
    size, columns = len(reading.lengths), len(PLACES)
    bits = bits_for(len(reading.words))

    def keys(begin: int, end: int) -> NDArray[np.int64]:
        word, place = reading.run[begin:end], reading.places[begin:end]
        stands = (_WEIGHT > 0)[place] & (word > 0)
        row = reading.documents[begin:end][stands].astype(np.int64) * columns + place[stands]
        return packed((row, 0), (word[stands], bits), (np.zeros(1, np.int8), CODE_BITS))

    words = table(in_blocks(len(reading.run), 1, keys), bits, np.ones(1, np.float32), (size * columns, len(reading.words)))
    found = words @ _terms(reading, np.flatnonzero(np.bincount(words.indices, minlength=len(reading.words))).astype(np.int32), splitter)
    place = np.repeat(np.tile(np.arange(columns, dtype=np.int64), size), np.diff(found.indptr))
    saturation = np.float32(weights.REPEAT_SATURATION)
    worth = _WEIGHT[place] * found.data * (1 + saturation) / (found.data + saturation)
    return _by_term(
        sparse.csr_array((np.arange(found.nnz), found.indices, found.indptr[::columns]), shape=(size, found.shape[1])), worth, place, reading, first
    )


def _terms(reading: Reading, words: NDArray[np.int32], splitter: Splitter) -> sparse.csr_array:
    """What each word stands for: its stem, and with less weight the stems of its parts. New stems are numbered after the known."""
    rows, columns = [*words.tolist()], [*reading.stem_of[words].tolist()]
    values = [1.0] * len(rows)
    for number in words.tolist():
        for part in splitter.split(reading.words[number]):
            rows.append(number)
            columns.append(reading.stems[stem(part)])
            values.append(weights.PART)
    return sparse.csr_array((np.array(values, np.float32), (rows, columns)), shape=(len(reading.words), len(reading.stems)))


def _by_term(
    entries: sparse.csr_array, worth: NDArray[np.float32], place: NDArray[np.int64], reading: Reading, first: int
) -> tuple[Rows, NDArray[np.int8]]:
    """The entries of every field turned into rows by stem, those of one document added up. `entries` holds where each one's worth is."""
    turned = entries.tocsc()
    order, documents = turned.data, turned.indices
    begins = np.ones(len(order), np.bool_)
    begins[1:] = documents[1:] != documents[:-1]
    begins[turned.indptr[:-1][np.diff(turned.indptr) > 0]] = True
    firsts = np.flatnonzero(begins)
    starts = np.searchsorted(firsts, turned.indptr).astype(np.int32)
    if not len(firsts):
        nothing = np.zeros(0, np.float32)
        return Rows(reading.stems, starts, nothing.astype(np.int32), nothing, np.zeros(len(reading.stems), np.float32)), nothing.astype(np.int8)
    values = np.add.reduceat(worth[order], firsts)
    # A positive float32 and its bits have the same order: the largest worth wins, and of equal ones the earlier field.
    ranked = (worth[order].view(np.int32).astype(np.int64) << _PLACE_BITS) | ((1 << _PLACE_BITS) - 1 - place[order])
    strongest = (1 << _PLACE_BITS) - 1 - (np.maximum.reduceat(ranked, firsts) & ((1 << _PLACE_BITS) - 1))
    rows = Rows(reading.stems, starts, documents[firsts] + np.int32(first), values, np.diff(starts).astype(np.float32))
    return rows, strongest.astype(np.int8)
