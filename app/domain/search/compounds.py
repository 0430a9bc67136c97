"""Compounds split at the seams where Danish joins them: `affaldsbeholder` is affald + s + beholder."""

from collections.abc import Iterable
from functools import lru_cache

from app.domain.search.words import stem

SHORTEST_PART = 3
SHORTEST_COMPOUND = 7
LINKS = ("", "s", "e")


class Splitter:
    """Splits folded words into two or three known words. Known words come from the documents and the word list."""

    def __init__(self, words: Iterable[str]) -> None:
        self._known = {word for word in words if len(word) >= SHORTEST_PART and word.isalpha()}
        self._stems = {stem(word) for word in self._known}
        self.split = lru_cache(maxsize=100_000)(self._split)

    def _split(self, word: str) -> tuple[str, ...]:
        """The parts of a compound, or nothing when it is not one. The split with the longest last part wins."""
        if len(word) < SHORTEST_COMPOUND or not word.isalpha():
            return ()
        best: tuple[str, ...] = ()
        best_rank = (0, 0)
        for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            head, tail = word[:cut], word[cut:]
            if not self._is_known(tail):
                continue
            base = self._base(head)
            if base is None:
                deeper = self._split(head) if len(head) >= SHORTEST_COMPOUND else ()
                parts: tuple[str, ...] = (*deeper, tail) if deeper else ()
            else:
                parts = (base, tail)
            rank = (-len(parts), min((len(part) for part in parts), default=0))
            if parts and (not best or rank > best_rank):
                best, best_rank = parts, rank
        return best

    def _base(self, head: str) -> str | None:
        for link in LINKS:
            base = head.removesuffix(link) if link else head
            if link and base == head:
                continue
            if len(base) >= SHORTEST_PART and self._is_known(base):
                return base
        return None

    def _is_known(self, word: str) -> bool:
        return word in self._known or (len(word) > SHORTEST_PART + 1 and stem(word) in self._stems)
