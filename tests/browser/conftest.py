"""A real Chromium at the real program: the small town fresh for each test, the real knowledge base filled once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from sqlalchemy import Engine
from sqlmodel import delete

from app.base.database import make_engine, session_scope
from app.base.settings import Settings
from app.models import Call, CallQuestion, Flag, Notice, UserSession
from app.services import start
from tests.browser.house import PATIENCE_MS, House, RunningClock, served
from tests.support.town import MONDAY

HERE = Path(__file__).parent
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync")
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
            if "herning" in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.xdist_group("herning"))  # filled once, by one worker


# "package": the loop that Playwright runs must be gone before other folders' tests start one of their own.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is not installed here: tests/support/install.sh says how to get it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def town(sqlite_engine: Engine, tmp_path: Path, chromium: Browser) -> Iterator[House]:
    """The small town on Monday at 11."""
    clock = RunningClock(MONDAY)
    with served(Settings(data_dir=tmp_path, log_level="error", demo_calls=0, _env_file=None), sqlite_engine, clock) as address:
        house = House(sqlite_engine, address, clock, chromium)
        yield house
        house.close_screens()


@pytest.fixture(scope="package")
def filled(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[House]:
    """The real knowledge base, served to all tests of this worker."""
    folder = tmp_path_factory.mktemp("filled")
    engine = make_engine(f"sqlite:///{folder / 'straks.db'}")
    clock = RunningClock(MONDAY)
    settings = Settings(data_dir=folder, log_level="error", demo_calls=0, _env_file=None)
    start.prepare(engine, settings)
    with served(settings, engine, clock) as address:
        yield House(engine, address, clock, chromium)
    engine.dispose()


@pytest.fixture
def herning(filled: House) -> Iterator[House]:
    """The real knowledge base on Monday at 11, without calls, flags, notices and sign-ins of other tests."""
    filled.clock.set(MONDAY)
    with session_scope(filled.engine) as session:
        for table in (Flag, CallQuestion, Call, UserSession):
            session.exec(delete(table))
        session.exec(delete(Notice).where(Notice.is_template == False))  # noqa: E712
    yield filled
    filled.close_screens()
