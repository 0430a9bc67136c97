"""From a caller's words to an ordered list."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.search import rank
from app.domain.search.documents import Kind
from app.domain.search.index import Index
from app.domain.search.names import SOUND_MARK


def found(index: Index, text: str) -> list[str]:
    return [hit.document.slug for hit in rank.find(index, text)]


@pytest.mark.parametrize(
    ("said", "slug"),
    [
        ("forny pas", "pas-forny"),
        ("nogen har stjålet mit pas", "pas-mistet"),
        ("min skraldespnad er ikke tømt", "affald-glemt"),
        ("skraldebøtte", "affald-glemt"),
        ("affalds beholder", "affald-glemt"),
        ("vi skal til spanien i ferien", "pas-forny"),
        ("der kom ingen til min mor med hendes medicin", "hjemmehjaelp-udeblevet"),
        ("renew passport", "pas-forny"),
        ("strøm", "stroemsvigt"),
        ("stroemsvigt", "stroemsvigt"),
        ("folkepen", "folkepension"),
        ("hvornår kan man gå på pension", "folkepension"),
    ],
)
def test_callers_words_find_the_guide(index: Index, said: str, slug: str) -> None:
    assert found(index, said)[0] == slug


@pytest.mark.parametrize(
    ("said", "slug"),
    [
        ("krestensen", "dan-christensen"),
        ("dan kristensen", "dan-christensen"),
        ("6002", "eva-skov"),
        ("borgerservice", "borgerservice"),
        ("96 28 28 28", "omstilling"),
        ("2003", "hjemmepleje"),
    ],
)
def test_names_and_numbers_find_people_and_units_first(index: Index, said: str, slug: str) -> None:
    assert found(index, said)[0] == slug


def test_unit_is_found_by_what_it_does(index: Index) -> None:
    assert "borgerservice" in found(index, "folkeregister")


@pytest.mark.parametrize("text", ["", "a", "xqzvw plofk", "jeg har det ikke", "?!", "😀", "12345678901234"])
def test_nothing_fits_is_said_with_an_empty_list(index: Index, text: str) -> None:
    assert found(index, text) == []


def test_why_line_names_the_corrected_spelling(index: Index) -> None:
    assert rank.find(index, "skraldespnad")[0].reason == "stavet: skraldespand"


def test_why_line_quotes_the_caller(index: Index) -> None:
    assert rank.find(index, "min skraldespand er ikke tømt")[0].reason == "siger borgeren: min skraldespand er ikke tømt"


def test_why_line_says_that_a_name_sounds_so(index: Index) -> None:
    assert rank.find(index, "krestensen")[0].reason == "navnet lyder sådan"


def test_signals_add_up_to_the_score(index: Index) -> None:
    for hit in rank.find(index, "mit pas er udløbet"):
        if hit.document.kind is Kind.GUIDE:
            assert sum(hit.signals.values()) == pytest.approx(hit.score, abs=0.01)


def test_what_was_settled_before_with_the_same_words_comes_first(index: Index) -> None:
    first, second = found(index, "pas")[:2]
    after = [hit.document.slug for hit in rank.find(index, "pas", learned={"pas": {second: 3.0}})]
    assert after[:2] == [second, first]


@pytest.mark.parametrize(
    "text",
    ["pas " * 500, "x" * 2000, "(a+)+$" * 50, "\u202epas", "pas\x00mistet", "%_\\'\";--", "å" * 300, "pas\ud800", "1" * 300, "§" * 100, "\n\t pas"],
)
def test_bad_input_gets_an_answer(index: Index, text: str) -> None:
    for hit in rank.find(index, text):
        assert hit.reason


WORDS = st.sampled_from(["pas", "skraldespand", "min mor", "ferie", "krestensen", "xyz", "strøm", "er", "ikke", "6002", "kørekort", "å", "§ 5", "-"])


@given(st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=12).map(" ".join)))
@settings(max_examples=150, deadline=None)
def test_any_text_is_answered_the_same_way_twice_with_reasons(index: Index, text: str) -> None:
    first, second = rank.find(index, text), rank.find(index, text)
    assert first == second
    assert all(hit.reason and hit.document for hit in first)
    assert len({hit.document.key for hit in first}) == len(first)


@given(st.lists(WORDS, min_size=1, max_size=5).map(" ".join))
@settings(max_examples=80, deadline=None)
def test_every_prefix_gets_a_list_and_marks_only_known_words(index: Index, text: str) -> None:
    for end in range(1, len(text) + 1):
        for hit in rank.find(index, text[:end]):
            assert all(index.stands(term) for term in hit.matched)


@given(st.sampled_from(["forny pas", "min skraldespand er ikke tømt", "folkepension", "stjålet pas"]))
@settings(max_examples=8, deadline=None)
def test_marks_do_not_go_out_while_a_word_is_finished(index: Index, text: str) -> None:
    """A word that is marked when it is whole stays marked when more is typed."""
    words = text.split()
    for count in range(1, len(words)):
        hits = {hit.document.key: set(hit.matched) for hit in rank.find(index, " ".join(words[:count]) + " ")}
        later = {hit.document.key: set(hit.matched) for hit in rank.find(index, " ".join(words[: count + 1]))}
        for key in hits.keys() & later.keys():
            assert {term for term in hits[key] if not term.startswith(SOUND_MARK)} <= later[key]
