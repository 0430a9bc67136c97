"""Danish words made comparable: folded letters, stems, character grams, and the words that say nothing about the matter."""

import re
from collections.abc import Iterable
from functools import lru_cache

from Stemmer import Stemmer

from app.base.text import one_line

LONGEST_QUERY = 300
MOST_WORDS = 30
LONGEST_WORD = 40
SHORTEST_STEMMED = 4
TOKEN = re.compile(r"§\s*\d+[a-z]?|[^\W_]+", re.U)
_FOLD = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "u", "ß": "ss", "é": "e", "è": "e", "ê": "e", "á": "a", "à": "a", "ó": "o", "í": "i", "ñ": "n", "ç": "c"}
)
_STEMMER = Stemmer("danish")

_NOISE_WORDS = """
    af alle alt altså anden andet andre at bare begge ikke blev bliver blive da de dem den denne der deres derfor det dette dig din
    dine disse dit dog du efter ej eller en end ene er et få får fik for fordi fra før gang gerne gik går gør gøre gøres ham han
    hans har hen hende hendes her hos hun hvad hvem hver hvilken hvis hvor hvordan hvorfor hvornår i igen ind ingen inden intet ja
    jeg jeres jo kan kom komme kommer kun kunne lige lidt lille man mange med meget men mere mig min mine mit må måske nej noget nogen
    nogle nok nu når og også om op os over på sammen se selv ser sig sige siger sin sine sit skal skulle snart som stadig så sådan
    tage tager til tror ud under vi vil ville være var ved vores hej goddag tak spørge spørgsmål høre ringer hedder altid allerede
    egentlig ligesom simpelthen faktisk jer
    the a an of to in is it my we you do does can how what where for and or on at with from me our have has need get want
    der die das ein eine ich wir wie wo ist und für mein meine
"""


def fold(word: str) -> str:
    """Lower case, æ/ø/å as ae/oe/aa, accents off: the form in which words are compared."""
    lower = word.casefold()
    if lower.isascii():
        return lower
    danish = lower.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return danish if danish.isascii() else danish.translate(_FOLD)


def unfold(word: str) -> str:
    """ae/oe/aa back to æ/ø/å, for the stemmer; true `ae` in a Danish word is rare enough."""
    return word.replace("ae", "æ").replace("oe", "ø").replace("aa", "å")


def tokens(text: str) -> list[str]:
    """The words of a text, folded, in order; at most MOST_WORDS of at most LONGEST_WORD letters."""
    return [fold(word.replace(" ", ""))[:LONGEST_WORD] for word in TOKEN.findall(one_line(text[:4000]))][:MOST_WORDS]


def all_tokens(text: str) -> list[str]:
    """Like `tokens`, without the limits that protect a query."""
    return [fold(word.replace(" ", "")) for word in TOKEN.findall(one_line(text))]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a folded word, folded."""
    if len(word) < SHORTEST_STEMMED or word.isdigit():
        return word
    return fold(_STEMMER.stemWord(unfold(word)))


def stems_of(words: Iterable[str]) -> list[str]:
    """The stems of many folded words at once."""
    listed = list(words)
    found = _STEMMER.stemWords([unfold(word) for word in listed])
    return [word if len(word) < SHORTEST_STEMMED or word.isdigit() else fold(stemmed) for word, stemmed in zip(listed, found, strict=True)]


_NOISE = frozenset(fold(word) for word in _NOISE_WORDS.split())


def is_noise(word: str) -> bool:
    """Whether a folded word is one that everybody says about everything."""
    return word in _NOISE


GRAM = 4


@lru_cache(maxsize=200_000)
def grams(word: str, *, unfinished: bool = False) -> tuple[str, ...]:
    """The runs of four letters of a folded word with its edges marked; an unfinished word has no end yet."""
    marked = f"^{word}" if unfinished else f"^{word}$"
    return tuple([marked[start : start + GRAM] for start in range(len(marked) - GRAM + 1)]) or (marked,)
