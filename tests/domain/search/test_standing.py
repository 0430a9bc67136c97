"""What stems are worth where they stand: the table built at once, and one word at a time in plain Python."""

from collections import defaultdict

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.search import weights
from app.domain.search.compounds import Splitter
from app.domain.search.documents import Document, Field, Kind
from app.domain.search.names import SOUND_MARK
from app.domain.search.reading import PLACES, read
from app.domain.search.rows import Rows
from app.domain.search.standing import standing
from app.domain.search.words import stem
from tests.domain.search.corpora import as_dict, corpora, guide, in_pieces, words_in

Worths = dict[str, dict[int, dict[Field, float]]]


def stood(documents: list[Document], splitter: Splitter | None = None, first: int = 0) -> tuple[Rows, dict[str, dict[int, Field]]]:
    """The table, and for each stem and document the field in which it is worth most."""
    reading = read(documents)
    rows, places = standing(reading, splitter or Splitter(reading.stem_by_word()), first)
    assert len(places) == len(rows.documents) == len(rows.values)
    strongest = {}
    for feature in as_dict(rows):
        span = rows.span(feature)
        assert span is not None
        strongest[feature] = dict(zip(rows.documents[span].tolist(), (PLACES[place] for place in places[span].tolist()), strict=True))
    return rows, strongest


def slowly(documents: list[Document], splitter: Splitter, first: int) -> Worths:
    """What each stem is worth in each field of each document."""
    worths: Worths = defaultdict(dict)
    for number, document in enumerate(documents, first):
        for place, weight in weights.FIELD_WEIGHT.items():
            for term, times in _times(words_in(document, place), splitter).items():
                if weight:
                    saturated = times * (1 + weights.REPEAT_SATURATION) / (times + weights.REPEAT_SATURATION)
                    worths[term].setdefault(number, {})[place] = weight * saturated
    return worths


def _times(texts: list[list[str]], splitter: Splitter) -> dict[str, float]:
    times: dict[str, float] = defaultdict(float)
    for word in (word for words in texts for word in words):
        times[stem(word)] += 1.0
        for part in splitter.split(word):
            times[stem(part)] += weights.PART
    return times


@given(corpora(), st.sampled_from([0, 7]), st.sampled_from([1, 3, 1 << 21]))
@example([guide("a")], 0, 1)
@example([guide("a", "ø", "affaldsbeholder affald"), guide("b", "affald beholder")], 2, 2)
def test_worth_and_strongest_place_are_those_counted_one_word_at_a_time(documents: list[Document], first: int, block: int) -> None:
    splitter = Splitter(read(documents).stem_by_word())
    with in_pieces(block):
        rows, strongest = stood(documents, splitter, first)
    worths = slowly(documents, splitter, first)
    assert as_dict(rows) == {
        term: {number: pytest.approx(sum(places.values()), rel=1e-5) for number, places in found.items()} for term, found in worths.items()
    }
    for term, found in worths.items():
        for number, places in found.items():
            assert places[strongest[term][number]] == pytest.approx(max(places.values()), rel=1e-5)


@given(corpora())
def test_documents_of_a_stem_stand_in_order_and_are_counted(documents: list[Document]) -> None:
    rows, _ = stood(documents)
    for number, feature in enumerate(rows.listed()):
        span = rows.span(feature)
        numbers = rows.documents[span].tolist() if span else []
        assert numbers == sorted(set(numbers))
        assert rows.common[number] == rows.count(feature) == len(numbers)


def test_of_equal_worths_the_earlier_field_is_the_strongest() -> None:
    texts = {Field.NUMBER: ("6002",), Field.TITLE: ("6002",), Field.BODY: ("6002",)}
    _, strongest = stood([Document(Kind.PERSON, "p", "", "", texts)])
    assert strongest["6002"] == {0: Field.TITLE}


def test_a_word_said_often_in_the_body_outweighs_once_among_the_units() -> None:
    texts = {Field.UNIT: ("hund kat",), Field.BODY: ("hund hund hund hund", "kat")}
    _, strongest = stood([Document(Kind.GUIDE, "a", "", "", texts)])
    assert (strongest["hund"][0], strongest["kat"][0]) == (Field.BODY, Field.UNIT)


def test_what_is_only_heard_stands_nowhere() -> None:
    rows, _ = stood([Document(Kind.GUIDE, "a", "", "", {Field.HEARD: ("hund",)})])
    assert as_dict(rows) == {}


def test_parts_of_a_compound_stand_with_less_weight() -> None:
    rows, _ = stood([guide("a", "affaldsbeholder")], Splitter({"affald": stem("affald"), "beholder": stem("beholder")}))
    share = weights.PART * (1 + weights.REPEAT_SATURATION) / (weights.PART + weights.REPEAT_SATURATION)
    worth = weights.FIELD_WEIGHT[Field.PHRASE]
    assert as_dict(rows) == {
        stem("affaldsbeholder"): {0: pytest.approx(worth)},
        stem("affald"): {0: pytest.approx(worth * share)},
        stem("beholder"): {0: pytest.approx(worth * share)},
    }


def test_stems_of_parts_are_numbered_after_those_of_the_words() -> None:
    reading = read([guide("a", "affaldsbeholder")])
    before = list(reading.stems)
    standing(reading, Splitter({"affald": stem("affald"), "beholder": stem("beholder")}), 0)
    assert list(reading.stems) == [*before, stem("affald"), stem("beholder")]


def test_a_sound_stands_as_strongly_as_a_name() -> None:
    rows, strongest = stood([Document(Kind.PERSON, "p", "", "", {Field.SOUND: (f"{SOUND_MARK}pe",)})])
    assert as_dict(rows) == {f"{SOUND_MARK}pe": {0: pytest.approx(weights.FIELD_WEIGHT[Field.TITLE])}}
    assert strongest == {f"{SOUND_MARK}pe": {0: Field.SOUND}}
