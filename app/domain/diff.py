"""Two texts compared word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"\n|[^\s]+|[^\S\n]+")


@dataclass(frozen=True)
class Piece:
    """A run of text that stands in both (`same`), only in the old (`gone`) or only in the new (`come`)."""

    kind: str
    text: str


def words_between(old: str, new: str) -> Sequence[Piece]:
    """The way from an old text to a new one, in pieces; put together without `gone` they are the new text."""
    before, after = _WORD.findall(old.replace("\r\n", "\n")), _WORD.findall(new.replace("\r\n", "\n"))
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(after[j1:j2])))
            continue
        if i2 > i1:
            pieces.append(Piece("gone", "".join(before[i1:i2])))
        if j2 > j1:
            pieces.append(Piece("come", "".join(after[j1:j2])))
    return pieces
