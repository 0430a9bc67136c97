"""Signing in as people do it in production, with accounts of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import Engine

from app.base.database import session_scope
from app.base.settings import Settings
from app.services import accounts
from tests.browser.house import House, RunningClock, served
from tests.support.town import MONDAY

PASSWORD = "syv grønne cykler"


@pytest.fixture
def office(sqlite_engine: Engine, tmp_path: Path, chromium: Browser) -> Iterator[House]:
    """The town in production mode, with one account."""
    with session_scope(sqlite_engine) as session:
        accounts.add_user(session, "gry", "Gry Omstilling", "operator", PASSWORD)
    clock = RunningClock(MONDAY)
    settings = Settings(mode="production", secret="x" * 32, https=False, data_dir=tmp_path, log_level="error", _env_file=None)
    with served(settings, sqlite_engine, clock) as address:
        house = House(sqlite_engine, address, clock, chromium)
        yield house
        house.close_screens()


def test_wrong_password_says_so_at_the_field_and_keeps_the_user_name(office: House) -> None:
    gry = office.visitor("/")
    gry.watch.expected = ["401"]
    name, password = gry.page.get_by_label("Brugernavn"), gry.page.get_by_label("Adgangskode")
    expect(name).to_be_focused()
    gry.type("gry")
    gry.press("Tab")
    gry.type("otte grønne cykler")
    gry.press("Enter")
    expect(gry.page.locator("#password-error")).to_have_text("Brugernavn eller adgangskode er forkert.")
    expect(password).to_have_attribute("aria-describedby", "password-error")
    expect(password).to_be_focused()
    expect(password).to_have_value("")
    expect(name).to_have_value("gry")

    gry.type(PASSWORD)
    gry.press("Enter")
    expect(gry.q).to_be_focused()
    expect(gry.page.locator(".top-name")).to_contain_text("Gry Omstilling")


def test_production_shows_no_cast(office: House) -> None:
    page = office.visitor("/login").page
    expect(page.get_by_role("button")).to_have_text(["Log ind"])


def test_sign_in_goes_on_to_the_page_that_was_asked_for(office: House) -> None:
    gry = office.visitor("/guides/pas-forny")
    gry.type("gry")
    gry.press("Tab")
    gry.type(PASSWORD)
    gry.press("Enter")
    expect(gry.title).to_have_text("Forny pas")


def test_signing_out_closes_the_desk_behind(office: House) -> None:
    gry = office.screen_of("gry")
    gry.page.get_by_role("button", name="Log ud").click()
    expect(gry.page.get_by_label("Brugernavn")).to_be_visible()
    gry.page.goto("/my-day")
    expect(gry.page.get_by_label("Brugernavn")).to_be_visible()
