"""What was typed and begun survives a reload, a crash, an ended sign-in, and answers that come late."""

from collections.abc import Callable

from playwright.sync_api import Response, Route, expect

from app.base.database import session_scope
from app.services import accounts
from tests.browser.house import Desk, House


def test_unfinished_call_survives_a_reload(town: House) -> None:
    anna = begin(town.screen_of("anna"))
    anna.page.reload()
    expect_the_same_call(anna)
    assert len(town.all_calls()) == 1


def test_unfinished_call_survives_a_crash(town: House) -> None:
    cookie = town.cookie_of("anna")
    anna = begin(town.visitor("/", cookie=cookie))
    anna.page.context.close()
    expect_the_same_call(town.visitor("/", cookie=cookie))
    assert len(town.all_calls()) == 1


def test_ended_sign_in_keeps_the_text_and_the_call(town: House) -> None:
    anna = begin(town.screen_of("anna"))
    anna.press("Alt+n")
    anna.type("vil ringes op")
    expect(anna.note).to_have_value("vil ringes op")
    anna.press("Escape")
    anna.watch.expected = ["401"]
    with session_scope(town.engine) as session:
        assert accounts.revoke_all(session, "anna", town.clock()) == 1
    anna.press("End")
    anna.type(" hentet i dag")  # Playwright presses no key for ø
    dialog = anna.page.locator("#signed-out")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("link", name="Log ind igen")).to_be_focused()
    anna.press("Enter")
    expect(anna.page.get_by_role("button", name="Anna Omstilling")).to_be_focused()
    anna.press("Enter")
    expect(anna.q).to_have_value("min skraldespand er ikke hentet i dag")
    expect(anna.note).to_have_value("vil ringes op")
    expect(anna.title).to_have_text("Glemt tømning af affald")
    expect(anna.bar).to_have_attribute("data-live", "yes")
    assert len(town.all_calls()) == 1


def test_note_typed_while_an_older_one_is_being_saved_stays_whole(town: House) -> None:
    anna = begin(town.screen_of("anna"))
    held: list[Route] = []
    anna.page.route("**/calls/details", lambda route: route.continue_() if held else held.append(route))
    anna.press("Alt+n")
    with anna.page.expect_request("**/calls/details"):
        anna.type("vil ringes")
    anna.type(" op i morgen")
    with anna.page.expect_response("**/calls/details"):
        held[0].continue_()
    expect(anna.note).to_have_value("vil ringes op i morgen")
    expect(anna.note).to_be_focused()
    anna.press("F3")
    expect(anna.bar).to_contain_text("Gemt: løst")
    assert town.saved_questions()[0].note == "vil ringes op i morgen"


def test_note_stays_when_the_caller_type_is_set_right_after_it(town: House) -> None:
    anna = begin(town.screen_of("anna"))
    anna.press("Alt+n")
    anna.type("fra firmaet")
    anna.press("Alt+2")
    expect(anna.bar.get_by_role("button", name="Virksomhed")).to_have_attribute("aria-pressed", "true")
    expect(anna.note).to_have_value("fra firmaet")
    anna.press("F3")
    expect(anna.bar).to_contain_text("Gemt: løst")
    assert town.saved_questions()[0].note == "fra firmaet"


def test_note_typed_just_before_the_next_question_stays_with_the_first(town: House) -> None:
    anna = begin(town.screen_of("anna"))
    anna.press("Alt+n")
    anna.type("brun spand")
    anna.press("F7")
    expect(anna.bar.locator(".question-chip")).to_have_count(2)
    expect(anna.note).to_have_value("")
    anna.type("pas")
    expect(anna.hits.first).to_be_visible()
    anna.press("F3")
    expect(anna.note).to_have_value("brun spand")


def noted(search: str, guide: str) -> Callable[[Response], bool]:
    """The answer after which the program knows this search and this guide."""
    words = (f"{search}&", f"guide={guide}&")
    return lambda answer: answer.url.endswith("/calls/trail") and all(word in (answer.request.post_data or "") for word in words)


def begin(desk: Desk) -> Desk:
    with desk.page.expect_response(noted("er+ikke", "affald-glemt")):
        desk.type("min skraldespand er ikke")
    expect(desk.title).to_have_text("Glemt tømning af affald")
    expect(desk.bar).to_have_attribute("data-live", "yes")
    return desk


def expect_the_same_call(desk: Desk) -> None:
    expect(desk.q).to_have_value("min skraldespand er ikke")
    expect(desk.q).to_be_focused()
    expect(desk.title).to_have_text("Glemt tømning af affald")
    expect(desk.bar).to_have_attribute("data-live", "yes")
    desk.type(" tømt")
    expect(desk.q).to_have_value("min skraldespand er ikke tømt")


def test_reload_keeps_the_guide_that_was_chosen_by_arrow(town: House) -> None:
    anna = town.screen_of("anna")
    anna.type("pas")
    expect(anna.hits.nth(1)).to_be_visible()
    chosen = anna.hits.nth(1).get_attribute("data-slug") or ""
    with anna.page.expect_response(noted("pas", chosen)):
        anna.press("ArrowDown")
    anna.page.reload()
    expect(anna.panel.locator(f"[data-slug={chosen}]")).to_be_visible()
    expect(anna.hits.nth(1)).to_have_attribute("aria-selected", "true")
