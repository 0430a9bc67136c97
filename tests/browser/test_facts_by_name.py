"""A fact goes into a guide's text by name, where one was writing, and the preview shows its value."""

from playwright.sync_api import expect

from tests.browser.house import House


def test_fact_is_chosen_and_inserted_by_keyboard_where_one_was_writing(town: House) -> None:
    bo = town.screen_of("bo", "/edit/guides/affald-glemt")
    steps = bo.page.locator("#sections\\.steps")
    steps.fill("1. Betal .")
    steps.press("End")
    steps.press("ArrowLeft")
    name = bo.page.get_by_label("Indsæt et faktum")
    name.focus()
    bo.page.keyboard.type("pas-pris")
    bo.press("Enter")
    expect(steps).to_be_focused()
    expect(steps).to_have_value("1. Betal {fact:pas-pris}.")
    expect(bo.page.locator("#guide-preview")).to_contain_text("Betal 893 kr.")


def test_fact_that_is_not_there_is_not_inserted(town: House) -> None:
    bo = town.screen_of("bo", "/edit/guides/affald-glemt")
    facts = bo.page.locator("#sections\\.facts")
    before = facts.input_value()
    name = bo.page.get_by_label("Indsæt et faktum")
    name.fill("findes-ikke")
    bo.page.get_by_role("button", name="Indsæt").click()
    expect(facts).to_have_value(before)
    assert name.evaluate("field => field.validationMessage") == "Vælg et faktum fra listen."
