"""Office words with an everyday one for each, met in all their forms."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

_VERB = ("r", "s", "t", "de", "nde")
_VERB_CUT = ("et", "ede", "te", "t", "ets")
_OTHER = ("t", "e", "en", "et", "er", "erne", "n", "ne", "s")
_SHORTEST_INFLECTED = 5


@dataclass(frozen=True)
class PlainWords:
    """Everyday words by what the office says, as words in lower case. The forms that are given stand before those that are made."""

    instead: Mapping[tuple[str, ...], str]
    longest: int

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """Where an office word begins and ends (exclusive) among words in lower case, with the everyday one. The longest is taken."""
        place = 0
        while place < len(words):
            for length in range(min(self.longest, len(words) - place), 0, -1):
                found = self.instead.get(tuple(words[place : place + length]))
                if found is not None:
                    yield place, place + length, found
                    place += length - 1
                    break
            place += 1


def plain_words(lines: Iterable[str]) -> PlainWords:
    """The list `office word|another form: everyday word`, one a line; empty lines are skipped."""
    given: dict[tuple[str, ...], str] = {}
    made: dict[tuple[str, ...], str] = {}
    for line in lines:
        forms, _, instead = line.strip().partition(": ")
        for form in forms.split("|") if instead else ():
            words = tuple(form.lower().split())
            given.setdefault(words, instead)
            if len(words) == 1:
                for other in inflections(words[0]):
                    made.setdefault((other,), instead)
    known = {**made, **given}
    return PlainWords(known, max(map(len, known), default=0))


def inflections(word: str) -> list[str]:
    """The regular forms of a word: of a verb when it ends in -e, else of a noun or adjective. Short words have none."""
    if len(word) < _SHORTEST_INFLECTED:
        return []
    if word.endswith("e"):
        return [word + ending for ending in _VERB] + [word[:-1] + ending for ending in _VERB_CUT]
    return [word + ending for ending in _OTHER]
