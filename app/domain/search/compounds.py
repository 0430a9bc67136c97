"""Compounds split at the seams where Danish joins them: `affaldsbeholder` is affald + s + beholder."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from app.domain.search.words import stem

SHORTEST_PART = 3
SHORTEST_COMPOUND = 7
SHORTEST_BY_STEM = 5
LINKS = ("s", "e")


class Splitter:
    """Splits folded words into two or three known words: those of the documents, or other forms of them by their stems."""

    def __init__(self, stem_of: Mapping[str, str]) -> None:
        self._known = {word: known for word, known in stem_of.items() if len(word) >= SHORTEST_PART and word.isalpha()}
        self._stems = frozenset(self._known.values())
        self.split = lru_cache(maxsize=100_000)(self._split)

    def _split(self, word: str) -> tuple[str, ...]:
        """The parts of a compound, or nothing when it is not one. The fewest parts win, then the longest shortest part."""
        if len(word) < SHORTEST_COMPOUND or not word.isalpha():
            return ()
        # The ending that the stemmer takes off the whole is the one it takes off the last part.
        ending, known, stems = self._known.get(word) or stem(word), self._known, self._stems
        best: tuple[str, ...] = ()
        best_length = 0
        unexplained = []
        for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            tail = word[cut:]
            if tail in known or (len(tail) >= SHORTEST_BY_STEM and ending[cut:] in stems):
                base = self._base(word[:cut])
                if not base:
                    unexplained.append(cut)
                elif min(len(base), len(tail)) > best_length:
                    best, best_length = (base, tail), min(len(base), len(tail))
        return best or self._deeper(word, unexplained)

    def _deeper(self, word: str, cuts: Iterable[int]) -> tuple[str, ...]:
        """The best split into three or more parts; the last part begins at one of the cuts."""
        found = [(*parts, word[cut:]) for cut in cuts if cut >= SHORTEST_COMPOUND and (parts := self.split(word[:cut]))]
        return max(found, key=lambda parts: (-len(parts), min(map(len, parts))), default=())

    def _base(self, head: str) -> str:
        """A known word that a compound's first part is, with or without the letter that links it; empty when there is none."""
        if head in self._known:
            return head
        linked = head[:-1] if head[-1] in LINKS and len(head) > SHORTEST_PART else ""
        if linked in self._known:
            return linked
        for base in (head, linked):
            if len(base) >= SHORTEST_BY_STEM and stem(base) in self._stems:
                return base
        return ""
