"""The pages on which routing tables are edited: what is typed stays, faults are shown, and only those who may can save."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session

from app.base.database import session_scope
from app.domain.privacy import REFUSAL
from app.models import RoutingTable
from tests.conftest import Clock
from tests.support import routing
from tests.support.routing import SLUG

PAGE = f"/edit/routing/{SLUG}"
HTMX = {"HX-Request": "true"}


class FormReader(HTMLParser):
    """The fields of the table's form, as a browser without JavaScript would send them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.select = self.area = ""
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("id") == "routing-form"
        if not self.inside:
            return
        name = given.get("name", "")
        if tag == "select":
            self.select = name
            self.fields[name] = ""
        elif tag == "option" and "selected" in given:
            self.fields[self.select] = given["value"]
        elif tag == "textarea":
            self.area = name
            self.fields[name] = ""
        elif tag == "input" and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            self.fields[name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""


@pytest.fixture(autouse=True)
def settled(sqlite_engine: Engine, clock: Clock) -> None:
    with session_scope(sqlite_engine) as session:
        routing.settle(session, clock())


def fields(client: TestClient, path: str = PAGE, **changes: str) -> dict[str, str]:
    answer = client.get(path)
    assert answer.status_code == 200
    found = FormReader(answer.text).fields
    unknown = {name for name in changes if name not in found} - {"do"}
    assert unknown == set()
    return {**found, **changes}


def row(engine: Engine, slug: str = SLUG) -> RoutingTable | None:
    with Session(engine) as session:
        return session.get(RoutingTable, slug)


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


DAYS = {"row.1.when.birth_day": "1-9", "row.2.when.birth_day": "10-31"}


def test_list_says_who_uses_each_table_and_that_it_holds(bo: TestClient, carla: TestClient) -> None:
    text = plain(bo.get("/edit/routing").text)
    assert "Hvem tager skrald? Genbrug og Affald 2 Glemt tømning af affald Holder" in text
    assert "Ny tabel" in text
    assert "Ny tabel" not in plain(carla.get("/edit/routing").text)


def test_list_without_tables_is_kind(bo: TestClient, sqlite_engine: Engine) -> None:
    with session_scope(sqlite_engine) as session:
        routing.free(session)
        session.delete(session.get_one(RoutingTable, SLUG))
    assert "De fleste guider behøver ingen" in bo.get("/edit/routing").text


def test_form_sent_as_it_stands_changes_nothing(bo: TestClient, sqlite_engine: Engine) -> None:
    before = row(sqlite_engine)
    answer = bo.post(PAGE, data=fields(bo, reason="Set efter"))
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?saved=yes")
    after = row(sqlite_engine)
    assert before is not None
    assert after is not None
    assert (before.rows, before.inputs, before.fallback) == (after.rows, after.inputs, after.fallback)
    assert "Gælder nu" in bo.get(PAGE).text


def test_saved_table_decides_on_the_desk_at_once(bo: TestClient, anna: TestClient) -> None:
    assert "Eva Skov" not in anna.post("/guides/affald-glemt/who", data={"birth_day": "12"}, headers=HTMX).text
    assert bo.post(PAGE, data=fields(bo, reason="Nye dage", **DAYS)).status_code == 303
    assert "Eva Skov" in anna.post("/guides/affald-glemt/who", data={"birth_day": "12"}, headers=HTMX).text


def test_table_with_a_gap_is_refused_with_the_caller_and_all_that_was_typed(bo: TestClient, sqlite_engine: Engine) -> None:
    sent = fields(bo, **{"row.2.when.birth_day": "17-31", "row.2.note": "Eva tager resten", "reason": "Nye dage", "title": "Skrald & affald"})
    answer = bo.post(PAGE, data=sent)
    assert answer.status_code == 422
    assert "En borger falder igennem: ingen række passer. For eksempel: Hvilken dag er borgeren født? 16." in plain(answer.text)
    assert FormReader(answer.text).fields == sent | {"shown": "yes"}
    kept = row(sqlite_engine)
    assert kept is not None
    assert kept.rows[1]["when"] == {"birth_day": "16-31"}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"row.1.when.birth_day": "1-40"}, "row.1.when.birth_day", "»1-40« kan ikke bruges"),
        ({"row.1.to": "department:nedlagt"}, "row.1.to", "findes ikke længere"),
        ({"row.1.to": "authority"}, "row.1.authority", "Skriv myndighedens navn"),
        ({"row.1.note": "010190-1234"}, "row.1.note", REFUSAL),
        ({"title": ""}, "title", "Giv tabellen en titel"),
        ({"input.1.question": ""}, "input.1.question", "Skriv det spørgsmål"),
        ({"fallback.to": ""}, "fallback.to", "Vælg, hvem der skal have opkaldet"),
        ({"department": ""}, "department", "Vælg den afdeling"),
        ({"reason": ""}, "reason", "Skriv kort, hvorfor du retter"),
        ({"reason": "ringede 010190-1234"}, "reason", REFUSAL),
    ],
)
def test_each_problem_is_shown_at_its_field(bo: TestClient, changes: dict[str, str], field: str, words: str) -> None:
    sent = fields(bo, **{"reason": "Nye dage", **changes})
    answer = bo.post(PAGE, data=sent)
    assert answer.status_code == 422
    shown = re.search(rf'<span class="form-error-message" id="{re.escape(field)}-error">([^<]*)', answer.text)
    assert shown is not None
    assert words in shown[1]
    assert f'aria-describedby="{field}-error' in answer.text
    assert FormReader(answer.text).fields == sent | {"shown": "yes"}


def test_proof_answers_while_typing(bo: TestClient) -> None:
    answer = bo.post(f"{PAGE}/proof", data=fields(bo, **{"row.2.when.birth_day": "15-31"}), headers=HTMX)
    assert answer.status_code == 200
    assert 'data-rows="2"' in answer.text
    assert "Række 2 modsiger række 1. For eksempel: Hvilken dag er borgeren født? 15." in plain(answer.text)
    assert "Tabellen holder Hver borger rammer netop én række." in plain(bo.post(f"{PAGE}/proof", data=fields(bo, **DAYS), headers=HTMX).text)
    unread = bo.post(f"{PAGE}/proof", data=fields(bo, **{"row.2.when.birth_day": "snart"}), headers=HTMX)
    assert "Række 2, Hvilken dag er borgeren født? : »snart« kan ikke bruges" in plain(unread.text)


def test_dead_row_is_named_when_the_first_that_fits_decides(bo: TestClient) -> None:
    sent = fields(bo, policy="first_match", **{"row.1.when.birth_day": ""})
    assert "Række 2 bliver aldrig nået" in bo.post(f"{PAGE}/proof", data=sent, headers=HTMX).text


def test_buttons_of_the_sheet_work_without_javascript_and_lose_nothing(bo: TestClient) -> None:
    sent = fields(bo, title="Ny titel", reason="Fordi", **DAYS)
    answer = bo.post(f"{PAGE}/sheet", data={**sent, "do": "row.up.2"})
    assert answer.status_code == 200
    found = FormReader(answer.text).fields
    assert (found["row.1.when.birth_day"], found["row.1.to"]) == ("10-31", "person:eva-skov")
    assert (found["title"], found["reason"], found["mark"]) == ("Ny titel", "Fordi", sent["mark"])


def test_sheet_is_a_fragment_of_its_page(bo: TestClient) -> None:
    sent = fields(bo)
    fragment = bo.post(f"{PAGE}/sheet", data={**sent, "do": "row.add"}, headers=HTMX).text
    assert fragment.lstrip().startswith('<div id="routing-sheet"')
    assert 'id="row.3.to"' in fragment
    assert bo.post(f"{PAGE}/sheet", data={**sent, "do": "redraw"}, headers=HTMX).text.strip() in bo.get(PAGE).text


def test_new_table_is_written_saved_and_listed(bo: TestClient, sqlite_engine: Engine) -> None:
    sent = fields(bo, "/edit/routing/new")
    assert "form-error-message" not in bo.get("/edit/routing/new").text
    refused = bo.post("/edit/routing/new", data={**sent, "title": "Hvem tager storskrald?"})
    assert refused.status_code == 422
    assert "Vælg den afdeling, der ejer tabellen." in refused.text
    goals = {"row.1.to": "department:affald", "row.2.to": "department:omstilling", "fallback.to": "department:omstilling"}
    filled = {
        **sent,
        **goals,
        "title": "Hvem tager storskrald?",
        "department": "affald",
        "input.1.question": "Er det møbler?",
        "reason": "Ny ordning",
    }
    assert bo.post("/edit/routing/new", data=filled).headers["location"] == "/edit/routing/hvem-tager-storskrald?saved=yes"
    made = row(sqlite_engine, "hvem-tager-storskrald")
    assert made is not None
    assert made.inputs == {"yes_no": {"question": "Er det møbler?"}}


def test_table_in_use_is_not_deleted_and_one_that_is_not_is(bo: TestClient, sqlite_engine: Engine) -> None:
    assert "Det kan man først, når ingen guide bruger den." in bo.get(PAGE).text
    refused = bo.post(f"{PAGE}/delete")
    assert (refused.status_code, "Glemt tømning af affald" in refused.text) == (409, True)
    with session_scope(sqlite_engine) as session:
        routing.free(session)
    assert bo.post(f"{PAGE}/delete").headers["location"] == "/edit/routing?deleted=yes"
    assert bo.get(PAGE).status_code == 404


def test_second_editor_is_told_and_may_then_save_anyway(bo: TestClient, sign_in: Callable[[str], TestClient]) -> None:
    eva = sign_in("eva")
    mine = fields(bo, reason="Bos dage", **DAYS)
    assert eva.post(PAGE, data=fields(eva, reason="Evas dage", **{"row.1.when.birth_day": "1-5", "row.2.when.birth_day": "6-31"})).status_code == 303
    answer = bo.post(PAGE, data=mine)
    assert answer.status_code == 409
    assert "En anden har gemt tabellen" in answer.text
    assert "Evas dage" in answer.text
    again = FormReader(answer.text).fields
    assert again["row.1.when.birth_day"] == "1-9"
    assert bo.post(PAGE, data={**again, "reason": ""}).status_code == 422
    assert bo.post(PAGE, data=again).status_code == 303


def test_history_brings_an_older_table_back_into_the_form(bo: TestClient) -> None:
    bo.post(PAGE, data=fields(bo, reason="Nye dage", **DAYS))
    page = bo.get(PAGE).text
    assert "2 rækker rettet" in page
    link = re.search(rf'href="({PAGE}\?restore=\d+&before=yes)"', page.replace("&amp;", "&"))
    assert link is not None
    older = fields(bo, link[1], reason="Tilbage")
    assert older["row.1.when.birth_day"] == "1-15"
    assert "Den gælder først, når du gemmer." in bo.get(link[1]).text
    assert bo.post(PAGE, data=older).status_code == 303
    assert bo.get(f"{PAGE}?restore=99999").status_code == 404


def test_dry_run_says_how_many_would_move_and_what_it_depends_on(bo: TestClient, sqlite_engine: Engine, clock: Clock) -> None:
    changed = fields(bo, **DAYS)
    assert "For få: ingen opkald" in plain(bo.post(f"{PAGE}/dry-run", data=changed, headers=HTMX).text)
    with session_scope(sqlite_engine) as session:
        for number in range(7):
            routing.call(session, clock(), number)
    text = plain(bo.post(f"{PAGE}/dry-run", data=changed, headers=HTMX).text)
    assert "7 opkald: 0 flytter, 7 kan flytte, 0 bliver." in text
    assert "7 kan flytte fra Genbrug og Affald til Eva Skov, Genbrug og Affald, afhængigt af »Hvilken dag er borgeren født?«." in text
    whole = bo.post(f"{PAGE}/dry-run", data={**changed, "row.1.to": "department:omstilling", "row.2.to": "department:omstilling"})
    assert "7 flytter fra Genbrug og Affald eller Eva Skov, Genbrug og Affald til Omstillingen." in plain(whole.text)
    assert FormReader(whole.text).fields["row.1.when.birth_day"] == "1-9"
    unread = bo.post(f"{PAGE}/dry-run", data=fields(bo, **{"row.1.when.birth_day": "snart"}), headers=HTMX)
    assert "Tabellen kan ikke prøves" in unread.text


def test_those_who_only_read_see_the_table_and_cannot_send_it(carla: TestClient, anna: TestClient) -> None:
    page = carla.get(PAGE).text
    assert '<fieldset class="routing-lock" disabled>' in page
    assert "Gem og vis" not in page
    assert "Du kan læse tabellen." in page
    assert {carla.post(path).status_code for path in (PAGE, f"{PAGE}/sheet", f"{PAGE}/proof", f"{PAGE}/dry-run", f"{PAGE}/delete")} == {403}
    assert (anna.get("/edit/routing").status_code, anna.get(PAGE).status_code, anna.post(PAGE).status_code) == (403, 403, 403)


def test_an_editor_of_other_departments_is_refused(bo: TestClient, sqlite_engine: Engine) -> None:
    with session_scope(sqlite_engine) as session:
        owned = session.get_one(RoutingTable, SLUG)
        owned.department = "hjemmepleje"
        session.add(owned)
    sent = fields(bo) | {"reason": "Nye dage", "department": "affald", **DAYS}
    assert bo.post(PAGE, data=sent).status_code == 403
    assert bo.post(f"{PAGE}/delete").status_code == 403


@pytest.mark.parametrize("path", ["", "/sheet", "/proof", "/dry-run"])
def test_nonsense_in_the_form_is_refused_without_a_fault_of_ours(bo: TestClient, path: str) -> None:
    nonsense = {
        "input.1.kind": "\x00",
        "input.999.kind": "choice",
        "row.1.to": "x:y:z\x00",
        "row.0.to": "person:",
        "row.1.when.yes_no": "\x00",
        "do": "row.up.99999999999999999999",
        "policy": "<b>",
        "department": "🙂",
    }
    for sent in ({}, nonsense):
        assert bo.post(PAGE + path, data=sent).status_code in (200, 422)
    assert bo.post(f"/edit/routing/findes-ikke{path}", data={"x": "y"}).status_code in (200, 404)
