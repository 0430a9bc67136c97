"""What was answered is stored: the commit comes first, and a commit that fails is no success."""

from datetime import datetime

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.models import Call
from app.web.deps import SessionDep
from tests.support.api import CALL


def test_session_ends_before_the_answer_goes_out() -> None:
    assert SessionDep.__metadata__[0].scope == "function"


@pytest.fixture
def failing_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that refuses at the last moment, as a full disk does."""

    def refuse(_session: Session) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Session, "commit", refuse)


def calls_in(engine: Engine) -> list[Call]:
    with Session(engine) as session:
        return list(session.exec(select(Call)).all())


def test_failing_commit_is_a_server_error_on_the_desk(anna: TestClient, sqlite_engine: Engine, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("failing_commit")
    answer = anna.post("/calls/trail", data={"search": "pas"}, headers={"HX-Request": "true"})
    assert answer.status_code == 500
    assert "call-bar" not in answer.text
    assert calls_in(sqlite_engine) == []


def test_failing_commit_is_a_server_error_in_the_api(
    program: TestClient, sqlite_engine: Engine, at: datetime, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("failing_commit")
    answer = program.post("/api/v1/calls", json=CALL)
    assert (answer.status_code, answer.json()["status"]) == (500, 500)
    assert calls_in(sqlite_engine) == []


def test_stored_call_is_there_when_the_answer_arrives(program: TestClient, sqlite_engine: Engine) -> None:
    made = program.post("/api/v1/calls", json=CALL).json()
    assert [call.id for call in calls_in(sqlite_engine)] == [made["id"]]
