"""Sparse tables: what is found for a feature, one at a time and many at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.search.rows import PairRows, Rows
from tests.domain.search.corpora import as_dict

ALONE = ("a", "b", "c", "d")
ASKED = [*ALONE, "senere", "ukendt", ""]
STEMS = ("\x00", "a", "b", "c")
TABLES = st.lists(st.lists(st.integers(5, 9), max_size=4, unique=True).map(sorted), min_size=4, max_size=4)


def arrays(lists: list[list[int]]) -> tuple[list[int], list[int], list[float]]:
    """Where each row begins and the end, the documents, and different values."""
    starts = [0, *np.cumsum([len(row) for row in lists], dtype=np.int64).tolist()]
    documents = [number for row in lists for number in row]
    return starts, documents, [float(place + 1) for place in range(len(documents))]


def rows_of(lists: list[list[int]]) -> Rows:
    """A table of ALONE; one stem is numbered after its end, as those of the parts of compounds are."""
    starts, documents, values = arrays(lists)
    features = {feature: number for number, feature in enumerate((*ALONE, "senere"))}
    return Rows(features, np.array(starts, np.int32), np.array(documents, np.int32), np.array(values, np.float32), np.ones(len(ALONE), np.float32))


def pair_rows_of(table: dict[tuple[str, str], list[int]]) -> PairRows:
    """A table of pairs of STEMS; two stems are numbered after those that can be in a pair."""
    features = {stem: number for number, stem in enumerate((*STEMS, "senere", "senest"))}
    size = len(STEMS)
    pairs = sorted((features[one] * size + features[other], documents) for (one, other), documents in table.items())
    starts, documents, values = arrays([documents for _, documents in pairs])
    return PairRows(
        features,
        size,
        np.array([pair for pair, _ in pairs], np.int64),
        np.array(starts, np.int32),
        np.array(documents, np.int32),
        np.array(values, np.float32),
        np.ones(len(pairs), np.float32),
    )


@given(TABLES, st.lists(st.sampled_from(ASKED), max_size=8))
def test_many_features_are_found_where_each_is_found_alone(lists: list[list[int]], asked: list[str]) -> None:
    rows = rows_of(lists)
    assert rows.spans(asked) == [rows.span(feature) for feature in asked]
    assert [feature in rows for feature in asked] == [span is not None for span in rows.spans(asked)]


@given(TABLES)
def test_a_feature_is_found_in_the_documents_that_hold_it(lists: list[list[int]]) -> None:
    rows = rows_of(lists)
    assert {feature: list(found) for feature, found in as_dict(rows).items()} == {
        feature: numbers for feature, numbers in zip(ALONE, lists, strict=True) if numbers
    }
    assert [rows.count(feature) for feature in ALONE] == [len(numbers) for numbers in lists]


@pytest.mark.parametrize("feature", ["senere", "ukendt", ""])
def test_a_stem_numbered_after_the_end_is_found_no_more_than_an_unknown_one(feature: str) -> None:
    rows = rows_of([[5], [6], [7], [8]])
    assert rows.span(feature) is None
    assert rows.count(feature) == 0
    assert rows.numbers([feature, "b"]).tolist() == [-1, 1]
    assert rows.listed() == list(ALONE)


def test_a_feature_that_occurs_nowhere_has_a_number_and_no_documents() -> None:
    rows = rows_of([[5], [], [7], []])
    assert rows.numbers(["b", "d"]).tolist() == [1, 3]
    assert rows.spans(["b", "d", "c"]) == [None, None, slice(1, 2)]
    assert "b" not in rows


@given(TABLES, st.lists(st.tuples(st.sampled_from(ALONE), st.integers(-8, 8).map(lambda eighths: eighths / 8)), max_size=6))
def test_adding_rows_to_scores_is_adding_each_value_to_the_score_of_its_document(lists: list[list[int]], added: list[tuple[str, float]]) -> None:
    rows = rows_of(lists)
    scores, expected = np.ones(12, np.float32), [1.0] * 12
    for feature, weight in added:
        span = rows.span(feature)
        if span is not None:
            rows.add(span, weight, scores)
        for number, value in as_dict(rows).get(feature, {}).items():
            expected[number] += weight * value
    assert scores.tolist() == expected


def test_other_values_stand_in_the_same_places() -> None:
    rows = rows_of([[5, 6], [], [7], []])
    other = rows.with_values(rows.values * 2)
    assert as_dict(other) == {"a": {5: 2.0, 6: 4.0}, "c": {7: 6.0}}
    assert as_dict(rows)["a"] == {5: 1.0, 6: 2.0}


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(STEMS[1:]), st.sampled_from(STEMS[1:])), st.lists(st.integers(0, 5), min_size=1, unique=True).map(sorted)
    )
)
def test_pairs_are_listed_in_the_order_of_their_numbers_and_found_again(table: dict[tuple[str, str], list[int]]) -> None:
    rows = pair_rows_of(table)
    assert rows.numbers(rows.listed()).tolist() == list(range(len(table)))
    assert {feature: list(found) for feature, found in as_dict(rows).items()} == {" ".join(pair): numbers for pair, numbers in table.items()}


@pytest.mark.parametrize(
    "feature", ["b b", "a a", "a", "", " ", "a ", " b", "a senere", "senere a", "a senest", "senest a", "ukendt a", "a b c", "\x00 a"]
)
def test_a_pair_that_does_not_occur_is_not_found(feature: str) -> None:
    rows = pair_rows_of({("a", "b"): [3], ("b", "a"): [5], ("c", "c"): [4]})
    assert rows.span(feature) is None
    assert feature not in rows
    assert rows.spans(["a b", feature, "c c"]) == [slice(0, 1), None, slice(2, 3)]


def test_a_table_without_pairs_finds_none() -> None:
    rows = pair_rows_of({})
    assert rows.spans(["a b", ""]) == [None, None]
    assert rows.listed() == []


def test_pairs_with_other_values_are_still_pairs() -> None:
    rows = pair_rows_of({("a", "b"): [3], ("c", "a"): [4]})
    assert as_dict(rows.with_values(rows.values + 1)) == {"a b": {3: 2.0}, "c a": {4: 3.0}}
