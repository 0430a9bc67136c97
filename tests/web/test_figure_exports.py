"""What can be taken away from »Tal«: the page, the files, and a client that goes away in the middle."""

import csv
import re
import socket
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from time import monotonic, sleep
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from sqlalchemy import Engine

from app.base.database import session_scope
from app.base.settings import Settings
from app.services import accounts, call_export, figure_tables, figures
from app.services.figures import Wanted
from app.web.deps import SESSION_COOKIE
from tests.browser.house import served
from tests.conftest import Clock, user
from tests.services.test_call_list import fill
from tests.support.town import MONDAY

MONTH = "from=2026-10-20&to=2026-11-23"


@pytest.fixture
def calls(sqlite_engine: Engine) -> None:
    fill(sqlite_engine, 120)


def cells(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(text.removeprefix("\ufeff").splitlines(), delimiter=";"))


def test_page_offers_every_file_about_the_calls_that_are_chosen(carla: TestClient, calls: None) -> None:
    page = carla.get(f"/figures/export?{MONTH}&topic=pas-forny").text
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+)" download', page)]
    assert len(links) == 3 + len(figure_tables.MAKERS)
    assert all("topic=pas-forny" in link for link in links if "counting-week" not in link)
    for link in links:
        answer = carla.get(link)
        assert answer.status_code == 200, link
        assert answer.headers["content-disposition"].startswith("attachment; filename="), link


def test_workbook_has_the_tables_of_the_page_behind_a_sheet_that_explains_them(carla: TestClient, calls: None) -> None:
    answer = carla.get(f"/figures/tables.xlsx?{MONTH}&caller_type=citizen")
    book = load_workbook(BytesIO(answer.content))
    assert len(book.sheetnames) == 1 + len(figure_tables.MAKERS)
    about = {row[0].value: row[1].value for row in book["Om tallene"].iter_rows(min_row=3)}
    assert about["Periode"] == "20. oktober - 23. november 2026"
    assert about["Hvem"] == "Borger"
    assert about["Lavet"] == "23. november 2026 kl. 11.00"
    assert about["Simulerede tal"].startswith("Ja: ")
    assert about["Straksafklaret"] == "Løste opkald ud af alle talte."
    assert {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_numbers_of_a_table_are_those_of_the_figures(carla: TestClient, calls: None) -> None:
    head, *rows = cells(carla.get(f"/figures/tables/maaneder.csv?{MONTH}").text)
    total = int(re.search(r"<h1>(\d+) opkald", carla.get(f"/figures/calls?show=calls&{MONTH}").text).group(1))  # type: ignore[union-attr]
    assert head[:2] == ["Måned", "Opkald"]
    assert sum(int(row[1]) for row in rows) == total
    assert carla.get("/figures/tables/findes-ikke.csv").status_code == 404


def test_list_of_calls_says_beforehand_how_many_rows_it_has(carla: TestClient, calls: None) -> None:
    answer = carla.get(f"/figures/calls.csv?{MONTH}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="straks-opkald-2026-10-20-til-2026-11-23-simuleret.csv"'
    assert len(cells(answer.text)) - 1 == int(answer.headers["x-straks-rows"]) > 100


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("from=2026-11-30&to=2026-11-01", "Perioden slutter, før den begynder."),
        ("from=2026-02-29", "Skriv en dato som"),
        ("topic=findes-ikke", "Der er ingen guide"),
        ("from=1990-01-01&to=2026-01-01", "højst ti år"),
    ],
)
def test_file_is_refused_where_the_page_says_it_at_the_field(carla: TestClient, query: str, words: str) -> None:
    for file in ("calls.csv", "tables.xlsx", "tables/dage.csv"):
        answer = carla.get(f"/figures/{file}?{query}")
        assert (answer.status_code, words in answer.text) == (422, True), file
    page = carla.get(f"/figures/export?{query}").text
    assert words in page
    for text in re.findall(r"=([\w-]+)", query):
        assert f'value="{text}"' in page or "topic" in query


def test_file_of_calls_is_not_narrowed_by_who_rang_and_the_page_says_why(carla: TestClient, calls: None) -> None:
    page = carla.get(f"/figures/export?{MONTH}&language=de").text
    assert call_export.NOT_BY_WHO in page
    assert "/figures/calls.csv" not in page
    assert carla.get(f"/figures/calls.csv?{MONTH}&language=de").status_code == 422


def test_leap_day_can_be_asked_for(carla: TestClient) -> None:
    assert cells(carla.get("/figures/calls.csv?from=2024-02-29&to=2024-02-29").text)[1:] == []


def test_empty_export_is_a_head_and_the_page_says_so(carla: TestClient) -> None:
    page = carla.get("/figures/export").text
    assert "Der er ingen opkald i perioden. Filerne kan hentes alligevel, men de har kun overskrifter." in page
    assert "Ingen henvendelser i ugen." in page
    assert len(cells(carla.get("/figures/calls.csv").text)) == 1
    assert len(cells(carla.get("/figures/tables/dage.csv").text)) == 1
    assert load_workbook(BytesIO(carla.get("/figures/tables.xlsx").content))["Tallene dag for dag"].max_row == 1


def test_counting_week_is_offered_and_what_is_no_week_is_said_at_its_field(carla: TestClient, calls: None) -> None:
    assert "henvendelser i ugen" in carla.get("/figures/export?week=2026-47").text
    answer = carla.get("/figures/counting-week.csv?week=2026-47")
    assert answer.headers["content-disposition"] == 'attachment; filename="taelleuge-2026-47.csv"'
    assert cells(answer.text)[0][:4] == ["Dato", "Kanal", "KLE", "Emne"]
    for week, words in (("2027-10", "ikke begyndt endnu"), ("2026-60", "Der er ingen uge 60"), ("<b>", "Skriv en uge som")):
        page = carla.get("/figures/export", params={"week": week})
        assert (page.status_code, words in page.text, "counting-week.csv" in page.text) == (422, True, False)
        assert f'value="{week.replace("<", "&lt;").replace(">", "&gt;")}"' in page.text
        assert carla.get("/figures/counting-week.csv", params={"week": week}).status_code == 422


def test_files_are_for_those_who_read_figures(anna: TestClient) -> None:
    for file in ("export", "calls.csv", "tables.xlsx", "tables/dage.csv", "counting-week.csv"):
        assert anna.get(f"/figures/{file}").status_code == 403


@pytest.fixture
def address(sqlite_engine: Engine, demo_settings: Settings, clock: Clock) -> Iterator[str]:
    with served(demo_settings, sqlite_engine, clock) as found:
        yield found


def test_client_that_goes_away_in_the_middle_leaves_nothing_behind(
    address: str, sqlite_engine: Engine, calls: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The socket is closed after the first bytes: no further day is read, and no connection is kept."""
    read: list[object] = []
    really = call_export._questions

    def slowly(*given: object) -> object:
        read.append(given)
        sleep(0.05)
        return really(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(call_export, "_questions", slowly)
    monkeypatch.setattr(call_export, "A_HANDFUL", 1)
    with session_scope(sqlite_engine) as session:
        cookie = accounts.open_session(session, user(session, "carla"), MONDAY, 12)
    place = urlsplit(address)
    with socket.create_connection((place.hostname, place.port)) as line:  # type: ignore[arg-type]
        request = f"GET /figures/calls.csv?{MONTH} HTTP/1.1\r\nHost: {place.netloc}\r\nCookie: {SESSION_COOKIE}={cookie}\r\n\r\n"
        line.sendall(request.encode())
        assert line.recv(100).startswith(b"HTTP/1.1 200")
    patience = monotonic() + 5
    days, quiet = len(read), 0
    while quiet < 5 and monotonic() < patience:
        sleep(0.1)
        days, quiet = len(read), quiet + 1 if len(read) == days else 0
    assert quiet == 5
    assert days < 10
    assert sqlite_engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_every_table_is_named_as_it_is_listed(carla: TestClient, calls: None, sqlite_engine: Engine) -> None:
    with session_scope(sqlite_engine) as session:
        for narrowed in ({}, {"topic": "pas-forny", "language": "de"}, {"department": "affald"}):
            view = figures.view(session, Wanted(date(2026, 10, 20), date(2026, 11, 23), **narrowed), MONDAY)
            made = figure_tables.every(session, view)
            assert [table.slug for table in made] == [maker.slug for maker in figure_tables.MAKERS]
            assert len({table.slug for table in made}) == len(made)
            assert all(len(row) == len(table.head) for table in made for row in table.rows)
            assert all(table.title.startswith(maker.title) for table, maker in zip(made, figure_tables.MAKERS, strict=True))
