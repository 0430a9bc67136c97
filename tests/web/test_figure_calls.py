"""The page of the calls behind a number."""

import re
from datetime import datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import col, select, update

from app.base.database import session_scope
from app.domain.guide_content import content_of
from app.models import Call, CallQuestion
from app.models.call import SIMULATION
from app.services import call_list, call_log, guides
from tests.conftest import user
from tests.services.test_call_list import fill
from tests.support.queries import counted

DAY = "from=2026-11-23&to=2026-11-23"


@pytest.fixture
def logged(sqlite_engine: Engine, at: datetime) -> None:
    """Six calls this morning about a passport, each with a second question; the notes and the words searched are secret."""
    with session_scope(sqlite_engine) as session:
        for number in range(6):
            began = at - timedelta(minutes=number, seconds=17)
            call = Call(logged_by="user:anna", started_at=began, saved_at=at, idempotency_key=str(number), search_text="hemmeligt")
            session.add(call)
            session.flush()
            asked = CallQuestion(call_id=call.id, position=0, topic="pas-forny", department="borgerservice", outcome="transferred", reached=False)
            asked.offer, asked.reason, asked.avoidable, asked.note = "callback", "closed", "late_case", "hemmelig note"
            asked.guide_version, asked.searches = 1, ["hemmeligt"]
            session.add_all([asked, CallQuestion(call_id=call.id, position=1, topic="affald-glemt", department="affald", outcome="resolved")])
            call_log.touch(session, began)


def test_calls_are_listed_with_how_they_ended_under_what_is_shown(carla: TestClient, logged: None) -> None:
    page = carla.get(f"/figures/calls?show=open&topic=pas-forny&reason=closed&{DAY}")
    assert page.status_code == 200
    assert "<h1>6 uløste opkald om »Forny pas«, 23. november 2026, årsag: afdelingen var lukket</h1>" in page.text
    for words in ("23. november 2026 kl. 10.59", "Viderestillet, ikke nået", "Tilbud: opkald tilbage", "Afdelingen var lukket", "Sagen trækker ud"):
        assert page.text.count(words) == (1 if "kl." in words else 6), words
    assert page.text.count("Også:") == 6
    assert 'href="/guides/pas-forny/versions/1?at=2026-11-23T09%3A59%3A00%2B00%3A00"' in page.text


def test_page_never_tells_who_rang_who_answered_or_what_was_written(carla: TestClient, logged: None) -> None:
    page = carla.get(f"/figures/calls?{DAY}").text
    for private in ("hemmelig", "Anna", "anna", "10.59.43", "59:43"):
        assert private not in page
    assert not re.search(r"T\d\d%3A\d\d%3A(?!00)", page)


def test_guide_that_is_linked_opens_as_it_was_read_out(carla: TestClient, logged: None, sqlite_engine: Engine, at: datetime) -> None:
    with session_scope(sqlite_engine) as session:
        content = {**content_of(guides.find(session, "pas-forny")), "say": "Sådan lød det dengang."}
        guides.publish(session, user(session, "bo"), "pas-forny", content, at - timedelta(days=1))
        number = guides.find(session, "pas-forny").version
        for question in session.exec(select(CallQuestion).where(CallQuestion.topic == "pas-forny")).all():
            question.guide_version = number
    address = re.search(rf'href="(/guides/pas-forny/versions/{number}[^"]+)"', carla.get(f"/figures/calls?{DAY}").text)
    assert address is not None
    assert "Sådan lød det dengang." in carla.get(address.group(1)).text


def test_fewer_than_five_calls_are_not_shown_one_by_one(carla: TestClient, sqlite_engine: Engine) -> None:
    fill(sqlite_engine, 3)
    page = carla.get("/figures/calls?from=2026-10-01&to=2026-11-23").text
    assert "For få opkald til at vise dem enkeltvis: der er 2." in page
    assert "<table" not in page


def test_nothing_to_show_is_said(carla: TestClient) -> None:
    page = carla.get("/figures/calls?show=open").text
    assert "<h1>0 uløste opkald, 25. oktober - 23. november 2026</h1>" in page
    assert "Ingen opkald passer." in page


@pytest.mark.parametrize("query", ["show=bonk", "show=open&reason=nix", "avoidable=nix", "weekday=8", "hour=25", "hour=%00"])
def test_what_means_nothing_is_said_on_a_page_that_is_still_there(carla: TestClient, query: str) -> None:
    page = carla.get(f"/figures/calls?{query}&{DAY}")
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert "Vis alle opkald i perioden" in page.text
    assert f'href="/figures/calls?{DAY.replace("&", "&amp;")}&amp;show=calls"' in page.text


def test_filter_that_means_nothing_is_said_at_its_field(carla: TestClient) -> None:
    page = carla.get("/figures/calls?show=open&from=2026-11-30&to=2026-11-01")
    assert "Perioden slutter, før den begynder." in page.text
    assert 'value="2026-11-30"' in page.text


def test_one_turns_the_pages_with_what_is_shown_kept(carla: TestClient, sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_list, "A_PAGE", 20)
    fill(sqlite_engine, 100)
    seen, address = [], "/figures/calls?show=counted&caller_type=citizen"
    for _ in range(9):
        page = carla.get(address).text
        seen.append(page.count('scope="rowgroup"'))
        older = re.search(r'href="([^"]+)">Ældre opkald', page)
        if older is None:
            break
        address = older.group(1).replace("&amp;", "&")
        assert "show=counted" in address
    total = int(re.search(r"<h1>(\d+) talte opkald", page).group(1))  # type: ignore[union-attr]
    assert sum(seen) == total > 20
    assert "De nyeste" in page
    assert "findes ikke længere" in carla.get("/figures/calls?before=x").text


def test_made_up_calls_are_marked(carla: TestClient, sqlite_engine: Engine, at: datetime) -> None:
    with session_scope(sqlite_engine) as session:
        for number in range(5):
            call = Call(logged_by=SIMULATION, started_at=at, saved_at=at, idempotency_key=str(number))
            session.add(call)
            session.flush()
            session.add(CallQuestion(call_id=call.id, position=0, outcome="resolved"))
        call_log.touch(session, at)
    page = carla.get(f"/figures/calls?{DAY}").text
    assert page.count("simuleret</span>") == 5
    assert "Simulerede tal." in page


def test_page_is_for_those_who_read_figures(anna: TestClient, bo: TestClient) -> None:
    assert (anna.get("/figures/calls").status_code, bo.get("/figures/calls").status_code) == (403, 200)


def test_page_costs_few_questions_to_the_store(carla: TestClient, sqlite_engine: Engine) -> None:
    fill(sqlite_engine, 100)
    carla.get("/figures/calls?show=open")
    with counted(sqlite_engine) as seen:
        carla.get("/figures/calls?show=open")
    assert len(seen) <= 8, seen


def test_every_number_of_the_overview_is_the_number_of_calls_or_questions_behind_it(carla: TestClient, sqlite_engine: Engine) -> None:
    fill(sqlite_engine, 300)
    with session_scope(sqlite_engine) as session:  # as the desk has it: whoever transfers says whether somebody was reached
        unsaid = (CallQuestion.outcome == "transferred", col(CallQuestion.reached).is_(None))
        session.exec(update(CallQuestion).where(*unsaid).values(reached=False))
    overview = carla.get("/figures?from=2026-10-20&to=2026-11-23").text
    links = re.findall(r'<a [^>]*href="(/figures/calls\?[^"]+)"[^>]*>\s*([\d.]+)(?: opkald)?\s*</a>', overview)
    assert len(links) > 20
    wrong = []
    for address, number in dict.fromkeys(links):
        page = carla.get(address.replace("&amp;", "&")).text
        calls = re.search(r"<h1>([\d.]+) ", page)
        questions = re.search(r"([\d.]+) spørgsmål i", page)
        behind = {found.group(1) for found in (calls, questions) if found}
        if number not in behind:
            wrong.append((address, number, behind))
    assert wrong == []
