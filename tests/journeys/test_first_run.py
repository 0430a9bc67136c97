"""An empty folder becomes a desk that answers, with nothing set up."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, func, select

from app.base.settings import ROOT, Settings
from app.main import create_app
from app.models import Guide
from app.services import demo_history
from app.web import first_history

ORIGIN = "http://testserver"
PATIENCE_SECONDS = 60


def test_empty_folder_fills_itself_and_answers_the_first_search(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new", demo_calls=0, _env_file=None)
    app = create_app(settings)
    with TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN}) as client:
        assert client.get("/readyz").status_code == 200
        assert client.get("/guides/pas-forny").url.params["next"] == "/guides/pas-forny"
        assert "Anna Omstilling" in client.get("/login").text
        desk = client.post("/login/demo", data={"username": "anna"})
        assert desk.url.path == "/"
        hits = client.get("/search/results", params={"q": "min skraldespand er ikke tømt"})
    assert hits.status_code == 200
    assert 'data-slug="affald-glemt"' in hits.text
    assert "Tager over nu" in hits.text or "Ingen åbne" in hits.text
    with Session(app.state.engine) as session:
        stored = session.exec(select(func.count()).select_from(Guide)).one()
    app.state.engine.dispose()
    assert stored == len(list((ROOT / "knowledge_base" / "guides").glob("*.md")))
    assert (tmp_path / "new" / "straks.db").exists()


def test_second_start_keeps_what_is_there(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, demo_calls=0, _env_file=None)
    for expected_open in (False, True):
        app = create_app(settings)
        with TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN}) as client:
            client.post("/login/demo", data={"username": "anna"})
            assert ('data-live="yes"' in client.get("/").text) is expected_open
            client.post("/calls")
        app.state.engine.dispose()


def wait_for(engine: Engine, reached: Callable[[demo_history.Status], bool]) -> demo_history.Status:
    """The simulated history once it is as far as a test needs it."""
    deadline = monotonic() + PATIENCE_SECONDS
    while monotonic() < deadline:
        with Session(engine) as session:
            found = demo_history.status(session)
        if reached(found):
            return found
        sleep(0.05)
    raise AssertionError(f"the history stands at {found}")


def test_first_run_brings_simulated_calls_that_say_so_and_a_second_run_no_more(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, demo_calls=700, _env_file=None)
    for _ in range(2):
        app = create_app(settings)
        with TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN}) as client:
            wait_for(app.state.engine, lambda found: found == demo_history.Status(700, None))
            client.post("/login/demo", data={"username": "carla"})
            page = client.get("/figures").text
            assert "Simulerede tal." in page
            assert "straks demo remove" in page
        app.state.engine.dispose()


def test_history_that_is_stopped_with_the_program_goes_on_at_the_next_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(data_dir=tmp_path, demo_calls=1_200, _env_file=None)
    monkeypatch.setattr(first_history, "PAUSE_SECONDS", 2.0)  # so that the program ends in a pause
    app = create_app(settings)
    with TestClient(app):
        wait_for(app.state.engine, lambda found: found.calls == demo_history.BATCH)
    with Session(app.state.engine) as session:
        assert demo_history.status(session) == demo_history.Status(demo_history.BATCH, 0)
    app.state.engine.dispose()
    monkeypatch.undo()
    app = create_app(settings)
    with TestClient(app):
        assert wait_for(app.state.engine, lambda found: found.beat is None).calls == 1_200
    app.state.engine.dispose()
