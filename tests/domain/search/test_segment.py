"""A segment: its words, and what it takes from the large one it stands beside."""

import math
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.search import index as search_index
from app.domain.search import segment, weights
from app.domain.search.documents import Document, Field, Kind
from app.domain.search.names import SOUND_MARK
from app.domain.search.reading import read
from app.domain.search.segment import Segment
from app.domain.search.weights import Family
from app.domain.search.words import fold, grams, stem
from tests.domain.search.corpora import as_dict, guide, words_in


def build(documents: Sequence[Document]) -> Segment:
    return search_index.build(documents).segments[0]


def odds(family: Family, counted: float, common: float, total: float) -> float:
    """Log odds of a feature told `counted` times in a document, being `common` of all the `total` features."""
    return math.log(1 + counted / (weights.SMOOTHING[family] * common / total))


@given(st.lists(st.text("abå", min_size=1, max_size=3), max_size=30), st.text("aboe", max_size=2), st.integers(1, 6))
@example(["ab", "aa", "ab", "b", "ac", "aa", "ad"], "a", 2)
def test_completions_are_the_most_common_words_then_by_the_alphabet(written: list[str], prefix: str, most: int) -> None:
    times = Counter(fold(word) for word in written)
    expected = sorted((word for word in times if word.startswith(prefix)), key=lambda word: (-times[word], word))[:most]
    assert build([guide("a", " ".join(written))]).completions(prefix, most) == expected


def test_words_are_completed_from_every_field_and_document_and_sounds_never() -> None:
    unit = Document(Kind.PERSON, "b", "", "", {Field.UNIT: ("kort kort",), Field.NUMBER: ("6002",), Field.SOUND: (f"{SOUND_MARK}ker",)})
    part = build([guide("a", "køre", "kat kat kat"), unit])
    assert part.completions("k", 9) == ["kat", "kort", "koere"]
    assert part.completions("60", 9) == ["6002"]
    assert part.completions(SOUND_MARK, 9) == []
    assert part.completions("", 9) == ["kat", "kort", "6002", "koere"]


def test_a_segment_holds_the_numbers_of_its_documents() -> None:
    documents = [guide("a", "hund"), guide("b", "kat"), guide("c", "pas")]
    splitter = search_index.build(documents).splitter
    part = segment.build(documents[1:], read(documents[1:]), 1, splitter)
    assert [part.holds(number) for number in range(4)] == [False, True, True, False]
    assert as_dict(part.standing).keys() == {"kat", "pas"}
    assert [list(as_dict(part.standing)[word]) for word in ("kat", "pas")] == [[1], [2]]
    assert [list(as_dict(part.told[Family.WORDS])[word]) for word in ("kat", "pas")] == [[1], [2]]
    assert len(part.silence[Family.WORDS]) == 2


def test_a_small_segment_takes_how_common_a_feature_is_from_the_large_one() -> None:
    built = search_index.build([guide("a", "hund hund kat"), guide("b", "kat")])
    small = built.replaced(guide("c", "hund zebra hund")).segments[1]
    # Of the 4 words that the large one tells 2 are "hund"; what it does not know counts as told once.
    assert as_dict(small.told[Family.WORDS]) == {
        "hund": {2: pytest.approx(odds(Family.WORDS, 2, 2, 4))},
        "zebra": {2: pytest.approx(odds(Family.WORDS, 1, 1, 4))},
    }
    # The large one tells "hund hund" once and "hund kat" once and a half.
    assert as_dict(small.told[Family.PAIRS]) == {
        "hund zebra": {2: pytest.approx(odds(Family.PAIRS, 1, 1, 2.5), rel=1e-5)},
        "zebra hund": {2: pytest.approx(odds(Family.PAIRS, 1, 1, 2.5), rel=1e-5)},
        "hund hund": {2: pytest.approx(odds(Family.PAIRS, 0.5, 1, 2.5), rel=1e-5)},
    }
    # Twice the three runs of "hund" and twice the two of "kat" are 10.
    assert as_dict(small.told[Family.GRAMS]) == {
        **{gram: {2: pytest.approx(odds(Family.GRAMS, 2, 2, 10), rel=1e-5)} for gram in grams("hund")},
        **{gram: {2: pytest.approx(odds(Family.GRAMS, 1, 1, 10), rel=1e-5)} for gram in grams("zebra")},
    }


def test_silence_of_a_small_segment_is_that_of_its_own_telling() -> None:
    small = search_index.build([guide("a", "hund hund kat")]).replaced(guide("c", "hund zebra hund")).segments[1]
    told = {Family.WORDS: 3, Family.PAIRS: 2.5, Family.GRAMS: 3 + 4 + 3}
    for family, count in told.items():
        expected = math.log(weights.SMOOTHING[family] / (weights.SMOOTHING[family] + count))
        assert small.silence[family].tolist() == pytest.approx([expected], rel=1e-4)


def test_a_segment_beside_an_empty_one_tells_all_the_same() -> None:
    small = search_index.build([]).replaced(guide("a", "hund kat")).segments[1]
    assert as_dict(small.told[Family.WORDS])["hund"] == {0: pytest.approx(odds(Family.WORDS, 1, 1, 1))}


def test_parts_of_compounds_that_only_the_large_segment_knows_stand_but_are_not_told() -> None:
    small = search_index.build([guide("a", "affald", "beholder")]).replaced(guide("b", "affaldsbeholder")).segments[1]
    assert as_dict(small.standing).keys() == {stem("affaldsbeholder"), stem("affald"), stem("beholder")}
    assert as_dict(small.told[Family.WORDS]).keys() == {stem("affaldsbeholder")}
    assert small.told[Family.WORDS].spans([stem("affald"), stem("affaldsbeholder")])[0] is None
    assert small.told[Family.PAIRS].spans([f"{stem('affald')} {stem('beholder')}"]) == [None]


def test_the_surface_counts_every_word_as_written() -> None:
    document = Document(Kind.GUIDE, "a", "", "", {Field.TITLE: ("Kørekort",), Field.BODY: ("kørekort og KOEREKORT",), Field.HEARD: ("og",)})
    part = build([document])
    assert part.surface == Counter(word for place in Field for words in words_in(document, place) for word in words)
    assert part.written == {"koerekort": "kørekort"}
