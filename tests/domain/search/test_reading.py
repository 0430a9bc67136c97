"""Texts read as one run of word numbers: the same words as one text at a time."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.base.text import clean
from app.domain.search.documents import Document, Field, Kind
from app.domain.search.names import SOUND_MARK
from app.domain.search.reading import BREAK, PLACES, Reading, read
from app.domain.search.words import all_tokens, fold, is_noise, stem
from tests.domain.search.corpora import corpora, guide, words_in

LATIN = "abcxyzæøåÆØÅéÜßñÿµªº²½×÷\u00a0\u00ad 0123456789_-.,!?'\"\n\t\\/"
PARAGRAPHS = st.sampled_from(["§ 85", "§85", "§\n12", "§ \t 7", "§ 14a", "§§ 24-26", "(§ 3)", "stk. 2,§4", "§1§2"])
LATIN_TEXTS = st.lists(st.one_of(st.text(LATIN, max_size=12), PARAGRAPHS), max_size=5).map(" ".join).map(clean)
ANY_TEXTS = st.lists(st.one_of(st.text(st.characters(exclude_characters="§"), max_size=12), PARAGRAPHS), max_size=5).map(" ".join).map(clean)
FIELDS = st.dictionaries(st.sampled_from(PLACES), st.lists(st.one_of(LATIN_TEXTS, ANY_TEXTS), max_size=3).map(tuple), max_size=4)
DOCUMENTS = st.lists(FIELDS, max_size=4).map(lambda drawn: [Document(Kind.GUIDE, str(number), "", "", texts) for number, texts in enumerate(drawn)])


def run_of(reading: Reading) -> list[str]:
    return [reading.words[number] for number in reading.run.tolist()]


@given(DOCUMENTS)
@example([])
@example([guide("a")])
@example([guide("a", "", "", "ÆBLER på Ærø", "")])
@example([guide("a", "пас и права", "ŻÓŁW", "İstanbul", "😀 pas", "ΣΊΣΥΦΟΣ", "ﬁ ǰ ẞ"), guide("b", "pas")])
def test_the_run_holds_the_words_of_every_text_with_a_break_after_it(documents: list[Document]) -> None:
    reading = read(documents)
    run = zip(reading.documents.tolist(), reading.places.tolist(), run_of(reading), strict=True)
    assert list(run) == [
        (number, column, word)
        for number, document in enumerate(documents)
        for column, place in enumerate(PLACES)
        for words in words_in(document, place)
        for word in (*words, BREAK)
    ]


@given(DOCUMENTS)
def test_lengths_say_how_much_of_the_run_belongs_to_each_field(documents: list[Document]) -> None:
    expected = [[sum(len(words) + 1 for words in words_in(document, place)) for place in PLACES] for document in documents]
    assert read(documents).lengths.tolist() == expected


@given(corpora())
def test_every_word_has_one_number_and_the_number_of_its_stem(documents: list[Document]) -> None:
    reading = read(documents)
    assert reading.words[0] == BREAK
    assert len(set(reading.words)) == len(reading.words)
    assert reading.stem_by_word() == {word: stem(word) for word in reading.words}
    assert list(reading.stems.values()) == list(range(len(reading.stems)))


@given(DOCUMENTS)
def test_folded_words_are_spelled_as_they_are_written(documents: list[Document]) -> None:
    reading = read(documents)
    assert all(fold(written) == folded and not written.isascii() for folded, written in reading.written.items())
    assert reading.written.keys() >= {word for word in reading.words if not word.isascii()}


@pytest.mark.parametrize(("text", "folded", "written"), [("KØREKORT", "koerekort", "kørekort"), ("Straße", "strasse", "straße"), ("Ł", "ł", "ł")])
def test_danish_and_foreign_spelling_is_kept(text: str, folded: str, written: str) -> None:
    assert read([guide("a", text)]).written[folded] == written


def test_plain_words_need_no_other_spelling() -> None:
    assert read([guide("a", "pas og kørekort")]).written == {"koerekort": "kørekort"}


@pytest.mark.parametrize("text", ["flere § her", "§", "§ §", "stk. 1 i §"])
def test_a_paragraph_sign_without_a_number_is_no_word(text: str) -> None:
    assert run_of(read([guide("a", text)])) == [*all_tokens(text), BREAK]


def test_a_number_in_the_next_text_does_not_belong_to_a_paragraph_sign() -> None:
    assert run_of(read([guide("a", "se §", "85 kroner")])) == ["se", BREAK, "85", "kroner", BREAK]


@pytest.mark.parametrize("text", ["§ 85A", "§ 85stk", "§ 85å", "§loven", "flere §er", "5§"])
def test_what_stands_at_a_paragraph_sign_is_read_as_in_a_query(text: str) -> None:
    assert run_of(read([guide("a", text)])) == [*all_tokens(text), BREAK]


def test_sounds_keep_their_mark_and_are_read_beside_a_name() -> None:
    person = Document(Kind.PERSON, "p", "Pia", "", {Field.TITLE: ("Pia",), Field.SOUND: (f"{SOUND_MARK}pe",)})
    assert run_of(read([person])) == ["pia", BREAK, f"{SOUND_MARK}pe", BREAK]


@pytest.mark.parametrize("sound", ["keren", "hetens", "enger", "krestensn"])
def test_sounds_are_not_stemmed(sound: str) -> None:
    marked = SOUND_MARK + sound
    reading = read([Document(Kind.PERSON, "p", "", "", {Field.TITLE: ("karen",), Field.SOUND: (marked,)})])
    assert reading.stem_by_word() == {BREAK: BREAK, "karen": stem("karen"), marked: marked}


@pytest.mark.parametrize("duty", ["byggesag – nord", "nøgler til “Huset”", "Łódź"])
def test_sounds_keep_their_mark_beside_a_text_that_does_not_fit_latin_1(duty: str) -> None:
    person = Document(Kind.PERSON, "p", "Pia", "", {Field.KEYWORD: (duty,), Field.SOUND: (f"{SOUND_MARK}pe",)})
    assert run_of(read([person]))[-2:] == [f"{SOUND_MARK}pe", BREAK]


def test_noise_is_read_like_any_word() -> None:
    assert [word for word in run_of(read([guide("a", "jeg har ikke noget pas")])) if is_noise(word)] == ["jeg", "har", "ikke", "noget"]
