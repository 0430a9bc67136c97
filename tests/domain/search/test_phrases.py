"""The caller phrase most like a query, beside a comparison of sets."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.search.documents import Document, Field, Kind
from app.domain.search.phrases import read_phrases
from app.domain.search.reading import read
from app.domain.search.words import is_noise, stem
from tests.domain.search.corpora import WORDS, corpora, guide, words_in

STEMS = sorted({stem(word) for words in words_in(guide("a", *WORDS), Field.PHRASE) for word in words if not is_noise(word)})


def slowly(document: Document, matter: set[str]) -> tuple[float, int]:
    """Dice of the query with each phrase; the first of the most like."""
    phrases = [{stem(word) for word in words if not is_noise(word)} for words in words_in(document, Field.PHRASE)]
    likeness = [2 * len(stems & matter) / (len(stems) + len(matter)) if matter else 0.0 for stems in phrases]
    best = max(likeness, default=0.0)
    return best, likeness.index(best) if best else 0


@given(corpora(), st.sets(st.sampled_from([*STEMS, "ukendt", "giraf"]), max_size=5))
@example([guide("a", "hund", "", "kat hund", "hund hund"), guide("b"), guide("c", "hund")], {"hund", "kat"})
def test_the_nearest_phrase_is_that_of_a_comparison_of_sets(documents: list[Document], matter: set[str]) -> None:
    phrases = read_phrases(read(documents))
    assert [phrases.nearest(place, matter) for place in range(len(documents))] == [slowly(document, matter) for document in documents]


@pytest.mark.parametrize(
    ("matter", "likeness", "place"),
    [
        ({"gul", "kort"}, 1.0, 1),
        ({"kort"}, 2 / 3, 1),
        ({"gul", "kort", "giraf"}, 2 * 2 / 5, 1),
        ({"bil"}, 1.0, 2),
        ({"giraf"}, 0.0, 0),
        (set(), 0.0, 0),
    ],
)
def test_likeness_is_shared_stems_over_all_stems(matter: set[str], likeness: float, place: int) -> None:
    phrases = read_phrases(read([guide("a", "hus", "mit gule kort", "jeg har en bil bilen")]))
    assert phrases.nearest(0, matter) == pytest.approx((likeness, place))


def test_of_phrases_alike_the_first_is_answered() -> None:
    phrases = read_phrases(read([guide("a", "hus", "hund og kat", "katten har hunden", "kat hund")]))
    assert phrases.nearest(0, {"kat", "hund"}) == (1.0, 1)


def test_no_phrase_is_near_where_there_is_none() -> None:
    other = Document(Kind.GUIDE, "b", "", "", {Field.HEARD: ("hund",), Field.KEYWORD: ("hund",)})
    phrases = read_phrases(read([other, guide("c"), guide("d", "", "jeg har")]))
    assert [phrases.nearest(place, {"hund"}) for place in range(3)] == [(0.0, 0)] * 3


def test_a_query_is_compared_with_the_phrases_of_the_document_alone() -> None:
    phrases = read_phrases(read([guide("a", "hund", "kat"), guide("b", "pas"), guide("c", "kat hund", "kat")]))
    assert [phrases.nearest(place, {"kat"}) for place in range(3)] == [(1.0, 1), (0.0, 0), (1.0, 1)]
