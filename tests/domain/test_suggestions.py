"""What the log suggests: several calls, in vain, not merely typed on, and not asked before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.suggestions import Settled, Suggestion, SuggestionKind, from_questions, key_of, synonym_for


def never(words: str, guide: str) -> bool:
    return False


def suggested(*searches: list[str], decided: set[tuple[str, str]] | None = None) -> list[Suggestion]:
    return from_questions([Settled("pas", row) for row in searches], decided or set(), lambda words, _: words == "pas")


def test_two_calls_that_searched_in_vain_suggest_the_words() -> None:
    assert suggested(["rødbedebog", "pas"], ["rødbedebog", "pas"]) == [Suggestion(SuggestionKind.PHRASE, "pas", "rødbedebog", "pas", 2)]


def test_one_call_suggests_nothing() -> None:
    assert suggested(["rødbedebog", "pas"]) == []


def test_same_words_in_another_order_and_form_are_one_suggestion() -> None:
    [found] = suggested(["det lille hæfte", "pas"], ["hæftet lille", "pas"], ["det lille hæfte", "rejsepas"], ["det lille hæfte", "pas"])
    assert (found.words, found.calls, found.then) == ("det lille hæfte", 4, "pas")


def test_words_that_find_the_guide_today_are_not_suggested() -> None:
    assert suggested(["pas"], ["pas"], ["pas"]) == []


def test_last_search_counts_too_when_the_guide_was_found_by_another_way() -> None:
    assert suggested(["rødbedebog"], ["rødbedebog"]) == [Suggestion(SuggestionKind.PHRASE, "pas", "rødbedebog", "", 2)]


def test_what_was_only_typed_on_is_no_search() -> None:
    found = suggested(["rød", "rødbede", "rødbedebog", "pas"], ["Rød", "rødbedebog", "pas"])
    assert [row.words for row in found] == ["rødbedebog"]


def test_words_twice_in_one_call_are_one_call() -> None:
    assert suggested(["bogen", "pas", "bog"]) == []


def test_answered_suggestion_is_not_asked_again_for_that_guide() -> None:
    calls = [["de røde bøger", "pas"]] * 2
    assert suggested(*calls, decided={("pas", key_of("røde bøger"))}) == []
    assert len(suggested(*calls, decided={("mad", key_of("røde bøger"))})) == 1


@pytest.mark.parametrize("words", ["010190-0001", "hej det er", "", "ord " * 60])
def test_what_must_not_or_cannot_be_a_phrase_is_left_out(words: str) -> None:
    assert from_questions([Settled("pas", [words])] * 3, set(), never) == []


def test_small_numbers_are_not_shown() -> None:
    assert suggested(*[["bog", "pas"]] * 4)[0].is_few
    assert not suggested(*[["bog", "pas"]] * 5)[0].is_few


def test_most_frequent_comes_first() -> None:
    found = suggested(*[["bog", "pas"]] * 2, *[["hæfte", "pas"]] * 3)
    assert [row.words for row in found] == ["hæfte", "bog"]


@pytest.mark.parametrize(
    ("words", "then", "keywords", "expected"),
    [
        ("rødbedebog", "Pas", ["rejsepas"], "pas"),
        ("rødbedebog", "pas væk", ["rejsepas"], "rejsepas"),
        ("rødbedebog", "pas væk", ["mistet pas"], "pas væk"),
        ("rødbedebog", "jeg har mistet mit pas", [], ""),
        ("rødbedebog", "", ["rødbedebogen", "pas"], "pas"),
        ("rød bog", "pas", ["pas"], ""),
        ("hvordan", "pas", ["pas"], ""),
        ("b2", "pas", ["pas"], ""),
    ],
)
def test_synonym_is_offered_for_one_word_only(words: str, then: str, keywords: list[str], expected: str) -> None:
    assert synonym_for(words, then, keywords) == expected


@given(st.lists(st.lists(st.text(max_size=30), max_size=4), max_size=8))
def test_any_log_can_be_read(searches: list[list[str]]) -> None:
    found = from_questions([Settled("pas", row) for row in searches], set(), never)
    assert all(2 <= row.calls <= len(searches) and key_of(row.words) for row in found)
    assert len({key_of(row.words) for row in found}) == len(found)
