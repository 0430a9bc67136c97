"""What a command does before it hands over."""

import re
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from typer.testing import CliRunner

from app import cli
from app.base.database import make_engine
from app.base.errors import Conflict
from app.base.settings import Settings
from app.models import LinkCheck, WeeklyMail
from app.services import demo_history, links, schema, start
from tests.support.mail_server import Box, mail_server


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


MAIL = {"smtp_host": "127.0.0.1", "smtp_security": "none", "mail_from": "straks@kommune.dk", "address": "https://straks.kommune.dk"}


def test_weekly_mail_is_written_to_a_file_without_any_mail_server(sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "_store", lambda: sqlite_engine)
    monkeypatch.setattr(cli, "settings", lambda: Settings(_env_file=None))
    file = tmp_path / "weekly.eml"
    assert CliRunner().invoke(cli.app, ["mail", "weekly", "--to", "karen@kommune.dk", "--dry-run", str(file)]).exit_code == 0
    read = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (read["To"], read.get_content_type()) == ("karen@kommune.dk", "multipart/alternative")
    assert re.fullmatch(r"Straks uge \d+: ingen opkald", read["Subject"])


def test_weekly_mail_is_sent_to_one_address_now(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "_store", lambda: sqlite_engine)
    box = Box()
    with mail_server(box) as port:
        monkeypatch.setattr(cli, "settings", lambda: Settings(smtp_port=port, **MAIL, _env_file=None))
        found = CliRunner().invoke(cli.app, ["mail", "weekly", "--to", "karen@kommune.dk"])
    assert (found.exit_code, found.output.strip(), box.recipients) == (0, "Sendt.", ["karen@kommune.dk"])
    with Session(sqlite_engine) as session:
        assert session.exec(select(WeeklyMail)).all() == []


@pytest.mark.parametrize(
    ("to", "values", "words"),
    [
        ("karen", MAIL, "Det er ikke en mailadresse."),
        ("", MAIL, "Det er ikke en mailadresse."),
        ("karen@kommune.dk", {}, "STRAKS_SMTP_HOST must be set."),
        ("karen@kommune.dk", {**MAIL, "smtp_port": 1}, "Mailserveren kan ikke nås."),
    ],
)
def test_weekly_mail_that_cannot_be_sent_says_why(
    sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch, to: str, values: dict[str, Any], words: str
) -> None:
    monkeypatch.setattr(cli, "_store", lambda: sqlite_engine)
    monkeypatch.setattr(cli, "settings", lambda: Settings(**values, _env_file=None))
    found = CliRunner().invoke(cli.app, ["mail", "weekly", "--to", to])
    assert words in str(found.exception)
    assert found.exit_code == 1


def test_demo_history_is_made_and_removed_by_a_command_each(sqlite_engine: Engine, demo_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "_store", lambda: sqlite_engine)
    monkeypatch.setattr(cli, "settings", lambda: demo_settings)
    made = CliRunner().invoke(cli.app, ["demo", "history", "--calls", "70", "--seed", "3"])
    assert made.exit_code == 0
    assert "70 simulerede opkald på" in made.output
    with Session(sqlite_engine) as session:
        assert demo_history.status(session) == demo_history.Status(70, None)
    again = CliRunner().invoke(cli.app, ["demo", "history", "--calls", "70"])
    assert isinstance(again.exception, Conflict)
    removed = CliRunner().invoke(cli.app, ["demo", "remove"])
    assert "70 simulerede opkald fjernet." in removed.output
    assert "STRAKS_DEMO_CALLS=0" not in removed.output
    with Session(sqlite_engine) as session:
        assert demo_history.status(session) == demo_history.Status(0, None)
