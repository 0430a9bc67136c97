"""Every route asks for a right or is public, and each role gets what the domain says."""

import re

import pytest
from fastapi import FastAPI
from fastapi.routing import RouteContext, iter_route_contexts
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.base.database import session_scope
from app.domain.access import Right, Role, may
from app.services import tokens
from app.web.deps import PUBLIC, rights_of
from tests.conftest import ORIGIN, user
from tests.support.town import MONDAY

CAST = {Role.OPERATOR: "anna", Role.TEAMLEAD: "carla", Role.EDITOR: "bo", Role.ADMIN: "eva"}
ENDLESS = "notice_stream"
GUARDED_PREFIX = "/api/"
# What stands in an address for its parameters.
STAND_INS = {"slug": "x", "question_id": "x", "call_id": "x", "notice_id": "x", "draft_id": "x", "number": "1"}


def routes(app: FastAPI) -> list[RouteContext]:
    """Every route of the program, those of included routers too."""
    return list(iter_route_contexts(app.routes))


def guarded(app: FastAPI, *, api: bool) -> list[tuple[str, str, str, frozenset[Right]]]:
    """Name, method, address and rights of each route that asks for one."""
    found = []
    for route in routes(app):
        if route.name in PUBLIC or route.path.startswith(GUARDED_PREFIX) is not api:
            continue
        address = re.sub(r"\{(\w+)\}", lambda part: STAND_INS.get(part.group(1), part.group()), route.path)
        assert "{" not in address, f"{route.path}: say what stands in for its parameter"
        found += [(route.name, method, address, frozenset(rights_of(route.dependant))) for method in sorted(route.methods or ())]
    return found


def test_every_route_has_a_right_or_is_listed_as_public(app: FastAPI) -> None:
    without = [route.name for route in routes(app) if route.name not in PUBLIC and not rights_of(route.dependant)]
    assert without == []
    assert len(routes(app)) > 35


def test_public_list_names_only_routes_that_are_there_and_ask_for_nothing(app: FastAPI) -> None:
    by_name = {route.name: route for route in routes(app)}
    assert by_name.keys() >= PUBLIC
    asking = [name for name in PUBLIC if getattr(by_name[name], "dependant", None) and rights_of(by_name[name].dependant)]
    assert asking == []


def test_names_and_addresses_are_each_used_once(app: FastAPI) -> None:
    names = [route.name for route in routes(app)]
    places = [(route.path, tuple(sorted(route.methods or ()))) for route in routes(app)]
    assert len(set(names)) == len(names)
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("role", list(Role))
def test_signed_in_role_gets_what_it_has_a_right_to(app: FastAPI, role: Role) -> None:
    with TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN}, follow_redirects=False) as client:
        client.post("/login/demo", data={"username": CAST[role]})
        for name, method, address, rights in sorted(guarded(app, api=False), key=lambda row: row[0] == "sign_out"):
            allowed = all(may(role, right) for right in rights)
            if name == ENDLESS and allowed:
                continue
            status = client.request(method, address).status_code
            assert (status not in {401, 403}) if allowed else (status == 403), f"{role} {method} {address}: {status}"
            assert status < 500


@pytest.mark.parametrize("role", list(Role))
def test_token_of_a_role_gets_what_it_has_a_right_to(app: FastAPI, sqlite_engine: Engine, role: Role) -> None:
    with session_scope(sqlite_engine) as session:
        token = tokens.create(session, "program", role, MONDAY)
    with TestClient(app, base_url=ORIGIN, headers={"Authorization": f"Bearer {token}"}) as client:
        for _, method, address, rights in guarded(app, api=True):
            status = client.request(method, address).status_code
            allowed = all(may(role, right) for right in rights)
            assert (status not in {401, 403}) if allowed else (status == 403), f"{role} {method} {address}: {status}"


def test_person_without_a_known_role_gets_nothing(app: FastAPI, anna: TestClient, sqlite_engine: Engine) -> None:
    with session_scope(sqlite_engine) as session:
        row = user(session, "anna")
        row.role = "guest"
        session.add(row)
    statuses = {address: anna.request(method, address).status_code for _, method, address, _ in guarded(app, api=False)}
    assert set(statuses.values()) == {403}, statuses


def test_token_without_a_known_role_gets_nothing(app: FastAPI, program: TestClient, sqlite_engine: Engine) -> None:
    with session_scope(sqlite_engine) as session:
        row = tokens.all_tokens(session)[0]
        row.role = "guest"
        session.add(row)
    assert {program.request(method, address).status_code for _, method, address, _ in guarded(app, api=True)} == {403}


def test_signed_out_visitor_gets_no_page_and_no_action(app: FastAPI, dan: TestClient) -> None:
    for name, method, address, _ in guarded(app, api=False):
        answer = dan.request(method, address)
        if method == "GET":
            assert (answer.status_code, answer.headers["location"]) == (303, f"/login?next={address}"), name
        else:
            assert answer.status_code == 401, name


def test_fragment_of_a_signed_out_screen_says_so_without_leaving_it(dan: TestClient) -> None:
    answer = dan.get("/search/results?q=pas", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Trigger"] == "straks:signed-out"
    assert answer.headers["HX-Retarget"] == "#toasts"


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer straks_guess", "Basic YW5uYTph", "straks_guess"])
def test_program_without_a_valid_token_is_told_so(app: FastAPI, dan: TestClient, authorization: str) -> None:
    for _, method, address, _ in guarded(app, api=True):
        answer = dan.request(method, address, headers={"Authorization": authorization} if authorization else {})
        assert answer.status_code == 401, (method, address)
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.headers["content-type"] == "application/problem+json"


def test_cookie_of_a_browser_opens_nothing_in_the_api(anna: TestClient) -> None:
    assert anna.get("/api/v1/search?q=pas").status_code == 401


def test_token_opens_no_page(program: TestClient) -> None:
    assert program.get("/").status_code == 303
