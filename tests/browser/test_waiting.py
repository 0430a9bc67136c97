"""A word from the desk reaches the one who can mend it; the list is accessible when it is full and when it is empty."""

from datetime import date, timedelta

from playwright.sync_api import expect
from sqlmodel import select

from app.base.database import session_scope
from app.models import Fact, Guide, LinkCheck
from app.services import content, drafts, flags, learning, revisions
from tests.browser.house import House
from tests.browser.test_axe import CUT_OFF, ZOOMED, violations
from tests.conftest import user
from tests.support.town import MONDAY


def test_flag_from_the_desk_reaches_its_owner_who_opens_the_guide(town: House) -> None:
    with session_scope(town.engine) as session:
        content.current(session)  # the first index of a process takes its time
    bo = town.screen_of("bo", "/edit")
    expect(bo.page.get_by_role("row", name="Meldt fra skranken")).to_have_count(0)

    anna = town.screen_of("anna")
    anna.type("pas udløbet")
    expect(anna.title).to_have_text("Forny pas")
    anna.press("Control+m")
    dialog = anna.page.locator("dialog[open]")
    dialog.get_by_text("Forældet").click()
    expect(anna.toasts).not_to_be_empty()

    bo.page.reload()
    row = bo.page.get_by_role("row", name="Forny pas").filter(has_text="Meldt fra skranken: forældet.")
    expect(row).to_contain_text("Søgt: »pas udløbet«")
    row.get_by_role("link", name="Ret guiden").focus()
    bo.press("Enter")
    bo.page.wait_for_url("**/edit/guides/pas-forny")
    expect(bo.page.get_by_role("heading", level=1)).to_contain_text("Forny pas")


def test_flag_is_waved_away_by_keyboard(town: House) -> None:
    with session_scope(town.engine) as session:
        flags.raise_flag(session, user(session, "anna"), "pas-forny", "unclear", "pas", MONDAY)
    bo = town.screen_of("bo", "/edit")
    bo.page.get_by_role("button", name="Afvis flag").focus()
    bo.press("Enter")
    expect(bo.page.get_by_role("status").filter(has_text="Flaget er afvist")).to_be_visible()
    expect(bo.page.get_by_text("Meldt fra skranken")).to_have_count(0)


def test_full_list_is_accessible_and_fits(town: House) -> None:
    town.screen_of("bo", "/edit")  # the program keeps the guides' versions when it starts, and drafts stand on them
    with session_scope(town.engine) as session:
        anna, bo = user(session, "anna"), user(session, "bo")
        flags.raise_flag(session, anna, "pas-forny", "wrong", "pas", MONDAY, "Prisen er steget, og den gamle står der stadig. " * 4)
        flags.raise_flag(session, anna, "", "missing", "etmegetlangtordudenmellemrum" * 6, MONDAY)
        for _ in range(14):
            learning.note_gap(session, "skraldemandskab plupqvist", MONDAY)
        url = "https://www.borger.dk"
        session.add(LinkCheck(url=url, checked_at=MONDAY, failing_since=MONDAY - timedelta(days=2), status=404, problem="siden findes ikke (404)."))
        draft = drafts.save(session, user(session, "eva"), "affald-glemt", {"title": "Ny titel"}, 1, MONDAY)
        draft.state, draft.submitted_at = drafts.REVIEW, MONDAY
        drafts.save(session, bo, "pas-mistet", {"title": "Min kladde"}, 1, MONDAY)
    for username in ("bo", "carla"):
        screen = town.screen_of(username, "/edit")
        expect(screen.page.locator("#waiting-list tbody tr").nth(5)).to_be_visible()
        assert violations(screen) == ""
        assert screen.page.evaluate(CUT_OFF) == []
        screen.page.set_viewport_size({"width": ZOOMED[0], "height": ZOOMED[1]})
        assert violations(screen) == ""
        assert screen.page.evaluate(CUT_OFF) == []


def test_empty_list_is_accessible_and_says_so_with_pleasure(town: House) -> None:
    with session_scope(town.engine) as session:
        for guide in session.exec(select(Guide)).all():
            guide.verified_by, guide.verified_until = "Bo", date(2027, 11, 1)
            revisions.content_changed(session, content.GUIDE, guide.slug)
        fact = session.get_one(Fact, "pas-pris")
        fact.periods = [{**fact.periods[0], "to": None}]
        revisions.content_changed(session, content.FACT, "pas-pris")
    bo = town.screen_of("bo", "/edit")
    expect(bo.page.get_by_text("Alt er i orden. Tid til en kop kaffe?")).to_be_visible()
    assert violations(bo) == ""
    bo.page.set_viewport_size({"width": ZOOMED[0], "height": ZOOMED[1]})
    assert violations(bo) == ""
    assert bo.page.evaluate(CUT_OFF) == []
