"""What an engine must be able to do to be compared."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from time import perf_counter
from typing import Any, ClassVar

from Stemmer import Stemmer

from bench.material import Material

Options = Mapping[str, Sequence[Any]]
_WORD = re.compile(r"\w+")
_STEMMER = Stemmer("danish")

# The Danish stop words of the Snowball project.
_STOP_WORDS = """
    og i jeg det at en den til er som på de med han af for ikke der var mig sig men et har om vi min havde ham hun nu over da fra du ud sin dem
    os op man hans hvor eller hvad skal selv her alle vil blev kunne ind når være dog noget ville jo deres efter ned skulle denne end dette mit
    også under have dig anden hende mine alt meget sit sine vor mod disse hvis din nogle hos blive mange ad bliver hendes været thi jer sådan
"""
STOP = frozenset(_STOP_WORDS.split())


# Boosts by field that were tried: as one would set them by feeling, nearly flat, and the weights this program counts callers' words by.
BOOSTS: dict[str, dict[str, float]] = {
    "steep": {"title": 10, "keyword": 6, "phrase": 4, "heard": 4, "situation": 3, "say": 2, "body": 1, "unit": 0.5},
    "even": {"title": 2, "keyword": 2, "phrase": 2, "heard": 2, "situation": 1.5, "say": 1, "body": 0.5, "unit": 0.5},
    "told": {"title": 3, "keyword": 1.5, "phrase": 1, "heard": 1, "situation": 1, "say": 0.5, "body": 0.1, "unit": 0.1},
}


def words_of(text: str) -> list[str]:
    """The words of a text in lower case."""
    return _WORD.findall(text.lower())


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The Danish Snowball stem of a word in lower case."""
    return str(_STEMMER.stemWord(word))


def matter(words: Sequence[str], *, stop: bool) -> list[str]:
    """The words without stop words, or all of them when nothing else is left; the last word, still being typed, stays."""
    if not stop:
        return list(words)
    return [word for place, word in enumerate(words) if word not in STOP or place == len(words) - 1] or list(words)


def meanings(words: Sequence[str], synonyms: Mapping[str, Sequence[str]]) -> list[str]:
    """What the knowledge base's synonyms add to the words of a query, pairs of words included."""
    seen = [*words, *(f"{first} {second}" for first, second in pairwise(words))]
    return [word for key in seen for meaning in synonyms.get(key, ()) for word in words_of(meaning)]


class Engine(ABC):
    """One way to search. `build_options` need a new index each; `query_options` do not. The grid of both is tried."""

    name: ClassVar[str]
    build_options: ClassVar[Options] = {}
    query_options: ClassVar[Options] = {}

    def __init__(self, material: Material) -> None:
        self.material = material
        self.options: dict[str, Any] = {}
        self.synonyms = {" ".join(words_of(word)): means for word, means in material.synonyms.items()}

    def missing(self) -> str:
        """Why it cannot run here; empty when it can."""
        return ""

    def prepare(self) -> None:  # noqa: B027
        """Start what must run before anything is indexed; not part of the index time."""

    @abstractmethod
    def build(self) -> None:
        """Index the material with `self.options`."""

    @abstractmethod
    def search(self, query: str, limit: int = 10) -> list[str]:
        """The slugs of the guides that were found, best first. The last word is still being typed."""

    def times(self, queries: Sequence[str]) -> list[float]:
        """Milliseconds of each search."""
        taken: list[float] = []
        for query in queries:
            began = perf_counter()
            self.search(query)
            taken.append((perf_counter() - began) * 1000)
        return taken

    def seconds_to_build(self) -> float:
        """How long the index takes from texts in memory to the first answer."""
        began = perf_counter()
        self.build()
        self.search("forny pas")
        return perf_counter() - began

    def helpers_mb(self) -> float:
        """Memory of processes beside this one."""
        return 0.0

    def version(self) -> str:
        """What was measured."""
        return ""

    def close(self) -> None:  # noqa: B027
        """Stop what `prepare` started."""
