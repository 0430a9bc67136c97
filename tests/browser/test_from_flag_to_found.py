"""The whole way round: a word from the desk, the owner's list, the guide mended and published, found first on another open desk."""

from playwright.sync_api import expect
from sqlmodel import Session

from app.services import flags
from tests.browser.house import House


def test_flag_becomes_a_better_guide_that_another_open_desk_finds_first(town: House) -> None:
    other, anna = town.screen_of("carla"), town.screen_of("anna", "/guides/affald-glemt")
    other.type("zebrafinkeri")
    expect(other.page.locator("#search-results")).not_to_contain_text("Glemt tømning af affald")

    anna = town.screen_of("anna")
    anna.type("skraldespand ikke tømt")
    expect(anna.title).to_have_text("Glemt tømning af affald")
    anna.press("Control+m")
    anna.page.locator("dialog[open]").get_by_text("Mangler noget").click()
    expect(anna.toasts).not_to_be_empty()

    bo = town.screen_of("bo", "/edit")
    bo.page.get_by_role("row", name="Glemt tømning af affald").get_by_role("link", name="Ret guiden").first.click()
    bo.page.locator("#phrases\\.da").fill("zebrafinkeri\nmin skraldespand er ikke tømt")
    bo.page.get_by_role("group", name="Meldt fra skranken").get_by_role("checkbox").check()
    bo.page.get_by_label("Hvad er ændret?").fill("et ord fra skranken")
    bo.page.get_by_role("button", name="Udgiv nu").click()
    expect(bo.page.get_by_text("Udgave 2 er på alle skranker nu.")).to_be_visible()

    other.press("Escape")
    other.type("zebrafinkeri")
    expect(other.title).to_have_text("Glemt tømning af affald")
    bo.page.goto(f"{town.address}/edit")
    expect(bo.page.get_by_text("Meldt fra skranken")).to_have_count(0)
    with Session(town.engine) as session:
        assert flags.open_flags(session) == []
