"""Signing in and out, and how often one may try."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.base.database import session_scope
from app.services import accounts
from app.web.pages.sign_in import TRIES_PER_NAME
from tests.conftest import MONDAY

PASSWORD = "korrekt hest batteri"
WRONG = "forkert kodeord"


@pytest.fixture(autouse=True)
def ida(sqlite_engine: Engine) -> None:
    """Ida has a real account."""
    with session_scope(sqlite_engine) as session:
        accounts.add_user(session, "ida", "Ida Iversen", "operator", PASSWORD)


def try_in(client: TestClient, username: str = "ida", password: str = WRONG) -> int:
    return client.post("/login", data={"username": username, "password": password}).status_code


def test_right_password_leads_to_the_desk(visitor: TestClient) -> None:
    assert try_in(visitor, password=PASSWORD) == 303
    assert visitor.get("/").status_code == 200
    assert visitor.post("/logout").headers["location"] == "/login"
    assert visitor.get("/").status_code == 303


def test_wrong_password_keeps_the_name_and_says_why(visitor: TestClient) -> None:
    answer = visitor.post("/login", data={"username": "ida<b>", "password": WRONG})
    assert answer.status_code == 401
    assert "Brugernavn eller adgangskode er forkert." in answer.text
    assert 'value="ida&lt;b&gt;"' in answer.text
    assert WRONG not in answer.text


def test_after_eight_tries_even_the_right_password_must_wait(visitor: TestClient) -> None:
    assert [try_in(visitor) for _ in range(TRIES_PER_NAME.amount)] == [401] * TRIES_PER_NAME.amount
    assert try_in(visitor, password=PASSWORD) == 429


def test_production_has_no_cast(visitor: TestClient, sqlite_engine: Engine) -> None:
    assert visitor.post("/login/demo", data={"username": "anna"}).status_code == 403
    assert "Anna Omstilling" not in visitor.get("/login").text
    with session_scope(sqlite_engine) as session:
        key = accounts.sign_in_demo(session, "anna", MONDAY, 12)
    visitor.cookies.set("straks_session", key)
    assert visitor.get("/").headers["location"] == "/login?next=/"


def test_demo_offers_its_cast_and_nobody_else(dan: TestClient) -> None:
    page = dan.get("/login").text
    assert "Anna Omstilling" in page
    assert "Ida Iversen" not in page
    assert dan.post("/login/demo", data={"username": "ida"}).status_code == 403


def test_closed_account_is_out_at_its_next_request(visitor: TestClient, sqlite_engine: Engine) -> None:
    try_in(visitor, password=PASSWORD)
    with session_scope(sqlite_engine) as session:
        accounts.set_active(session, "ida", active=False)
    assert visitor.get("/").status_code == 303


@pytest.mark.parametrize("username", ["", "\x00", "x" * 5000, "' OR 1=1 --", "😀"])
def test_strange_names_are_strangers(visitor: TestClient, username: str) -> None:
    assert try_in(visitor, username) == 401


def test_a_whole_town_hall_may_sign_in_from_one_address(visitor: TestClient, sqlite_engine: Engine) -> None:
    names = [f"medarbejder{number}" for number in range(TRIES_PER_NAME.amount + 4)]
    with session_scope(sqlite_engine) as session:
        for name in names:
            accounts.add_user(session, name, name.title(), "operator", PASSWORD)
    answers = [visitor.post("/login", data={"username": name, "password": PASSWORD}).status_code for name in names]
    assert answers == [303] * len(names)
