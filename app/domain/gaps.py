"""Searches without an answer, put together when they are about the same thing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.domain.search.words import is_noise, stem, tokens


@dataclass(frozen=True)
class Wish:
    """Something somebody looked for: the words, how often, the guide they are nearest to (empty for none), whether the guides know any
    of the words, and what it was noted as."""

    words: str
    times: int
    nearest: str = ""
    is_known: bool = False
    flag: str = ""
    gap: str = ""

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(stem(word) for word in tokens(self.words) if not is_noise(word))


@dataclass
class Group:
    """Wishes about one thing, the most frequent first; its words stand for all of them."""

    wishes: list[Wish] = field(default_factory=list)

    @property
    def example(self) -> str:
        return self.wishes[0].words

    @property
    def nearest(self) -> str:
        return self.wishes[0].nearest

    @property
    def is_known(self) -> bool:
        return self.wishes[0].is_known

    @property
    def times(self) -> int:
        return sum(wish.times for wish in self.wishes)

    @property
    def others(self) -> list[str]:
        """The other words, each once."""
        return [words for words in dict.fromkeys(wish.words for wish in self.wishes) if words != self.example]


def grouped(wishes: Iterable[Wish]) -> list[Group]:
    """The wishes by meaning: those with the same nearest guide that share a word with the most frequent of them, however it is inflected."""
    groups: dict[str, list[Group]] = defaultdict(list)
    for wish in sorted(wishes, key=lambda wish: (-wish.times, wish.words)):
        home = next((group for group in groups[wish.nearest] if group.wishes[0].stems & wish.stems), None)
        if home is None:
            groups[wish.nearest].append(home := Group())
        home.wishes.append(wish)
    return sorted((group for rows in groups.values() for group in rows), key=lambda group: (-group.times, group.example))
