"""What a command does before it hands over."""

from pathlib import Path

import pytest

from app import cli
from app.base.database import make_engine
from app.base.settings import Settings
from app.services import schema, start


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
