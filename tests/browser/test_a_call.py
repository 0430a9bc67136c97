"""A whole call at the keyboard: from the first letter to the log."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from app.base.clock import local
from tests.browser.house import Desk, House
from tests.support.town import MONDAY


def test_call_is_searched_transferred_saved_undone_and_logged(town: House) -> None:
    anna = town.screen_of("anna")
    expect(anna.q).to_be_focused()
    expect(anna.bar).to_have_attribute("data-live", "no")

    anna.type("sk")
    expect(anna.hits.first).to_be_visible()
    expect(anna.bar).to_have_attribute("data-live", "yes")
    expect(anna.page.locator(".call-clock")).to_have_text(re.compile(r"^0:0[0-9]$"))
    anna.type("raldespadn")
    expect(anna.hits.first).to_have_attribute("data-slug", "affald-glemt")
    expect(anna.hits.first.locator(".hit-why")).to_contain_text("stavet: skraldespand")
    expect(anna.title).to_have_text("Glemt tømning af affald")

    anna.press("Enter")
    expect(anna.title).to_be_focused()
    anna.press("Escape")
    expect(anna.q).to_be_focused()

    anna.press("F4")
    expect(anna.bar).to_contain_text("Hvorfor ikke løst?")
    anna.press("4")
    expect(anna.bar).to_contain_text("Gemt: viderestillet")
    expect(anna.q).to_have_value("")
    expect(anna.q).to_be_focused()
    [question] = town.saved_questions()
    assert (question.outcome, question.reached, question.reason) == ("transferred", True, "needs_decision")
    assert question.topic == "affald-glemt"
    assert question.searches[-1] == "skraldespadn"

    anna.press("Shift+F2")
    expect(anna.bar).to_have_attribute("data-live", "yes")
    expect(anna.q).to_have_value("skraldespadn")
    expect(anna.title).to_have_text("Glemt tømning af affald")
    assert town.saved_questions() == []
    anna.press("F3")
    expect(anna.bar).to_contain_text("Gemt: løst")

    anna.page.goto("/my-day")
    row = anna.page.locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Glemt tømning af affald")
    expect(row).to_contain_text("Løst")
    expect(row).to_contain_text(local(MONDAY).strftime("%H.%M"))


def test_arrows_change_the_open_panel_and_keep_the_focus_in_the_field(town: House) -> None:
    anna = town.screen_of("anna")
    anna.type("pas")
    expect(anna.hits.nth(1)).to_be_visible()
    first = anna.title.inner_text()
    anna.press("ArrowDown")
    expect(anna.hits.nth(1)).to_have_attribute("aria-selected", "true")
    expect(anna.q).to_have_attribute("aria-activedescendant", anna.hits.nth(1).get_attribute("id") or "?")
    expect(anna.title).not_to_have_text(first)
    expect(anna.q).to_be_focused()
    anna.press("ArrowUp", "ArrowUp")
    expect(anna.title).to_have_text(first)
    expect(anna.hits.first).to_have_attribute("aria-selected", "true")


def test_hit_that_was_chosen_by_arrow_is_the_one_that_is_saved(town: House) -> None:
    anna = town.screen_of("anna")
    anna.type("pas")
    expect(anna.hits.nth(1)).to_be_visible()
    anna.press("ArrowDown")
    chosen = anna.hits.nth(1).get_attribute("data-slug") or ""
    expect(anna.panel.locator(f"[data-slug={chosen}]")).to_be_visible()
    anna.press("F3")
    expect(anna.bar).to_contain_text("Gemt: løst")
    assert [question.topic for question in town.saved_questions()] == [chosen]


def test_undo_is_offered_for_ten_seconds(town: House) -> None:
    anna = open_guide(town)
    anna.press("F3")
    undo = anna.bar.get_by_role("button", name="Fortryd")
    expect(undo).to_be_visible()
    [call] = town.all_calls()
    assert call.saved_at is not None
    until = call.saved_at + timedelta(seconds=10)
    saved = anna.page.locator(".call-saved")
    assert saved.get_attribute("data-undo-until") == str(int(until.timestamp() * 1000))
    saved.evaluate("element => { element.dataset.undoUntil = String(Date.now() - 1); }")
    expect(undo).to_have_count(0)


ENDINGS = [
    ("F3", ("resolved", None, "", "")),
    ("F4 | Hvorfor ikke løst? | 3", ("transferred", True, "", "needs_case_access")),
    ("Shift+F4 | Hvad tilbød du? | 3 | Hvorfor ikke løst? | 6", ("transferred", False, "callback", "closed")),
    ("F8 | Hvorfor ikke løst? | 8", ("message", None, "", "caller_wish")),
    ("F9", ("self_service", None, "", "")),
    ("F10", ("other_authority", None, "", "")),
    ("Shift+F8 | Opkaldet tæller ikke med | 1", ("aborted", None, "", "")),
    ("Shift+F8 | Opkaldet tæller ikke med | 2", ("wrong_number", None, "", "")),
    ("Shift+F8 | Opkaldet tæller ikke med | 3", ("internal", None, "", "")),
    ("Shift+F8 | Opkaldet tæller ikke med | 4", ("test", None, "", "")),
]


@pytest.mark.parametrize(("said", "ending"), ENDINGS)
def test_open_guide_becomes_a_saved_call_in_at_most_three_keys(town: House, said: str, ending: tuple[object, ...]) -> None:
    steps = said.split(" | ")
    keys, questions = steps[::2], [*steps[1::2], "Gemt:"]
    assert len(keys) <= 3
    anna = open_guide(town)
    for key, question in zip(keys, questions, strict=True):
        anna.press(key)
        expect(anna.page.get_by_text(question).locator("visible=true")).to_be_visible()
    expect(anna.q).to_have_value("")
    expect(anna.q).to_be_focused()
    [saved] = town.saved_questions()
    assert (saved.outcome, saved.reached, saved.offer, saved.reason) == ending
    assert saved.topic == "affald-glemt"


def test_escape_takes_a_half_said_ending_back(town: House) -> None:
    anna = open_guide(town)
    anna.press("F8")
    expect(anna.bar).to_contain_text("Hvorfor ikke løst?")
    anna.press("Escape")
    expect(anna.bar.get_by_role("button", name="Løst")).to_be_visible()
    expect(anna.q).to_have_value("skraldespand")
    assert town.saved_questions() == []


def open_guide(town: House) -> Desk:
    anna = town.screen_of("anna")
    anna.type("skraldespand")
    expect(anna.title).to_have_text("Glemt tømning af affald")
    expect(anna.bar).to_have_attribute("data-live", "yes")
    return anna


def test_guide_read_out_in_english_makes_it_a_call_in_english(town: House) -> None:
    anna = town.screen_of("anna")
    anna.type("mit pas er udløbet")
    expect(anna.title).to_have_text("Forny pas")
    expect(anna.bar).to_have_attribute("data-live", "yes")
    anna.press("Control+e")
    expect(anna.title).to_have_text("Renew your passport")
    expect(anna.bar).to_contain_text("Engelsk")
    anna.press("F3")
    expect(anna.bar).to_contain_text("Gemt: løst")
    [call] = town.all_calls()
    assert call.language == "en"
