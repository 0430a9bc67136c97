"""Writing a guide: nothing typed is lost, two editors are merged, and a second person lets it out."""

import pytest
from playwright.sync_api import expect
from sqlmodel import Session

from app.base.database import session_scope
from app.domain.guide_content import content_of
from app.domain.guide_form import fields_of
from app.domain.privacy import REFUSAL
from app.models import Department, Draft, Guide
from app.services import accounts, drafts, guides, publishing
from tests.browser.house import Desk, House
from tests.browser.test_axe import CUT_OFF, ZOOMED, violations
from tests.conftest import user

FORM = "/edit/guides/pas-forny"
OFFLINE = "Ingen forbindelse."
WRITTEN = {
    "say": "Ja, kom forbi.",
    "sections.steps": "1. Kom forbi.",
    "sections.offline": "Kom forbi.",
    "sections.relative": "Ja.",
    "referral.when": "Der er tvivl.",
    "referral.fallback": "Ring igen.",
    "phrases.da": "kan jeg laane en lygte",
}


def draft(town: House, username: str = "bo", slug: str = "pas-forny") -> Draft | None:
    with Session(town.engine) as session:
        return drafts.of(session, slug, user(session, username).id)


def stored(town: House, name: str, username: str = "bo") -> str:
    found = draft(town, username)
    return found.fields[name] if found else ""


def published(town: House, slug: str = "pas-forny") -> Guide:
    with Session(town.engine) as session:
        return guides.find(session, slug)


def publish_meanwhile(town: House, **changed: str) -> None:
    """Eva publishes a change of her own while somebody else writes."""
    with session_scope(town.engine) as session:
        eva = user(session, "eva")
        fields = fields_of(content_of(guides.find(session, "pas-forny")))
        drafts.save(session, eva, "pas-forny", {**fields, **changed}, 0, town.clock())
        publishing.publish(session, eva, "pas-forny", "nye regler", town.clock(), answer="Set")


def publish_now(desk: Desk) -> None:
    desk.page.get_by_role("button", name="Udgiv nu").click()


def saved(desk: Desk) -> None:
    expect(desk.page.locator("#guide-saved")).to_contain_text("Gemt 11.0")
    desk.page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('straks-draft'))")


def test_text_is_saved_as_it_is_typed_shown_beside_it_and_there_after_a_reload(town: House) -> None:
    bo = town.screen_of("bo", FORM)
    bo.page.locator("#say").fill("Bestil en tid hos os.")
    expect(bo.page.locator("#guide-preview .say")).to_contain_text("Bestil en tid hos os.")
    saved(bo)
    assert stored(town, "say") == "Bestil en tid hos os."
    bo.page.reload()
    expect(bo.page.locator("#say")).to_have_value("Bestil en tid hos os.")
    assert "Bestil en tid" not in published(town).say


def test_text_typed_without_a_connection_waits_and_is_sent_when_it_is_back(town: House) -> None:
    bo = town.screen_of("bo", FORM)
    bo.watch.expected = ["ERR_INTERNET_DISCONNECTED", "htmx:sendError", "EventSource", "[object Event]"]
    bo.page.context.set_offline(True)
    bo.page.locator("#say").fill("Skrevet i tunnelen.")
    expect(bo.page.locator("#guide-trouble")).to_contain_text(OFFLINE)
    assert draft(town) is None
    bo.page.context.set_offline(False)
    saved(bo)
    expect(bo.page.locator("#guide-trouble")).to_be_empty()
    assert stored(town, "say") == "Skrevet i tunnelen."


def test_text_that_was_never_sent_survives_a_crash_and_is_sent_from_the_next_page(town: House) -> None:
    bo = town.screen_of("bo", FORM)
    type_unheard_and_crash(bo, "Skrevet før strømmen gik.")
    assert draft(town) is None
    bo.page.goto(FORM)
    expect(bo.page.locator("#say")).to_have_value("Skrevet før strømmen gik.")
    saved(bo)
    assert stored(town, "say") == "Skrevet før strømmen gik."


def type_unheard_and_crash(desk: Desk, text: str) -> None:
    """Nothing that is typed reaches the server, not even as a farewell, and the page is gone."""
    desk.page.evaluate("() => { globalThis.fetch = () => Promise.reject(new TypeError('gone')); }")
    desk.page.locator("#say").fill(text)
    expect(desk.page.locator("#guide-trouble")).to_contain_text(OFFLINE)
    desk.page.goto("about:blank")


def test_unsent_text_never_takes_the_place_of_a_newer_one_unasked(town: House) -> None:
    bo = town.screen_of("bo", FORM)
    type_unheard_and_crash(bo, "Fra denne computer.")
    with session_scope(town.engine) as session:
        drafts.save(session, user(session, "bo"), "pas-forny", {"say": "Fra den anden computer."}, 0, town.clock())
    bo.page.goto(FORM)
    expect(bo.page.locator("#say")).to_have_value("Fra den anden computer.")
    expect(bo.page.locator(".guide-kept")).to_contain_text("Fra denne computer.")
    bo.page.get_by_role("button", name="Brug den").click()
    saved(bo)
    assert stored(town, "say") == "Fra denne computer."


def test_ended_sign_in_keeps_the_text_and_sends_it_after_the_next(town: House) -> None:
    bo = town.screen_of("bo", FORM)
    bo.watch.expected = ["401", "EventSource", "[object Event]"]
    expect(bo.page.locator("#guide-help")).not_to_be_empty()  # else the help is refused first, and the dialog is there before the text
    with session_scope(town.engine) as session:
        accounts.revoke_all(session, "bo", town.clock())
    bo.page.locator("#say").fill("Skrevet efter fyraften.")
    dialog = bo.page.locator("#signed-out")
    expect(dialog).to_be_visible()
    dialog.get_by_role("link", name="Log ind igen").click()
    bo.page.get_by_role("button", name="Bo Redaktør").click()
    expect(bo.page).to_have_url(f"{town.address}{FORM}")
    expect(bo.page.locator("#say")).to_have_value("Skrevet efter fyraften.")
    saved(bo)
    assert stored(town, "say") == "Skrevet efter fyraften."


def test_draft_open_in_two_windows_loses_neither_text_and_says_so(town: House) -> None:
    bo = town.screen_of("bo", FORM)
    other = Desk(bo.page.context.new_page(), bo.watch)
    other.page.goto(FORM)
    bo.page.locator("#say").fill("Fra det ene vindue.")
    saved(bo)
    other.page.locator("#kle").fill("23.05")
    expect(other.page.locator("#guide-trouble")).to_contain_text("også i et andet vindue")
    assert (stored(town, "say"), stored(town, "kle")) == ("Fra det ene vindue.", "23.05")
    bo.watch.expected = ["409"]
    publish_now(other)
    expect(other.page.get_by_role("alert")).to_contain_text("ændret i et andet vindue")
    assert published(town).version == 1


def test_cpr_number_is_refused_at_the_field_and_kept_nowhere(town: House) -> None:
    bo = town.screen_of("bo", FORM)
    bo.page.locator("#say").fill("Ring om 010190-0001 i dag")
    expect(bo.page.locator("#say-error")).to_have_text(REFUSAL)
    bo.page.locator("#kle").fill("23.05")
    expect(bo.page.locator("#guide-saved")).to_contain_text("Gemt")
    expect(bo.page.locator("#say")).to_have_attribute("aria-invalid", "true")
    assert stored(town, "kle") == "23.05"
    assert "010190" not in stored(town, "say")
    assert "010190" not in bo.page.evaluate("JSON.stringify(localStorage)")
    assert not [line for line in bo.watch.sent() if "010190" in line]
    publish_now(bo)
    expect(bo.page.locator("#say")).to_be_focused()
    bo.page.locator("#say").fill("Ring i dag")
    expect(bo.page.locator("#say-error")).to_have_count(0)
    saved(bo)
    assert stored(town, "say") == "Ring i dag"


def test_published_guide_is_on_another_open_desk_at_once(town: House) -> None:
    anna, bo = town.screen_of("anna"), town.screen_of("bo", "/guides/affald-glemt")
    bo.page.get_by_role("link", name="Ret guiden").click()
    bo.page.locator("#phrases\\.da").fill("min zebrafinkespand er fuld\nmin skraldespand er ikke tømt")
    bo.page.get_by_label("Hvad er ændret?").fill("et ord fra callerne")
    publish_now(bo)
    expect(bo.page.get_by_role("status").filter(has_text="Udgave 2 er på alle skranker nu.")).to_be_visible()
    anna.type("zebrafinkespand")
    expect(anna.title).to_have_text("Glemt tømning af affald")
    assert published(town, "affald-glemt").version == 2


def test_conflicting_edit_is_merged_field_by_field(town: House) -> None:
    bo = town.screen_of("bo", FORM)
    bo.watch.expected = ["409"]
    bo.page.locator("#say").fill("Bo siger det sådan.")
    saved(bo)
    publish_meanwhile(town, say="Eva siger det sådan.", processing_time="To uger.")
    publish_now(bo)
    expect(bo.page.get_by_role("alert")).to_contain_text("En anden har ændret guiden imens")
    expect(bo.page.locator("#say")).to_have_value("Bo siger det sådan.")
    bo.page.get_by_role("link", name="Se ændringerne, og flet").click()
    expect(bo.page.get_by_role("heading", name="Flet: Forny pas")).to_be_visible()
    expect(bo.page.locator(".guide-change")).to_contain_text("To uger.")
    bo.watch.expected.append("422")
    bo.page.get_by_role("button", name="Flet sammen").click()
    expect(bo.page.get_by_role("alert")).to_contain_text("Vælg, hvad der skal stå i »Sig«.")
    assert violations(bo) == ""
    bo.page.get_by_label("Behold min").check()
    bo.page.get_by_role("button", name="Flet sammen").click()
    expect(bo.page.get_by_text("Flettet. Se det igennem, og udgiv.")).to_be_visible()
    publish_now(bo)
    expect(bo.page.get_by_text("Udgave 3 er på alle skranker nu.")).to_be_visible()
    guide = published(town)
    assert (guide.say, guide.processing_time) == ("Bo siger det sådan.", "To uger.")


def test_editor_is_told_while_writing_that_somebody_has_published(town: House) -> None:
    bo = town.screen_of("bo", FORM)
    bo.page.locator("#say").fill("Bo begynder.")
    saved(bo)
    publish_meanwhile(town, processing_time="To uger.")
    bo.page.locator("#say").fill("Bo fortsætter.")
    expect(bo.page.locator("#guide-others")).to_contain_text("Eva Administrator har udgivet udgave 2 imens")
    expect(bo.page.locator("#guide-others")).to_contain_text("Behandlingstid")


def test_four_eyes_let_a_guide_out(town: House) -> None:
    with session_scope(town.engine) as session:
        session.get_one(Department, "borgerservice").four_eyes = True
    bo, carla = town.screen_of("bo", FORM), town.screen_of("carla", "/edit/guides?department=all")
    bo.page.locator("#say").fill("Bestil tid først.")
    bo.page.get_by_label("Hvad er ændret?").fill("kortere")
    bo.page.get_by_role("button", name="Send til godkendelse").click()
    expect(bo.page.get_by_text("Kladden venter på godkendelse")).to_be_visible()
    carla.page.reload()
    carla.page.get_by_role("link", name="Bo Redaktør: til godkendelse").click()
    expect(carla.page.locator(".guide-change ins").first).to_contain_text("Bestil")
    assert violations(carla) == ""
    carla.page.get_by_label("Eller skriv, hvad der skal ændres").fill("Skriv prisen på")
    carla.page.get_by_role("button", name="Send tilbage").click()
    expect(carla.page.get_by_text("Sendt tilbage til den, der skrev den.")).to_be_visible()
    bo.page.reload()
    expect(bo.page.get_by_text("Skriv prisen på")).to_be_visible()
    bo.page.locator("#say").fill("Bestil tid først. Det koster {fact:pas-pris}.")
    bo.page.get_by_role("button", name="Send til godkendelse").click()
    expect(bo.page.get_by_text("Sendt til godkendelse. En kollega ser på den.")).to_be_visible()
    carla.page.goto("/edit/guides?department=all")
    carla.page.get_by_role("link", name="Bo Redaktør: til godkendelse").click()
    carla.page.get_by_role("button", name="Godkend og udgiv nu").click()
    expect(carla.page.get_by_text("Godkendt. Udgave 2 er på alle skranker nu.")).to_be_visible()
    assert published(town).say == "Bestil tid først. Det koster {fact:pas-pris}."


def test_new_guide_is_written_and_published_by_keyboard_alone(town: House) -> None:
    bo = town.screen_of("bo", "/edit/guides")
    bo.page.locator(".guide-new summary").focus()
    bo.press("Enter", "Tab")
    bo.type("Laan en lygte")
    bo.press("Enter")
    expect(bo.page.get_by_role("heading", level=1)).to_have_text("Laan en lygte")
    for name, text in WRITTEN.items():
        to_field(bo, name)
        bo.type(text)
    to_field(bo, "reason")
    bo.type("ny")
    bo.press("Tab")
    expect(bo.page.get_by_role("button", name="Udgiv nu")).to_be_focused()
    bo.press("Enter")
    expect(bo.page.get_by_text("Udgave 1 er på alle skranker nu.")).to_be_visible()
    assert published(town, "laan-en-lygte").say == "Ja, kom forbi."


def to_field(desk: Desk, name: str) -> None:
    for _ in range(60):
        if desk.page.evaluate("document.activeElement.name") == name:
            return
        desk.press("Tab")
    raise AssertionError(f"{name} was not reached by Tab")


def the_list(town: House) -> Desk:
    return town.screen_of("bo", "/edit/guides")


def the_form(town: House) -> Desk:
    return town.screen_of("bo", FORM)


def the_refused_form(town: House) -> Desk:
    bo = town.screen_of("bo", FORM)
    bo.watch.expected = ["422"]
    bo.page.locator("#title").fill("")
    bo.page.locator("#referral\\.when").fill("")
    publish_now(bo)
    expect(bo.page.locator("#guide-errors")).to_be_focused()
    return bo


def the_guide_of_others(town: House) -> Desk:
    return town.screen_of("bo", "/edit/guides/hjemmehjaelp-udeblevet")


@pytest.mark.parametrize("state", [the_list, the_form, the_refused_form, the_guide_of_others])
def test_page_is_accessible_and_fits(town: House, state: object) -> None:
    assert callable(state)
    desk = state(town)
    assert violations(desk) == ""
    assert desk.page.evaluate(CUT_OFF) == []
    desk.page.set_viewport_size({"width": ZOOMED[0], "height": ZOOMED[1]})
    assert violations(desk) == ""
    assert desk.page.evaluate(CUT_OFF) == []
