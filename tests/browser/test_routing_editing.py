"""A routing table mended in a real browser: a fault caught while typing, mended, saved, and in force on another open desk."""

from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from app.base.database import session_scope
from tests.browser.house import OFFICE_SCREEN, Desk, House
from tests.browser.test_axe import CUT_OFF, ZOOMED, violations
from tests.support import routing
from tests.support.routing import SLUG
from tests.support.town import MONDAY

PAGE = f"/edit/routing/{SLUG}"


@pytest.fixture
def skrald(town: House) -> House:
    """The small town with a routing table for rubbish, once the program has started."""
    urlopen(f"{town.address}/healthz", timeout=60).close()
    with session_scope(town.engine) as session:
        routing.settle(session, MONDAY)
    return town


def cell(page: Page, name: str) -> str:
    return "#" + name.replace(".", "\\.")


def who_takes(desk: Desk, day: str) -> None:
    """Ask the desk's open guide who takes a caller born on a day."""
    again = desk.page.get_by_role("button", name="Spørg igen")
    if again.count():
        again.click()
    desk.page.locator("#who-answer").fill(day)
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator(".who-because")).to_contain_text(f"født dag {day}")


def test_a_gap_is_caught_while_typing_mended_saved_and_in_force_on_an_open_desk(skrald: House) -> None:
    anna = skrald.screen_of("anna")
    anna.type("min skraldespand er ikke tømt")
    expect(anna.title).to_contain_text("Glemt tømning af affald")
    who_takes(anna, "12")
    expect(anna.panel).not_to_contain_text("Eva Skov")

    bo = skrald.screen_of("bo", PAGE)
    proof = bo.page.locator("#routing-proof")
    expect(proof).to_contain_text("Tabellen holder")
    bo.page.locator(cell(bo.page, "row.1.when.birth_day")).fill("1-9")
    expect(proof).to_contain_text("En borger falder igennem: ingen række passer. For eksempel: Hvilken dag er borgeren født? 10.")
    bo.watch.expected = ["422"]
    bo.page.get_by_label("Hvorfor retter du?").fill("Eva tager flere")
    bo.page.get_by_role("button", name="Gem og vis på alle skærme").click()
    expect(bo.page.get_by_role("alert")).to_contain_text("Tabellen kan ikke gemmes")
    expect(bo.page.locator(cell(bo.page, "row.1.when.birth_day"))).to_have_value("1-9")

    second = bo.page.locator(cell(bo.page, "row.2.when.birth_day"))
    second.fill("9-31")
    expect(proof).to_contain_text("Række 2 modsiger række 1.")
    expect(bo.page.locator('[data-row="2"]')).to_have_class("is-faulty")
    second.fill("10-31")
    expect(proof).to_contain_text("Tabellen holder")
    expect(bo.page.locator(".is-faulty")).to_have_count(0)
    bo.page.keyboard.press("Alt+g")
    expect(bo.page.get_by_text("Gemt. Tabellen gælder på alle skærme nu.")).to_be_visible()
    expect(bo.page.locator("main")).to_contain_text("Eva tager flere")

    who_takes(anna, "12")
    expect(anna.panel).to_contain_text("Eva Skov")


def test_rows_are_added_moved_and_removed_by_keys_alone(skrald: House) -> None:
    bo = skrald.screen_of("bo", PAGE)
    bo.page.locator(cell(bo.page, "row.2.when.birth_day")).focus()
    bo.press("Alt+ArrowUp")
    first = bo.page.locator(cell(bo.page, "row.1.when.birth_day"))
    expect(first).to_be_focused()
    expect(first).to_have_value("16-31")
    bo.press("Alt+n")
    third = bo.page.locator(cell(bo.page, "row.3.when.birth_day"))
    expect(third).to_be_focused()
    bo.type("31")
    expect(bo.page.locator("#routing-proof")).to_contain_text("Række 3, sendes til")
    bo.press("Alt+Delete")
    expect(bo.page.locator("[data-row]")).to_have_count(2)
    expect(bo.page.locator(cell(bo.page, "row.2.to"))).to_be_focused()
    expect(bo.page.locator("#routing-proof")).to_contain_text("Tabellen holder")


def test_a_new_question_becomes_a_column_whose_answers_are_picked(skrald: House) -> None:
    bo = skrald.screen_of("bo", PAGE)
    bo.page.locator("#routing-inputs > summary").click()
    bo.page.get_by_role("button", name="Nyt spørgsmål").click()
    kind = bo.page.locator(cell(bo.page, "input.2.kind"))
    expect(kind).to_be_focused()
    kind.select_option("caller_type")
    expect(bo.page.locator(".routing-table thead")).to_contain_text("Hvem der ringer")
    expect(kind).to_be_focused()
    bo.page.locator(cell(bo.page, "input.2.question")).fill("Hvem ringer?")
    pick = bo.page.locator('[data-row="1"] .routing-pick')
    pick.locator("summary").press("Enter")
    pick.get_by_label("Virksomhed").check()
    expect(pick.locator(".routing-picked")).to_have_text("Virksomhed")
    expect(bo.page.locator("#routing-proof")).to_contain_text("Hvem ringer? Borger")
    bo.press("Escape")
    expect(pick.locator("summary")).to_be_focused()
    expect(pick).not_to_have_attribute("open", "")


def test_dry_run_is_asked_for_with_a_button(skrald: House) -> None:
    with session_scope(skrald.engine) as session:
        for number in range(8):
            routing.call(session, MONDAY, number)
    bo = skrald.screen_of("bo", PAGE)
    bo.page.locator(cell(bo.page, "row.1.to")).select_option("department:omstilling")
    bo.page.get_by_role("button", name="Prøv på de sidste 30 dages opkald").click()
    expect(bo.page.locator("#routing-dry-run")).to_contain_text(
        "8 kan flytte fra Genbrug og Affald til Omstillingen, afhængigt af »Hvilken dag er borgeren født?«."
    )


def faulty(desk: Desk) -> None:
    desk.watch.expected = ["422"]
    desk.page.locator(cell(desk.page, "row.1.when.birth_day")).fill("1-99")
    desk.page.locator(cell(desk.page, "row.2.to")).select_option("authority")
    desk.page.locator("#routing-inputs > summary").click()
    desk.page.get_by_role("button", name="Gem og vis på alle skærme").click()
    expect(desk.page.locator(".form-error-message").first).to_be_visible()


def history(desk: Desk) -> None:
    desk.page.get_by_label("Hvorfor retter du?").fill("Set efter")
    desk.press("Alt+g")
    expect(desk.page.get_by_role("heading", name="Historik")).to_be_visible()
    desk.page.get_by_role("button", name="Prøv på de sidste 30 dages opkald").click()
    expect(desk.page.locator("#routing-dry-run")).to_contain_text("For få")


STATES = {
    "list": ("bo", "/edit/routing", None),
    "table": ("bo", PAGE, None),
    "new": ("bo", "/edit/routing/new", None),
    "faulty": ("bo", PAGE, faulty),
    "history": ("bo", PAGE, history),
    "read only": ("carla", PAGE, None),
}


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_accessible_and_fits(skrald: House, state: str) -> None:
    username, path, arrive = STATES[state]
    desk = skrald.screen_of(username, path)
    if arrive:
        arrive(desk)
    for width, height in (OFFICE_SCREEN, ZOOMED):
        desk.page.set_viewport_size({"width": width, "height": height})
        assert violations(desk) == ""
        assert desk.page.evaluate(CUT_OFF) == []
