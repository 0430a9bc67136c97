"""The index: which stem stands where, how rare it is, and which words are known at all. In memory, pure, built from documents."""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.search import weights
from app.domain.search.compounds import Splitter
from app.domain.search.documents import Document, Field
from app.domain.search.spelling import Speller
from app.domain.search.words import all_tokens, is_noise, spellings, stem

MOST_COMPLETIONS = 12


@dataclass(frozen=True)
class Phrase:
    """A caller phrase as the stems that say something, with the document it belongs to."""

    document: int
    text: str
    stems: frozenset[str]
    weight: float


@dataclass
class Index:
    """Documents with their postings. Build with `build`; it is not changed afterwards."""

    documents: list[Document]
    postings: dict[str, dict[int, float]]
    best_field: dict[tuple[str, int], Field]
    rarity: dict[str, float]
    phrases: list[Phrase]
    phrases_with: dict[str, list[int]]
    vocabulary: list[str]
    surface_count: Mapping[str, int]
    written: Mapping[str, str]
    synonyms: Mapping[str, tuple[str, ...]]
    splitter: Splitter
    speller: Speller
    by_key: dict[tuple[str, str], int] = field(default_factory=dict)

    def completions(self, prefix: str) -> Sequence[str]:
        """Known words that begin with a folded prefix, the most common first, at most MOST_COMPLETIONS."""
        start = bisect_left(self.vocabulary, prefix)
        end = bisect_left(self.vocabulary, prefix + "\uffff")
        return sorted(self.vocabulary[start:end], key=lambda word: (-self.surface_count[word], word))[:MOST_COMPLETIONS]

    def as_written(self, word: str) -> str:
        """A folded word as the documents spell it."""
        return self.written.get(word, word)

    def knows(self, word: str) -> bool:
        """Whether a folded word, or its stem, stands anywhere."""
        return stem(word) in self.postings


def build(documents: Iterable[Document], synonyms: Mapping[str, Sequence[str]] | None = None) -> Index:
    """An index of documents. `synonyms` maps words as callers say them to words as guides say them."""
    listed = list(documents)
    words_by_document = [_words(document) for document in listed]
    surface_count: dict[str, int] = defaultdict(int)
    for by_field in words_by_document:
        for words in by_field.values():
            for word in words:
                surface_count[word] += 1
    splitter = Splitter(surface_count)
    postings: dict[str, dict[int, float]] = defaultdict(dict)
    best_field: dict[tuple[str, int], Field] = {}
    for number, by_field in enumerate(words_by_document):
        _post(number, by_field, splitter, postings, best_field)
    count = max(1, len(listed))
    rarity = {term: math.log(1 + (count - len(row) + 0.5) / (len(row) + 0.5)) for term, row in postings.items()}
    phrases = [_phrase(number, text, rarity) for number, document in enumerate(listed) for text in document.texts.get(Field.PHRASE, ())]
    phrases_with: dict[str, list[int]] = defaultdict(list)
    for number, phrase in enumerate(phrases):
        for term in phrase.stems:
            phrases_with[term].append(number)
    return Index(
        documents=listed,
        postings=dict(postings),
        best_field=best_field,
        rarity=rarity,
        phrases=phrases,
        phrases_with=dict(phrases_with),
        vocabulary=sorted(surface_count),
        surface_count=dict(surface_count),
        written={
            folded: word
            for document in listed
            for texts in document.texts.values()
            for text in texts
            for folded, word in spellings(text)
            if folded != word
        },
        synonyms=_fold_synonyms(synonyms or {}),
        splitter=splitter,
        speller=Speller(surface_count),
        by_key={document.key: number for number, document in enumerate(listed)},
    )


def _words(document: Document) -> dict[Field, list[str]]:
    return {name: [word for text in texts for word in all_tokens(text)] for name, texts in document.texts.items()}


def _post(
    number: int,
    by_field: Mapping[Field, Sequence[str]],
    splitter: Splitter,
    postings: dict[str, dict[int, float]],
    best_field: dict[tuple[str, int], Field],
) -> None:
    total: dict[str, float] = defaultdict(float)
    best: dict[str, float] = defaultdict(float)
    for name, words in by_field.items():
        counts: dict[str, float] = defaultdict(float)
        for word in words:
            counts[stem(word)] += 1
            for part in splitter.split(word):
                counts[stem(part)] += weights.PART
        for term, frequency in counts.items():
            worth = weights.FIELD_WEIGHT[name] * frequency * (1 + weights.REPEAT_SATURATION) / (frequency + weights.REPEAT_SATURATION)
            total[term] += worth
            if worth > best[term]:
                best[term] = worth
                best_field[term, number] = name
    for term, worth in total.items():
        postings[term][number] = worth


def _phrase(number: int, text: str, rarity: Mapping[str, float]) -> Phrase:
    stems = frozenset(stem(word) for word in all_tokens(text) if not is_noise(word))
    return Phrase(number, text, stems, sum(rarity.get(term, 0.0) for term in stems))


def _fold_synonyms(synonyms: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    folded: dict[str, set[str]] = defaultdict(set)
    for word, means in synonyms.items():
        key = " ".join(stem(token) for token in all_tokens(word))
        folded[key].update(stem(token) for meaning in means for token in all_tokens(meaning) if not is_noise(token))
    return {key: tuple(sorted(values)) for key, values in folded.items()}
