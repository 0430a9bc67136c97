"""The keys beside the main road: flag, copy, language, caller type, note, help."""

import pytest
from playwright.sync_api import expect
from sqlmodel import Session

from app.services import flags
from tests.browser.house import Desk, House


def test_flag_is_raised_in_two_keys_with_guide_and_search(town: House) -> None:
    anna = type_and_open(town, "pas udløbet", "Forny pas")
    anna.press("Control+m")
    expect(anna.page.locator("#flag-dialog")).to_contain_text("Forny pas")
    anna.press("4")
    expect(anna.toasts).to_contain_text("Meldt: forældet")
    expect(anna.q).to_be_focused()
    expect(anna.q).to_have_value("pas udløbet")
    with Session(town.engine) as session:
        [flag] = flags.open_flags(session)
    assert (flag.guide, flag.kind, flag.search_text, flag.department) == ("pas-forny", "out_of_date", "pas udløbet", "borgerservice")


def test_missing_guide_is_flagged_from_no_hits(town: House) -> None:
    anna = town.screen_of("anna")
    anna.type("xylofonqvist")
    expect(anna.page.get_by_role("heading", name="Intet passer på »xylofonqvist«")).to_be_visible()
    anna.press("Control+m")
    expect(anna.page.locator("#flag-dialog")).to_contain_text("Søgt efter: xylofonqvist")
    anna.press("3")
    expect(anna.toasts).to_contain_text("Meldt: mangler noget")
    with Session(town.engine) as session:
        [flag] = flags.open_flags(session)
    assert (flag.guide, flag.kind, flag.search_text) == (None, "missing", "xylofonqvist")


def test_copy_key_puts_the_message_on_the_clipboard(town: House) -> None:
    anna = type_and_open(town, "pas udløbet", "Forny pas")
    anna.press("Control+k")
    expect(anna.toasts).to_contain_text("Kopieret")
    assert anna.page.evaluate("navigator.clipboard.readText()") == "Bestil tid her: https://www.borger.dk"
    expect(anna.q).to_be_focused()


def test_language_key_turns_the_guide_and_turns_it_back(town: House) -> None:
    anna = type_and_open(town, "pas udløbet", "Forny pas")
    anna.press("Control+e")
    expect(anna.title).to_have_text("Renew your passport")
    expect(anna.title).to_have_attribute("lang", "en")
    expect(anna.panel.locator(".say")).to_contain_text("Please book an appointment.")
    expect(anna.q).to_be_focused()
    anna.press("Control+e")
    expect(anna.title).to_have_text("Forny pas")


@pytest.mark.parametrize(("key", "word", "code"), [("2", "Virksomhed", "company"), ("3", "Pårørende", "relative"), ("4", "Kollega", "colleague")])
def test_caller_type_is_set_by_alt_and_a_digit(town: House, key: str, word: str, code: str) -> None:
    anna = type_and_open(town, "skraldespand", "Glemt tømning af affald")
    anna.press(f"Alt+{key}")
    expect(anna.bar.get_by_role("button", name=word)).to_have_attribute("aria-pressed", "true")
    expect(anna.bar.get_by_role("button", name="Borger", exact=True)).to_have_attribute("aria-pressed", "false")
    expect(anna.q).to_be_focused()
    expect(anna.q).to_have_value("skraldespand")
    assert [call.caller_type for call in town.all_calls()] == [code]


def test_answer_in_guide_goes_round_by_alt_g(town: House) -> None:
    anna = type_and_open(town, "skraldespand", "Glemt tømning af affald")
    group = anna.bar.get_by_role("group", name="Svar i guiden?")
    for word in ("Ja", "Delvist", "Nej", "Ja", "Delvist"):
        anna.press("Alt+g")
        expect(group.get_by_role("button", name=word)).to_have_attribute("aria-pressed", "true")
        expect(group.locator("[aria-pressed=true]")).to_have_count(1)
    anna.press("F3")
    expect(anna.bar).to_contain_text("Gemt: løst")
    assert [question.answer_in_guide for question in town.saved_questions()] == ["partly"]


def test_digits_in_the_note_and_in_the_field_are_text(town: House) -> None:
    anna = type_and_open(town, "skraldespand", "Glemt tømning af affald")
    anna.type(" 2")
    expect(anna.q).to_have_value("skraldespand 2")
    anna.press("Alt+n")
    expect(anna.note).to_be_focused()
    anna.type("12 dage")
    expect(anna.note).to_have_value("12 dage")
    anna.press("Escape")
    expect(anna.q).to_be_focused()
    anna.press("F4")
    expect(anna.bar).to_contain_text("Hvorfor ikke løst?")
    anna.press("1")
    expect(anna.bar).to_contain_text("Gemt: viderestillet")
    assert [question.note for question in town.saved_questions()] == ["12 dage"]


def test_question_mark_opens_the_sheet_only_when_the_field_is_empty(town: House) -> None:
    anna = town.screen_of("anna")
    sheet = anna.page.get_by_role("dialog", name="Taster")
    anna.type("?")
    expect(sheet).to_be_visible()
    anna.press("Escape")
    expect(sheet).to_be_hidden()
    expect(anna.q).to_be_focused()
    expect(anna.q).to_have_value("")
    anna.type("pas?")
    expect(anna.q).to_have_value("pas?")
    expect(sheet).to_be_hidden()


@pytest.mark.parametrize("typed", ["", "pas"])
def test_f1_opens_the_sheet_always(town: House, typed: str) -> None:
    anna = town.screen_of("anna")
    anna.type(typed)
    anna.press("F1")
    expect(anna.page.get_by_role("dialog", name="Taster")).to_be_visible()
    anna.press("Escape")
    expect(anna.page.get_by_role("dialog", name="Taster")).to_be_hidden()
    expect(anna.q).to_be_focused()
    expect(anna.q).to_have_value(typed)


def test_f2_starts_the_clock_without_a_letter(town: House) -> None:
    anna = town.screen_of("anna")
    anna.press("F2")
    expect(anna.bar).to_have_attribute("data-live", "yes")
    expect(anna.page.locator(".call-clock")).to_be_visible()
    expect(anna.q).to_be_focused()


def test_escape_empties_the_field_and_shows_the_empty_desk(town: House) -> None:
    anna = type_and_open(town, "skraldespand", "Glemt tømning af affald")
    anna.press("Escape")
    expect(anna.q).to_have_value("")
    expect(anna.hits).to_have_count(0)
    expect(anna.panel).to_contain_text("Klar til næste opkald")


def type_and_open(town: House, text: str, title: str) -> Desk:
    anna = town.screen_of("anna")
    anna.type(text)
    expect(anna.title).to_have_text(title)
    expect(anna.bar).to_have_attribute("data-live", "yes")
    return anna
