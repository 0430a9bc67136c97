"""The ways into the municipality and their words."""

import pytest

from app.domain.channels import CHANNEL_WORDS, Channel, channel_of, known_words


def test_every_channel_is_known_by_its_code_and_its_word_however_written() -> None:
    assert set(CHANNEL_WORDS) == set(Channel)
    for code, word in CHANNEL_WORDS.items():
        assert channel_of(code) == channel_of(word) == channel_of(f"  {word.upper()} ") == code


@pytest.mark.parametrize(
    ("text", "channel"), [("Digital  Post", "mail"), ("e-mail", "mail"), ("Skranke", "counter"), ("self-service", "self_service")]
)
def test_usual_other_names_are_known(text: str, channel: str) -> None:
    assert channel_of(text) == channel


@pytest.mark.parametrize("text", ["", "fax", "telefonen ringer", "phone;chat"])
def test_other_words_mean_no_channel(text: str) -> None:
    assert channel_of(text) is None


def test_sentence_names_them_all() -> None:
    assert known_words() == "Telefon, Fremmøde, Mail og Digital Post, Tidsbestilling, Selvbetjening eller Chat"
