"""The editors' front page: every row leads to where it is mended, and only those who may wave a flag away do."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.base.database import session_scope
from app.models import Department, Fact, Flag, Guide, LinkCheck, TrailEntry
from app.services import content, drafts, flags, guides, learning, revisions
from tests.conftest import user
from tests.support.queries import counted
from tests.web.test_pages import structure

NICE = "Alt er i orden. Tid til en kop kaffe?"


@pytest.fixture
def calm(sqlite_engine: Engine) -> None:
    """Every guide vouched for, and no fact that runs out."""
    with session_scope(sqlite_engine) as session:
        for guide in session.exec(select(Guide)).all():
            guide.verified_by, guide.verified_until = "Bo", datetime(2027, 11, 1).date()  # noqa: DTZ001
            revisions.content_changed(session, content.GUIDE, guide.slug)
        fact = session.get_one(Fact, "pas-pris")
        fact.periods = [{**fact.periods[0], "to": None}]
        revisions.content_changed(session, content.FACT, "pas-pris")


def raised(engine: Engine, at: datetime, guide: str = "pas-forny", search: str = "pris på pas", note: str = "") -> str:
    with session_scope(engine) as session:
        return flags.raise_flag(session, user(session, "anna"), guide, "wrong" if guide else "missing", search, at, note).id


def test_nothing_to_do_is_said_with_pleasure(calm: None, bo: TestClient) -> None:
    page = bo.get("/edit").text
    assert NICE in page
    assert "<table" not in page


def test_page_is_whole_and_each_row_has_one_link_to_where_it_is_mended(bo: TestClient, sqlite_engine: Engine, at: datetime) -> None:
    raised(sqlite_engine, at)
    with session_scope(sqlite_engine) as session:
        guides.keep_versions(session, at)
        for _ in range(14):
            learning.note_gap(session, "skraldemandskab plupqvist", at)
        session.add(LinkCheck(url="https://www.borger.dk", checked_at=at, failing_since=at - timedelta(days=2), status=404, problem="siden er væk."))
        draft = drafts.save(session, user(session, "eva"), "affald-glemt", {"title": "Ny titel"}, 1, at)
        draft.state, draft.submitted_at = drafts.REVIEW, at
        own = drafts.save(session, user(session, "bo"), "pas-mistet", {"title": "Bos kladde"}, 1, at)
        assert own.state == drafts.WRITING
        approval = f"/edit/approvals/{draft.id}"
    page = bo.get("/edit").text
    found = structure(page)
    assert (found.wrong, found.open, found.headings) == ([], [], ["h1"])
    assert "14 søgte efter »skraldemandskab plupqvist« og fandt intet" in page
    for address in ("/edit/guides/pas-forny", "/edit/facts/pas-pris", "/edit/guides?department=borgerservice", approval):
        assert page.count(f'<a class="tool" href="{address}">') >= 1, address
    assert 'href="/edit/guides?new=1&amp;title=skraldemandskab+plupqvist"' in page
    rows = page.split("<tbody>")[1].split("</tbody>")[0].split("<tr ")[1:]
    assert [row.count('class="tool"') for row in rows] == [1] * len(rows)
    assert page.index("Bos kladde") > page.index("Dine kladder undervejs")


def test_every_address_on_the_page_leads_somewhere(bo: TestClient, sqlite_engine: Engine, at: datetime) -> None:
    raised(sqlite_engine, at)
    with session_scope(sqlite_engine) as session:
        guides.keep_versions(session, at)
    page = bo.get("/edit").text
    addresses = {part.split('"')[0].replace("&amp;", "&") for part in page.split('<a class="tool" href="')[1:]}
    assert len(addresses) >= 4
    assert {address: bo.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_few_calls_are_never_counted_aloud(bo: TestClient, sqlite_engine: Engine, at: datetime) -> None:
    raised(sqlite_engine, at)
    assert '<td class="figure">for få</td>' in bo.get("/edit").text


def test_what_was_typed_at_the_desk_is_text_and_not_html(bo: TestClient, sqlite_engine: Engine, at: datetime) -> None:
    raised(sqlite_engine, at, search="<b>pas</b>", note='"><script>alert(1)</script>')
    page = bo.get("/edit").text
    assert "&lt;b&gt;pas&lt;/b&gt;" in page
    assert "<script>alert" not in page


def test_editor_waves_a_flag_away_and_is_told(bo: TestClient, sqlite_engine: Engine, at: datetime) -> None:
    flag = raised(sqlite_engine, at)
    assert f'name="flag" value="{flag}"' in bo.get("/edit").text
    answer = bo.post("/edit/dismiss", data={"flag": [flag], "scope": "mine"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/edit?scope=mine&done=flag")
    page = bo.get(answer.headers["location"]).text
    assert "Flaget er afvist" in page
    assert flag not in page
    with Session(sqlite_engine) as session:
        assert session.get_one(Flag, flag).closed_at == at
        assert [entry.action for entry in session.exec(select(TrailEntry)).all()] == ["dismiss_flag"]


def test_several_flags_of_a_row_are_waved_away_together_or_not_at_all(bo: TestClient, sqlite_engine: Engine, at: datetime) -> None:
    mine, other = raised(sqlite_engine, at), raised(sqlite_engine, at, "hjemmehjaelp-udeblevet")
    assert bo.post("/edit/dismiss", data={"flag": [mine, other]}).status_code == 403
    with Session(sqlite_engine) as session:
        assert [session.get_one(Flag, flag).closed_at for flag in (mine, other)] == [None, None]
    assert bo.post("/edit/dismiss", data={"flag": [mine, "nothing"]}).status_code == 404
    assert bo.post("/edit/dismiss", data={"flag": "\x00"}).status_code == 404


def test_operator_has_no_list_and_team_lead_waves_nothing_away(anna: TestClient, carla: TestClient, sqlite_engine: Engine, at: datetime) -> None:
    flag = raised(sqlite_engine, at)
    assert anna.get("/edit").status_code == 403
    page = carla.get("/edit").text
    assert "Åbn guiden" in page
    assert "Afvis flag" not in page
    for client in (anna, carla):
        assert client.post("/edit/dismiss", data={"flag": flag}).status_code == 403


def test_team_lead_chooses_between_all_and_own_in_the_address(calm: None, carla: TestClient, sqlite_engine: Engine, at: datetime) -> None:
    raised(sqlite_engine, at)
    everything, own, odd = (carla.get(f"/edit?scope={scope}").text for scope in ("all", "mine", "x"))
    assert "Forny pas" in everything
    assert "Forny pas" in odd
    assert "Forny pas" not in own
    assert NICE in own
    assert '<a class="tool" href="/edit?scope=mine" aria-current="page">' in own


def test_editor_is_offered_no_choice(bo: TestClient, sqlite_engine: Engine, at: datetime) -> None:
    raised(sqlite_engine, at, "hjemmehjaelp-udeblevet")
    page = bo.get("/edit?scope=all").text
    assert "Kun mine" not in page
    assert "Udeblevet hjemmehjælp" not in page


def test_editor_without_departments_is_told_whom_to_ask(sign_in: Callable[[str], TestClient], sqlite_engine: Engine) -> None:
    with session_scope(sqlite_engine) as session:
        row = user(session, "bo")
        row.departments = []
        session.add(row)
        eva = user(session, "eva").name
    page = sign_in("bo").get("/edit").text
    assert f"Spørg {eva}; så får du dem." in page
    assert NICE not in page


def test_long_list_shows_the_worst_first_and_all_when_asked(bo: TestClient, sqlite_engine: Engine, at: datetime) -> None:
    with session_scope(sqlite_engine) as session:
        anna = user(session, "anna")
        for number in range(60):
            session.add(Guide(slug=f"g{number}", title=f"Guide nummer {number}", kind="svar", department="affald", referral={}, phrases={"da": []}))
            session.flush()
            flags.raise_flag(session, anna, f"g{number}", "wrong", "", at)
        session.add(Department(slug="park", name="Park"))
        revisions.content_changed(session, "department", "park")
    page = bo.get("/edit").text
    assert page.count("<tr ") == 40
    assert 'href="/edit?scope=mine&amp;show=all"' in page
    assert bo.get("/edit?show=all").text.count("<tr ") >= 61


def test_page_costs_few_questions_to_the_store(bo: TestClient, sqlite_engine: Engine, at: datetime) -> None:
    raised(sqlite_engine, at)
    bo.get("/edit")
    with counted(sqlite_engine) as statements:
        bo.get("/edit")
    assert len(statements) <= 14, "\n".join(statements)
