"""What a command does before it hands over."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from typer.testing import CliRunner

from app import cli
from app.base.database import make_engine
from app.base.settings import Settings
from app.models import LinkCheck
from app.services import links, schema, start


def test_store_is_made_ready_once_before_several_workers_look_at_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = Settings(workers=2, data_dir=tmp_path, _env_file=None)
    ready: list[bool] = []

    def serve(*_args: object, **_options: object) -> None:
        engine = make_engine(chosen.store_url)
        ready.append(schema.is_current(engine))
        engine.dispose()

    monkeypatch.setattr(cli, "settings", lambda: chosen)
    monkeypatch.setattr(start, "prepare", lambda engine, _settings: schema.upgrade(engine))
    monkeypatch.setattr(cli.uvicorn, "run", serve)
    cli.serve()
    assert ready == [True]


def test_link_check_names_what_is_dead_and_remembers_it(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    def try_all(wanted: list[str], *, private: bool) -> list[links.Answer]:
        asked.append(private)
        return [links.Answer(url, 404, "siden findes ikke (404).") for url in wanted]

    monkeypatch.setattr(cli, "_store", lambda: sqlite_engine)
    monkeypatch.setattr(links, "try_all", try_all)
    found = CliRunner().invoke(cli.app, ["links", "check"])
    assert found.exit_code == 1
    assert "https://www.borger.dk: siden findes ikke (404)." in found.output
    with Session(sqlite_engine) as session:
        assert [row.url for row in session.exec(select(LinkCheck)).all()] == ["https://www.borger.dk"]
    monkeypatch.setattr(links, "try_all", lambda wanted, *, private: asked.append(private) or [links.Answer(url, 200) for url in wanted])
    assert CliRunner().invoke(cli.app, ["links", "check", "--private"]).exit_code == 0
    assert asked == [False, True]
    with Session(sqlite_engine) as session:
        assert [row.problem for row in session.exec(select(LinkCheck)).all()] == [""]
