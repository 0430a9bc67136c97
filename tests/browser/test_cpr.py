"""CPR numbers stop in the browser, by the same rule as in the program."""

import random
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import expect
from sqlmodel import Session, select

from app.domain.privacy import REFUSAL, contains_cpr
from app.models import Call, CallQuestion
from tests.browser.house import Desk, House
from tests.support.cpr_corpus import LOOK_ALIKES, TRUE_FORMS

VERDICTS = "(texts) => texts.map((text) => window.straksCpr.contains(text))"
DIGITS = ["0", "1", "01", "29", "02", "31", "61", "90", "19", "20", "1990", "0001", "00"]
PIECES = [*DIGITS, "+45", "+", " ", "  ", "-", "–", ".", "/", "_", "\u00a0", "\u200b", "a"]


def test_browser_and_program_agree_on_the_whole_corpus(town: House) -> None:
    texts = [*TRUE_FORMS, *LOOK_ALIKES]
    assert verdicts_of(town.screen_of("anna"), texts) == [contains_cpr(text) for text in texts]


def test_browser_and_program_agree_on_anything_that_is_made_of_the_same_pieces(town: House) -> None:
    dice = random.Random(23)
    texts = ["".join(dice.choices(PIECES, k=dice.randint(3, 9))) for _ in range(20_000)]
    expected = [contains_cpr(text) for text in texts]
    assert 100 < sum(expected) < len(texts) - 100
    found = verdicts_of(town.screen_of("anna"), texts)
    assert [text for text, ours, theirs in zip(texts, expected, found, strict=True) if ours != theirs] == []


@pytest.mark.parametrize("typed", ["hun hedder 010190-0001", "0101900001", "010190 0001", "01.01.90-0001 og så videre"])
def test_typed_number_never_leaves_the_browser_and_says_so_at_the_field(town: House, typed: str) -> None:
    anna = town.screen_of("anna")
    anna.type(typed)
    expect(anna.page.locator("#q-problem")).to_have_text(REFUSAL)
    expect(anna.q).to_have_attribute("aria-invalid", "true")
    expect(anna.q).to_have_value(typed)
    anna.press("F3")
    expect(anna.bar).to_contain_text("Gemt: løst")
    assert [line for line in anna.watch.sent() if contains_cpr(unquote_plus(line.partition("?")[2] or line))] == []
    assert [question.searches for question in town.saved_questions() if any("0190" in search for search in question.searches)] == []


def test_first_nine_digits_are_not_noted_either(town: House) -> None:
    anna = town.screen_of("anna")
    anna.type("pas 010190-000")
    anna.press("F3")
    expect(anna.bar).to_contain_text("Gemt: løst")
    assert [line for line in anna.watch.sent() if "010190-0" in unquote_plus(line)] == []


def test_search_goes_on_when_the_digits_are_gone(town: House) -> None:
    anna = town.screen_of("anna")
    anna.type("pas 010190-0001")
    expect(anna.page.locator("#q-problem")).to_have_text(REFUSAL)
    anna.press(*["Backspace"] * 12)
    expect(anna.page.locator("#q-problem")).to_be_empty()
    expect(anna.page.locator("#search-results")).to_have_attribute("data-query", "pas")
    expect(anna.hits.first).to_be_visible()
    expect(anna.q).to_have_attribute("aria-invalid", "false")


def test_number_in_the_note_is_refused_at_the_field_and_nothing_is_stored(town: House) -> None:
    anna = town.screen_of("anna")
    anna.watch.expected = ["422"]
    anna.type("pas")
    expect(anna.bar).to_have_attribute("data-live", "yes")
    anna.press("Alt+n")
    anna.type("nummer 010190-0001")
    expect(anna.page.locator("#note-error")).to_have_text(REFUSAL)
    expect(anna.note).to_have_value("nummer 010190-0001")
    expect(anna.note).to_have_attribute("aria-describedby", "note-error")
    expect(anna.note).to_be_focused()
    anna.press("F3")
    expect(anna.page.locator("#note-error")).to_have_text(REFUSAL)
    expect(anna.note).to_have_value("nummer 010190-0001")
    with Session(town.engine) as session:
        assert [question.note for question in session.exec(select(CallQuestion)).all()] == [""]
        assert [call.saved_at for call in session.exec(select(Call)).all()] == [None]
    anna.note.fill("nummer kendes")
    expect(anna.page.locator("#note-error")).to_have_count(0)
    anna.press("F3")
    expect(anna.bar).to_contain_text("Gemt: løst")
    assert [question.note for question in town.saved_questions()] == ["nummer kendes"]


def verdicts_of(desk: Desk, texts: list[str]) -> list[bool]:
    verdicts: list[bool] = desk.page.evaluate(VERDICTS, texts)
    return verdicts
