"""An empty folder becomes a desk that answers, with nothing set up."""

from pathlib import Path

from fastapi.testclient import TestClient
from sqlmodel import Session, func, select

from app.base.settings import ROOT, Settings
from app.main import create_app
from app.models import Guide

ORIGIN = "http://testserver"


def test_empty_folder_fills_itself_and_answers_the_first_search(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new", _env_file=None)
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
    settings = Settings(data_dir=tmp_path, _env_file=None)
    for expected_open in (False, True):
        app = create_app(settings)
        with TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN}) as client:
            client.post("/login/demo", data={"username": "anna"})
            assert ('data-live="yes"' in client.get("/").text) is expected_open
            client.post("/calls")
        app.state.engine.dispose()
