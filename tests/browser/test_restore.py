"""An earlier version is brought back, from the list of versions to the desk; and the pages about versions and changes by axe."""

from datetime import timedelta
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from app.base.database import session_scope
from app.domain.guide_content import content_of
from app.services import accounts, drafts, guides
from tests.browser.house import OFFICE_SCREEN, House
from tests.browser.test_axe import CUT_OFF, ZOOMED, violations
from tests.support.town import MONDAY

OLD_WORDS = "Du skal bestille tid"
NEW_WORDS = "Kom bare forbi uden tid."
DAY = timedelta(days=1)


@pytest.fixture
def changed(town: House) -> House:
    """The town after Bo has made the guide whole, and then published a sentence that was better before."""
    urlopen(f"{town.address}/healthz").close()  # the program keeps the first versions while it starts
    with session_scope(town.engine) as session:
        bo = accounts.by_username(session, "bo")
        assert bo is not None
        content = content_of(guides.find(session, "pas-forny"))
        phrases = {**content["phrases"], "da": [f"mit pas er udløbet {number}" for number in range(25)]}
        words = [f"ord{number}" for number in range(65)]
        whole = {
            **content,
            "phrases": phrases,
            "situation_words": words,
            "sources": [{"title": "Pasloven", "url": "https://www.borger.dk", "checked": "2026-11-01"}],
        }
        guides.publish(session, bo, "pas-forny", whole, MONDAY - 10 * DAY, reason="Flere formuleringer")
        guides.publish(session, bo, "pas-forny", {**whole, "say": NEW_WORDS}, MONDAY - DAY, reason="Kortere")
    return town


def test_restored_version_is_found_on_the_desk(changed: House) -> None:
    anna = changed.screen_of("anna", "/guides/pas-forny")
    expect(anna.page.locator(".say")).to_contain_text(NEW_WORDS)
    bo = changed.screen_of("bo", "/edit/guides/pas-forny/versions")
    bo.page.get_by_label("Sammenlign fra udgave 2").check()
    bo.page.get_by_label("Sammenlign til udgave 3").check()
    bo.page.get_by_role("button", name="Sammenlign de to").click()
    expect(bo.page.locator(".compare-list del").first).to_contain_text("Du skal bestille")
    bo.page.get_by_role("button", name="Gendan udgave 2").click()
    bo.page.wait_for_url("**/edit/guides/pas-forny")
    expect(bo.page.locator("[name='say']")).to_have_value("Du skal bestille tid. Et pas koster {fact:pas-pris}.")
    anna.page.reload()
    expect(anna.page.locator(".say")).to_contain_text(NEW_WORDS)
    expect(bo.page.get_by_label("Hvad er ændret?")).to_have_value("Gendannet udgave 2")
    bo.page.get_by_role("button", name="Udgiv nu").click()
    bo.page.wait_for_url("**/edit/guides/pas-forny?done=published")
    anna.page.goto("/")
    anna.type("mit pas er udløbet")
    expect(anna.hits.first).to_contain_text("Forny pas")
    expect(anna.panel.locator(".say")).to_contain_text(OLD_WORDS)
    bo.page.goto("/edit/guides/pas-forny/versions")
    expect(bo.page.locator("tbody tr").first).to_contain_text("Gendannet udgave 2")


def test_what_was_being_written_is_only_thrown_away_when_asked(changed: House) -> None:
    with session_scope(changed.engine) as session:
        bo_user = accounts.by_username(session, "bo")
        assert bo_user is not None
        drafts.save(session, bo_user, "pas-forny", {"title": "Halvskrevet"}, 3, MONDAY)
    bo = changed.screen_of("bo", "/edit/guides/pas-forny/versions")
    bo.watch.expected = ["409"]
    bo.page.get_by_role("button", name="Gendan udgave 1").click()
    expect(bo.page.locator("#refused")).to_contain_text("Du er ved at skrive i guiden.")
    assert violations(bo) == ""
    bo.page.get_by_role("button", name="Kassér kladden, og brug udgave 1").click()
    bo.page.wait_for_url("**/edit/guides/pas-forny")
    expect(bo.page.locator("[name='title']")).to_have_value("Forny pas")


@pytest.mark.parametrize(
    ("username", "path"),
    [
        ("bo", "/edit/guides/pas-forny/versions"),
        ("bo", "/edit/guides/pas-forny/versions?old=1&new=3"),
        ("carla", "/edit/guides/affald-glemt/versions"),
        ("bo", "/edit/guides/pas-forny/effect"),
        ("anna", "/guides/pas-forny/versions/2"),
        ("eva", "/edit/trail"),
        ("eva", "/edit/trail?kind=synonym"),
    ],
)
def test_page_is_accessible_and_fits(changed: House, username: str, path: str) -> None:
    desk = changed.screen_of(username, path, size=OFFICE_SCREEN)
    assert violations(desk) == ""
    assert desk.page.evaluate(CUT_OFF) == []
    desk.page.set_viewport_size({"width": ZOOMED[0], "height": ZOOMED[1]})
    assert violations(desk) == ""
