"""Text that comes in is made safe and comparable, and nothing that a person meant is lost."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.text import clean, one_line


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Børnehave", "Børnehave"),
        ("a\u030arhus", "århus"),
        ("linje et\r\nlinje to\rlinje tre\n", "linje et\nlinje to\nlinje tre\n"),
        ("ko\u200blon\u00a0ne", "kolon\u00a0ne"),
        ("\ufeffmærke", "mærke"),
        ("ret\u202eskrevet", "retskrevet"),
        ("nul\x00tegn\x1b[0m", "nultegn[0m"),
        ("halv\ud83dt tegn", "halvt tegn"),
        ("indryk\tbliver", "indryk\tbliver"),
        ("e\u200b\u0301", "é"),
    ],
)
def test_clean_text_is_composed_and_free_of_what_cannot_be_seen(given_text: str, expected: str) -> None:
    assert clean(given_text) == expected


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("  min  skraldespand\n er\tikke tømt ", "min skraldespand er ikke tømt"),
        ("Torvet\u00a05", "Torvet 5"),
        ("\u2028 \n\t", ""),
        ("", ""),
    ],
)
def test_one_line_has_single_spaces_and_no_ends(given_text: str, expected: str) -> None:
    assert one_line(given_text) == expected


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert one_line(one_line(text)) == one_line(text)


@given(st.text(st.characters()))
def test_clean_text_can_always_be_stored(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned.encode().decode() == cleaned
    assert "\x00" not in cleaned


@given(st.text(alphabet="abcæøåÆØÅ 0123456789.,-éüß"))
def test_letters_and_digits_are_never_lost(text: str) -> None:
    assert clean(text) == text
    assert one_line(text).split() == text.split()
