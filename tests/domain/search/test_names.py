"""Names as they are heard, and met again by another spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.search import index as search_index
from app.domain.search import rank
from app.domain.search.documents import Document, person_document
from app.domain.search.names import SOUND_MARK, sound_of, sounds_of
from app.domain.search.words import tokens
from app.models import Person
from tests.domain.search.corpora import guide

HEARD = "navnet lyder sådan"


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


@pytest.mark.parametrize(
    ("name", "sounds"),
    [
        ("Dan Christensen", [sound_of("Dan"), sound_of("Christensen")]),
        ("Jens Jens Jenz", [sound_of("Jens")]),
        ("  Eva \t Skov ", [sound_of("Eva"), sound_of("Skov")]),
        ("", []),
    ],
)
def test_every_word_of_a_name_has_a_marked_sound_once(name: str, sounds: list[str]) -> None:
    assert sounds_of(name).split() == [SOUND_MARK + sound for sound in sounds]


@given(st.text())
def test_nobody_can_type_a_sound(text: str) -> None:
    assert not any(SOUND_MARK in word for word in tokens(SOUND_MARK + text))


def reasons(name: str, said: str, duties: tuple[str, ...] = ()) -> list[str]:
    """Why a person is found among a guide and somebody else."""
    people = [
        Person(slug=slug, name=named, title="", department="affald", responsibilities=list(duties))
        for slug, named in (("p", name), ("q", "Bo Poulsen"))
    ]
    documents: list[Document] = [guide("a", "hund og kat"), *(person_document(person, "Affald") for person in people)]
    return [hit.reason for hit in rank.find(search_index.build(documents), said) if hit.document.slug == "p"]


@pytest.mark.parametrize(("name", "said"), [("Dan Christensen", "krestensen"), ("Ole Thomsen", "tomsen"), ("Jørgen Buchhave", "bukhave")])
def test_a_name_is_met_as_it_sounds(name: str, said: str) -> None:
    assert reasons(name, said) == [HEARD]


@pytest.mark.parametrize(
    ("name", "said"), [("Karen Holm", "karin"), ("Inger Hattens", "hadtens"), ("Dagmar Dall", "damar"), ("Anders Hassing", "anderz")]
)
def test_a_name_whose_sound_ends_like_an_inflection_is_met_as_it_sounds(name: str, said: str) -> None:
    assert reasons(name, said) == [HEARD]


@pytest.mark.parametrize(("name", "said"), [("Anne-Marie Skov", "marje"), ("Fatima Al-Hassan", "hasan"), ("Eva Skov (vikar)", "wikar")])
def test_both_parts_of_a_name_with_a_hyphen_are_met_as_they_sound(name: str, said: str) -> None:
    assert reasons(name, said) == [HEARD]


@pytest.mark.parametrize(("name", "duty"), [("Dan Christensen", "Byggesag – nord"), ("Łukasz Christensen", ""), ("Yusuf Yılmaz Christensen", "")])
def test_a_name_is_met_as_it_sounds_beside_letters_of_other_alphabets(name: str, duty: str) -> None:
    assert reasons(name, "krestensen", (duty,)) == [HEARD]
