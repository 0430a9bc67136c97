"""Other sites cannot act here, no page runs a stranger's script, and nobody is sent away by a crafted link."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session

from app.base.database import session_scope
from app.services import accounts, calls
from app.web.middleware import HEADERS, LONGEST_BODY
from app.web.render import TEMPLATES
from tests.conftest import ORIGIN, user

PASSWORD = "korrekt hest batteri"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": ORIGIN}, 403),
        ({"Origin": ORIGIN}, 303),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://testserver.evil.example"}, 403),
        ({}, 403),
    ],
)
def test_action_is_taken_only_from_our_own_pages(anna: TestClient, sqlite_engine: Engine, headers: dict[str, str], status: int) -> None:
    del anna.headers["Origin"]
    assert anna.post("/calls", headers=headers).status_code == status
    with Session(sqlite_engine) as session:
        assert (calls.in_progress(session, user(session, "anna")) is not None) is (status == 303)


def test_session_cookie_is_for_us_alone(visitor: TestClient, dan: TestClient, sqlite_engine: Engine) -> None:
    with session_scope(sqlite_engine) as session:
        accounts.add_user(session, "ida", "Ida Iversen", "operator", PASSWORD)
    cookie = visitor.post("/login", data={"username": "ida", "password": PASSWORD}).headers["set-cookie"].lower()
    assert {"httponly", "samesite=lax", "secure"} <= {part.strip() for part in cookie.split(";")}
    assert "secure" not in dan.post("/login/demo", data={"username": "anna"}).headers["set-cookie"].lower()


ADDRESSES = [
    "/login",
    "/",
    "/keys",
    "/my-day",
    "/guides/pas-forny",
    "/guides/findes-ikke",
    "/search/results?q=pas",
    "/healthz",
    "/api/v1/search",
    "/nej",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_the_headers_that_protect_it(anna: TestClient, address: str) -> None:
    answer = anna.get(address)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Request-Id"]


def test_policy_allows_our_own_files_only() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert "http" not in policy


def test_our_own_mistakes_carry_the_headers_too(anna: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "in_progress", lambda *_: 1 / 0)
    answer = anna.get("/")
    assert answer.status_code == 500
    assert "Noget gik galt hos os" in answer.text
    assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


def test_production_asks_for_https_next_time_too(visitor: TestClient, dan: TestClient) -> None:
    assert visitor.get("/login").headers["Strict-Transport-Security"].startswith("max-age=")
    assert "Strict-Transport-Security" not in dan.get("/login").headers


FORBIDDEN = {
    "script without a file": re.compile(r"<script(?![^>]*\ssrc=)", re.I),
    "style element": re.compile(r"<style", re.I),
    "style attribute": re.compile(r"\sstyle\s*=", re.I),
    "event attribute": re.compile(r"\son[a-z]+\s*=", re.I),
    "htmx event attribute": re.compile(r"hx-on[:\-]"),
    "script address": re.compile(r"javascript:", re.I),
    "evaluated values": re.compile(r"hx-(?:vals|vars|headers)=.\s*js:"),
    "evaluated key filter": re.compile(r"hx-trigger=\"[^\"]*\["),
    "foreign file": re.compile(r"(?:src|href)=\"(?:https?:)?//", re.I),
    "unescaped value": re.compile(r"\|\s*safe\b"),
}
# A mail has no stylesheet but its own, and is shown by a program that takes nothing else.
ALLOWED_IN_MAILS = {"style element", "style attribute"}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what: str) -> None:
    templates = [path for path in TEMPLATES.rglob("*.html") if path.parent.name != "mail" or what not in ALLOWED_IN_MAILS]
    found = [path.name for path in templates if FORBIDDEN[what].search(path.read_text(encoding="utf-8"))]
    assert found == []


TARGETS = [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "javascript:alert(1)",
    "evil.example",
    "",
    "http:evil.example",
    " //evil.example",
]


@pytest.mark.parametrize("target", TARGETS)
def test_crafted_link_leads_nobody_away(dan: TestClient, target: str) -> None:
    location = dan.post("/login/demo", data={"username": "anna", "next": target}).headers["location"]
    browser_reads = re.sub(r"[\t\n\r]", "", location).replace("\\", "/")
    assert urlsplit(urljoin(f"{ORIGIN}/login", browser_reads)).netloc == "testserver"
    shown = re.search(r'name="next" value="([^"]*)"', dan.get("/login", params={"next": target}).text)
    assert shown is not None
    assert urlsplit(urljoin(f"{ORIGIN}/login", re.sub(r"[\t\n\r]", "", shown.group(1)))).netloc == "testserver"


def test_signing_in_leads_back_to_where_one_was(dan: TestClient) -> None:
    assert dan.post("/login/demo", data={"username": "anna", "next": "/guides/pas-forny?lang=en"}).headers["location"] == "/guides/pas-forny?lang=en"


@pytest.mark.parametrize("length", [str(LONGEST_BODY + 1), "many"])
def test_body_that_is_too_large_is_not_read(program: TestClient, length: str) -> None:
    answer = program.post("/api/v1/calls", content=b"{}", headers={"content-length": length, "content-type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")


def test_body_that_does_not_tell_its_length_is_cut_off(program: TestClient) -> None:
    pieces = (b"x" * 100_000 for _ in range(LONGEST_BODY // 100_000 + 1))
    answer = program.post("/api/v1/calls", content=pieces, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
