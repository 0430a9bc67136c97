"""More guides like the real ones: the same shape, the same word statistics, and a vocabulary that grows as it does in real text.

A new guide takes its shape (how many phrases, how many words in each) from a real one. Its words are drawn by how often they stand in
that field of its two parents or of all guides, half of them as followers of the word before. A share of the words is new: compounds
of two known ones. Vocabulary follows Heaps' law V = K n^b, fitted to the real guides, so that share falls as the corpus grows. A new
word stays with its guide, and now and then another guide takes it up.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from random import Random

from bench.common import SEED
from bench.engines.base import words_of
from bench.material import FIELDS, Text

FOLLOWS = 0.5
FROM_PARENTS = 0.6
OWN_WORD = 0.03
LINKS = ("", "", "s", "e")


class _Words:
    """The words of a heap of texts: drawn as often as they stand there, or as followers of another."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.all: list[str] = []
        self.after: dict[str, list[str]] = defaultdict(list)
        for text in texts:
            words = words_of(text)
            self.all += words
            for first, second in pairwise(words):
                self.after[first].append(second)


def heaps(texts: Sequence[str]) -> tuple[float, float, int, set[str]]:
    """K and b of Heaps' law between a tenth and the whole of the texts, then their number of words and the vocabulary."""
    words = [word for text in texts for word in words_of(text)]
    tenth = len(words) // 10 or 1
    early, late = len(set(words[:tenth])), len(set(words))
    growth = math.log(late / early) / math.log(len(words) / tenth)
    return late / len(words) ** growth, growth, len(words), set(words)


class Generator:
    """Makes guides; the same seed makes the same ones."""

    def __init__(self, real: Sequence[Text], seed: int = SEED) -> None:
        self._real = list(real)
        self._dice = Random(seed)
        shuffled = list(real)
        self._dice.shuffle(shuffled)
        self._k, self._growth, self._count, self._known = heaps([guide.of(field) for guide in shuffled for field in FIELDS])
        self._global = {field: _Words([guide.of(field) for guide in real]) for field in FIELDS}
        self._own = [{field: _Words([guide.of(field)]) for field in FIELDS} for guide in real]
        common = Counter(word for guide in real for field in ("title", "keyword", "situation") for word in words_of(guide.of(field)))
        self._stuff = [word for word in common if 3 <= len(word) <= 9 and word.isalpha()]
        self._made: list[str] = []

    def guides(self, number: int) -> Iterator[Text]:
        """The real guides, then made ones, `number` in all."""
        yield from self._real[:number]
        for place in range(len(self._real), number):
            yield self._guide(place)

    def _guide(self, place: int) -> Text:
        dice = self._dice
        shape = dice.choice(self._real)
        parents = [self._own[dice.randrange(len(self._own))] for _ in range(2)]
        own: list[str] = [dice.choice(self._made)] if self._made and dice.random() < 0.3 else []
        texts = {
            field: tuple(" ".join(self._sentence(field, len(words_of(line)), parents, own)) for line in shape.texts.get(field, ()))
            for field in FIELDS
            if field != "unit"
        }
        texts["unit"] = shape.texts["unit"]
        return Text("guide", f"made-{place:06}", texts["title"][0], shape.label, texts)

    def _sentence(self, field: str, length: int, parents: Sequence[dict[str, _Words]], own: list[str]) -> list[str]:
        sentence: list[str] = []
        dice = self._dice
        chance_of_new = self._k * self._growth * self._count ** (self._growth - 1)
        source = dice.choice(parents)[field] if dice.random() < FROM_PARENTS else self._global[field]
        for _ in range(length):
            chance = dice.random()
            followers = source.after.get(sentence[-1]) if sentence else None
            if chance < chance_of_new:
                sentence.append(self._new_word(own))
            elif chance < chance_of_new + OWN_WORD and own:
                sentence.append(dice.choice(own))
            elif followers and dice.random() < FOLLOWS:
                sentence.append(dice.choice(followers))
            else:
                sentence.append(dice.choice(source.all or self._global[field].all))
        self._count += length
        return sentence

    def _new_word(self, own: list[str]) -> str:
        while True:
            word = self._dice.choice(self._stuff) + self._dice.choice(LINKS) + self._dice.choice(self._stuff)
            if word not in self._known:
                self._known.add(word)
                own.append(word)
                self._made.append(word)
                return word

    def statistics(self) -> dict[str, float]:
        """Words and vocabulary so far, with the law they follow."""
        return {"words": self._count, "vocabulary": len(self._known), "heaps_k": round(self._k, 2), "heaps_b": round(self._growth, 3)}
