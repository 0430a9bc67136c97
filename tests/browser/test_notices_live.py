"""A crisis notice on every screen within two seconds, and gone again."""

from playwright.sync_api import expect

from tests.browser.house import Desk, House

TITLE = "Strømmen er gået i hele byen"
TWO_SECONDS = 2000


def test_crisis_reaches_a_colleague_who_is_typing_is_counted_and_goes_again(town: House) -> None:
    anna, carla = town.screen_of("anna"), town.screen_of("carla", "/notices")
    anna.page.evaluate("window.sameDocument = true")
    anna.type("min skraldespand er")
    expect(anna.hits.first).to_be_visible()

    publish(carla)
    strip = anna.page.locator(".notice-crisis")
    expect(strip).to_contain_text(TITLE, timeout=TWO_SECONDS)
    expect(strip).to_contain_text("Sig: Vi ved det, og der arbejdes på det.")
    expect(anna.q).to_be_focused()
    expect(anna.q).to_have_value("min skraldespand er")
    anna.type(" ikke tømt")
    expect(anna.q).to_have_value("min skraldespand er ikke tømt")
    assert anna.page.evaluate("window.sameDocument")

    anna.press("F6")
    expect(anna.toasts).to_contain_text("Gemt som løst opkald. 1 opkald om dette indtil nu.")
    expect(anna.q).to_be_focused()
    [counted] = town.saved_questions()
    assert (counted.outcome, counted.topic) == ("resolved", "stroemsvigt")

    carla.page.reload()
    expect(carla.page.locator(".notice-list .notice-crisis")).to_contain_text("1 opkald.")
    carla.page.get_by_role("button", name="Tag ned").click()
    expect(carla.page.get_by_text("Alt kører, som det skal.")).to_be_visible()
    expect(strip).to_have_count(0, timeout=TWO_SECONDS)
    expect(anna.q).to_have_value("min skraldespand er ikke tømt")
    expect(anna.q).to_be_focused()


def test_two_callers_are_counted_twice(town: House) -> None:
    anna, carla = town.screen_of("anna"), town.screen_of("carla", "/notices")
    publish(carla)
    expect(anna.page.locator(".notice-crisis")).to_be_visible()
    for number in (1, 2):
        anna.press("F6")
        expect(anna.toasts).to_contain_text(f"{number} opkald om dette")
    assert len(town.saved_questions()) == 2


def test_note_that_is_being_written_survives_a_notice(town: House) -> None:
    anna, carla = town.screen_of("anna"), town.screen_of("carla", "/notices")
    anna.type("pas")
    anna.press("Alt+n")
    expect(anna.note).to_be_focused()
    anna.type("ringer igen")
    publish(carla)
    expect(anna.page.locator(".notice-crisis")).to_be_visible()
    expect(anna.note).to_be_focused()
    expect(anna.note).to_have_value("ringer igen")


def test_guide_of_the_notice_opens_beside_the_hits(town: House) -> None:
    anna, carla = town.screen_of("anna"), town.screen_of("carla", "/notices")
    publish(carla)
    anna.page.locator(".notice-crisis").get_by_role("link", name="Guide").click()
    expect(anna.title).to_have_text("Strømsvigt")
    assert anna.page.url == f"{town.address}/"


def publish(carla: Desk) -> None:
    page = carla.page
    page.get_by_label("Krise", exact=True).check()
    page.get_by_label("Overskrift").fill(TITLE)
    page.get_by_label("Sætningen, der skal siges").fill("Vi ved det, og der arbejdes på det.")
    page.get_by_label("Guide", exact=True).select_option("stroemsvigt")
    page.get_by_role("button", name="Vis på alle skærme nu").click()
    expect(page.locator(".notice-list .notice-crisis")).to_contain_text(TITLE)
