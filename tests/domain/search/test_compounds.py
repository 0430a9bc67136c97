"""Compounds split at the seams where Danish joins them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.search.compounds import Splitter
from app.domain.search.words import stem

KNOWN = (
    "affald",
    "beholder",
    "nummer",
    "skrald",
    "spand",
    "hjemme",
    "hjaelp",
    "barn",
    "seng",
    "brand",
    "slukker",
    "lukker",
    "post",
    "kasse",
    "postkasse",
)


def splitter(*words: str) -> Splitter:
    return Splitter({word: stem(word) for word in words})


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("skraldespand", ("skrald", "spand")),
        ("hjemmehjaelp", ("hjemme", "hjaelp")),
        ("postnummer", ("post", "nummer")),
        ("affaldsbeholder", ("affald", "beholder")),
        ("barneseng", ("barn", "seng")),
        ("affaldsbeholdernummer", ("affald", "beholder", "nummer")),
        ("barnesengsnummer", ("barn", "sengs", "nummer")),
    ],
)
def test_compounds_are_split_at_known_words_with_their_links(word: str, parts: tuple[str, ...]) -> None:
    assert splitter(*KNOWN).split(word) == parts


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("skraldespanden", ("skrald", "spanden")),
        ("affaldsbeholderens", ("affald", "beholderens")),
        ("barnesengene", ("barn", "sengene")),
        ("affaldsbeholdernumrene", ()),
    ],
)
def test_the_last_part_may_be_inflected_when_the_stem_is_known(word: str, parts: tuple[str, ...]) -> None:
    assert splitter(*KNOWN).split(word) == parts


def test_the_first_part_may_be_another_form_of_a_known_word() -> None:
    parts = splitter("boligerne", "nummer").split("bolignummer")
    assert [stem(part) for part in parts] == [stem("bolig"), "num"]
    assert splitter("nummer").split("bolignummer") == ()


@pytest.mark.parametrize("word", ["girafbeholder", "girafsbeholder", "beholdergiraf", "ukendt", "xbeholder", "beholder", "affald"])
def test_nothing_is_split_off_an_unknown_word(word: str) -> None:
    assert splitter(*KNOWN).split(word) == ()


@pytest.mark.parametrize("word", ["", "a", "posten", "1234567", "affalds-beholder", "post12nummer", "affald beholder"])
def test_short_words_and_what_is_not_a_word_are_not_split(word: str) -> None:
    assert splitter(*KNOWN, "en", "12").split(word) == ()


def test_parts_have_three_letters() -> None:
    assert splitter("by", "beholder", "et").split("bybeholder") == ()
    assert splitter("byg", "beholder").split("bygbeholder") == ("byg", "beholder")


def test_fewest_parts_win() -> None:
    assert splitter(*KNOWN).split("postkassenummer") == ("postkasse", "nummer")
    assert splitter(*KNOWN, "skilt", "nummerskilt").split("affaldsbeholdernummerskilt") == ("affald", "beholder", "nummerskilt")


def test_of_as_many_parts_the_longest_shortest_part_wins() -> None:
    assert splitter("raad", "husplads", "raadhus", "plads").split("raadhusplads") == ("raadhus", "plads")


def test_a_letter_that_could_link_belongs_to_a_known_word() -> None:
    assert splitter(*KNOWN).split("brandslukker") == ("brand", "slukker")


def test_a_compound_that_is_known_itself_is_split_all_the_same() -> None:
    assert splitter(*KNOWN, "affaldsbeholder").split("affaldsbeholder") == ("affald", "beholder")


LINKS = st.sampled_from(["", "s", "e"])
ENDINGS = st.sampled_from(["", "en", "erne", "s"])


@given(st.sampled_from(KNOWN), LINKS, st.sampled_from(KNOWN))
def test_two_known_words_with_any_link_are_split_into_words_that_make_the_compound_again(first: str, link: str, second: str) -> None:
    parts = splitter(*KNOWN).split(first + link + second)
    assert parts
    assert re.fullmatch("[se]?".join(parts), first + link + second)


@given(st.lists(st.tuples(st.sampled_from(KNOWN), LINKS), min_size=2, max_size=3), st.sampled_from(KNOWN), ENDINGS)
def test_no_letter_is_lost_but_links(heads: list[tuple[str, str]], last: str, ending: str) -> None:
    word = "".join(head + link for head, link in heads) + last + ending
    parts = splitter(*KNOWN).split(word)
    assert not parts or re.fullmatch("[se]?".join(parts), word)
