"""The desk as HTML."""

from fastapi.testclient import TestClient


def test_desk_opens_with_the_search_field_focused(anna: TestClient) -> None:
    page = anna.get("/")
    assert page.status_code == 200
    assert 'id="q"' in page.text
    assert "autofocus" in page.text


def test_signed_out_visitor_is_sent_to_sign_in(dan: TestClient) -> None:
    answer = dan.get("/")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=/"
