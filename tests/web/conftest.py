"""The program as production runs it, and what several tests of the web ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from sqlalchemy import Engine

from app.base.settings import Settings
from app.main import create_app
from app.services import start
from app.web.deps import get_moment
from app.web.pages import sign_in
from tests.conftest import Clock

SECURE_ORIGIN = "https://testserver"


@pytest.fixture(autouse=True)
def fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries at signing in are counted from nought in every test."""
    monkeypatch.setattr(sign_in, "_limiter", MovingWindowRateLimiter(MemoryStorage()))


@pytest.fixture
def production(sqlite_engine: Engine, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[FastAPI]:
    """The program in production mode on the town, at the standing moment."""
    monkeypatch.setattr(start, "prepare", lambda *_: None)
    made = create_app(Settings(mode="production", secret="s" * 32, data_dir=tmp_path, _env_file=None), sqlite_engine)
    made.dependency_overrides[get_moment] = clock
    return made


@pytest.fixture
def visitor(production: FastAPI) -> Iterator[TestClient]:
    """Somebody in front of the production program, not signed in."""
    with TestClient(production, base_url=SECURE_ORIGIN, headers={"Origin": SECURE_ORIGIN}, follow_redirects=False) as client:
        yield client
