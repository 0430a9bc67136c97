"""What tests stand on: a fresh store of each kind, the small town, a standing moment, and a client for each of the cast."""

import shutil
import socket
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text
from sqlmodel import Session

from app.base.database import make_engine, session_scope
from app.base.settings import Settings
from app.main import create_app
from app.models import User
from app.services import accounts, content, schema, start, tokens
from app.web.deps import get_moment
from tests.support import postgres
from tests.support.town import MONDAY, contents

ORIGIN = "http://testserver"


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches beyond this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if host not in ("", "127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test wanted to reach {host}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def postgres_address() -> Iterator[str | None]:
    with postgres.server() as address:
        yield address


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite store with the newest shape and the town in it, copied for each test."""
    path = tmp_path_factory.mktemp("template") / "straks.db"
    engine = make_engine(f"sqlite:///{path}")
    _settle_town(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_address: str | None) -> str | None:
    if postgres_address is None:
        return None
    _run(postgres_address, "CREATE DATABASE template_town")
    engine = make_engine(postgres_address.format(name="template_town"))
    _settle_town(engine)
    engine.dispose()
    return postgres_address


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A store with the town in it, of each kind."""
    yield from _store(request, tmp_path, request.param)


@pytest.fixture
def sqlite_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A SQLite store with the town in it, for tests in which the kind of store makes no difference."""
    yield from _store(request, tmp_path, "sqlite")


def _store(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> Iterator[Engine]:
    if kind == "sqlite":
        path = tmp_path / "straks.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        made = make_engine(f"sqlite:///{path}")
        yield made
        made.dispose()
        return
    address: str | None = request.getfixturevalue("postgres_template")
    if address is None:
        pytest.skip("PostgreSQL is not installed here")
    name = f"town_{abs(hash(request.node.nodeid)):x}"
    _run(address, f"CREATE DATABASE {name} TEMPLATE template_town")
    made = make_engine(address.format(name=name))
    yield made
    made.dispose()
    _run(address, f"DROP DATABASE {name} WITH (FORCE)")


def _run(address: str, statement: str) -> None:
    admin = make_engine(address.format(name="postgres"))
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    admin.dispose()


def _settle_town(engine: Engine) -> None:
    schema.upgrade(engine)
    with session_scope(engine) as session:
        town = contents()
        for rows in (town.departments, town.people, town.facts, town.closures, town.synonyms, town.guides, town.notices):
            for row in rows:
                session.merge(row)
            session.flush()
        accounts.ensure_demo_cast(session)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session on a store of each kind."""
    with Session(engine, expire_on_commit=False) as opened:
        yield opened


@pytest.fixture
def sqlite_session(sqlite_engine: Engine) -> Iterator[Session]:
    with Session(sqlite_engine, expire_on_commit=False) as opened:
        yield opened


@pytest.fixture
def at() -> datetime:
    """The standing moment: Monday 23 November 2026, 11.00 in Denmark."""
    return MONDAY


class Clock:
    """The moment the program is told; a test may move it."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock(at: datetime) -> Clock:
    return Clock(at)


@pytest.fixture
def demo_settings(tmp_path: Path) -> Settings:
    return Settings(mode="demo", data_dir=tmp_path, demo_calls=0, _env_file=None)


@pytest.fixture
def app(sqlite_engine: Engine, demo_settings: Settings, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    """The program in demo mode on the town, at the standing moment."""
    monkeypatch.setattr(start, "prepare", lambda *_: None)
    made = create_app(demo_settings, sqlite_engine)
    made.dependency_overrides[get_moment] = clock
    with Session(sqlite_engine) as opened:
        content.current(opened)
    return made


@pytest.fixture
def dan(app: FastAPI) -> Iterator[TestClient]:
    """Dan is not signed in."""
    with TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN}, follow_redirects=False) as client:
        yield client


@pytest.fixture
def sign_in(app: FastAPI) -> Iterator[Callable[[str], TestClient]]:
    """A client for one of the cast: anna (operator), bo (editor), carla (team lead), eva (admin)."""
    opened: list[TestClient] = []

    def client_of(username: str) -> TestClient:
        client = TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN}, follow_redirects=False)
        client.__enter__()
        opened.append(client)
        assert client.post("/login/demo", data={"username": username}).status_code == 303
        return client

    yield client_of
    for client in opened:
        client.__exit__(None, None, None)


@pytest.fixture
def anna(sign_in: Callable[[str], TestClient]) -> TestClient:
    """Anna, operator."""
    return sign_in("anna")


@pytest.fixture
def bo(sign_in: Callable[[str], TestClient]) -> TestClient:
    """Bo, editor."""
    return sign_in("bo")


@pytest.fixture
def carla(sign_in: Callable[[str], TestClient]) -> TestClient:
    """Carla, team lead."""
    return sign_in("carla")


@pytest.fixture
def program(app: FastAPI, sqlite_engine: Engine, at: datetime) -> Iterator[TestClient]:
    """A program with an operator's token."""
    with session_scope(sqlite_engine) as opened:
        token = tokens.create(opened, "test", "operator", at)
    with TestClient(app, base_url=ORIGIN, headers={"Authorization": f"Bearer {token}"}, follow_redirects=False) as client:
        yield client


def user(session: Session, username: str) -> User:
    """One of the cast as a row."""
    found = accounts.by_username(session, username)
    assert found is not None
    return found
