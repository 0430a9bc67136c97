"""From a caller's words to an ordered list of hits, each with the reason it is there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from app.domain.search import weights
from app.domain.search.documents import Document, Field, Kind
from app.domain.search.index import Index
from app.domain.search.words import is_noise, stem, tokens


class Met(StrEnum):
    """How a typed word met a known one."""

    EXACT = "exact"
    PREFIX = "prefix"
    PART = "part"
    SPELLING = "spelling"
    SYNONYM = "synonym"


@dataclass(frozen=True)
class Clue:
    """One known stem that a typed word may stand for, and how much it is worth."""

    term: str
    worth: float
    met: Met
    word: str


@dataclass(frozen=True)
class Hit:
    """A document with its score and why it was found."""

    document: Document
    score: float
    reason: str
    matched: tuple[str, ...] = ()
    signals: Mapping[str, float] = field(default_factory=dict)


def find(index: Index, text: str, limit: int = 10) -> list[Hit]:
    """The hits for what was typed, best first; nothing when nothing fits."""
    typed = tokens(text)
    if not typed or (len(typed) == 1 and len(typed[0]) < 2):
        return []
    clues = [_clues(index, word, last=position == len(typed) - 1) for position, word in enumerate(typed)]
    clues += _joined(index, typed)
    word_scores, found_by = _score_words(index, clues)
    phrase_scores, best_phrase = _score_phrases(index, clues)
    best_possible = sum(max((clue.worth * index.rarity.get(clue.term, 0.0) for clue in row), default=0.0) for row in clues[: len(typed)]) or 1.0
    scored: list[tuple[float, int]] = []
    for number in word_scores.keys() | phrase_scores.keys():
        score = word_scores.get(number, 0.0) + weights.PHRASE_MATCH * phrase_scores.get(number, 0.0)
        covered = sum(worth for _, worth in found_by.get(number, {}).values()) / best_possible
        score = (score + weights.COVERAGE * min(1.0, covered)) * weights.KIND_WEIGHT[index.documents[number].kind]
        scored.append((score, number))
    scored.sort(key=lambda row: (-row[0], index.documents[row[1]].slug))
    if not scored:
        return []
    floor = scored[0][0] * weights.NOISE_FLOOR
    return [
        _hit(index, number, score, found_by.get(number, {}), best_phrase.get(number), word_scores, phrase_scores)
        for score, number in scored[:limit]
        if score >= floor
    ]


def _clues(index: Index, word: str, *, last: bool) -> list[Clue]:
    """What a typed word may stand for, the surest first."""
    noise = weights.NOISE_WORD if is_noise(word) else 1.0
    term = stem(word)
    clues: list[Clue] = []
    known = term in index.postings
    if known:
        clues.append(Clue(term, weights.EXACT * noise, Met.EXACT, word))
    for synonym in index.synonyms.get(term, ()):
        clues.append(Clue(synonym, weights.SYNONYM, Met.SYNONYM, word))
    if last and noise == 1.0 and len(word) >= 2:
        for completion in index.completions(word):
            if stem(completion) != term:
                clues.append(Clue(stem(completion), weights.PREFIX, Met.PREFIX, completion))
    parts = index.splitter.split(word)
    clues.extend(Clue(stem(part), weights.PART, Met.PART, part) for part in parts if stem(part) in index.postings)
    if not known and not any(clue.met is Met.PREFIX for clue in clues):
        for correction in index.speller.near(word):
            clues.append(Clue(stem(correction.word), weights.SPELLING * correction.nearness, Met.SPELLING, correction.word))
            clues.extend(
                Clue(stem(part), weights.PART * correction.nearness, Met.PART, correction.word) for part in index.splitter.split(correction.word)
            )
    return clues


def _joined(index: Index, typed: list[str]) -> list[list[Clue]]:
    """Neighbouring words written apart that belong together: "køre kort", "digital post"."""
    rows: list[list[Clue]] = []
    for first, second in pairwise(typed):
        row = []
        for joined in (first + second, first + "s" + second):
            if joined in index.surface_count and not (is_noise(first) and is_noise(second)):
                row.append(Clue(stem(joined), weights.JOINED, Met.PART, joined))
        pair = f"{stem(first)} {stem(second)}"
        row.extend(Clue(term, weights.SYNONYM, Met.SYNONYM, f"{first} {second}") for term in index.synonyms.get(pair, ()))
        if row:
            rows.append(row)
    return rows


def _score_words(index: Index, clues: Iterable[list[Clue]]) -> tuple[dict[int, float], dict[int, dict[int, tuple[Clue, float]]]]:
    """Per document: the sum over typed words of the best clue, and which clue that was."""
    scores: dict[int, float] = defaultdict(float)
    found_by: dict[int, dict[int, tuple[Clue, float]]] = defaultdict(dict)
    for position, row in enumerate(clues):
        best: dict[int, tuple[float, Clue, float]] = {}
        for clue in row:
            worth = clue.worth * index.rarity.get(clue.term, 0.0)
            for number, standing in index.postings.get(clue.term, {}).items():
                value = worth * standing
                if number not in best or value > best[number][0]:
                    best[number] = (value, clue, worth)
        for number, (value, clue, worth) in best.items():
            scores[number] += value
            found_by[number][position] = (clue, worth)
    return scores, found_by


def _score_phrases(index: Index, clues: Iterable[list[Clue]]) -> tuple[dict[int, float], dict[int, str]]:
    """Per document: how well its best caller phrase and the query cover each other (0 to 1), and which phrase that is."""
    overlap: dict[int, float] = defaultdict(float)
    asked = 0.0
    for row in clues:
        strongest = 0.0
        seen: set[int] = set()
        for clue in row:
            if is_noise(clue.word):
                continue
            worth = clue.worth * index.rarity.get(clue.term, 0.0)
            strongest = max(strongest, worth)
            for number in index.phrases_with.get(clue.term, ()):
                if number not in seen:
                    seen.add(number)
                    overlap[number] += worth
        asked += strongest
    scores: dict[int, float] = {}
    best: dict[int, str] = {}
    for number, value in overlap.items():
        phrase = index.phrases[number]
        score = value / (0.5 * asked + 0.5 * phrase.weight + 0.5)
        if score > scores.get(phrase.document, 0.0):
            scores[phrase.document] = score
            best[phrase.document] = phrase.text
    return scores, best


def _hit(
    index: Index,
    number: int,
    score: float,
    found_by: Mapping[int, tuple[Clue, float]],
    phrase: str | None,
    word_scores: Mapping[int, float],
    phrase_scores: Mapping[int, float],
) -> Hit:
    document = index.documents[number]
    clues = [clue for clue, _ in sorted(found_by.values(), key=lambda pair: -pair[1])]
    return Hit(
        document,
        round(score, 4),
        _reason(index, number, clues, phrase if phrase_scores.get(number, 0.0) > 0.5 else None),
        tuple(dict.fromkeys(clue.term for clue in clues)),
        {"words": round(word_scores.get(number, 0.0), 3), "phrase": round(phrase_scores.get(number, 0.0), 3)},
    )


def _reason(index: Index, number: int, clues: list[Clue], phrase: str | None) -> str:
    """Why this hit: a corrected spelling, a caller's phrase, or where the weightiest word stands."""
    document = index.documents[number]
    spelled = next((clue for clue in clues if clue.met is Met.SPELLING), None)
    if spelled:
        return f"stavet: {index.as_written(spelled.word)}"
    if phrase:
        return f"siger borgeren: {phrase}"
    if not clues:
        return document.label
    clue = clues[0]
    if clue.met is Met.SYNONYM:
        return f"andet ord for {index.as_written(clue.term)}"
    place = index.best_field.get((clue.term, number), Field.BODY)
    return f"{_PLACES[document.kind].get(place, _FIELD_WORDS[place])}: {index.as_written(clue.word)}"


_FIELD_WORDS: dict[Field, str] = {
    Field.TITLE: "titel",
    Field.KEYWORD: "stikord",
    Field.PHRASE: "siger borgeren",
    Field.SITUATION: "borgerens situation",
    Field.SAY: "i svaret",
    Field.BODY: "i guiden",
    Field.UNIT: "afdeling",
    Field.NUMBER: "nummer",
}
_PLACES: dict[Kind, dict[Field, str]] = {
    Kind.GUIDE: {},
    Kind.DEPARTMENT: {Field.TITLE: "afdeling", Field.KEYWORD: "opgave"},
    Kind.PERSON: {Field.TITLE: "navn", Field.KEYWORD: "opgave"},
}
