"""Whatever is sent, the answer is a sentence, the typed text is still there, and nothing of it is stored."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.models import Call, CallQuestion, Flag, Notice
from tests.conftest import Clock

HTMX = {"HX-Request": "true"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
CPR = "010190-1234"


def nothing_stored(engine: Engine) -> bool:
    with Session(engine) as session:
        notices = [row for row in session.exec(select(Notice)).all() if not row.is_template]
        return not (session.exec(select(Call)).all() or session.exec(select(CallQuestion)).all() or session.exec(select(Flag)).all() or notices)


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/calls/trail", {"search": f"pas til {CPR}"}),
        ("/calls/trail", {"search": "x" * 301}),
        ("/calls/details", {"note": f"ring til {CPR}"}),
        ("/calls/details", {"note": "x" * 501}),
        ("/calls/details", {"caller_type": "alien"}),
        ("/calls/settle", {"outcome": "magic"}),
        ("/calls/settle", {"outcome": "resolved", "note": CPR}),
        ("/calls/settle", {"outcome": "resolved", "search": CPR}),
        ("/calls/questions", {"search": CPR}),
        ("/flags", {"kind": "ugly", "guide": "pas-forny"}),
        ("/flags", {"kind": "wrong", "guide": "pas-forny", "search": CPR}),
        ("/flags", {"kind": "wrong", "guide": "pas-forny", "note": "x" * 301}),
        ("/notices", {"level": "information", "title": CPR}),
        ("/notices", {"level": "panic", "title": "Vand"}),
        ("/notices", {"level": "information", "title": "x" * 121}),
    ],
)
def test_input_that_does_not_fit_is_refused_and_not_stored(bo: TestClient, sqlite_engine: Engine, address: str, data: dict[str, str]) -> None:
    answer = bo.post(address, data=data, headers=HTMX)
    assert answer.status_code == 422
    assert nothing_stored(sqlite_engine)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/my-day/findes-ikke", 404),
        ("/calls/findes-ikke/undo", 404),
        ("/notices/findes-ikke/end", 404),
        ("/my-day/%00", 404),
        ("/calls/%00/undo", 404),
        ("/notices/%00/end", 404),
    ],
)
def test_unknown_id_is_not_found(bo: TestClient, address: str, status: int) -> None:
    assert bo.post(address, data={"outcome": "resolved"}).status_code == status


def test_unknown_question_is_not_found(anna: TestClient) -> None:
    assert anna.post("/calls/settle", data={"question": "findes-ikke", "outcome": "resolved"}).status_code == 404


@pytest.mark.parametrize("text", ["a\x00b", "a\x07b", "a\u202eb", "a\u200bb", "a\r\nb"])
def test_control_characters_are_taken_out(anna: TestClient, sqlite_engine: Engine, text: str) -> None:
    data = {"outcome": "resolved", "note": text, "search": text, "guide": "a\x00b", "department": "\x00", "question": "\x00"}
    assert anna.post("/calls/settle", data=data, headers=HTMX).status_code == 200
    with Session(sqlite_engine) as session:
        stored = session.exec(select(CallQuestion)).one()
    assert stored.note in {"ab", "a b"}
    assert stored.searches in (["ab"], ["a b"])


def test_form_that_is_not_utf8_does_not_upset_anything(anna: TestClient) -> None:
    for body in (b"note=\xff\xfe", b"note=%FF%FE", b"%FF=%FF", b"note=%ED%A0%80", b"&&&===", b""):
        assert anna.post("/calls/details", content=body, headers={**HTMX, **FORM}).status_code in {200, 422}


def test_form_of_another_kind_is_no_server_error(anna: TestClient) -> None:
    for kind, body in (
        ("application/json", b"{"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b"--x\r\n"),
        ("text/plain", b"x"),
    ):
        assert anna.post("/calls/details", content=body, headers={"content-type": kind}).status_code < 500


def test_file_where_text_belongs_is_refused(anna: TestClient) -> None:
    assert anna.post("/calls/details", files={"note": ("note.txt", b"x")}, headers=HTMX).status_code == 422


def test_refused_note_stands_in_the_field_with_its_sentence(anna: TestClient) -> None:
    answer = anna.post("/calls/details", data={"note": f"Ring til {CPR} & co"}, headers=HTMX)
    assert f'value="Ring til {CPR} &amp; co"' in answer.text
    assert "Det ligner et CPR-nummer" in answer.text


def test_refused_notice_stands_in_its_fields(bo: TestClient) -> None:
    answer = bo.post("/notices", data={"level": "crisis", "title": "Strømmen er væk", "body": "Hele byen", "say": "", "hours": "4"})
    assert answer.status_code == 422
    assert 'value="Strømmen er væk"' in answer.text
    assert "Hele byen" in answer.text
    assert "En krisemeddelelse skal have en sætning at sige." in answer.text


def test_refused_correction_stands_in_its_fields(anna: TestClient, sqlite_engine: Engine) -> None:
    anna.post("/calls/settle", data={"outcome": "resolved"})
    with Session(sqlite_engine) as session:
        question = session.exec(select(CallQuestion)).one().id
    answer = anna.post(f"/my-day/{question}", data={"outcome": "message", "note": "Kort note", "caller_type": "company"})
    assert answer.status_code == 422
    assert "Vælg, hvorfor det ikke blev løst." in answer.text
    assert 'value="Kort note"' in answer.text
    assert 'value="company" checked' in answer.text


def test_search_with_a_cpr_is_refused_in_a_fragment(anna: TestClient) -> None:
    answer = anna.get("/search/results", params={"q": CPR}, headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#toasts")
    assert CPR not in answer.text


def test_note_that_is_deleted_is_gone(anna: TestClient, sqlite_engine: Engine) -> None:
    anna.post("/calls/details", data={"note": "Hans Hansen"}, headers=HTMX)
    assert "Hans Hansen" not in anna.post("/calls/details", data={"note": ""}, headers=HTMX).text
    with Session(sqlite_engine) as session:
        assert session.exec(select(CallQuestion)).one().note == ""


def test_note_and_answer_can_be_taken_out_of_a_saved_call(anna: TestClient, sqlite_engine: Engine) -> None:
    anna.post("/calls/settle", data={"outcome": "resolved", "note": "Hans Hansen", "answer_in_guide": "partly"})
    with Session(sqlite_engine) as session:
        question = session.exec(select(CallQuestion)).one().id
    assert anna.post(f"/my-day/{question}", data={"outcome": "resolved", "note": "", "answer_in_guide": ""}).status_code == 303
    with Session(sqlite_engine) as session:
        row = session.exec(select(CallQuestion)).one()
        assert (row.note, row.answer_in_guide) == ("", "")


def test_detail_that_was_not_sent_is_left_as_it_is(anna: TestClient) -> None:
    anna.post("/calls/details", data={"note": "Ringer igen"}, headers=HTMX)
    assert "Ringer igen" in anna.post("/calls/details", data={"caller_type": "company"}, headers=HTMX).text


def test_notice_written_while_signed_out_can_be_sent_again(bo: TestClient, clock: Clock) -> None:
    clock.moment += timedelta(days=2)
    answer = bo.post("/notices", data={"level": "crisis", "title": "Strømmen & vandet er væk"})
    assert answer.status_code == 401
    assert 'action="/notices"' in answer.text
    assert 'name="title" value="Strømmen &amp; vandet er væk"' in answer.text
    assert "Log ind i en ny fane" in answer.text


def test_refused_note_without_javascript_is_said_and_can_be_sent_again(anna: TestClient) -> None:
    answer = anna.post("/calls/settle", data={"outcome": "resolved", "note": f"Ring til {CPR}"})
    assert answer.status_code == 422
    assert "Det ligner et CPR-nummer" in answer.text
    assert f'name="note" value="Ring til {CPR}"' in answer.text


def test_password_is_not_written_into_a_page(bo: TestClient, clock: Clock) -> None:
    clock.moment += timedelta(days=2)
    assert "hemmeligt" not in bo.post("/notices", data={"title": "Vand", "password": "hemmeligt"}).text
