"""Words made comparable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.search.compounds import Splitter
from app.domain.search.names import sound_of
from app.domain.search.spelling import Speller
from app.domain.search.words import LONGEST_WORD, MOST_WORDS, fold, grams, is_noise, stem, tokens


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


def test_a_query_is_cut_to_what_an_operator_can_type() -> None:
    assert len(tokens("ord " * 500)) == MOST_WORDS
    assert len(tokens("x" * 5000)[0]) == LONGEST_WORD


@pytest.mark.parametrize("text", ["", "   ", "?!...", "😀🚀", "\x00\x01", "\u202e"])
def test_nothing_to_search_for_gives_no_words(text: str) -> None:
    assert tokens(text) == []


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
    ("word", "parts"),
    [("affaldsbeholder", ("affald", "beholder")), ("skraldespand", ("skrald", "spand")), ("hjemmehjaelp", ("hjemme", "hjaelp")), ("ukendt", ())],
)
def test_compounds_are_split_at_known_words_with_their_links(word: str, parts: tuple[str, ...]) -> None:
    splitter = Splitter(["affald", "beholder", "skrald", "spand", "hjaelp", "hjemme"])
    assert tuple(stem(part) for part in splitter.split(word)) == tuple(stem(part) for part in parts)


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


@pytest.mark.parametrize(
    "names",
    [
        ("Christensen", "Kristensen", "Krestensen"),
        ("Hattens", "Hadtens"),
        ("Schmidt", "Smith", "Schmitt"),
        ("Meier", "Meyer", "Majer"),
        ("Højgaard", "Højgård"),
        ("Jacobsen", "Jakobsen"),
    ],
)
def test_names_that_sound_alike_share_a_key(names: tuple[str, ...]) -> None:
    assert len({sound_of(name) for name in names}) == 1


def test_names_that_sound_different_do_not() -> None:
    assert len({sound_of(name) for name in ("Hansen", "Jensen", "Nielsen", "Mogensen", "Skov")}) == 5
