"""A long list of calls in the browser: one sees how far it has come, may stop it, and gets the whole file."""

import re
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import expect

from app.services import call_export
from tests.browser.house import OFFICE_SCREEN, Desk, House
from tests.browser.test_axe import CUT_OFF, ZOOMED, violations
from tests.services.test_call_list import fill

PAGE = "/figures/export?from=2026-10-20&to=2026-11-23"
PATIENCE_SECONDS = 20


class Gate:
    """Lets the first days of the file through, and the others when it is opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opened, self.days = Event(), 0
        really = call_export._questions

        def read(*given: object) -> object:
            self.days += 1
            if self.days > 3:
                self.opened.wait(PATIENCE_SECONDS)
            return really(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(call_export, "_questions", read)
        monkeypatch.setattr(call_export, "A_HANDFUL", 1)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    made = Gate(monkeypatch)
    yield made
    made.opened.set()


@pytest.fixture
def screen(town: House) -> Desk:
    fill(town.engine, 120)
    return town.screen_of("carla", PAGE)


def test_one_sees_how_far_it_has_come_and_gets_the_whole_file(screen: Desk, gate: Gate, tmp_path: Path) -> None:
    page = screen.page
    link = page.get_by_role("link", name=re.compile(r"Hent \d+ rækker \(CSV\)"))
    total = int(re.sub(r"\D", "", link.inner_text()))
    with page.expect_download() as saving:
        link.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").filter(has_text=re.compile(rf"^\d+ af {total} rækker$"))).to_be_visible()
        bar = page.get_by_role("progressbar", name="Så meget er hentet")
        expect(bar).to_have_attribute("max", str(total))
        expect(bar).to_have_attribute("value", re.compile(r"^[1-9]"))
        assert 0 < int(bar.get_attribute("value") or 0) < total
        assert violations(screen) == ""
        expect(page.get_by_role("button", name="Stop")).to_be_focused()
        gate.opened.set()
    saving.value.save_as(tmp_path / "calls.csv")
    text = (tmp_path / "calls.csv").read_text(encoding="utf-8")
    assert saving.value.suggested_filename == "straks-opkald-2026-10-20-til-2026-11-23-simuleret.csv"
    assert text.startswith("\ufeffDato;Time;")
    assert text.count("\n") == total + 1
    expect(page.get_by_text(f"Færdig: {total} rækker er gemt i straks-opkald")).to_be_visible()
    expect(link).to_be_focused()


def test_one_may_stop_it_and_the_server_reads_no_further(screen: Desk, gate: Gate, town: House) -> None:
    page = screen.page
    page.get_by_role("link", name="rækker (CSV)").click()
    expect(page.get_by_role("status").filter(has_text="rækker")).to_contain_text(" af ")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Stoppet. Der er ikke gemt noget.")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_be_hidden()
    expect(page.get_by_role("link", name="rækker (CSV)")).to_be_focused()
    gate.opened.set()
    with page.expect_download() as saving:  # the server is free for the next one
        page.keyboard.press("Enter")
    assert saving.value.failure() is None
    days = gate.days
    page.reload()
    assert gate.days == days
    assert town.engine.pool.checkedout() <= 1  # type: ignore[attr-defined]


def test_lost_connection_is_said_and_nothing_is_saved(screen: Desk) -> None:
    screen.watch.expected = ["ERR_FAILED"]
    screen.page.route("**/figures/calls.csv*", lambda route: route.abort())
    screen.page.get_by_role("link", name="rækker (CSV)").click()
    expect(screen.page.get_by_text("Forbindelsen gik tabt. Der er ikke gemt noget; prøv igen.")).to_be_visible()


def test_without_a_script_the_link_downloads_plainly(screen: Desk) -> None:
    screen.page.route("**/js/export.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    screen.page.reload()
    with screen.page.expect_download() as saving:
        screen.page.get_by_role("link", name="rækker (CSV)").click()
    assert saving.value.suggested_filename.startswith("straks-opkald-")


@pytest.mark.parametrize(
    "path", [PAGE, "/figures/export?week=2030-01&language=de", "/figures/calls?show=open&from=2026-10-20", "/figures/calls?show=x"]
)
def test_pages_are_accessible_and_fit(screen: Desk, path: str) -> None:
    screen.watch.expected = ["422"]
    screen.page.goto(path)
    for size in (OFFICE_SCREEN, ZOOMED):
        screen.page.set_viewport_size({"width": size[0], "height": size[1]})
        assert violations(screen) == ""
        assert screen.page.evaluate(CUT_OFF) == []
