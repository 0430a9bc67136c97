"""While somebody types: nothing old replaces something new, nothing jumps, nothing flickers."""

from collections.abc import Callable

from playwright.sync_api import Route, expect

from tests.browser.house import Desk, House

SAID = "min skraldespand er ikke tømt i dag"
MEASURE = """() => {
  const top = (selector) => { const box = document.querySelector(selector)?.getBoundingClientRect(); return box && [box.left, box.top, box.width]; };
  const bar = document.querySelector('#call-bar').getBoundingClientRect();
  return { field: top('#q'), list: top('#search-results'), panel: top('#panel'), bar: [bar.left, bar.top, bar.width, bar.height] };
}"""
WATCH_SHIFTS = """() => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push(entry.value);
  }).observe({ type: 'layout-shift' });
}"""
WATCH_EMPTINESS = """() => {
  window.emptied = 0;
  const count = () => document.querySelectorAll('#hits [role=option]').length;
  new MutationObserver(() => { if (!count()) window.emptied += 1; })
    .observe(document.querySelector('.desk-find'), { childList: true, subtree: true });
}"""


def test_slow_older_answer_never_replaces_a_newer_one(town: House) -> None:
    anna = town.screen_of("anna")
    held: list[Route] = []
    anna.page.route("**/search/results?q=pas&**", hold_in(held))
    with anna.page.expect_request("**/search/results?q=pas&**"):
        anna.type("pas")
    anna.q.fill("skraldespand")
    expect(anna.title).to_have_text("Glemt tømning af affald")
    old = held[0].request
    held[0].continue_()
    expect(anna.page.locator("#search-results")).to_have_attribute("data-query", "skraldespand")
    anna.type(" ikke tømt")
    expect(anna.page.locator("#search-results")).to_have_attribute("data-query", "skraldespand ikke tømt")
    expect(anna.title).to_have_text("Glemt tømning af affald")
    assert old.failure, "the older question must be taken back"


def test_slow_panel_of_an_earlier_hit_never_replaces_that_of_a_later_one(town: House) -> None:
    anna = town.screen_of("anna")
    held, third = hold_second_panel(anna)
    anna.press("ArrowDown")
    expect(anna.panel.locator(f"[data-slug={third}]")).to_be_visible()
    assert held[0].request.failure, "the older panel must be taken back"


def test_slow_panel_never_replaces_that_of_a_newer_search(town: House) -> None:
    anna = town.screen_of("anna")
    held, _ = hold_second_panel(anna)
    anna.q.fill("skraldespand")
    expect(anna.title).to_have_text("Glemt tømning af affald")
    assert held[0].request.failure, "the older panel must be taken back"


def hold_in(held: list[Route]) -> Callable[[Route], None]:
    def hold(route: Route) -> None:
        held.append(route)

    return hold


def hold_second_panel(anna: Desk) -> tuple[list[Route], str]:
    """The second hit has been chosen, and its panel does not come; answers what is held, and the third hit."""
    anna.type("pas")
    expect(anna.hits.nth(2)).to_be_visible()
    second, third = (anna.hits.nth(number).get_attribute("data-slug") or "" for number in (1, 2))
    held: list[Route] = []
    anna.page.route(f"**/{second}/panel", hold_in(held))
    with anna.page.expect_request(f"**/{second}/panel"):
        anna.press("ArrowDown")
    return held, third


def test_nothing_moves_while_typing(herning: House) -> None:
    anna = herning.screen_of("anna")
    anna.type("sk")
    expect(anna.hits.first).to_be_visible()
    expect(anna.bar).to_have_attribute("data-live", "yes")
    anna.page.evaluate(WATCH_SHIFTS)
    before = anna.page.evaluate(MEASURE)
    for letter in SAID.removeprefix("sk"):
        anna.type(letter)
        assert anna.page.evaluate(MEASURE) == before
    expect(anna.page.locator("#search-results")).to_have_attribute("data-query", "sk" + SAID.removeprefix("sk"))
    assert anna.page.evaluate(MEASURE) == before
    assert anna.page.evaluate("window.shifts.reduce((sum, value) => sum + value, 0)") == 0


def test_first_letter_moves_neither_field_nor_panel_nor_call_bar(herning: House) -> None:
    anna = herning.screen_of("anna")
    before = anna.page.evaluate(MEASURE)
    anna.type("sk")
    expect(anna.hits.first).to_be_visible()
    expect(anna.bar).to_have_attribute("data-live", "yes")
    assert anna.page.evaluate(MEASURE) == before


def test_list_is_never_empty_between_two_answers(herning: House) -> None:
    anna = herning.screen_of("anna")
    anna.type("min sk")
    expect(anna.hits.first).to_be_visible()
    anna.page.evaluate(WATCH_EMPTINESS)
    for word in ("raldespand ", "er ikke ", "tømt i dag"):
        anna.type(word)
        expect(anna.page.locator("#search-results")).to_have_attribute("data-query", anna.q.input_value().strip())
        expect(anna.hits.first).to_be_visible()
    assert anna.page.evaluate("window.emptied") == 0


def test_panel_is_never_blank_while_the_best_hit_changes(herning: House) -> None:
    anna = herning.screen_of("anna")
    anna.type("pas")
    expect(anna.title).to_be_visible()
    anna.page.evaluate(
        "() => { window.blank = 0; new MutationObserver(() => { if (!document.querySelector('#panel-title')?.textContent) window.blank += 1; })"
        ".observe(document.querySelector('#panel'), { childList: true, subtree: true, characterData: true }); }"
    )
    opened = set()
    for text in ("skraldespand", "kørekort", "flytning", "storskrald"):
        anna.q.fill(text)
        expect(anna.page.locator("#search-results")).to_have_attribute("data-query", text)
        opened.add(anna.title.inner_text())
    assert len(opened) == 4
    assert anna.page.evaluate("window.blank") == 0
