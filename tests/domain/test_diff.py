"""Two texts compared: nothing is lost, nothing is invented, and it does not take forever."""

import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.domain.diff import Piece, shortened, words_between

TEXT = st.text(alphabet="ab \n", max_size=40)


def shape(old: str, new: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in words_between(old, new)]


@given(TEXT, TEXT)
def test_pieces_hold_both_texts_whole(old: str, new: str) -> None:
    pieces = words_between(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == new
    assert "".join(piece.text for piece in pieces if piece.kind != "come") == old
    assert all(piece.text for piece in pieces)
    assert all(one.kind != two.kind for one, two in pairwise(pieces))


def test_changed_word_stands_alone() -> None:
    assert shape("Et pas koster 893 kr.", "Et pas koster 905 kr.") == [("same", "Et pas koster "), ("gone", "893"), ("come", "905"), ("same", " kr.")]


def test_changed_words_beside_each_other_are_one_change() -> None:
    assert shape("Kom til os nu.", "Kom hen forbi nu.") == [("same", "Kom "), ("gone", "til os"), ("come", "hen forbi"), ("same", " nu.")]


def test_text_from_nothing_and_to_nothing() -> None:
    assert shape("", "Ny") == [("come", "Ny")]
    assert shape("Væk", "") == [("gone", "Væk")]
    assert shape("", "") == []


def test_line_ends_of_another_machine_are_no_change() -> None:
    assert shape("a\r\nb", "a\nb") == [("same", "a\nb")]


def test_new_line_in_a_list_is_the_only_change() -> None:
    assert shape("- Pas\n- Foto", "- Pas\n- Samtykke\n- Foto") == [("same", "- Pas\n- "), ("come", "Samtykke\n- "), ("same", "Foto")]


def test_two_long_texts_with_nothing_in_common_are_compared_at_once() -> None:
    old = " ".join(f"ord{number}" for number in range(20_000))
    new = " ".join(f"andet{number}" for number in range(20_000))
    began = time.perf_counter()
    assert shape(old, new) == [("gone", old), ("come", new)]
    assert time.perf_counter() - began < 2


def test_long_texts_with_one_changed_line_show_it_alone() -> None:
    lines = [f"{number}. Gør {number}" for number in range(1_500)]
    changed = [*lines[:-2], "1499. Gør noget andet", lines[-1]]
    changed[1] = "2. Noget helt andet"
    pieces = words_between("\n".join(lines), "\n".join(changed))
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == "\n".join(changed)
    assert sum(len(piece.text) for piece in pieces if piece.kind != "same") < 200


def test_list_shows_only_what_is_next_to_a_change() -> None:
    long = "x" * 500
    found = shortened([Piece("same", long), Piece("gone", long), Piece("same", long), Piece("come", "y"), Piece("same", long)], keep=10)
    assert [len(piece.text) for piece in found] == [13, 500, 23, 1, 13]
    assert found[0].text == " … " + "x" * 10
    words = "et to tre fire fem seks syv otte ni ti"
    assert [piece.text for piece in shortened([Piece("come", "a"), Piece("same", words), Piece("gone", "b")], keep=8)] == ["a", "et to … ni ti", "b"]
    assert shortened([Piece("same", "kort"), Piece("come", "y")]) == [Piece("same", "kort"), Piece("come", "y")]
