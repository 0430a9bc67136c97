"""How callers tell it: counted for many documents at once, and word by word in plain Python."""

import math
from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.search import telling, weights
from app.domain.search.documents import Document, Field, Kind
from app.domain.search.names import SOUND_MARK
from app.domain.search.reading import PLACES, read
from app.domain.search.rows import Rows
from app.domain.search.telling import pairs_of
from app.domain.search.weights import Family
from app.domain.search.words import grams, stem
from tests.domain.search.corpora import as_dict, corpora, guide, in_pieces, words_in

PAIRED = (Field.TITLE, Field.KEYWORD, Field.PHRASE, Field.HEARD)
SPLITS = st.tuples(st.sampled_from([1, 2, 3, 7]), st.sampled_from([3, 10, 50]))
LETTERS = "abzæøåéßпŻΣ1½"


def count(documents: list[Document], first: int = 0) -> dict[Family, Rows]:
    tells = np.array([document.kind is Kind.GUIDE for document in documents], np.bool_)
    return telling.count(read(documents), tells, first)


def slowly(document: Document) -> dict[Family, Counter[str]]:
    """The weighted counts of one document."""
    counts: dict[Family, Counter[str]] = {family: Counter() for family in Family}
    for place, weight in weights.TOLD_WEIGHT.items() if document.kind is Kind.GUIDE else ():
        for words in words_in(document, place):
            for word in words:
                counts[Family.WORDS][stem(word)] += weight  # type: ignore[assignment]
                for gram in grams(word):
                    counts[Family.GRAMS][gram] += weight  # type: ignore[assignment]
            for pair, share in pairs_of([stem(word) for word in words]) if place in PAIRED else ():
                counts[Family.PAIRS][pair] += weight * share  # type: ignore[assignment]
    return counts


def slow_table(documents: list[Document], family: Family, first: int) -> dict[str, dict[int, Any]]:
    table: dict[str, dict[int, Any]] = {}
    for number, document in enumerate(documents, first):
        for feature, value in slowly(document)[family].items():
            table.setdefault(feature, {})[number] = pytest.approx(value, rel=1e-5)
    return table


@given(corpora(), st.sampled_from([0, 7]))
@example([guide("a")], 0)
@example([guide("a", "", "æ", "ø å"), guide("b", "a")], 3)
def test_every_family_is_counted_like_one_word_at_a_time(documents: list[Document], first: int) -> None:
    counts = count(documents, first)
    assert {family: as_dict(rows) for family, rows in counts.items()} == {family: slow_table(documents, family, first) for family in Family}


@given(corpora())
def test_how_common_a_feature_is_adds_up_over_the_documents(documents: list[Document]) -> None:
    counts = [slowly(document) for document in documents]
    for family, rows in count(documents).items():
        sums = sum((counted[family] for counted in counts), Counter())
        assert {feature: common for feature, common in zip(rows.listed(), rows.common.tolist(), strict=True) if common} == pytest.approx(sums)


@given(corpora(3), SPLITS)
@settings(max_examples=50)
@example([guide("a", "ab"), guide("b", "ab ab ab", "hund kat hund"), guide("c", "", "hund")], (1, 1))
def test_counting_in_blocks_and_shares_changes_nothing(documents: list[Document], split: tuple[int, int]) -> None:
    whole = count([*documents, guide("sidst", "hund kat")])
    with in_pieces(*split):
        pieces = count([*documents, guide("sidst", "hund kat")])
    for family, rows in whole.items():
        assert pieces[family].listed() == rows.listed()
        for part in ("starts", "documents", "values", "common"):
            assert getattr(pieces[family], part).tolist() == getattr(rows, part).tolist()


def test_shares_hold_every_leading_stem_once(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = read([guide("a", "en to tre fire fem seks syv otte ni ti", "en en en en en")])
    monkeypatch.setattr(telling, "MOST_AT_ONCE", 4)
    shares = telling._shares(reading, len(reading.stems))
    assert len(shares) == len(reading.run) // 4 + 1
    assert [stem for lowest, highest in shares for stem in range(lowest, highest)] == list(range(1, len(reading.stems)))


@given(st.lists(st.text(LETTERS, min_size=1, max_size=9), max_size=12))
@example(["a", "ab", "abc", "abcd", "aaaaaaaa"])
@example(["å", "øø", "п", "пас", "kørekort"])
@example(["a", "b"])
def test_runs_of_letters_are_those_of_each_word(words: list[str]) -> None:
    reading = read([guide("a", " ".join(words))])
    table, numbers = telling._as_grams(reading)
    names = list(numbers)
    assert list(numbers.values()) == list(range(len(numbers)))
    found = [Counter({names[row]: times for row, times in enumerate(column) if times}) for column in table.toarray().T.tolist()]
    assert found == [Counter(), *(Counter(grams(word)) for word in reading.words[1:])]


def test_sounds_are_not_told() -> None:
    named = Document(Kind.GUIDE, "a", "", "", {Field.TITLE: ("Jens",), Field.SOUND: (f"{SOUND_MARK}ens",)})
    assert {family: sorted(as_dict(rows)) for family, rows in count([named]).items()} == {
        Family.WORDS: [stem("jens")],
        Family.PAIRS: [],
        Family.GRAMS: sorted(grams("jens")),
    }


@pytest.mark.parametrize("sound", ["ens", "e", "", "geðmendr"])
def test_sounds_have_no_runs_of_letters(sound: str) -> None:
    named = Document(Kind.PERSON, "p", "", "", {Field.TITLE: ("Jens",), Field.SOUND: (f"{SOUND_MARK}{sound}",)})
    assert sorted(telling._as_grams(read([named]))[1]) == sorted(grams("jens"))


def test_only_guides_are_told() -> None:
    unit = Document(Kind.DEPARTMENT, "b", "", "", {Field.TITLE: ("hund kat",)})
    assert as_dict(count([guide("a", "hund"), unit])[Family.WORDS]) == {"hund": {0: 1.0}}


@pytest.mark.parametrize("place", [place for place in PLACES if place not in PAIRED])
def test_pairs_are_told_only_where_callers_words_stand(place: Field) -> None:
    assert as_dict(count([Document(Kind.GUIDE, "a", "", "", {place: ("tabt pung",)})])[Family.PAIRS]) == {}


def test_pairs_do_not_reach_from_one_text_into_the_next() -> None:
    document = Document(Kind.GUIDE, "a", "", "", {Field.PHRASE: ("hund kat", "pas"), Field.HEARD: ("bil",)})
    assert as_dict(count([document, guide("b", "kort")])[Family.PAIRS]) == {"hund kat": {0: 1.0}}


def test_pairs_reach_over_one_word() -> None:
    assert pairs_of(["tabt", "min", "pung"]) == [("tabt min", 1.0), ("min pung", 1.0), ("tabt pung", telling.SKIPPING)]


@given(corpora(), st.sampled_from([0, 5]))
def test_odds_and_silence_are_those_of_the_formula(documents: list[Document], first: int) -> None:
    for family, rows in count(documents, first).items():
        counts = [slowly(document)[family] for document in documents]
        smoothing, total = weights.SMOOTHING[family], sum(sum(counted.values()) for counted in counts)
        common = {feature: sum(counted[feature] for counted in counts) for feature in set().union(*counts)}
        assert as_dict(telling.with_odds(rows, family, rows)) == {
            feature: {
                number: pytest.approx(math.log(1 + counted[feature] * total / common[feature] / smoothing), rel=1e-4)
                for number, counted in enumerate(counts, first)
                if counted[feature]
            }
            for feature in common
        }
        expected = [math.log(smoothing / (sum(counted.values()) + smoothing)) for counted in counts]
        assert telling.silence(rows, family, first, len(documents)).tolist() == pytest.approx(expected, abs=1e-6)


@given(corpora(3), corpora(3))
def test_how_common_a_feature_is_comes_from_the_language_it_is_told_in(few: list[Document], many: list[Document]) -> None:
    for family, language in count(many).items():
        common = [slowly(document)[family] for document in many]
        total = sum(sum(counted.values()) for counted in common) or 1.0
        rows = count(few)[family]
        odds = {
            feature: {
                number: pytest.approx(
                    math.log(1 + value * total / weights.SMOOTHING[family] / (sum(one[feature] for one in common) or 1.0)), rel=1e-4
                )
                for number, value in told.items()
            }
            for feature, told in as_dict(rows).items()
        }
        assert as_dict(telling.with_odds(rows, family, language)) == odds
