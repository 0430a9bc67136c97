"""Sending a caller on: to a unit that is open, and to one that is not."""

from playwright.sync_api import expect

from tests.browser.house import House
from tests.support.town import EVENING


def test_open_unit_shows_its_number_and_how_long_it_is_open(town: House) -> None:
    anna = town.screen_of("anna")
    anna.type("pas udløbet")
    foot = anna.panel.locator(".panel-foot")
    expect(foot).to_contain_text("Tager over nu")
    expect(foot).to_contain_text("Borgerservice")
    expect(foot).to_contain_text("åbent til kl. 15")
    expect(foot.get_by_role("link", name="lokal 2001")).to_have_attribute("href", "tel:2001")
    anna.press("F4")
    expect(anna.bar).to_contain_text("Hvorfor ikke løst?")
    anna.press("3")
    expect(anna.bar).to_contain_text("Gemt: viderestillet")
    [saved] = town.saved_questions()
    assert (saved.topic, saved.department, saved.reached) == ("pas-forny", "borgerservice", True)


def test_closed_unit_says_so_and_offers_what_to_do_instead(town: House) -> None:
    town.clock.set(EVENING)
    anna = town.screen_of("anna")
    anna.type("pas udløbet")
    foot = anna.panel.locator(".panel-foot")
    expect(foot).to_contain_text("Ingen åbne")
    expect(foot).to_contain_text("lukket")
    expect(foot).to_contain_text("Lov at ringe tilbage.")
    expect(foot.get_by_role("link", name="lokal 2001")).to_have_count(0)
    expect(anna.hits.first).to_contain_text("lukket")
    anna.press("Shift+F4")
    expect(anna.bar).to_contain_text("Hvad tilbød du?")
    anna.press("3")
    expect(anna.bar).to_contain_text("Hvorfor ikke løst?")
    anna.press("6")
    expect(anna.bar).to_contain_text("Gemt: viderestillet")
    [saved] = town.saved_questions()
    assert (saved.topic, saved.reached, saved.offer, saved.reason) == ("pas-forny", False, "callback", "closed")


def test_unit_that_never_closes_is_open_in_the_evening(town: House) -> None:
    town.clock.set(EVENING)
    anna = town.screen_of("anna")
    anna.type("hjemmehjælp")
    foot = anna.panel.locator(".panel-foot")
    expect(foot).to_contain_text("Tager over nu")
    expect(foot).to_contain_text("lokal 2003")
