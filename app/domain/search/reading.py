"""The texts of many documents read at once: every word a number, in one long run. The fast way through a whole knowledge base."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.domain.search.documents import Document, Field
from app.domain.search.names import SOUND_MARK
from app.domain.search.words import TOKEN, fold, stems_of

PLACES = tuple(Field)
BREAK = "\x00"
# Words as everywhere else, and sounds with their mark.
_WORD = re.compile(f"{TOKEN.pattern}|{SOUND_MARK}[^\\W_]+")
_LATIN = "latin-1"


def _lower_letter(code: int) -> str:
    letter = chr(code)
    return letter.lower() if TOKEN.fullmatch(letter) or letter in (BREAK, SOUND_MARK) else " "


# Bytes are quicker to tell apart than strings. Nearly all texts fit Latin-1; a word that does not is kept as UTF-8 behind FOREIGN.
_LETTERS = "".join(map(_lower_letter, range(256))).encode(_LATIN)
_FOREIGN = b"\x01"


Word = TypeVar("Word", str, bytes)


class Numbers(dict[Word, int]):
    """Numbers given to words in the order in which they are first met."""

    def __missing__(self, word: Word) -> int:
        number = self[word] = len(self)
        return number


@dataclass(frozen=True)
class Reading:
    """The words of documents. `run` holds word numbers, document by document and field by field, with 0 after every text;
    `lengths[document, field]` is how much of the run is theirs. `words[0]` is the break; `written` says how a folded word is spelled;
    `stem_of[word]` is the number of a word's stem in `stems`."""

    words: Sequence[str]
    stems: "Numbers[str]"
    stem_of: NDArray[np.int32]
    written: dict[str, str]
    run: NDArray[np.int32]
    lengths: NDArray[np.int64]

    def stem_by_word(self) -> dict[str, str]:
        """The words with their stems."""
        listed = list(self.stems)
        return {word: listed[number] for word, number in zip(self.words, self.stem_of.tolist(), strict=True)}

    @cached_property
    def documents(self) -> NDArray[np.int32]:
        """The row of the document to which each word of the run belongs."""
        return np.repeat(np.arange(len(self.lengths), dtype=np.int32), self.lengths.sum(axis=1))

    @cached_property
    def places(self) -> NDArray[np.int8]:
        """The column of the field in which each word of the run stands."""
        return np.repeat(np.tile(np.arange(len(PLACES), dtype=np.int8), len(self.lengths)), self.lengths.ravel())


def read(documents: Sequence[Document]) -> Reading:
    """All texts of documents as one run of word numbers."""
    met: Numbers[bytes] = Numbers({BREAK.encode(): 0})
    texts = np.array([[len(document.texts.get(place, ())) for place in PLACES] for document in documents], np.int64).reshape(-1, len(PLACES))
    runs = [np.zeros(0, np.int32)]
    for document in documents:
        words = _words([text for place in PLACES for text in document.texts.get(place, ())])
        runs.append(np.fromiter(map(met.__getitem__, words), np.int32, len(words)))
    run = np.concatenate(runs)
    ends = np.concatenate(([0], np.flatnonzero(run == 0) + 1))[np.concatenate(([0], np.cumsum(texts.ravel())))]
    written = [_as_text(word) for word in met]
    folded: Numbers[str] = Numbers()
    number_of = np.fromiter((folded[fold(word)] for word in written), np.int32, len(written))
    stems: Numbers[str] = Numbers()
    own = (word if word[0] == SOUND_MARK else stem for word, stem in zip(folded, stems_of(folded), strict=True))
    stem_of = np.fromiter(map(stems.__getitem__, own), np.int32, len(folded))
    spelled = {fold(word): word for word in written if not word.isascii()}
    np.take(number_of, run, out=run)
    return Reading(list(folded), stems, stem_of, spelled, run, np.diff(ends).reshape(texts.shape))


def _words(texts: Sequence[str]) -> list[bytes]:
    """The words of texts as written, in lower case, with a break after each text."""
    text = f" {BREAK} ".join((*texts, ""))
    try:
        latin = text.encode(_LATIN)
    except UnicodeEncodeError:
        return _words_one_by_one(texts)
    return _words_one_by_one(texts) if "§" in text else latin.translate(_LETTERS).split()


def _words_one_by_one(texts: Sequence[str]) -> list[bytes]:
    """The same for the few texts with letters beyond Latin-1 or paragraphs of a law (`§ 85` is one word)."""
    return [_as_bytes("".join(word.split())) for text in texts for word in (*_WORD.findall(text), BREAK)]


def _as_bytes(word: str) -> bytes:
    try:
        return word.lower().encode(_LATIN)
    except UnicodeEncodeError:
        return _FOREIGN + word.casefold().encode()


def _as_text(word: bytes) -> str:
    return word[1:].decode() if word.startswith(_FOREIGN) else word.decode(_LATIN)
