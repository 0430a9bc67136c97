"""LIX as it is counted by hand: words per sentence plus the share of words over six letters, in per cent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.readability import Readability, readability


@pytest.mark.parametrize(
    ("text", "words", "sentences", "long_words"),
    [
        ("", 0, 1, 0),
        ("Du skal bestille tid.", 4, 1, 1),
        # bestille, personligt, fornyelse; six letters (koster) are not long
        ("Du skal bestille tid og møde op personligt. En fornyelse koster 893 kr. her.", 14, 3, 3),
        ("Er det til dig? Ja! Husk dette: tag passet med.", 10, 4, 0),
        ("Uden punktum til sidst", 4, 1, 1),
        ("Et pas koster {fact:pas-forny-pris-voksen}.", 4, 1, 0),
        ("Læs mere på https://www.borger.dk/pas-og-rejse. Ring ellers til os.", 7, 2, 0),
        ("Læs mere på https://www.borger.dk", 3, 1, 0),
        ("1. Bestil tid.\n2. Mød op.", 4, 2, 0),
        ("- Det gamle pas\n- Gyldig legitimation", 5, 2, 1),
        ("- Er det til dig?\n- Er det til et barn?", 9, 2, 0),
        ("Første afsnit.\n\nAndet afsnit", 4, 2, 0),
        ("Overskrift uden punktum\n\nEt afsnit til.", 6, 2, 2),
    ],
)
def test_lix_is_what_one_counts_by_hand(text: str, words: int, sentences: int, long_words: int) -> None:
    found = readability(text)
    assert (found.words, found.sentences) == (words, sentences)
    assert found.lix == pytest.approx(words / sentences + 100 * long_words / words if words else 0)


def test_worked_example() -> None:
    # 12 words in 2 sentences are 6 a sentence; 3 long ones (Kommunen, behandler, ansøgning) are 25 per cent: LIX 31
    assert readability("Kommunen behandler din sag nu. Du får svar på din ansøgning snart.") == Readability(pytest.approx(12 / 2 + 300 / 12), 12, 2)


@given(st.lists(st.sampled_from(["du", "skal", "bestille", "tid", "ansøgning"]), min_size=1, max_size=20))
def test_list_reads_as_hard_as_the_same_sentences_in_a_row(words: list[str]) -> None:
    sentence = " ".join(words)
    row = readability(f"{sentence}. {sentence}.")
    assert readability(f"1. {sentence}.\n2. {sentence}.") == row
    assert readability(f"- {sentence}\n- {sentence}") == row
    assert readability(f"{sentence}.\n\n{sentence}.") == row


@given(st.text())
def test_every_text_has_a_lix(text: str) -> None:
    found = readability(text)
    assert found.sentences >= 1
    assert 0 <= found.lix <= found.words + 100
