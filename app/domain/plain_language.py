"""Plain language beside the text: hard sentences, office words with an everyday one, passives, and words that no caller uses. Hints only."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.guide_form import ALL_FIELDS, Fields, Look
from app.domain.passives import Words, passives
from app.domain.plain_words import PlainWords
from app.domain.readability import BODY_LIMIT, SAY_LIMIT, Readability, readability, sentences

LONGEST_SENTENCE = 20
# LIX of a line or two says nothing.
FEWEST_WORDS = 25
LONG_UNHEARD = 10
SHOWN = 3
_QUOTED = 14
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NO_TEXT = re.compile(r"\{fact:[^}]*\}|https?://\S+|\S+@\S+|\b[\w-]+\.(?:dk|com|org|eu)\b")
_SAID = ("say",)


class HintKind(StrEnum):
    """What a hint is about."""

    SENTENCE = "sentence"
    OFFICE_WORD = "office_word"
    PASSIVE = "passive"
    UNHEARD = "unheard"


# A sentence that cannot be followed by ear is worse than a stiff word; a word nobody says is only worth a thought.
_WEIGHT = {HintKind.SENTENCE: 4.0, HintKind.OFFICE_WORD: 3.0, HintKind.PASSIVE: 2.0, HintKind.UNHEARD: 1.0}


@dataclass(frozen=True)
class Hint:
    """One thing worth a thought: what stands there, what could stand there instead, and how often it does."""

    kind: HintKind
    found: str
    instead: str
    weight: float
    times: int = 1


@dataclass(frozen=True)
class FieldHints:
    """The hints of one field, the weightiest first. `limit` is the LIX that it should stay within."""

    field: str
    label: str
    reading: Readability
    limit: int
    hints: Sequence[Hint]

    @property
    def is_hard(self) -> bool:
        """Whether the text is harder to follow than it should be; a line or two is never judged."""
        return self.reading.words >= FEWEST_WORDS and self.reading.lix > self.limit

    @property
    def weight(self) -> float:
        return sum(hint.weight for hint in self.hints) + (5.0 if self.is_hard else 0.0)


# The Danish texts that are read out or read; the translations are somebody else's language.
PLAIN_FIELDS = tuple(
    name
    for name, shape in ALL_FIELDS.items()
    if (shape.look is Look.TEXT and not name.startswith("translations.")) or name in ("processing_time", "referral.when", "referral.fallback")
)


def hints(fields: Fields, words: PlainWords, is_heard: Callable[[str], bool]) -> list[FieldHints]:
    """The fields with something worth a thought, the worst first. `is_heard` says whether callers use a word, given in lower case."""
    found = [_field(name, text, words, is_heard) for name in PLAIN_FIELDS if (text := fields.get(name, "").strip())]
    return sorted((field for field in found if field.hints or field.is_hard), key=lambda field: (field.field not in _SAID, -field.weight))


def long_words(fields: Fields) -> set[str]:
    """The words, in lower case, that are long enough for callers perhaps not to use them."""
    texts = (_NO_TEXT.sub(" ", fields.get(name, "")) for name in PLAIN_FIELDS)
    return {word.lower() for text in texts for word in _WORD.findall(text) if _is_long(word)}


def _field(name: str, text: str, words: PlainWords, is_heard: Callable[[str], bool]) -> FieldHints:
    found: dict[tuple[HintKind, str], Hint] = {}
    factor = 1.5 if name in _SAID else 1.0
    for kind, what, instead, extra in _found(text, words, is_heard):
        known = found.get((kind, what.lower()))
        weight = factor * _WEIGHT[kind] + extra
        found[kind, what.lower()] = Hint(kind, known.found if known else what, instead, weight, known.times + 1 if known else 1)
    limit = SAY_LIMIT if name in _SAID else BODY_LIMIT
    ordered = sorted(found.values(), key=lambda hint: -hint.weight)
    return FieldHints(name, ALL_FIELDS[name].label, readability(text), limit, ordered)


def _found(text: str, words: PlainWords, is_heard: Callable[[str], bool]) -> Iterator[tuple[HintKind, str, str, float]]:
    for sentence in sentences(text):
        length = readability(sentence).words
        if length > LONGEST_SENTENCE:
            yield HintKind.SENTENCE, _quoted(sentence), f"{length} ord; del den op", (length - LONGEST_SENTENCE) / 10
        said = Words.of(_NO_TEXT.sub(" 10 ", sentence))
        taken: set[int] = set()
        for begin, end, instead in words.find(said.lower):
            taken.update(range(begin, end))
            yield HintKind.OFFICE_WORD, " ".join(said.written[begin:end]), instead, 0.0
        for passive in passives(said):
            if not taken & set(range(passive.begin, passive.end)):
                taken.update(range(passive.begin, passive.end))
                yield HintKind.PASSIVE, " ".join(said.written[passive.begin : passive.end]), passive.ask, 0.0
        for place, word in enumerate(said.written):
            is_name = place > 0 and word[0].isupper()
            if place not in taken and not is_name and _is_long(word) and not is_heard(word.lower()):
                yield HintKind.UNHEARD, word, "", 0.0


def _is_long(word: str) -> bool:
    return len(word) >= LONG_UNHEARD and "-" not in word and not word.isupper()


def _quoted(sentence: str) -> str:
    """The beginning of a sentence, enough to find it by."""
    words = sentence.split()
    return " ".join(words) if len(words) <= _QUOTED else " ".join(words[:_QUOTED]) + " …"


def spoken(fields: Fields) -> Readability:
    """How hard the sentence to say is to follow by ear."""
    return readability(fields.get("say", ""))
