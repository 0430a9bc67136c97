"""The program refuses to start with settings that would be unsafe, and says which one."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from app.base.errors import Misconfigured
from app.base.settings import ROOT, SHORTEST_SECRET, Settings, is_loopback, settings

SECRET = "a" * SHORTEST_SECRET
EVERYWHERE = "0.0.0.0"  # noqa: S104


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"STRAKS_{name.upper()}", raising=False)


def test_demo_mode_needs_no_settings_at_all() -> None:
    made = Settings()
    assert made.is_demo
    assert (made.host, made.port, made.workers) == ("127.0.0.1", 8000, 1)
    assert made.store_url == f"sqlite:///{ROOT / 'data' / 'straks.db'}"
    assert made.knowledge_base.is_dir()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "::1", "localhost"])
def test_demo_mode_listens_on_loopback(host: str) -> None:
    assert is_loopback(host)
    assert Settings(host=host).host == host


@pytest.mark.parametrize("host", [EVERYWHERE, "::", "", "10.0.0.5", "192.168.1.20", "fe80::1", "straks.example.org", "localhost.example.org"])
def test_demo_mode_refuses_every_other_address(host: str) -> None:
    assert not is_loopback(host)
    with pytest.raises(Misconfigured) as refusal:
        Settings(host=host)
    assert refusal.value.field == "STRAKS_HOST"


@pytest.mark.parametrize("secret", ["", "hemmelig", "a" * (SHORTEST_SECRET - 1)])
def test_production_refuses_to_start_without_a_long_secret(secret: str) -> None:
    with pytest.raises(Misconfigured) as refusal:
        Settings(mode="production", secret=secret)
    assert refusal.value.field == "STRAKS_SECRET"
    assert str(SHORTEST_SECRET) in refusal.value.message


def test_production_with_a_secret_may_listen_anywhere() -> None:
    made = Settings(mode="production", secret=SECRET, host=EVERYWHERE)
    assert not made.is_demo


@pytest.mark.parametrize(
    ("values", "secure"),
    [
        ({"mode": "demo"}, False),
        ({"mode": "demo", "https": True}, True),
        ({"mode": "production", "secret": SECRET}, True),
        ({"mode": "production", "secret": SECRET, "https": False}, False),
    ],
)
def test_cookies_are_for_https_only_in_production_unless_said_otherwise(values: dict[str, object], secure: bool) -> None:
    assert Settings(**values).secure_cookies is secure


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("mode", "test"),
        ("mode", "Production"),
        ("port", 0),
        ("port", 65536),
        ("port", "otte"),
        ("session_hours", 0),
        ("session_hours", 169),
        ("workers", 0),
        ("workers", 33),
        ("log_level", "loud"),
        ("https", "måske"),
    ],
)
def test_values_out_of_range_are_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(ValidationError) as refusal:
        Settings(**{name: value})
    assert refusal.value.errors()[0]["loc"] == (name,)


def test_environment_is_read_with_its_prefix_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRAKS_PORT", "9001")
    monkeypatch.setenv("PORT", "9002")
    monkeypatch.setenv("STRAKS_NO_SUCH_SETTING", "x")
    assert Settings().port == 9001


def test_database_url_goes_before_the_data_directory(tmp_path: Path) -> None:
    assert Settings(data_dir=tmp_path).store_url == f"sqlite:///{tmp_path / 'straks.db'}"
    assert Settings(data_dir=tmp_path, database_url="postgresql+psycopg://db/straks").store_url == "postgresql+psycopg://db/straks"


def test_settings_of_a_process_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    settings.cache_clear()
    monkeypatch.setenv("STRAKS_MUNICIPALITY", "Prøvekøbing")
    first = settings()
    monkeypatch.setenv("STRAKS_MUNICIPALITY", "En anden")
    assert settings() is first
    assert first.municipality == "Prøvekøbing"
    settings.cache_clear()


MAIL = {"weekly_mail": True, "smtp_host": "mail.kommune.dk", "mail_from": "Straks <straks@kommune.dk>", "address": "https://straks.kommune.dk"}


@pytest.mark.parametrize("name", ["smtp_host", "mail_from", "address"])
def test_program_refuses_to_start_when_the_weekly_mail_is_on_and_something_is_missing(name: str) -> None:
    assert Settings(**MAIL).weekly_mail
    with pytest.raises(Misconfigured) as refusal:
        Settings(**{**MAIL, name: " "})
    assert refusal.value.field == f"STRAKS_{name.upper()}"
    assert refusal.value.message == f"To send the weekly mail, STRAKS_{name.upper()} must be set."


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"mail_from": "straks"}, "STRAKS_MAIL_FROM"),
        ({"mail_from": "a@b.dk\nBcc: c@d.dk"}, "STRAKS_MAIL_FROM"),
        ({"address": "straks.kommune.dk"}, "STRAKS_ADDRESS"),
        ({"smtp_user": "straks"}, "STRAKS_SMTP_PASSWORD"),
        ({"smtp_password": "hemmelig"}, "STRAKS_SMTP_PASSWORD"),
        ({"smtp_user": "straks", "smtp_password": "hemmelig", "smtp_security": "none"}, "STRAKS_SMTP_SECURITY"),
    ],
)
def test_mail_settings_that_cannot_work_or_would_tell_the_password_are_refused(values: dict[str, object], field: str) -> None:
    with pytest.raises(Misconfigured) as refusal:
        Settings(**{**MAIL, **values})
    assert refusal.value.field == field


def test_password_of_the_mail_server_is_not_told_with_the_settings() -> None:
    assert "hemmelig" not in repr(Settings(**MAIL, smtp_user="straks", smtp_password="hemmelig"))
