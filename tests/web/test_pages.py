"""Every page and fragment as HTML; a page holds its fragments; and each costs few questions to the store."""

import re
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.support.queries import counted

HTMX = {"HX-Request": "true"}
PAGES = ["/", "/keys", "/my-day", "/notices", "/guides/pas-forny", "/guides/pas-forny?lang=en", "/guides/stroemsvigt", "/guides/folkepension"]
PAGES += ["/departments/borgerservice", "/departments/hjemmepleje", "/people/dan-christensen"]
FRAGMENTS = ["/desk/empty", "/search/results?q=pas", "/search/results?q=xyzzyq", "/search/results?q=", "/calls/bar", "/notices/strip"]
FRAGMENTS += ["/guides/pas-forny/panel", "/guides/pas-forny/panel?lang=en", "/departments/affald/panel", "/people/eva-skov/panel"]
VOID = {"meta", "link", "input", "br", "hr", "img", "use", "path"}


class Structure(HTMLParser):
    """Which elements were not closed in order, which ids stand twice, and which headings there are."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.headings: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.headings += [tag] if tag == "h1" else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and (not self.open or self.open.pop() != tag):
            self.wrong.append(tag)


def structure(html: str) -> Structure:
    parsed = Structure()
    parsed.feed(html)
    return parsed


def squeezed(html: str) -> str:
    return re.sub(r"\s+", " ", html).strip()


@pytest.mark.parametrize("address", PAGES)
def test_page_is_whole_danish_html_with_one_heading(bo: TestClient, address: str) -> None:
    answer = bo.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    found = structure(answer.text)
    assert answer.text.startswith('<!doctype html>\n<html lang="da">')
    assert (found.wrong, found.open, found.headings) == ([], [], ["h1"])
    assert len(set(found.ids)) == len(found.ids)


@pytest.mark.parametrize("address", FRAGMENTS)
def test_fragment_is_a_piece_and_no_page(bo: TestClient, address: str) -> None:
    answer = bo.get(address, headers=HTMX)
    assert answer.status_code == 200
    found = structure(answer.text)
    assert (found.wrong, found.open) == ([], [])
    assert "<html" not in answer.text


@pytest.mark.parametrize(
    ("page", "fragment"),
    [
        ("/", "/calls/bar"),
        ("/", "/notices/strip"),
        ("/", "/search/results?q="),
        ("/", "/desk/empty"),
        ("/departments/affald", "/departments/affald/panel"),
        ("/people/eva-skov", "/people/eva-skov/panel"),
    ],
)
def test_page_holds_its_fragment(bo: TestClient, page: str, fragment: str) -> None:
    bo.post("/notices", data={"level": "crisis", "title": "Strømmen er væk", "say": "Vi ved det.", "guide": "stroemsvigt"})
    assert squeezed(bo.get(fragment, headers=HTMX).text) in squeezed(bo.get(page).text)


def test_desk_in_a_call_holds_the_bar_and_the_hits_of_its_search(anna: TestClient) -> None:
    anna.post("/calls/trail", data={"search": "min skraldespand", "guide": "affald-glemt"}, headers=HTMX)
    desk = squeezed(anna.get("/").text)
    assert squeezed(anna.get("/calls/bar", headers=HTMX).text) in desk
    hits = squeezed(anna.get("/search/results?q=min+skraldespand&shown=guide:affald-glemt", headers=HTMX).text)
    assert hits in desk
    assert 'data-slug="affald-glemt" data-title="Glemt tømning af affald"' in desk


def test_best_hit_comes_with_its_panel_unless_it_is_shown_already(anna: TestClient) -> None:
    assert 'hx-swap-oob="morph"' in anna.get("/search/results?q=forny+pas", headers=HTMX).text
    assert "hx-swap-oob" not in anna.get("/search/results?q=forny+pas&shown=guide:pas-forny", headers=HTMX).text


def test_what_was_typed_is_shown_escaped(anna: TestClient) -> None:
    page = anna.get("/search/results", params={"q": "<script>alert(1)</script>"}, headers=HTMX).text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("address", ["/guides/findes-ikke", "/departments/findes-ikke", "/people/findes-ikke", "/my-day/findes-ikke", "/findes-ikke"])
def test_page_that_is_not_there_says_so_to_one_who_is_signed_in(anna: TestClient, address: str) -> None:
    answer = anna.get(address)
    assert answer.status_code == 404
    assert "Siden findes ikke" in answer.text


def test_page_without_the_right_says_so(anna: TestClient) -> None:
    answer = anna.get("/notices")
    assert answer.status_code == 403
    assert "Det har du ikke adgang til" in answer.text
    assert "Anna Omstilling" in answer.text


@pytest.mark.parametrize(
    ("address", "most"), [("/", 10), ("/search/results?q=forny+pas", 6), ("/search/results?q=", 8), ("/guides/pas-forny/panel", 4), ("/calls/bar", 5)]
)
def test_answer_costs_few_questions_to_the_store(anna: TestClient, sqlite_engine: Engine, address: str, most: int) -> None:
    anna.get(address, headers=HTMX)
    with counted(sqlite_engine) as statements:
        assert anna.get(address, headers=HTMX).status_code == 200
    assert len(statements) <= most, "\n".join(statements)


def test_longer_day_costs_no_more_questions(anna: TestClient, sqlite_engine: Engine) -> None:
    def cost() -> int:
        with counted(sqlite_engine) as statements:
            anna.get("/my-day")
        return len(statements)

    anna.post("/calls/settle", data={"outcome": "resolved"})
    few = cost()
    for _ in range(5):
        anna.post("/calls/settle", data={"outcome": "resolved"})
    assert cost() == few
