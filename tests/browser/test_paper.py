"""Sheets of paper as Chromium prints them, and the pages around them by axe."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.house import OFFICE_SCREEN, House
from tests.browser.test_axe import CUT_OFF, violations

PAGE_OBJECT = re.compile(rb"/Type\s*/Page\b")


def printed(page: Page) -> tuple[int, str]:
    """How many pages the PDF has, and the text that is on them."""
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    page.emulate_media(media="print")
    return len(PAGE_OBJECT.findall(pdf)), page.locator("body").inner_text()


def test_citizens_sheet_prints_the_answer_and_nothing_around_it(town: House) -> None:
    desk = town.screen_of("anna", "/handouts/guides/pas-forny")
    pages, text = printed(desk.page)
    assert pages == 1
    assert "Du skal bestille tid. Et pas koster 893 kr." in text
    assert "Udskrevet 23. november 2026" in text
    for internal in ("Skranken", "Udskriv eller gem", "lokal", "Er det til dig selv", "Anna Omstilling"):
        assert internal not in text


def test_folder_for_the_desk_prints_on_several_pages_with_every_say_text(town: House) -> None:
    desk = town.screen_of("carla", "/edit/handouts/desk?department=borgerservice")
    pages, text = printed(desk.page)
    assert pages >= 3
    for words in ("Du skal bestille tid.", "Mistet eller stjålet pas klarer vi her.", "Folkepension klarer vi her.", "Telefonliste"):
        assert words in text


def test_print_button_opens_the_print_window(town: House) -> None:
    desk = town.screen_of("bo", "/edit/handouts")
    desk.page.get_by_label("Guide", exact=True).select_option("pas-forny")
    desk.page.get_by_role("button", name="Vis arket").click()
    desk.page.evaluate("window.print = () => { window.wasPrinted = true }")
    desk.page.get_by_role("button", name="Udskriv eller gem som PDF").click()
    assert desk.page.evaluate("window.wasPrinted")


def test_synonym_is_tried_out_while_it_is_typed(town: House) -> None:
    desk = town.screen_of("bo", "/edit/synonyms")
    desk.page.get_by_label("Borgeren siger", exact=True).fill("dunken")
    desk.page.get_by_label("Guiderne siger", exact=True).fill("skraldespand")
    expect(desk.page.locator("#synonym-try")).to_contain_text("Glemt tømning af affald")
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_role("status").first).to_contain_text("»dunken« er gemt")


PAGES = [
    "/notices?template=stroem",
    "/edit/synonyms?word=skraldebøtte",
    "/learning",
    "/edit/users",
    "/edit/users/new",
    "/edit/exchange",
    "/edit/handouts",
    "/handouts/guides/pas-forny?lang=en",
    "/edit/handouts/desk?department=borgerservice",
    "/edit/handouts/phones",
    "/password",
]


@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible_and_fits(town: House, path: str) -> None:
    desk = town.screen_of("eva", path, size=OFFICE_SCREEN)
    assert violations(desk) == ""
    assert desk.page.evaluate(CUT_OFF) == []
