"""GET /api/v1/figures: the fixed shape, who may read it, and what it refuses."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.base.database import session_scope
from app.domain.outcomes import Ending
from app.models.call import SIMULATION
from app.services import finished_calls, tokens
from app.services.finished_calls import CallEntry, QuestionEntry
from tests.conftest import ORIGIN
from tests.support.town import MONDAY

FIGURES = {"gross", "net", "repeat_adjusted", "coverage", "transfer_success", "active_service", "answer_in_guide"}
DAY = "from=2026-11-23&to=2026-11-23"


@pytest.fixture
def reader(app: FastAPI, sqlite_engine: Engine, at: datetime) -> Iterator[TestClient]:
    """A program with a team lead's token, and six calls in the log: four settled, two not."""
    with session_scope(sqlite_engine) as session:
        token = tokens.create(session, "bi", "teamlead", at)
        for number in range(6):
            ending = Ending("resolved") if number < 4 else Ending("message", reason="no_guide")
            entry = CallEntry(MONDAY, MONDAY + timedelta(minutes=1), f"call-{number}", [QuestionEntry(ending, topic="pas-forny")])
            finished_calls.log(session, "token:x", entry, at)
    with TestClient(app, base_url=ORIGIN, headers={"Authorization": f"Bearer {token}"}, follow_redirects=False) as client:
        yield client


def test_figures_have_the_fixed_shape(reader: TestClient) -> None:
    body = reader.get(f"/api/v1/figures?{DAY}").json()
    assert set(body) == {"calls", "counted"} | FIGURES
    assert (body["calls"], body["counted"]) == (6, 6)
    assert body["gross"]["value"] == pytest.approx(4 / 6)
    assert body["gross"]["n"] == 6
    assert all(set(body[code]) == {"value", "n", "low", "high", "why"} for code in FIGURES)
    assert body["coverage"]["value"] is None
    assert "Telefonien" in body["coverage"]["why"]


@pytest.mark.parametrize(
    ("group", "key"),
    [("day", "2026-11-23"), ("week", "2026-W48"), ("month", "2026-11"), ("hour", "11"), ("topic", "pas-forny"), ("department", "borgerservice")],
)
def test_figures_by_group_have_the_same_shape_each(reader: TestClient, group: str, key: str) -> None:
    body = reader.get(f"/api/v1/figures?{DAY}&group_by={group}").json()
    assert body["group_by"] == group
    assert [row["key"] for row in body["groups"]] == [key]
    assert set(body["groups"][0]) == {"key", "calls", "counted"} | FIGURES


def test_filters_are_the_documented_ones(reader: TestClient) -> None:
    query = f"{DAY}&department=borgerservice&topic=pas-forny&caller_type=citizen&language=da"
    assert reader.get(f"/api/v1/figures?{query}").json()["calls"] == 6
    assert reader.get(f"/api/v1/figures?{DAY}&caller_type=company").json()["calls"] == 0


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=2026-11-23&to=2026-11-22", "to"),
        ("from=2026-02-29&to=2026-03-01", "from"),
        ("from=x&to=2026-03-01", "from"),
        ("from=2026-01-01", "to"),
        (f"{DAY}&group_by=year", "group_by"),
        (f"{DAY}&topic=findes-ikke", "topic"),
        (f"{DAY}&language=klingon", "language"),
    ],
)
def test_question_that_makes_no_sense_is_refused_with_its_field(reader: TestClient, query: str, field: str) -> None:
    answer = reader.get(f"/api/v1/figures?{query}")
    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_operators_token_reads_no_figures(program: TestClient, dan: TestClient) -> None:
    assert program.get(f"/api/v1/figures?{DAY}").status_code == 403
    assert dan.get(f"/api/v1/figures?{DAY}").status_code == 401


def test_made_up_calls_are_told_in_a_header(reader: TestClient, sqlite_engine: Engine, at: datetime) -> None:
    assert "Straks-Simulated" not in reader.get(f"/api/v1/figures?{DAY}").headers
    with session_scope(sqlite_engine) as session:
        entry = CallEntry(MONDAY, MONDAY, "made-up", [QuestionEntry(Ending("resolved"), topic="pas-forny")])
        finished_calls.log(session, SIMULATION, entry, at)
    answer = reader.get(f"/api/v1/figures?{DAY}&group_by=day")
    assert answer.headers["Straks-Simulated"] == "1"
    assert answer.json()["groups"][0]["calls"] == 7
