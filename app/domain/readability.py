"""How hard a Danish text is to hear. LIX: words per sentence plus the share of words over six letters, in per cent."""

import re
from dataclasses import dataclass

LONG_WORD = 6
SAY_LIMIT = 35
BODY_LIMIT = 40
_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"[.!?:](?=\s|$)|\n\n")
_LIST_MARK = re.compile(r"^[ \t]*(?:[-*]|\d+\.)[ \t]+", re.M)
_MARK = re.compile(r"\{fact:[^}]*\}")
_URL = re.compile(r"https?://\S*[^\s.,:;!?)]")


@dataclass(frozen=True)
class Readability:
    """LIX and the counts behind it."""

    lix: float
    words: int
    sentences: int


def readability(text: str) -> Readability:
    """LIX of a text; facts count as one short word, addresses not at all. Each point of a list is a sentence of its own."""
    plain = _URL.sub("", _MARK.sub("10", text))
    words = _WORD.findall(_LIST_MARK.sub("\n\n", plain))
    count = max(1, len(sentences(plain)))
    if not words:
        return Readability(0.0, 0, count)
    long_share = 100 * sum(len(word) > LONG_WORD for word in words) / len(words)
    return Readability(len(words) / count + long_share, len(words), count)


def sentences(text: str) -> list[str]:
    """The sentences of a text that have words in them, without their full stops and list marks."""
    return [part.strip() for part in _SENTENCE_END.split(_LIST_MARK.sub("\n\n", text)) if _WORD.search(part)]
