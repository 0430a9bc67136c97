"""The optional key that says what made a call needless: by the keyboard alone, and in nobody's way."""

import pytest
from playwright.sync_api import Locator, expect
from sqlmodel import Session, select

from app.domain.outcomes import AVOIDABLE_WORDS
from app.models import CallQuestion
from tests.browser.house import Desk, House

CAUSES = [(str(digit), code.value, word) for digit, (code, word) in enumerate(AVOIDABLE_WORDS.items(), start=1)]


@pytest.mark.parametrize(("digit", "code", "word"), CAUSES)
def test_needless_call_is_marked_in_two_keys_and_ended_as_ever(town: House, digit: str, code: str, word: str) -> None:
    anna = begun(town)
    anna.press("Alt+u", digit)
    expect(mark(anna)).to_have_text(f"Unødigt: {word.lower()}")
    expect(mark(anna)).to_have_attribute("aria-pressed", "true")
    expect(anna.q).to_be_focused()
    expect(anna.q).to_have_value("skraldespand")
    anna.press("F3")
    expect(anna.bar).to_contain_text("Gemt: løst")
    assert [(row.outcome, row.avoidable) for row in town.saved_questions()] == [("resolved", code)]
    expect(mark(anna)).to_have_text("Unødigt?")


def test_the_same_key_takes_the_mark_off_again(town: House) -> None:
    anna = begun(town)
    anna.press("Alt+u", "2")
    expect(mark(anna)).to_have_text("Unødigt: brevet var uklart")
    anna.press("Alt+u")
    expect(mark(anna)).to_have_text("Unødigt?")
    expect(mark(anna)).to_have_attribute("aria-pressed", "false")
    expect(sheet(anna)).to_be_hidden()
    anna.press("F3")
    expect(anna.bar).to_contain_text("Gemt: løst")
    assert [row.avoidable for row in town.saved_questions()] == [""]


def test_fast_fingers_mark_and_end_without_waiting(town: House) -> None:
    anna = begun(town)
    anna.press("Alt+u", "3", "F4", "1")
    expect(anna.bar).to_contain_text("Gemt: viderestillet")
    assert [(row.outcome, row.reason, row.avoidable) for row in town.saved_questions()] == [("transferred", "no_guide", "late_case")]
    assert len(town.all_calls()) == 1


def test_mark_can_be_set_while_the_reason_is_asked_for(town: House) -> None:
    anna = begun(town)
    anna.press("F4")
    expect(anna.bar).to_contain_text("Hvorfor ikke løst?")
    anna.press("Alt+u", "1")
    expect(mark(anna)).to_have_text("Unødigt: ingen ringede tilbage")
    expect(anna.bar).to_contain_text("Hvorfor ikke løst?")
    anna.press("6")
    expect(anna.bar).to_contain_text("Gemt: viderestillet")
    assert [(row.reason, row.avoidable) for row in town.saved_questions()] == [("closed", "no_callback")]


def test_note_being_written_goes_on_where_it_was(town: House) -> None:
    anna = begun(town)
    anna.press("Alt+n")
    anna.type("ringer 3 gang")
    anna.press("Alt+u", "1")
    expect(mark(anna)).to_have_text("Unødigt: ingen ringede tilbage")
    expect(anna.note).to_be_focused()
    anna.type("e")
    expect(anna.note).to_have_value("ringer 3 gange")
    anna.press("F3")
    expect(anna.bar).to_contain_text("Gemt: løst")
    assert [(row.note, row.avoidable) for row in town.saved_questions()] == [("ringer 3 gange", "no_callback")]


def test_escape_leaves_the_sheet_and_marks_nothing(town: House) -> None:
    anna = begun(town)
    anna.press("Alt+u")
    expect(sheet(anna)).to_be_visible()
    anna.press("Escape")
    expect(sheet(anna)).to_be_hidden()
    expect(anna.q).to_be_focused()
    expect(anna.q).to_have_value("skraldespand")
    anna.type(" 2")
    expect(anna.q).to_have_value("skraldespand 2")
    expect(mark(anna)).to_have_text("Unødigt?")


def test_mark_is_there_after_a_reload_and_belongs_to_its_question(town: House) -> None:
    anna = begun(town)
    anna.press("Alt+u", "4")
    expect(mark(anna)).to_have_text("Unødigt: selvbetjeningen virkede ikke")
    anna.page.reload()
    expect(mark(anna)).to_have_text("Unødigt: selvbetjeningen virkede ikke")
    anna.press("F7")
    expect(anna.bar.locator(".question-chip")).to_have_count(2)
    expect(mark(anna)).to_have_text("Unødigt?")
    with Session(town.engine) as session:
        rows = session.exec(select(CallQuestion).order_by(CallQuestion.position)).all()
    assert [row.avoidable for row in rows] == ["self_service_broken", ""]


def test_narrow_bar_with_three_questions_is_not_wider_than_the_screen(town: House) -> None:
    anna = begun(town)
    for _ in range(2):
        anna.press("F7")
        expect(anna.q).to_have_value("")
    anna.press("Alt+u", "4")
    expect(mark(anna)).to_have_text("Unødigt: selvbetjeningen virkede ikke")
    assert anna.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = anna.note.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 1366
    assert box["width"] > 90


def begun(town: House) -> Desk:
    anna = town.screen_of("anna")
    anna.type("skraldespand")
    expect(anna.title).to_have_text("Glemt tømning af affald")
    expect(anna.bar).to_have_attribute("data-live", "yes")
    return anna


def mark(desk: Desk) -> Locator:
    return desk.bar.locator("[data-key='Alt+U']")


def sheet(desk: Desk) -> Locator:
    return desk.page.get_by_role("dialog", name="Hvad gjorde opkaldet unødigt?")
