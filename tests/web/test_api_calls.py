"""Calls that a program hands in over HTTP: 201, 200 the second time, or a problem with its field."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, func, select

from app.models import Call
from tests.support.api import CALL, QUESTION

CPR = "010190-1234"


def number_of_calls(engine: Engine) -> int:
    with Session(engine) as session:
        return session.exec(select(func.count()).select_from(Call)).one()


def test_new_call_is_201_and_the_same_again_is_200(program: TestClient, sqlite_engine: Engine) -> None:
    first, again = (program.post("/api/v1/calls", json=CALL) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert set(first.json()) == {"id", "created", "counted", "resolved"}
    assert first.json() == {"id": again.json()["id"], "created": True, "counted": True, "resolved": True}
    assert again.json()["created"] is False
    assert number_of_calls(sqlite_engine) == 1


@pytest.mark.parametrize(
    ("question", "counted", "resolved"),
    [
        ({"outcome": "resolved"}, True, True),
        ({"outcome": "self_service"}, True, True),
        ({"outcome": "other_authority"}, True, True),
        ({"outcome": "transferred", "reached": True, "reason": "needs_decision"}, True, False),
        ({"outcome": "transferred", "reached": False, "offer": "callback", "reason": "closed"}, True, False),
        ({"outcome": "message", "reason": "caller_wish"}, True, False),
        ({"outcome": "aborted"}, False, False),
        ({"outcome": "wrong_number"}, False, False),
        ({"outcome": "internal"}, False, False),
        ({"outcome": "test"}, False, False),
    ],
)
def test_call_counts_as_its_outcome_says(program: TestClient, question: dict[str, Any], *, counted: bool, resolved: bool) -> None:
    body = program.post("/api/v1/calls", json={**CALL, "questions": [question]}).json()
    assert (body["counted"], body["resolved"]) == (counted, resolved)


def test_only_the_moments_the_key_and_the_outcome_are_needed(program: TestClient) -> None:
    least = {name: CALL[name] for name in ("started_at", "ended_at", "idempotency_key")} | {"questions": [{"outcome": "resolved"}]}
    assert program.post("/api/v1/calls", json=least).status_code == 201


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"started_at": "2026-11-23T10:50:00"}, "started_at"),
    ({"started_at": 1795428000}, "started_at"),
    ({"started_at": "1795428000"}, "started_at"),
    ({"started_at": None}, "started_at"),
    ({"started_at": "i går"}, "started_at"),
    ({"started_at": "0001-01-01T00:00:00+14:00"}, "started_at"),
    ({"started_at": "9999-12-31T23:59:59-14:00", "ended_at": "9999-12-31T23:59:59-14:00"}, "started_at"),
    ({"ended_at": "9999-12-31T23:59:59-14:00"}, "ended_at"),
    ({"ended_at": "2026-11-23T10:49:59+01:00"}, "ended_at"),
    ({"channel": "mail"}, "channel"),
    ({"caller_type": "alien"}, "caller_type"),
    ({"language": "fr"}, "language"),
    ({"idempotency_key": ""}, "idempotency_key"),
    ({"idempotency_key": " "}, "idempotency_key"),
    ({"idempotency_key": "x" * 201}, "idempotency_key"),
    ({"idempotency_key": 7}, "idempotency_key"),
    ({"idempotency_key": "a\x00b"}, "idempotency_key"),
    ({"idempotency_key": CPR}, "idempotency_key"),
    ({"questions": []}, "questions"),
    ({"questions": [QUESTION] * 13}, "questions"),
    ({"questions": "resolved"}, "questions"),
    ({"questions": {"outcome": "resolved"}}, "questions"),
    ({"questions": ["resolved"]}, "questions.0"),
    ({"caller_name": "Ole"}, "caller_name"),
]
WRONG_QUESTIONS: list[tuple[dict[str, Any], str]] = [
    ({"outcome": "magic"}, "questions.0.outcome"),
    ({"outcome": None}, "questions.0.outcome"),
    ({"outcome": "message"}, "reason"),
    ({"outcome": "message", "reason": "laziness"}, "questions.0.reason"),
    ({"outcome": "transferred"}, "reached"),
    ({"outcome": "transferred", "reached": "yes"}, "questions.0.reached"),
    ({"outcome": "transferred", "reached": 1}, "questions.0.reached"),
    ({"outcome": "transferred", "reached": False}, "offer"),
    ({"outcome": "transferred", "reached": False, "offer": "cake"}, "questions.0.offer"),
    ({"reached": True}, "reached"),
    ({"reason": "closed"}, "reason"),
    ({"topic": "findes-ikke"}, "topic"),
    ({"topic": "a\x00b"}, "questions.0.topic"),
    ({"topic": "x" * 61}, "questions.0.topic"),
    ({"department": "findes-ikke"}, "department"),
    ({"department": ["affald"]}, "questions.0.department"),
    ({"guides": ["a\x00b"]}, "questions.0.guides.0"),
    ({"guides": ["pas-forny"] * 31}, "questions.0.guides"),
    ({"searches": "pas"}, "questions.0.searches"),
    ({"searches": ["x" * 301]}, "questions.0.searches.0"),
    ({"searches": [f"pas {CPR}"]}, "search"),
    ({"answer_in_guide": "maybe"}, "questions.0.answer_in_guide"),
    ({"note": "x" * 501}, "questions.0.note"),
    ({"note": 5}, "questions.0.note"),
    ({"note": f"ring til {CPR}"}, "note"),
    ({"case_number": "12"}, "questions.0.case_number"),
]


@pytest.mark.parametrize(("changes", "field"), [*WRONG, *(({"questions": [{**QUESTION, **changes}]}, field) for changes, field in WRONG_QUESTIONS)])
def test_call_that_does_not_fit_is_refused_whole_with_its_field(
    program: TestClient, sqlite_engine: Engine, changes: dict[str, Any], field: str
) -> None:
    answer = program.post("/api/v1/calls", json={**CALL, **changes})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json()["field"] == field
    assert answer.json()["detail"].endswith(".")
    assert CPR not in answer.text
    assert number_of_calls(sqlite_engine) == 0


@pytest.mark.parametrize("name", ["started_at", "ended_at", "idempotency_key", "questions"])
def test_field_that_is_missing_is_named(program: TestClient, name: str) -> None:
    answer = program.post("/api/v1/calls", json={key: value for key, value in CALL.items() if key != name})
    assert (answer.status_code, answer.json()["field"], answer.json()["detail"]) == (422, name, f"»{name}« mangler.")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"1", b"\xff\xfe", b'{"a":' * 500, b"NaN"])
def test_body_that_is_no_call_is_a_problem_about_the_body(program: TestClient, body: bytes) -> None:
    answer = program.post("/api/v1/calls", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json()["detail"].startswith("Kaldet ")
    assert "field" not in answer.json()


def test_half_a_character_in_the_text_is_refused_not_stumbled_over(program: TestClient) -> None:
    body = json.dumps({**CALL, "idempotency_key": "\ud800"}).encode()
    assert program.post("/api/v1/calls", content=body, headers={"content-type": "application/json"}).status_code == 422
