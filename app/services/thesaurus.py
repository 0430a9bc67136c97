"""Other words of general Danish for a word, from the list in `app/words`."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from app.domain.search.words import fold, is_noise, stems_of

_FILE = Path(__file__).parents[1] / "words" / "thesaurus.txt"


@lru_cache(maxsize=1)
def related() -> Mapping[str, tuple[str, ...]]:
    """For each stem the stems of other words for it; words that say nothing are left out."""
    lines = [line.replace(":", "").split() for line in _FILE.read_text(encoding="utf-8").splitlines()]
    words = [fold(word) for line in lines for word in line]
    stem = dict(zip(words, stems_of(words), strict=True))
    found: dict[str, dict[str, None]] = {}
    for line in lines:
        head, *others = [fold(word) for word in line]
        if not is_noise(head):
            found.setdefault(stem[head], {}).update({stem[other]: None for other in others if not is_noise(other) and stem[other] != stem[head]})
    return {head: tuple(others) for head, others in found.items() if others}
