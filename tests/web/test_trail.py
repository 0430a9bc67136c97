"""The page of changes: readable, filtered by its address, and as a list for a spreadsheet."""

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.base.database import session_scope
from app.domain.guide_content import content_of
from app.services import guides, trail
from app.web.pages import trail as page_module
from tests.conftest import user
from tests.support.queries import counted

MINUTE = timedelta(minutes=1)


@pytest.fixture
def eva(sign_in: Callable[[str], TestClient]) -> TestClient:
    """Eva, administrator."""
    return sign_in("eva")


@pytest.fixture(autouse=True)
def written(sqlite_engine: Engine, at: datetime) -> None:
    """Bo has published a guide, Eva changed a fact and a user."""
    with session_scope(sqlite_engine) as session:
        bo, eva = user(session, "bo"), user(session, "eva")
        content = content_of(guides.find(session, "pas-forny"))
        guides.publish(session, bo, "pas-forny", {**content, "say": "Et pas koster <b>905</b> kr."}, at, reason="Ny pris")
        old, new = {"label": "Pas, pris", "unit": "kr."}, {"label": "Pas, pris", "unit": "tekst"}
        trail.record(session, eva, "change", "fact", "pas-pris", at + MINUTE, department="borgerservice", old=old, new=new)
        trail.record(session, eva, "create", "user", "gry", at + 2 * MINUTE, new={"name": "=1+1", "role": "editor"}, reason="=HYPERLINK(1)")


def test_change_is_told_word_by_word_with_who_and_why(bo: TestClient) -> None:
    page = bo.get("/edit/trail").text
    for words in ("Udgivet", "af Bo Redaktør", "»Ny pris«", "23. november 2026 kl. 11.00", "&lt;b&gt;905&lt;/b&gt;", "Ændret", "Enhed", "pas-pris"):
        assert words in page
    assert "<b>905</b>" not in page
    assert page.index("pas-pris") < page.index("»Ny pris«")


def test_changes_of_users_are_for_administrators_alone(eva: TestClient, bo: TestClient, carla: TestClient, anna: TestClient) -> None:
    assert "gry" in eva.get("/edit/trail").text
    assert '<option value="user">' in eva.get("/edit/trail").text
    for client in (bo, carla):
        page = client.get("/edit/trail")
        assert (page.status_code, "gry" in page.text, '<option value="user">' in page.text) == (200, False, False)
        assert client.get("/edit/trail?kind=user").status_code == 403
        assert client.get("/edit/trail.csv").status_code == 403
    assert anna.get("/edit/trail").status_code == 403


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("kind=fact", "pas-pris", "Ny pris"),
        ("name=forny", "Ny pris", "Enhed"),
        ("department=affald", "Ingen ændringer passer.", "Ny pris"),
        ("who=Straks", "Ingen ændringer passer.", "Ny pris"),
        ("name=%00%25&kind=nonsens", "Ingen ændringer passer.", "Ny pris"),
    ],
)
def test_filter_stands_in_the_address_and_in_the_form(bo: TestClient, query: str, there: str, gone: str) -> None:
    page = bo.get(f"/edit/trail?{query}").text
    assert there in page
    assert gone not in page
    key, _, value = query.partition("=")
    if key != "name":
        assert f'<option value="{value}" selected>' in page


def test_typed_name_is_still_there_and_escaped(bo: TestClient) -> None:
    assert 'value="&#34;&gt;&lt;script&gt;"' in bo.get('/edit/trail?name="><script>').text
    assert bo.get(f"/edit/trail?name={'x' * 200}").status_code == 422


def test_one_goes_back_page_by_page_with_the_filter_kept(eva: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_module, "A_PAGE", 1)
    first = eva.get("/edit/trail?department=borgerservice").text
    assert "pas-pris" in first
    assert "Ny pris" not in first
    link = first.split('href="/edit/trail?department=borgerservice&amp;before=')[1].split('"')[0]
    second = eva.get(f"/edit/trail?department=borgerservice&before={link}").text
    assert "Ny pris" in second
    assert "De nyeste" in second
    assert "Ældre ændringer" not in second
    assert eva.get("/edit/trail?before=0").status_code == eva.get("/edit/trail?before=99999999999999999999").status_code == 422


def test_list_for_a_spreadsheet_is_whole_and_runs_no_formula(eva: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "MOST", 2)
    answer = eva.get("/edit/trail.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="aendringer.csv"'
    assert answer.text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert [row["Navn"] for row in rows] == ["gry", "pas-pris", "pas-forny"]
    assert (rows[0]["Tidspunkt"], rows[0]["Begrundelse"], rows[0]["Handling"]) == ("2026-11-23 11:02:00+01:00", "'=HYPERLINK(1)", "Oprettet")
    assert rows[1]["Efter"] == '{"label": "Pas, pris", "unit": "tekst"}'
    assert all(cell[:1] not in ("=", "+", "-", "@") for row in rows for cell in row.values())


def test_list_keeps_the_filter(eva: TestClient) -> None:
    assert "trail.csv?kind=fact" in eva.get("/edit/trail?kind=fact").text
    assert len(eva.get("/edit/trail.csv?kind=fact").text.splitlines()) == 2
    assert len(eva.get("/edit/trail.csv?kind=synonym").text.splitlines()) == 1


def test_page_costs_few_queries(eva: TestClient, sqlite_engine: Engine) -> None:
    eva.get("/edit/trail")
    with counted(sqlite_engine) as seen:
        eva.get("/edit/trail")
    assert len(seen) <= 8
