"""What the log suggests for a guide: words that callers' matters were searched by in vain before the guide settled them. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from app.domain.figures import FEWEST_SHOWN
from app.domain.privacy import contains_cpr
from app.domain.search.learned import learned_key
from app.domain.search.words import fold, is_noise, tokens

FEWEST_CALLS = 2
LONGEST_WORDS = 120
FIRST_PLACES = 3
MOST_SYNONYM_WORDS = 2


class SuggestionKind(StrEnum):
    """Where a suggestion comes from, as the store knows it: searched before another search helped, or searched and nothing found."""

    PHRASE = "phrase"
    GAP = "gap"


@dataclass(frozen=True)
class Settled:
    """One question that a guide settled: what was searched, in order. No caller, no operator."""

    guide: str
    searches: Sequence[str]


@dataclass(frozen=True)
class Suggestion:
    """Words that might be added to a guide, what was searched next, the number of calls, and the word it could be a synonym for (empty: none)."""

    kind: SuggestionKind
    guide: str
    words: str
    then: str
    calls: int
    synonym_for: str = ""

    @property
    def is_few(self) -> bool:
        """Whether the number is too small to be shown."""
        return self.calls < FEWEST_SHOWN


IsFound = Callable[[str, str], bool]


@lru_cache(maxsize=100_000)
def key_of(words: str) -> str:
    """What makes two suggestions the same: the words that say something, however they are inflected and ordered."""
    return learned_key(tokens(words))


def from_questions(rows: Iterable[Settled], decided: Collection[tuple[str, str]], is_found: IsFound) -> list[Suggestion]:
    """The suggestions behind settled questions, the most frequent first. `decided` holds (guide, key) of those an editor has answered;
    `is_found(words, guide)` says whether the guide is among the first today."""
    searched: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    then: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        for key, words, helped in _vain(row.searches):
            if (row.guide, key) not in decided:
                searched[row.guide, key][words] += 1
                if helped:
                    then[row.guide, key][helped] += 1
    found = []
    for (guide, key), spellings in searched.items():
        calls = spellings.total()
        words = _commonest(spellings)
        if calls >= FEWEST_CALLS and not is_found(words, guide):
            found.append(Suggestion(SuggestionKind.PHRASE, guide, words, _commonest(then[guide, key]), calls))
    return sorted(found, key=order)


def order(suggestion: Suggestion) -> tuple[int, str, str]:
    """The most frequent first."""
    return (-suggestion.calls, suggestion.guide, suggestion.words)


def synonym_for(words: str, then: str, keywords: Sequence[str]) -> str:
    """What one word of a caller could stand for: one word before two, and what was searched next before the guide's keywords."""
    if not words.isalpha() or is_noise(fold(words)):
        return ""
    own = key_of(words)
    candidates = [text.lower() for text in (then, *keywords) if key_of(text) not in ("", own) and len(text.split()) <= MOST_SYNONYM_WORDS]
    return min(candidates, key=lambda text: len(text.split()), default="")


def _commonest(texts: Counter[str]) -> str:
    return min(texts, key=lambda text: (-texts[text], text), default="")


def _vain(searches: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    """Each different search of a question as key, words, and the last search, which helped: it was in vain only when it was the only one.
    What was only typed on does not count."""
    texts = [" ".join(text.split()) for text in searches]
    last = texts[-1] if texts else ""
    seen: set[str] = set()
    for place, words in enumerate(texts[:-1] or texts):
        key = key_of(words)
        typed_on = any(later.lower().startswith(words.lower()) for later in texts[place + 1 :])
        if key and key not in seen and not typed_on and len(words) <= LONGEST_WORDS and not contains_cpr(words):
            seen.add(key)
            yield key, words, last if key_of(last) != key else ""
