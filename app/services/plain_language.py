"""Plain language beside a draft: the hints of the rules, with the words that callers are known to use."""

from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path

from sqlmodel import Session

from app.domain.guide_form import Fields
from app.domain.plain_language import FieldHints, hints, long_words
from app.domain.plain_words import PlainWords, plain_words
from app.domain.search.documents import Document, Field, Kind
from app.domain.search.index import Index
from app.domain.search.weights import Family
from app.domain.search.words import all_tokens, fold, stem
from app.services import content

_FILE = Path(__file__).parents[1] / "words" / "plain_words.txt"
_CALLERS = (Field.PHRASE, Field.HEARD)
# A word that so many guides use is one that everybody knows; so many guides are looked through for a rarer one.
KNOWN_TO_ALL = 40


@lru_cache(maxsize=1)
def office_words() -> PlainWords:
    """The office words of the list in `app/words`."""
    return plain_words(_FILE.read_text(encoding="utf-8").splitlines())


def of(session: Session, fields: Fields) -> list[FieldHints]:
    """The hints for a draft, by field, the worst first."""
    index = content.current(session).index
    own = set(all_tokens(fields.get("phrases.da", "")))
    unheard = {word for word in long_words(fields) if not _is_heard(index, word, own)}
    return hints(fields, office_words(), lambda word: word not in unheard)


def _is_heard(index: Index, word: str, own: Collection[str]) -> bool:
    """Whether callers say a word, another form of it, or all the parts it is made of."""
    folded = fold(word)
    if _said(index, folded, own):
        return True
    parts = index.splitter.split(folded)
    return bool(parts) and all(_said(index, part, own) for part in parts)


def _said(index: Index, word: str, own: Collection[str]) -> bool:
    term = stem(word)
    if any(token.startswith(term) for token in own):
        return True
    spans = [(part, span) for part in index.segments if (span := part.told[Family.WORDS].span(term)) is not None]
    numbers = [int(number) for part, span in spans for number in part.told[Family.WORDS].documents[span]]
    return len(numbers) > KNOWN_TO_ALL or any(_says(index.documents[number], term) for number in numbers)


def _says(document: Document, term: str) -> bool:
    return document.kind is Kind.GUIDE and any(term in fold(text) for text in _texts(document))


def _texts(document: Document) -> Iterable[str]:
    return (text for field in _CALLERS for text in document.texts.get(field, ()))
