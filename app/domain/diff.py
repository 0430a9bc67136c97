"""Two texts compared word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

_WORD = re.compile(r"\n|[^\s]+|[^\S\n]+")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
# Comparing takes time with the product of both lengths; beyond this (some 1,000 changed words on each side) lines are compared instead.
MOST_PAIRS = 4_000_000


@dataclass(frozen=True)
class Piece:
    """A run of text that stands in both (`same`), only in the old (`gone`) or only in the new (`come`)."""

    kind: str
    text: str


def words_between(old: str, new: str) -> Sequence[Piece]:
    """The way from an old text to a new one, in pieces; put together without `gone` they are the new text.

    Very long texts that have little in common are compared line by line, and at last as wholes.
    """
    before, after = _WORD.findall(old.replace("\r\n", "\n")), _WORD.findall(new.replace("\r\n", "\n"))
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    head, tail = after[:start], after[len(after) - end :]
    pieces = _between(before[start : len(before) - end], after[start : len(after) - end])
    return _joined([Piece("same", "".join(head)), *pieces, Piece("same", "".join(tail))])


def shortened(pieces: Sequence[Piece], keep: int = 60) -> Sequence[Piece]:
    """Pieces for a list: of a long run that stands in both, only what is next to a change."""
    last = len(pieces) - 1
    return [_cut(piece, keep, first=index == 0, last=index == last) if piece.kind == "same" else piece for index, piece in enumerate(pieces)]


def _between(before: Sequence[str], after: Sequence[str]) -> list[Piece]:
    if len(before) * len(after) > MOST_PAIRS:
        before, after = _LINE.findall("".join(before)), _LINE.findall("".join(after))
    if len(before) * len(after) > MOST_PAIRS:
        return [Piece("gone", "".join(before)), Piece("come", "".join(after))]
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(after[j1:j2])))
            continue
        pieces += [Piece("gone", "".join(before[i1:i2])), Piece("come", "".join(after[j1:j2]))]
    return pieces


def _common(before: Sequence[str], after: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without empty ones; changed words with only a space between them are one change, as one reads it."""
    joined: list[Piece] = []
    gone, come, space = "", "", ""
    for piece in pieces:
        if piece.kind == "same" and (gone or come) and not piece.text.strip(" "):
            space += piece.text
        elif piece.kind == "same":
            joined += [Piece("gone", gone), Piece("come", come), Piece("same", space + piece.text)]
            gone, come, space = "", "", ""
        else:
            gone += space + (piece.text if piece.kind == "gone" else "")
            come += space + (piece.text if piece.kind == "come" else "")
            space = ""
    joined += [Piece("gone", gone), Piece("come", come), Piece("same", space)]
    return [piece for piece in joined if piece.text]


def _cut(piece: Piece, keep: int, *, first: bool, last: bool) -> Piece:
    """The text without its middle, cut between words where there are any."""
    if len(piece.text) <= 3 * keep:
        return piece
    head = "" if first else piece.text[:keep].rpartition(" ")[0] or piece.text[:keep]
    tail = "" if last else piece.text[-keep:].partition(" ")[2] or piece.text[-keep:]
    return Piece("same", f"{head} … {tail}")
