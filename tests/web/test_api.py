"""What programs read: hits, guides and opening hours, to the letter."""

from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from app.services.search import LONGEST_QUERY, MOST_HITS
from tests.conftest import Clock
from tests.support.town import EVENING

CPR = "010190-1234"


def problem(client: TestClient, address: str, status: int) -> dict[str, Any]:
    """The problem document that an address answers with."""
    answer = client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    body: dict[str, Any] = answer.json()
    assert set(body) <= {"type", "title", "status", "detail", "field"}
    assert (body["type"], body["status"]) == ("about:blank", status)
    assert body["title"]
    assert body["detail"]
    return body


def test_search_answers_with_hits_and_their_reasons(program: TestClient) -> None:
    answer = program.get("/api/v1/search", params={"q": "min skraldespand er ikke tømt"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    body = answer.json()
    assert set(body) == {"query", "took_ms", "hits"}
    assert body["query"] == "min skraldespand er ikke tømt"
    assert body["took_ms"] >= 0
    assert all(set(hit) == {"type", "slug", "title", "reason", "url"} for hit in body["hits"])
    assert body["hits"][0] | {"reason": ""} == {
        "type": "guide",
        "slug": "affald-glemt",
        "title": "Glemt tømning af affald",
        "reason": "",
        "url": "/guides/affald-glemt",
    }
    assert body["hits"][0]["reason"]


@pytest.mark.parametrize(
    ("words", "kind", "url"), [("Eva Skov", "person", "/people/eva-skov"), ("Hjemmeplejen", "department", "/departments/hjemmepleje")]
)
def test_search_finds_people_and_departments_too(program: TestClient, words: str, kind: str, url: str) -> None:
    hits = program.get("/api/v1/search", params={"q": words}).json()["hits"]
    assert {"type": kind, "url": url}.items() <= hits[0].items()


def test_search_answers_with_at_most_as_many_hits_as_asked_for(program: TestClient) -> None:
    assert len(program.get("/api/v1/search?q=pas&limit=1").json()["hits"]) == 1
    assert len(program.get("/api/v1/search?q=pas").json()["hits"]) > 1


@pytest.mark.parametrize("query", ["", " ", "xyzzyq", "\x00", "😀"])
def test_search_without_hits_is_an_empty_list(program: TestClient, query: str) -> None:
    assert program.get("/api/v1/search", params={"q": query}).json()["hits"] == []


def test_overlong_query_is_cut_not_refused(program: TestClient) -> None:
    assert len(program.get("/api/v1/search", params={"q": "pas " * 500}).json()["query"]) <= LONGEST_QUERY


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ("", "q", "mangler"),
        ("q=pas&limit=0", "limit", "mindst være 1"),
        (f"q=pas&limit={MOST_HITS + 1}", "limit", f"højst være {MOST_HITS}"),
        ("q=pas&limit=mange", "limit", "helt tal"),
        ("q=pas&limit=1.5", "limit", "helt tal"),
        (f"q={CPR}", "q", "CPR"),
        ("q=0101901234", "q", "CPR"),
        ("q=pas+til+010190+1234", "q", "CPR"),
    ],
)
def test_search_that_does_not_fit_names_its_field(program: TestClient, query: str, field: str, words: str) -> None:
    body = problem(program, f"/api/v1/search?{query}", 422)
    assert body["field"] == field
    assert words in body["detail"]
    assert "1234" not in body["detail"]


def test_guide_is_answered_as_the_desk_shows_it(program: TestClient) -> None:
    body = program.get("/api/v1/guides/pas-forny").json()
    referral = body.pop("referral")
    expected = {"department": "borgerservice", "open": True, "now": "borgerservice", "reason": "Borgerservice: åbent til kl. 15."}
    assert expected.items() <= referral.items()
    assert body == {
        "slug": "pas-forny",
        "title": "Forny pas",
        "kind": "svar",
        "language": "da",
        "languages": ["da", "en"],
        "department": "borgerservice",
        "audience": ["borger"],
        "version": 1,
        "verified": None,
        "say": "Du skal bestille tid. Et pas koster 893 kr.",
        "sections": {
            "ask": "- Er det til dig selv eller et barn?",
            "steps": "1. Bestil tid.\n2. Mød op.",
            "offline": "Ring til os.",
            "relative": "Børn skal have samtykke.",
            "facts": "- Pris: 893 kr.",
            "bring": "- Det gamle pas",
        },
        "processing_time": "",
        "facts": [{"slug": "pas-pris", "label": "Pas, pris", "value": "893 kr.", "verified": True}],
        "self_service": {"label": "Bestil tid", "url": "https://www.borger.dk", "message": "Bestil tid her: https://www.borger.dk"},
        "authority": None,
        "related": ["pas-mistet"],
        "sources": [],
    }


def test_guide_in_english_keeps_danish_where_nothing_is_translated(program: TestClient) -> None:
    body = program.get("/api/v1/guides/pas-forny?lang=en").json()
    assert (body["language"], body["title"], body["say"]) == ("en", "Renew your passport", "Please book an appointment.")
    assert body["facts"][0]["value"] == "893 DKK"
    assert program.get("/api/v1/guides/affald-glemt?lang=de").json()["language"] == "da"


def test_guide_says_who_takes_over_when_its_unit_is_closed(program: TestClient, clock: Clock) -> None:
    clock.moment = EVENING
    referral = program.get("/api/v1/guides/pas-forny").json()["referral"]
    assert (referral["department"], referral["open"], referral["now"]) == ("borgerservice", False, None)
    assert "Ingen afløser er åben" in referral["reason"]


def test_guide_of_another_authority_names_it(program: TestClient) -> None:
    assert program.get("/api/v1/guides/folkepension").json()["authority"]["name"] == "Udbetaling Danmark"


@pytest.mark.parametrize("slug", ["findes-ikke", "%00", "%FF", "PAS-FORNY", "..", "a" * 3000])
def test_guide_that_is_not_there_is_not_found(program: TestClient, slug: str) -> None:
    problem(program, f"/api/v1/guides/{slug}", 404)


def test_language_that_is_not_there_is_refused(program: TestClient) -> None:
    assert problem(program, "/api/v1/guides/pas-forny?lang=fr", 422)["field"] == "lang"


OPEN = {"open": True, "until": "2026-11-23T14:00:00Z", "opens_at": None, "reason": "åbent til kl. 15"}
CLOSED = {"open": False, "until": None, "opens_at": "2026-11-24T09:00:00Z", "reason": "lukket for i dag; åbner i morgen kl. 10"}


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("", OPEN),
        ("?at=2026-11-23T11:00:00%2B01:00", OPEN),
        ("?at=2026-11-23T11:00:00+01:00", OPEN),
        ("?at=2026-11-23T10:00:00Z", OPEN),
        ("?at=2026-11-23T10:00Z", OPEN),
        ("?at=2026-11-23T05:00:00-05:00", OPEN),
        ("?at=2026-11-23T20:00:00+01:00", CLOSED),
        ("?at=2026-11-23T14:00:00Z", CLOSED),
    ],
)
def test_opening_hours_at_a_moment(program: TestClient, query: str, answer: dict[str, Any]) -> None:
    assert program.get(f"/api/v1/departments/borgerservice/availability{query}").json() == answer


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-23T11:00:00", "tidszone"),
        ("2026-11-23", "tidszone"),
        ("nu", "tidspunkt"),
        ("1795428000", "tidspunkt"),
        ("2026-13-01T00:00:00Z", "tidspunkt"),
        ("9999-12-31T23:59:59-14:00", "mellem"),
        ("0001-01-01T00:00:00%2B14:00", "mellem"),
        ("\x00", "tidspunkt"),
    ],
)
def test_moment_that_cannot_be_used_is_refused(program: TestClient, moment: str, words: str) -> None:
    body = problem(program, f"/api/v1/departments/borgerservice/availability?at={quote(moment, safe='%:+')}", 422)
    assert body["field"] == "at"
    assert words in body["detail"]


@pytest.mark.parametrize("slug", ["findes-ikke", "%00", "%FF"])
def test_department_that_is_not_there_is_not_found(program: TestClient, slug: str) -> None:
    problem(program, f"/api/v1/departments/{slug}/availability", 404)


def test_address_that_is_not_there_is_a_problem_too(program: TestClient) -> None:
    problem(program, "/api/v1/findes-ikke", 404)
    problem(program, "/api/v1/calls", 405)
