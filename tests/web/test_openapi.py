"""The description of the API is whole, and what it shows as examples is true."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.web.api.v1 import AvailabilityAnswer, CallIn, CallOut, SearchAnswer


@pytest.fixture
def described(dan: TestClient) -> dict[str, Any]:
    body: dict[str, Any] = dan.get("/api/v1/openapi.json").json()
    return body


def operations(described: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {f"{method} {path}": operation for path, methods in described["paths"].items() for method, operation in methods.items()}


def references(part: Any) -> list[str]:
    """Every `$ref` below a part."""
    if isinstance(part, dict):
        own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return own + [found for value in part.values() for found in references(value)]
    return [found for value in part for found in references(value)] if isinstance(part, list) else []


def test_description_names_every_address_of_the_api_and_no_page(described: dict[str, Any]) -> None:
    assert set(operations(described)) == {
        "get /api/v1/search",
        "get /api/v1/guides/{slug}",
        "get /api/v1/departments/{slug}/availability",
        "get /api/v1/figures",
        "post /api/v1/calls",
    }
    assert described["openapi"].startswith("3.1")


def test_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    assert references(described)
    for reference in references(described):
        part: Any = described
        for name in reference.removeprefix("#/").split("/"):
            part = part[name]


def test_every_operation_has_words_a_token_and_its_problems(described: dict[str, Any]) -> None:
    for name, operation in operations(described).items():
        assert operation["description"], name
        assert operation["security"] == [{"HTTPBearer": []}], name
        assert {"401", "403", "422"} <= set(operation["responses"]), name
        for status in ("401", "403", "422"):
            assert "application/problem+json" in operation["responses"][status]["content"], name
    ids = [operation["operationId"] for operation in operations(described).values()]
    assert len(set(ids)) == len(ids)


def test_new_and_known_call_are_both_described(described: dict[str, Any]) -> None:
    responses = operations(described)["post /api/v1/calls"]["responses"]
    assert {"200", "201"} <= set(responses)


def test_examples_are_what_the_program_would_take_and_give(described: dict[str, Any]) -> None:
    for model in (SearchAnswer, AvailabilityAnswer, CallIn, CallOut):
        model.model_validate(described["components"]["schemas"][model.__name__]["example"])
    guide = operations(described)["get /api/v1/guides/{slug}"]["responses"]["200"]["content"]["application/json"]
    assert guide["example"]["slug"] == "pas-forny"


def test_guide_example_has_the_fields_of_a_real_guide(described: dict[str, Any], program: TestClient) -> None:
    guide = operations(described)["get /api/v1/guides/{slug}"]["responses"]["200"]["content"]["application/json"]
    real = program.get("/api/v1/guides/pas-forny").json()
    can_be_null = {name for name, value in real.items() if value is None}  # what is null is left out of an example
    assert set(real) - can_be_null <= set(guide["example"]) <= set(real)
    assert set(guide["example"]["referral"]) <= set(real["referral"])


def test_example_call_can_be_handed_in(described: dict[str, Any], program: TestClient) -> None:
    assert program.post("/api/v1/calls", json=described["components"]["schemas"]["CallIn"]["example"]).status_code == 201
