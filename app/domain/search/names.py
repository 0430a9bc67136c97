"""Names as they are heard: `Krestensen`, `Kristensen` and `Christensen` sound alike, so do `Hattens` and `Hadtens`."""

import re
from functools import lru_cache

from app.domain.search.words import TOKEN, fold

# Stands before a sound among the words of a document. Nobody can type it: control characters are cleaned away.
SOUND_MARK = "\x02"
_SOUNDS = (
    (re.compile(r"^hj"), "j"),
    (re.compile(r"^hv"), "v"),
    (re.compile(r"sch|sh|sj"), "s"),
    (re.compile(r"ch|ck|q"), "k"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"th|dt"), "t"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"c"), "k"),
    (re.compile(r"z"), "s"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"w"), "v"),
    (re.compile(r"aa|oe|ae|ue"), "e"),
    (re.compile(r"(?<=[aeiouy])[dg]h?(?=$|[^aeiouy])"), ""),
    (re.compile(r"[aeiouyj]+"), "e"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"sen$|son$"), "sn"),
    (re.compile(r"e$"), ""),
)


@lru_cache(maxsize=20_000)
def sound_of(name: str) -> str:
    """A key that names which sound alike share; the first letter keeps its vowel."""
    heard = fold(name)
    for pattern, replacement in _SOUNDS:
        heard = pattern.sub(replacement, heard)
    return heard


def sounds_of(name: str) -> str:
    """How the words of a name sound, marked as sounds."""
    return " ".join(dict.fromkeys(SOUND_MARK + sound_of(word) for word in TOKEN.findall(name)))
