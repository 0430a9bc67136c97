"""Every page and state by axe, on the office screen and at 200 % zoom, where nothing may be cut off."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from app.base.database import session_scope
from app.services import notices
from app.services.notices import NoticeText
from tests.browser.house import OFFICE_SCREEN, Desk, House
from tests.conftest import user
from tests.services.test_lost_calls import NO_CALLBACK, Book, lose_some
from tests.support.calls_logged import NOBODY, ring

ZOOMED = (683, 384)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CUT_OFF = """() => {
  const wide = document.documentElement;
  if (wide.scrollWidth > wide.clientWidth) return [`the page is ${wide.scrollWidth} wide on ${wide.clientWidth}`];
  const scope = document.querySelector('dialog[open]') ?? document;
  return [...scope.querySelectorAll('a, button, input, select, textarea')].filter((element) => {
    if (!element.checkVisibility() || element.closest('.skip')) return false;
    element.scrollIntoView({ block: 'center', inline: 'nearest' });
    const box = element.getClientRects()[0];
    const seen = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return box.left < -1 || box.right > innerWidth + 1 || !seen || !(element.contains(seen) || seen.closest('label')?.contains(element));
  }).map((element) => element.outerHTML.slice(0, 120));
}"""
AXE = Axe()
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def signed_out(house: House, size: tuple[int, int]) -> Desk:
    return house.visitor("/login", size=size)


def page_at(path: str, username: str = "anna") -> Callable[[House, tuple[int, int]], Desk]:
    return lambda house, size: house.screen_of(username, path, size=size)


def searched(text: str, *keys: str) -> Callable[[House, tuple[int, int]], Desk]:
    """The desk after a search, and after the keys."""

    def arrive(house: House, size: tuple[int, int]) -> Desk:
        desk = house.screen_of("anna", size=size)
        desk.type(text)
        expect(desk.page.locator("#search-results")).to_have_attribute("data-query", text)
        expect(desk.bar).to_have_attribute("data-live", "yes")
        desk.press(*keys)
        return desk

    return arrive


def settled(house: House, size: tuple[int, int]) -> Desk:
    desk = searched("skraldespand", "F3")(house, size)
    expect(desk.bar).to_contain_text("Gemt: løst")
    return desk


def two_questions(house: House, size: tuple[int, int]) -> Desk:
    desk = searched("skraldespand", "F7")(house, size)
    expect(desk.bar.locator(".question-chip")).to_have_count(2)
    return desk


def my_day(house: House, size: tuple[int, int]) -> Desk:
    desk = settled(house, size)
    desk.page.goto("/my-day")
    return desk


def wrong_correction(house: House, size: tuple[int, int]) -> Desk:
    desk = my_day(house, size)
    desk.watch.expected = ["422"]
    desk.page.get_by_role("link", name="Ret").click()
    desk.page.get_by_label("Viderestillet", exact=True).check()
    desk.page.get_by_role("button", name="Gem rettelsen").click()
    expect(desk.page.locator(".form-error-message").first).to_be_visible()
    return desk


def refused_notice(house: House, size: tuple[int, int]) -> Desk:
    desk = house.screen_of("carla", "/notices", size=size)
    desk.watch.expected = ["422"]
    desk.page.get_by_label("Krise", exact=True).check()
    desk.page.get_by_label("Overskrift").fill("Strømmen er væk")
    desk.page.get_by_role("button", name="Vis på alle skærme nu").click()
    expect(desk.page.locator("#say-error")).to_be_visible()
    return desk


def under_crisis(house: House, size: tuple[int, int]) -> Desk:
    desk = house.screen_of("carla", "/notices", size=size)
    desk.page.get_by_role("button", name="Krise Strømmen er væk").click()
    desk.page.get_by_role("button", name="Vis på alle skærme nu").click()
    expect(desk.page.locator(".notice-list .notice-crisis")).to_be_visible()
    desk.page.goto("/")
    expect(desk.page.locator("#notice-strip .notice-crisis")).to_be_visible()
    return desk


def refused_search(house: House, size: tuple[int, int]) -> Desk:
    desk = house.screen_of("anna", size=size)
    desk.type("pas 010190-0001")
    expect(desk.page.locator("#q-problem")).not_to_be_empty()
    return desk


def refused_note(house: House, size: tuple[int, int]) -> Desk:
    desk = searched("pas", "Alt+n")(house, size)
    desk.watch.expected = ["422"]
    desk.type("010190-0001")
    expect(desk.page.locator("#note-error")).to_be_visible()
    return desk


def figures(house: House, size: tuple[int, int]) -> Desk:
    """The figures of three weeks, with every part opened."""
    with session_scope(house.engine) as session:
        carla = user(session, "carla")
        notices.publish(session, carla, NoticeText("crisis", "Strømmen er væk", say="Vi ved det."), house.clock() - 3 * DAY)
        for days in range(21):
            ring(session, house.clock() - days * DAY - HOUR, 7, 5)
            ring(session, house.clock() - days * DAY - 2 * HOUR, 2, 6, "affald-glemt", NOBODY)
    desk = house.screen_of("carla", "/figures", size=size)
    desk.page.evaluate("document.querySelectorAll('details').forEach((part) => (part.open = true))")
    return desk


def error_page(house: House, size: tuple[int, int]) -> Desk:
    desk = house.screen_of("anna", size=size)
    desk.watch.expected = ["404"]
    desk.page.goto("/findes-ikke")
    return desk


def wrong_channel_rows(house: House, size: tuple[int, int]) -> Desk:
    desk = house.screen_of("carla", "/figures/channels", size=size)
    desk.watch.expected = ["422"]
    desk.page.get_by_label("Rækkerne").fill("dato;kanal;afdeling;emne;antal\n20-11-2026;mail;;;12\n31-02-2026;fax;Rumfart;;x\n")
    desk.page.get_by_role("button", name="Prøv rækkerne").click()
    desk.page.get_by_role("button", name="Hent ind").click()
    expect(desk.page.locator("#skip-error")).to_be_visible()
    return desk


def where_calls_are_lost(house: House, size: tuple[int, int]) -> Desk:
    """Calls lost, needless or not answered by the department, with all switches turned."""
    with session_scope(house.engine) as session:
        book = Book(session)
        lose_some(book)
        book.log(NO_CALLBACK, times=6)
    return house.screen_of("carla", "/figures?lost=departments&lost_by=calls&lost_show=all&standard=all", size=size)


STATES: dict[str, Callable[[House, tuple[int, int]], Desk]] = {
    "sign-in": signed_out,
    "empty desk": page_at("/"),
    "results with guide": searched("pas udløbet"),
    "guide in English": searched("pas udløbet", "Control+e"),
    "guide of another authority": searched("folkepension"),
    "crisis guide": searched("strømsvigt"),
    "department": searched("omstillingen"),
    "person": searched("eva skov"),
    "no hits": searched("xylofonqvist"),
    "refused search": refused_search,
    "refused note": refused_note,
    "reason panel": searched("pas udløbet", "F8"),
    "offer panel": searched("pas udløbet", "Shift+F4"),
    "flag dialog": searched("pas udløbet", "Control+m"),
    "not counted dialog": searched("pas udløbet", "Shift+F8"),
    "keys dialog": searched("pas udløbet", "F1"),
    "saved": settled,
    "two questions": two_questions,
    "under crisis": under_crisis,
    "keys page": page_at("/keys"),
    "my day, empty": page_at("/my-day"),
    "my day": my_day,
    "wrong correction": wrong_correction,
    "notices": page_at("/notices", "carla"),
    "refused notice": refused_notice,
    "guide page": page_at("/guides/pas-forny"),
    "crisis guide page": page_at("/guides/stroemsvigt"),
    "department page": page_at("/departments/borgerservice"),
    "person page": page_at("/people/eva-skov"),
    "channels": page_at("/figures/channels", "carla"),
    "wrong channel rows": wrong_channel_rows,
    "figures, empty": page_at("/figures", "carla"),
    "figures": figures,
    "needless sheet": searched("pas udløbet", "Alt+u"),
    "needless call": searched("pas udløbet", "Alt+u", "4"),
    "where calls are lost": where_calls_are_lost,
    "error page": error_page,
}


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_accessible_and_fits(town: House, state: str) -> None:
    desk = STATES[state](town, OFFICE_SCREEN)
    assert violations(desk) == ""
    assert desk.page.evaluate(CUT_OFF) == []
    desk.page.set_viewport_size({"width": ZOOMED[0], "height": ZOOMED[1]})
    assert violations(desk) == ""
    assert desk.page.evaluate(CUT_OFF) == []


def violations(desk: Desk) -> str:
    results = AXE.run(desk.page, options={"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]})
    return "\n".join(
        f"{found['id']}: {found['help']}: {node['target']} {node['failureSummary']}"
        for found in results.response["violations"]
        for node in found["nodes"]
    )
