"""A fact changed in one place: the editor sees every guide it touches while typing, and an open desk says the new value."""

import pytest
from playwright.sync_api import expect

from app.base.database import session_scope
from app.services import revisions
from tests.browser.house import OFFICE_SCREEN, Desk, House
from tests.browser.test_axe import CUT_OFF, ZOOMED, violations
from tests.support.town import guide


def second_guide(town: House) -> None:
    """Another guide that names the price of a passport, in its steps."""
    with session_scope(town.engine) as session:
        steps = {"steps": "1. Sig, at det koster {fact:pas-pris} i alt.", "offline": "Ring til os.", "relative": "Med fuldmagt."}
        session.add(guide("pas-barn", "Pas til barn", "borgerservice", sections=steps, keywords=["børnepas"]))
        session.flush()
        revisions.content_changed(session, "guide", "pas-barn")


def test_fact_changed_in_one_place_is_shown_in_all_its_guides_on_an_open_desk(town: House) -> None:
    second_guide(town)
    anna, bo = town.screen_of("anna"), town.screen_of("bo", "/edit/facts/pas-pris")
    anna.page.evaluate("window.sameDocument = true")
    anna.type("mit pas er udløbet")
    expect(anna.panel).to_contain_text("Et pas koster 893 kr.")

    bo.page.get_by_label("Værdi, række 1").fill("899")
    effect = bo.page.locator("#fact-effect")
    expect(effect).to_contain_text("Et pas koster 899 kr.")
    expect(effect).to_contain_text("Sig, at det koster 899 kr. i alt.")
    bo.page.get_by_role("button", name="Gem", exact=True).click()
    expect(bo.page.get_by_role("status").first).to_contain_text("Det står nu i 2 guider på alle skærme.")

    anna.q.fill("")
    anna.type("børnepas")
    expect(anna.title).to_have_text("Pas til barn")
    expect(anna.panel).to_contain_text("det koster 899 kr. i alt")
    anna.q.fill("")
    anna.type("mit pas er udløbet")
    expect(anna.panel).to_contain_text("Et pas koster 899 kr.")
    assert anna.page.evaluate("window.sameDocument")


def test_rows_are_added_and_saved_by_keyboard_alone(town: House) -> None:
    bo = town.screen_of("bo", "/edit/facts/pas-pris")
    bo.page.get_by_label("Værdi, række 2").focus()
    bo.type("950")
    bo.page.get_by_label("Fra, række 2").fill("2027-02-01")
    expect(bo.page.locator("#fact-effect")).to_contain_text("Fra 1. januar 2027 til 31. januar 2027 står der »ukendt«.")
    bo.press("Enter")
    expect(bo.page.get_by_role("status").first).to_contain_text("Gemt.")
    expect(bo.page.get_by_label("Værdi, række 2")).to_have_value("950")


def tried_list(town: House, size: tuple[int, int]) -> Desk:
    bo = town.screen_of("bo", "/edit/people/import", size=size)
    text = "navn;afdeling;titel\nDan Christensen;Borgerservice;Chef\nNy Nielsen;Genbrug og Affald;\nUden;Rumfart;\n"
    bo.page.get_by_label("Fil").set_input_files({"name": "liste.csv", "mimeType": "text/csv", "buffer": text.encode("cp1252")})
    bo.page.get_by_label("Hvor kommer listen fra?").fill("Personalesystemet")
    bo.page.get_by_role("button", name="Prøv listen").click()
    expect(bo.page.get_by_role("heading", name="Prøvet, ikke gemt")).to_be_visible()
    return bo


def refused_fact(town: House, size: tuple[int, int]) -> Desk:
    bo = town.screen_of("bo", "/edit/facts/pas-pris", size=size)
    bo.watch.expected = ["422"]
    bo.page.get_by_label("Værdi, række 1").fill("mange")
    bo.page.get_by_label("Kildens adresse, række 1").fill("herning.dk")
    bo.page.get_by_role("button", name="Gem", exact=True).click()
    expect(bo.page.locator("#value-0-error")).to_be_visible()
    return bo


def refused_department(town: House, size: tuple[int, int]) -> Desk:
    eva = town.screen_of("eva", "/edit/departments/borgerservice", size=size)
    eva.watch.expected = ["422"]
    eva.page.get_by_label("Mandag").fill("15-10")
    eva.page.get_by_label("EAN").fill("123")
    eva.page.get_by_role("button", name="Gem", exact=True).click()
    expect(eva.page.locator("#hours-mon-error")).to_be_visible()
    return eva


PLAIN = {
    "facts": ("bo", "/edit/facts"),
    "no facts": ("bo", "/edit/facts?q=xylofon"),
    "fact": ("bo", "/edit/facts/pas-pris"),
    "locked fact": ("carla", "/edit/facts/pas-pris"),
    "new fact": ("bo", "/edit/facts/new"),
    "departments": ("eva", "/edit/departments"),
    "department": ("bo", "/edit/departments/borgerservice"),
    "new department": ("eva", "/edit/departments/new"),
    "closing days": ("eva", "/edit/closures"),
    "closing day": ("eva", "/edit/closures/12-24"),
    "locked closing day": ("bo", "/edit/closures/12-24"),
    "people": ("bo", "/edit/people"),
    "person": ("bo", "/edit/people/dan-christensen"),
    "list of people": ("bo", "/edit/people/import"),
}
STATES = {"tried list": tried_list, "refused fact": refused_fact, "refused department": refused_department}


@pytest.mark.parametrize("state", [*PLAIN, *STATES])
def test_registers_are_accessible_and_fit(town: House, state: str) -> None:
    desk = STATES[state](town, OFFICE_SCREEN) if state in STATES else town.screen_of(*PLAIN[state])
    assert violations(desk) == ""
    assert desk.page.evaluate(CUT_OFF) == []
    desk.page.set_viewport_size({"width": ZOOMED[0], "height": ZOOMED[1]})
    assert violations(desk) == ""
    assert desk.page.evaluate(CUT_OFF) == []
