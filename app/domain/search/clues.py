"""What a typed word may stand for: itself, a word it begins, a part of it, a word it was meant to be, another word for it."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from app.domain.search import weights
from app.domain.search.index import Index
from app.domain.search.names import SOUND_MARK, sound_of
from app.domain.search.words import is_noise, stem, tokens

SHORTEST_NAME = 4


class Met(StrEnum):
    """How a typed word met a known one."""

    EXACT = "exact"
    PREFIX = "prefix"
    PART = "part"
    SPELLING = "spelling"
    SYNONYM = "synonym"
    SOUND = "sound"


@dataclass(frozen=True)
class Clue:
    """One known stem that a typed word may stand for, how much it is worth (0 to 1), and the word as it is known."""

    term: str
    worth: float
    met: Met
    word: str


@dataclass(frozen=True)
class Query:
    """The typed words with the clues of each, then rows of clues for words that belong together."""

    typed: tuple[str, ...]
    rows: tuple[tuple[Clue, ...], ...]
    known: tuple[bool, ...]
    unfinished: bool

    @cached_property
    def matter(self) -> frozenset[str]:
        """The stems of the typed words that say something."""
        return frozenset(stem(word) for word in self.typed if not is_noise(word))

    @property
    def is_about_something(self) -> bool:
        """Whether there is a word that says something about the matter, and it is known."""
        return any(row and not is_noise(word) for word, row in zip(self.typed, self.rows, strict=False))

    def known_share(self) -> float:
        """The share of the words that say something which are known at all."""
        matter = [bool(row) for word, row in zip(self.typed, self.rows, strict=False) if not is_noise(word)]
        return sum(matter) / len(matter) if matter else 0.0


def read(index: Index, text: str) -> Query:
    """What was typed, word by word, with clues."""
    typed = _numbers_joined(tokens(text))
    known = tuple(index.stands(stem(word)) for word in typed)
    unfinished = not text.endswith((" ", "\t"))
    rows = [_clues(index, word, known=known[place], last=place == len(typed) - 1 and unfinished) for place, word in enumerate(typed)]
    return Query(tuple(typed), tuple(map(tuple, rows + _joined(index, typed))), known, unfinished)


def _numbers_joined(typed: list[str]) -> list[str]:
    """`96 28 28 28` as one number; anything else as it is."""
    return ["".join(typed)] if len(typed) > 1 and all(word.isdigit() for word in typed) else typed


def _clues(index: Index, word: str, *, known: bool, last: bool) -> list[Clue]:
    noise = is_noise(word)
    term = stem(word)
    clues: list[Clue] = []
    if known and not noise:
        clues.append(Clue(term, weights.EXACT, Met.EXACT, word))
    clues.extend(Clue(synonym, weights.SYNONYM, Met.SYNONYM, word) for synonym in index.synonyms.get(term, ()) if index.stands(synonym))
    if noise:
        return clues
    if last and len(word) >= 2:
        completions = (completion for completion in index.completions(word) if stem(completion) != term)
        clues.extend(Clue(stem(completion), weights.PREFIX, Met.PREFIX, completion) for completion in completions)
    clues.extend(Clue(stem(part), weights.PART, Met.PART, part) for part in index.splitter.split(word) if index.stands(stem(part)))
    if len(word) >= SHORTEST_NAME and word.isalpha():
        heard = SOUND_MARK + sound_of(word)
        if index.stands(heard):
            clues.append(Clue(heard, weights.SOUND, Met.SOUND, word))
    if not known and not any(clue.met is Met.PREFIX for clue in clues):
        clues.extend(_corrected(index, word))
    return clues


def _corrected(index: Index, word: str) -> list[Clue]:
    clues: list[Clue] = []
    for correction in index.near(word):
        clues.append(Clue(stem(correction.word), weights.SPELLING * correction.nearness, Met.SPELLING, correction.word))
        clues.extend(
            Clue(stem(part), weights.PART * correction.nearness, Met.SPELLING, correction.word) for part in index.splitter.split(correction.word)
        )
    return clues


def _joined(index: Index, typed: list[str]) -> list[list[Clue]]:
    """Neighbouring words written apart that belong together: "køre kort", "digital post"."""
    rows: list[list[Clue]] = []
    for first, second in pairwise(typed):
        row: list[Clue] = []
        if not (is_noise(first) and is_noise(second)):
            row = [Clue(stem(word), weights.JOINED, Met.PART, word) for word in (first + second, f"{first}s{second}") if index.is_written(word)]
        pair = f"{stem(first)} {stem(second)}"
        row.extend(Clue(term, weights.SYNONYM, Met.SYNONYM, f"{first} {second}") for term in index.synonyms.get(pair, ()))
        if row:
            rows.append(row)
    return rows
