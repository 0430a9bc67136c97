"""Words near a mistyped word: letters missing, doubled, swapped or next to each other on the keyboard."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST_CORRECTED = 3
SHORTEST_KNOWN = 3
TWO_ERRORS_FROM = 8
MOST_CANDIDATES = 6
MOST_REMEMBERED = 50_000


@dataclass(frozen=True)
class Correction:
    """A known word near what was typed, and how near: 1.0 is the same word."""

    word: str
    nearness: float


class Speller:
    """Known words in buckets by length and by one of their first two letters: nearly every slip leaves one of the two in place."""

    def __init__(self, words: Iterable[str]) -> None:
        self._buckets: dict[tuple[int, int, str], list[str]] = defaultdict(list)
        for word in words:
            if len(word) >= SHORTEST_KNOWN and not word.isdigit():
                self._buckets[len(word), 0, word[0]].append(word)
                self._buckets[len(word), 1, word[1]].append(word)
        self._cache: dict[str, tuple[Correction, ...]] = {}

    def near(self, word: str) -> tuple[Correction, ...]:
        """The known words within one error (two from eight letters on), nearest first."""
        found = self._cache.get(word)
        if found is None:
            if len(self._cache) > MOST_REMEMBERED:
                self._cache.clear()
            found = self._cache[word] = self._near(word)
        return found

    def _near(self, word: str) -> tuple[Correction, ...]:
        if len(word) < SHORTEST_CORRECTED or word.isdigit():
            return ()
        allowed = 2 if len(word) >= TWO_ERRORS_FROM else 1
        found: dict[str, Correction] = {}
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            # The first letter is right; or the second is; or the two are swapped or the first is missing; or one was typed before it.
            for place, letter in ((0, word[0]), (1, word[1]), (0, word[1]), (1, word[0])):
                bucket = self._buckets.get((length, place, letter))
                if bucket:
                    hits = process.extract(word, bucket, scorer=OSA.distance, score_cutoff=allowed, limit=MOST_CANDIDATES)
                    found.update((near, Correction(near, self._nearness(word, near, int(distance)))) for near, distance, _ in hits)
        return tuple(sorted(found.values(), key=lambda item: (-item.nearness, item.word))[:MOST_CANDIDATES])

    @staticmethod
    def _nearness(typed: str, known: str, distance: int) -> float:
        first_letter = 0.0 if typed[0] == known[0] else 0.1
        return 1.0 - distance / max(len(typed), len(known)) - first_letter
