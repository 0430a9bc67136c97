"""Words made comparable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.search.spelling import Speller
from app.domain.search.words import LONGEST_WORD, MOST_WORDS, all_tokens, fold, grams, is_noise, stem, stems_of, tokens


@pytest.mark.parametrize(
    ("written", "folded"), [("Ærø", "aeroe"), ("Åbning", "aabning"), ("Müll", "mull"), ("Straße", "strasse"), ("café", "cafe"), ("PAS", "pas")]
)
def test_danish_and_foreign_letters_are_folded(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "forms", [("skraldespand", "skraldespanden", "skraldespande"), ("koerekort", "koerekortet"), ("flytning", "flytningen"), ("attest", "attester")]
)
def test_inflections_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


def test_letters_typed_as_two_stem_like_danish_ones() -> None:
    assert stem(fold("kørekortet")) == stem("koerekortet")


@given(st.lists(st.one_of(st.text("abcdenrstæøå", max_size=14), st.text(max_size=8), st.from_regex(r"[0-9]{1,6}", fullmatch=True)), max_size=8))
def test_stems_of_many_words_are_those_of_each(written: list[str]) -> None:
    words = [word for text in written for word in all_tokens(text)]
    assert stems_of(words) == [stem(word) for word in words]


@pytest.mark.parametrize("word", ["pas", "is", "1813", "123456", "пас"])
def test_short_words_and_numbers_are_their_own_stems(word: str) -> None:
    assert stem(word) == word
    assert stems_of([word]) == [word]


def test_a_query_is_cut_to_what_an_operator_can_type() -> None:
    assert len(tokens("ord " * 500)) == MOST_WORDS
    assert len(tokens("x" * 5000)[0]) == LONGEST_WORD


@pytest.mark.parametrize("text", ["", "   ", "?!...", "😀🚀", "\x00\x01", "\u202e"])
def test_nothing_to_search_for_gives_no_words(text: str) -> None:
    assert tokens(text) == []


def test_documents_are_not_cut() -> None:
    assert len(all_tokens("ord " * 500)) == 500
    assert len(all_tokens("x" * 5000)[0]) == 5000


def test_paragraphs_of_a_law_are_words() -> None:
    assert tokens("§ 100 i loven")[0] == "§100"


def test_words_everybody_says_are_noise_and_matters_are_not() -> None:
    assert all(is_noise(fold(word)) for word in ("jeg", "har", "på", "også"))
    assert not any(is_noise(word) for word in ("pas", "syg", "bil"))


def test_an_unfinished_word_has_no_end_yet() -> None:
    assert grams("pas") == ("^pas", "pas$")
    assert grams("pas", unfinished=True) == ("^pas",)
    assert set(grams("koerek", unfinished=True)) <= set(grams("koerekort"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("skraldespnad", "skraldespand"), ("naedpas", "noedpas"), ("bibliotk", "bibliotek"), ("koerrekort", "koerekort")],
)
def test_mistyped_words_are_met(typed: str, meant: str) -> None:
    assert Speller(["skraldespand", "noedpas", "bibliotek", "koerekort", "passport", "hegnssyn"]).near(typed)[0].word == meant


def test_two_letters_and_numbers_are_not_corrected() -> None:
    speller = Speller(["pas", "bil", "1813"])
    assert speller.near("pa") == ()
    assert speller.near("1814") == ()
