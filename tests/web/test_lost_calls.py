"""The parts of »Tal« about lost calls, needless calls and the departments' phones; and how a needless call is told."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.base.database import session_scope
from app.domain.outcomes import Ending
from app.models import CallQuestion
from app.services.finished_calls import QuestionEntry
from tests.services.test_lost_calls import NO_CALLBACK, NO_GUIDE, Book, lose_some
from tests.support.api import CALL, QUESTION

HTMX = {"HX-Request": "true"}


@pytest.fixture
def logged(sqlite_engine: Engine) -> None:
    """A lost passport is always settled, a new one often not; six calls came because nobody had rung back."""
    with session_scope(sqlite_engine) as session:
        book = Book(session)
        lose_some(book)
        book.log(NO_CALLBACK, times=6)
        book.log(QuestionEntry(Ending("transferred", False, "message", "caller_wish"), topic="affald-glemt"), times=6)


def part(page: str, name: str) -> str:
    found = re.search(rf'<section id="{name}".*?</section>', page, re.S)
    assert found is not None
    return html.unescape(found.group())


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_three_things_stand_first_then_the_list_with_what_could_be_gained(carla: TestClient, logged: None) -> None:
    lost = words(part(carla.get("/figures").text, "lost"))
    sentence = (
        "»Forny pas«: skriv en guide. 20 opkald blev ikke løst; går det som »Mistet eller stjålet pas« (100 %), bliver 15 flere løst om måneden."
    )
    assert sentence in lost
    row = "1 Forny pas Borgerservice 20 uløste opkald Ingen guide om det 9 opkald · Afdelingen var lukket 6 opkald"
    assert lost.index(sentence) < lost.index(row)
    for told in ("33 % 19-51 % af 30", "+15 opkald om måneden", "hvis det blev løst som »Mistet eller stjålet pas« (100 %)"):
        assert told in lost


def test_departments_and_order_are_chosen_in_the_address_and_nonsense_changes_nothing(carla: TestClient, logged: None) -> None:
    usual = part(carla.get("/figures").text, "lost")
    assert part(carla.get("/figures?lost=planets&lost_by=colour&lost_show=some").text, "lost") == usual
    page = carla.get("/figures?lost=departments&lost_by=calls&lost_show=all").text
    units = words(part(page, "lost"))
    assert "mest ved »Forny pas«: +15" in units
    assert "1 Borgerservice" in units
    for name, value in (("lost", "departments"), ("lost_by", "calls"), ("lost_show", "all")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in page


@pytest.mark.parametrize("switches", ["", "?lost=departments&standard=all"])
def test_every_number_opens_as_many_calls(carla: TestClient, logged: None, switches: str) -> None:
    page = carla.get(f"/figures{switches}").text
    links = [link for name in ("lost", "avoidable", "standard") for link in re.findall(r'<a[^>]*href="([^"]+)"[^>]*>(\d+)', part(page, name))]
    assert len(links) >= 8
    for address, number in links:
        heading = re.search(r"<h1>(\d+) ", carla.get(address).text)
        assert heading is not None
        assert heading.group(1) == number, address


def test_next_step_leads_where_the_user_may_go(carla: TestClient, bo: TestClient, logged: None) -> None:
    assert 'href="/edit/guides?new=yes"' not in part(carla.get("/figures").text, "lost")
    assert '<a href="/edit/guides?new=yes">Skriv en guide</a>' in part(bo.get("/figures").text, "lost")
    assert bo.get("/edit/guides?new=yes").status_code == 200


@pytest.mark.parametrize(
    ("reason", "address"),
    [
        ("unclear_guide", "/edit/guides/affald-glemt"),
        ("closed", "/edit/departments/affald"),
        ("needs_case_access", "/departments/affald"),
        ("needs_decision", "/departments/affald"),
        ("named_person", "/departments/affald"),
        ("technical", "reason=technical"),
        ("caller_wish", "reason=caller_wish"),
    ],
)
def test_each_reason_has_its_next_step(carla: TestClient, sqlite_engine: Engine, reason: str, address: str) -> None:
    with session_scope(sqlite_engine) as session:
        Book(session).log(QuestionEntry(Ending("message", reason=reason), topic="affald-glemt"), times=6)
    row = part(carla.get("/figures").text, "lost").split('<th scope="row">')[1]
    step = re.findall(r'<a href="([^"]+)">', row)[-1] if "Vis alle" not in row else ""
    assert address in step
    assert carla.get(step).status_code == 200


def test_needless_calls_are_told_with_their_share_and_what_would_remove_most(carla: TestClient, logged: None) -> None:
    needless = words(part(carla.get("/figures").text, "avoidable"))
    assert "8 % (4-17 %) af 72 talte opkald var unødige, i alt 6 : god service" in needless
    assert "Det ville fjerne flest: Ring tilbage inden den frist, afdelingen har lovet. 100 % af dem har årsagen" in needless
    assert "Ingen ringede tilbage 6 100 % af de unødige Glemt tømning af affald 6 opkald Genbrug og Affald 6 opkald" in needless


def test_departments_stand_worst_first_and_what_is_not_measured_is_said(carla: TestClient, logged: None) -> None:
    standard = words(part(carla.get("/figures").text, "standard"))
    assert "Tal først med Genbrug og Affald: 6 af 6 viderestillinger nåede ingen." in standard
    waste, service = (
        "Genbrug og Affald Intet servicemål 0 % 0-39 % af 6 6 6 af 6 0 6",
        "Borgerservice Intet servicemål 64 % 39-84 % af 14 5 5 af 5 6 0",
    )
    assert standard.index(waste) < standard.index(service)
    assert "kan Straks ikke se endnu" in standard


def test_department_with_four_transfers_shows_no_share(carla: TestClient, sqlite_engine: Engine) -> None:
    with session_scope(sqlite_engine) as session:
        Book(session).log(NO_GUIDE, times=4)
    standard = words(part(carla.get("/figures").text, "standard"))
    assert "Borgerservice Intet servicemål for få 4 viderestillinger" in standard
    assert " % af 4" not in standard


def test_with_nothing_logged_each_part_says_so(carla: TestClient) -> None:
    page = carla.get("/figures").text
    assert "Der er ingen opkald at tælle." in part(page, "lost")
    assert "Der er ingen opkald at tælle." in part(page, "avoidable")
    assert "Ingen opkald er stillet videre" in part(page, "standard")


def test_with_four_calls_nothing_can_be_recognised(carla: TestClient, sqlite_engine: Engine) -> None:
    with session_scope(sqlite_engine) as session:
        Book(session).log(QuestionEntry(Ending("message", reason="no_guide"), topic="pas-forny", avoidable="late_case"), times=4)
    page = carla.get("/figures").text
    lost, needless = words(part(page, "lost")), words(part(page, "avoidable"))
    assert "Ingen emner har opkald nok til at blive vist." in lost
    assert "4 uløste opkald er spredt på emner med under fem opkald hver." in lost
    assert "Forny pas" not in lost
    assert "for få (4)" in needless
    assert "for få om hvert emne" in needless
    assert "Forny pas" not in needless


def test_mark_is_set_and_taken_off_on_the_desk(anna: TestClient, sqlite_engine: Engine) -> None:
    assert "Unødigt: brevet var uklart" in anna.post("/calls/details", data={"avoidable": "unclear_letter"}, headers=HTMX).text
    assert "Unødigt: brevet var uklart" in anna.post("/calls/details", data={"note": "Ringer igen"}, headers=HTMX).text
    assert "Unødigt?" in anna.post("/calls/details", data={"avoidable": ""}, headers=HTMX).text
    refused = anna.post("/calls/details", data={"avoidable": "because"}, headers=HTMX)
    assert refused.status_code == 422
    with Session(sqlite_engine) as session:
        assert session.exec(select(CallQuestion)).one().avoidable == ""


def test_mark_is_corrected_under_my_calls_today(anna: TestClient, sqlite_engine: Engine, sign_in: Callable[[str], TestClient]) -> None:
    anna.post("/calls/details", data={"avoidable": "late_case"}, headers=HTMX)
    anna.post("/calls/settle", data={"outcome": "resolved"})
    with Session(sqlite_engine) as session:
        question = session.exec(select(CallQuestion)).one().id
    assert '<input type="radio" name="avoidable" value="late_case" checked>' in anna.get(f"/my-day/{question}").text
    wrong = anna.post(f"/my-day/{question}", data={"outcome": "resolved", "avoidable": "because"})
    assert wrong.status_code == 422
    assert "»because« er ikke en kendt årsag til et unødigt opkald." in html.unescape(wrong.text)
    incomplete = anna.post(f"/my-day/{question}", data={"outcome": "message", "avoidable": "no_callback"})
    assert '<input type="radio" name="avoidable" value="no_callback" checked>' in incomplete.text
    assert anna.post(f"/my-day/{question}", data={"outcome": "resolved", "avoidable": ""}).status_code == 303
    with Session(sqlite_engine) as session:
        assert session.exec(select(CallQuestion)).one().avoidable == ""


@pytest.mark.parametrize(("told", "status", "stored"), [("no_callback", 201, ["no_callback"]), (None, 201, [""]), ("because", 422, [])])
def test_program_may_say_that_a_call_was_needless(
    program: TestClient, sqlite_engine: Engine, told: str | None, status: int, stored: list[str]
) -> None:
    body: dict[str, Any] = {**CALL, "questions": [{**QUESTION, "avoidable": told}]}
    answer = program.post("/api/v1/calls", json=body)
    assert answer.status_code == status
    if status == 422:
        assert answer.json()["field"] == "questions.0.avoidable"
    with Session(sqlite_engine) as session:
        assert [row.avoidable for row in session.exec(select(CallQuestion)).all()] == stored
