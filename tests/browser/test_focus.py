"""Everything can be reached by Tab, with a focus that can be seen, in an order that can be understood."""

import pytest
from playwright.sync_api import expect

from tests.browser.house import Desk, House

REACHABLE = """() => {
  const scope = document.querySelector('dialog[open]') ?? document;
  const wanted = [...scope.querySelectorAll('a[href], button, input, select, textarea')].filter((element) =>
    element.checkVisibility() && !element.disabled && element.type !== 'hidden' && element.tabIndex >= 0);
  window.reached = new Set();
  window.invisible = [];
  const groups = new Map();
  for (const element of wanted) if (element.type === 'radio') groups.set(element.name, [...(groups.get(element.name) ?? []), element]);
  window.missing = () => wanted.filter((element) => !window.reached.has(element)
    && !(element.type === 'radio' && groups.get(element.name).some((other) => window.reached.has(other))))
    .map((element) => element.outerHTML.slice(0, 120));
  return wanted.length;
}"""
NOTE_FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return;
  const known = window.reached.has(element);
  window.reached.add(element);
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const shadowed = style.boxShadow !== 'none';
  const onScreen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  if (!known && !((outlined || shadowed) && onScreen)) window.invisible.push(element.outerHTML.slice(0, 120));
}"""
PAGES = [
    ("anna", "/"),
    ("anna", "/my-day"),
    ("anna", "/guides/pas-forny"),
    ("anna", "/departments/borgerservice"),
    ("carla", "/notices"),
]


@pytest.mark.parametrize(("username", "path"), PAGES)
def test_tab_reaches_everything_on_the_page_visibly(town: House, username: str, path: str) -> None:
    walk(town.screen_of(username, path))


@pytest.mark.parametrize(("text", "key"), [("pas udløbet", ""), ("pas udløbet", "F8"), ("strømsvigt", ""), ("xylofonqvist", ""), ("eva skov", "")])
def test_tab_reaches_everything_on_the_desk_visibly(town: House, text: str, key: str) -> None:
    anna = searched(town, text)
    if key:
        anna.press(key)
        expect(anna.bar).to_contain_text("Hvorfor ikke løst?")
    walk(anna)


@pytest.mark.parametrize(("key", "name"), [("F1", "Taster"), ("Control+m", "Meld en fejl i guiden"), ("Shift+F8", "Opkaldet tæller ikke med")])
def test_dialog_takes_the_focus_keeps_it_and_gives_it_back(town: House, key: str, name: str) -> None:
    anna = searched(town, "pas udløbet")
    anna.press(key)
    dialog = anna.page.get_by_role("dialog", name=name)
    expect(dialog).to_be_visible()
    assert anna.page.evaluate("document.querySelector('dialog[open]').contains(document.activeElement)")
    walk(anna)
    anna.press("Escape")
    expect(dialog).to_be_hidden()
    expect(anna.q).to_be_focused()
    expect(anna.q).to_have_value("pas udløbet")


@pytest.mark.parametrize("button", ["Løst F3", "Selvbetjening F9", "Mere F7", "Besked sendt F8"])
def test_mouse_on_the_call_bar_gives_the_field_the_focus_back(town: House, button: str) -> None:
    anna = searched(town, "pas udløbet")
    anna.bar.get_by_role("button", name=button).click()
    expect(anna.bar).to_contain_text("Gemt" if "F3" in button or "F9" in button else "spørgsmål" if "F7" in button else "Hvorfor")
    expect(anna.q).to_be_focused()


def test_mouse_in_the_dialogs_gives_the_field_the_focus_back(town: House) -> None:
    anna = searched(town, "pas udløbet")
    anna.panel.get_by_role("button", name="Meld fejl").click()
    anna.page.get_by_role("button", name="2 Uklar").click()
    expect(anna.toasts).to_contain_text("Meldt: uklar")
    expect(anna.q).to_be_focused()
    anna.bar.get_by_role("button", name="Tæller ikke").click()
    anna.page.get_by_role("button", name="2 Forkert nummer").click()
    expect(anna.bar).to_contain_text("Gemt: forkert nummer")
    expect(anna.q).to_be_focused()


def test_mouse_chooses_a_hit(town: House) -> None:
    anna = searched(town, "pas")
    chosen = anna.hits.nth(1).get_attribute("data-slug") or ""
    anna.hits.nth(1).click()
    expect(anna.panel.locator(f"[data-slug={chosen}].panel")).to_be_visible()
    expect(anna.hits.nth(1)).to_have_attribute("aria-selected", "true")


def test_skip_link_leads_to_the_content(town: House) -> None:
    anna = town.screen_of("anna", "/my-day")
    anna.press("Tab")
    expect(anna.page.get_by_role("link", name="Gå til indholdet")).to_be_focused()
    expect(anna.page.get_by_role("link", name="Gå til indholdet")).to_be_in_viewport()
    anna.press("Enter")
    expect(anna.page.locator("#main")).to_be_focused()


def searched(town: House, text: str) -> Desk:
    anna = town.screen_of("anna")
    anna.type(text)
    expect(anna.page.locator("#search-results")).to_have_attribute("data-query", text)
    expect(anna.bar).to_have_attribute("data-live", "yes")
    return anna


def walk(desk: Desk) -> None:
    """Go round by Tab once, and back a little, and see that each thing was reached and could be seen."""
    number = desk.page.evaluate(REACHABLE)
    assert number > 0
    for _ in range(number + 12):
        desk.page.evaluate(NOTE_FOCUS)
        desk.press("Tab")
    assert desk.page.evaluate("window.missing()") == []
    assert desk.page.evaluate("window.invisible") == []
