"""Repeated calls over HTTP, in both kinds of store: the figure against a count by hand, and a number that is nowhere afterwards."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from app.base.database import session_scope
from app.base.settings import Settings
from app.domain.repeats import NO_NUMBER
from app.main import create_app
from app.services import start, tokens
from app.web.deps import get_moment
from tests.conftest import ORIGIN, Clock
from tests.support.api import CALL, QUESTION

ANE, BENT, CHRISTA, DORTE = "96 28 28 01", "+4596282802", "004596282803", "+49 30 123456"


@pytest.fixture
def lead(engine: Engine, demo_settings: Settings, clock: Clock, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A program that may log calls and read figures, on a store of each kind."""
    monkeypatch.setattr(start, "prepare", lambda *_: None)
    app = create_app(demo_settings, engine)
    app.dependency_overrides[get_moment] = clock
    with session_scope(engine) as session:
        token = tokens.create(session, "pbx", "teamlead", at)
    with TestClient(app, base_url=ORIGIN, headers={"Authorization": f"Bearer {token}"}, follow_redirects=False) as client:
        yield client


def log(client: TestClient, moment: str, number: str | None, **question: Any) -> None:
    body = {**CALL, "started_at": moment, "ended_at": moment, "idempotency_key": f"{moment} {number}", "caller_number": number}
    assert client.post("/api/v1/calls", json={**body, "questions": [{**QUESTION, **question}]}).status_code == 201


def test_repeat_adjusted_is_what_a_hand_counts(lead: TestClient) -> None:
    waste: dict[str, Any] = {"topic": "affald-glemt", "guides": []}
    unsettled: dict[str, Any] = {"outcome": "message", "reason": "closed"}
    log(lead, "2026-11-17T09:00:00+01:00", ANE)  # settled, and asked about again on Friday
    log(lead, "2026-11-20T09:00:00+01:00", "+4596282801")  # settled: kept
    log(lead, "2026-11-17T10:00:00+01:00", BENT)  # settled: what he rings about on Wednesday is something else: kept
    log(lead, "2026-11-18T10:00:00+01:00", BENT, **waste, **unsettled)  # open
    log(lead, "2026-11-23T10:00:00+01:00", CHRISTA)  # settled, though she rang before: kept
    log(lead, "2026-11-17T11:00:00+01:00", CHRISTA)  # handed in late: settled, and asked about again
    log(lead, "2026-11-17T12:00:00+01:00", DORTE, **waste)  # settled: kept
    log(lead, "2026-11-17T13:00:00+01:00", "anonymous")  # nobody knows
    log(lead, "2026-11-18T13:00:00+01:00", None)
    log(lead, "2026-11-17T14:00:00+01:00", ANE, outcome="wrong_number", topic=None, answer_in_guide=None)  # not counted
    body = lead.get("/api/v1/figures?from=2026-11-16&to=2026-11-23").json()
    assert (body["calls"], body["counted"]) == (10, 9)
    assert (body["repeat_adjusted"]["n"], body["repeat_adjusted"]["value"]) == (7, pytest.approx(4 / 7))
    assert (body["gross"]["n"], body["gross"]["value"]) == (9, pytest.approx(8 / 9))


def test_where_no_number_was_told_the_figure_says_why_it_is_not_there(lead: TestClient) -> None:
    log(lead, "2026-11-17T13:00:00+01:00", "anonymous")
    figure = lead.get("/api/v1/figures?from=2026-11-16&to=2026-11-23").json()["repeat_adjusted"]
    assert (figure["value"], figure["why"]) == (None, "Telefonien giver ingen numre, så et gentaget opkald kan ikke kendes.")


def test_number_is_in_no_table_no_log_and_no_answer(lead: TestClient, engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    answers = [lead.post("/api/v1/calls", json={**CALL, "idempotency_key": str(number), "caller_number": ANE}) for number in range(2)]
    answers.append(lead.post("/api/v1/calls", json={**CALL, "idempotency_key": "no", "caller_number": "ring til 96282801 i morgen"}))
    answers.append(lead.post("/api/v1/calls", json={**CALL, "idempotency_key": "long", "caller_number": "96282801" * 20}))
    answers.append(lead.post("/api/v1/calls", json={**CALL, "idempotency_key": "whole", "caller_number": 96282801}))
    assert [answer.status_code for answer in answers] == [201, 201, 422, 422, 422]
    assert [answer.json().get("field") for answer in answers[2:]] == ["caller_number"] * 3
    assert answers[2].json()["detail"] == NO_NUMBER
    assert not any("282801" in answer.text.replace(" ", "") for answer in answers)
    with engine.connect() as connection:
        names = ("call", "call_question", "repeat_mark", "repeat_key", "trail_entry", "logged_hour")
        rows = [repr(connection.execute(text(f"SELECT * FROM {name}")).all()) for name in names]  # noqa: S608
    assert len(rows[2]) > 100
    assert not any("282801" in row for row in rows)
    written = capsys.readouterr()
    assert "282801" not in written.out + written.err


def test_description_of_the_api_says_what_becomes_of_the_number(lead: TestClient) -> None:
    schemas = lead.get("/api/v1/openapi.json").json()["components"]["schemas"]
    assert "never stored" in schemas["CallIn"]["properties"]["caller_number"]["description"]
