"""How hard a Danish text is to hear. LIX: words per sentence plus the share of words over six letters, in per cent."""

import re
from dataclasses import dataclass

LONG_WORD = 6
SAY_LIMIT = 35
BODY_LIMIT = 40
_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"[.!?:](?=\s|$)|\n\s*(?:[-*]|\d+\.)\s|\n\n")
_MARK = re.compile(r"\{fact:[^}]*\}")
_URL = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Readability:
    """LIX and the counts behind it."""

    lix: float
    words: int
    sentences: int


def readability(text: str) -> Readability:
    """LIX of a text; facts count as one short word, addresses not at all."""
    plain = _URL.sub("", _MARK.sub("10", text))
    words = _WORD.findall(plain)
    sentences = max(1, len(_SENTENCE_END.findall(plain)))
    if not words:
        return Readability(0.0, 0, sentences)
    long_share = 100 * sum(len(word) > LONG_WORD for word in words) / len(words)
    return Readability(len(words) / sentences + long_share, len(words), sentences)
