"""Small knowledge bases drawn at random, and tables read back as plain dictionaries, for counting the slow way beside the fast one."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import strategies as st

from app.domain.search import counting, telling
from app.domain.search.documents import Document, Field, Kind
from app.domain.search.rows import Rows
from app.domain.search.words import all_tokens

# Inflections that share a stem, compounds of the others, doubles in the letters, noise, numbers, other alphabets, one and two letters.
WORDS = (
    *("hund", "hunden", "Hundene", "kat", "KATTE", "pas", "passet", "affald", "beholder", "affaldsbeholder", "skrald", "spand", "skraldespanden"),
    *("køre", "kort", "kørekort", "barn", "seng", "barneseng", "anagraanagra", "ææææææ", "jeg", "har", "ikke", "på", "§ 85", "§12a", "1234", "12"),
    *("å", "a", "ab", "ø", "café", "straße", "пас", "Żółw", "ΣΊΣΥΦΟΣ", "ﬁ", "½", "😀", "tabt-pung", "–"),
)
texts = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)
# Sounds are made of names, not drawn.
_places: st.SearchStrategy[Field] = st.sampled_from([place for place in Field if place is not Field.SOUND])
_fields = st.dictionaries(_places, st.lists(texts, max_size=3).map(tuple))
_kinds = st.sampled_from([Kind.GUIDE, Kind.GUIDE, Kind.GUIDE, Kind.DEPARTMENT])


def guide(slug: str, *phrases: str) -> Document:
    return Document(Kind.GUIDE, slug, slug, "Afdeling", {Field.PHRASE: phrases})


def corpora(most: int = 6) -> st.SearchStrategy[list[Document]]:
    """Lists of documents, also of none, with texts in any fields."""
    documents = st.tuples(_kinds, _fields)
    return st.lists(documents, max_size=most).map(
        lambda drawn: [Document(kind, f"nr-{number}", "", "", fields) for number, (kind, fields) in enumerate(drawn)]
    )


def words_in(document: Document, place: Field) -> list[list[str]]:
    """The folded words of each text in a field."""
    return [all_tokens(text) for text in document.texts.get(place, ())]


def as_dict(rows: Rows) -> dict[str, dict[int, float]]:
    """What is kept for each feature that occurs, by document. No document stands twice in a row: additions by number rely on it."""
    table = {}
    for feature in rows.listed():
        span = rows.span(feature)
        if span is not None:
            numbers = rows.documents[span].tolist()
            assert len(set(numbers)) == len(numbers)
            table[feature] = dict(zip(numbers, rows.values[span].tolist(), strict=True))
    return table


@contextmanager
def in_pieces(block: int, at_once: int = telling.MOST_AT_ONCE) -> Iterator[None]:
    """Counting in blocks and shares so small that even a small knowledge base needs many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "BLOCK", block)
        patch.setattr(telling, "MOST_AT_ONCE", at_once)
        yield
