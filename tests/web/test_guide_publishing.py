"""Out to the desks from the form: refusals that keep every word, times, second persons, archiving."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.base.database import session_scope
from app.models import Department, Draft, Guide
from app.services import flags, guides
from tests.conftest import user
from tests.support.town import MONDAY

FORM = "/edit/guides/pas-forny"
CHANGED = {"say": "Bestil tid.", "base_version": "1", "saved": "0", "answer": "Set", "reason": "kortere"}
Client = Callable[[str], TestClient]


@pytest.fixture(autouse=True)
def kept(sqlite_engine: Engine) -> None:
    with session_scope(sqlite_engine) as session:
        guides.keep_versions(session, MONDAY)


def guide(engine: Engine) -> Guide:
    with Session(engine) as session:
        return guides.find(session, "pas-forny")


def the_draft(engine: Engine) -> Draft:
    with Session(engine) as session:
        return session.exec(select(Draft)).one()


def test_publish_puts_the_text_on_the_desks_and_closes_the_ticked_flags(bo: TestClient, anna: TestClient, sqlite_engine: Engine) -> None:
    with session_scope(sqlite_engine) as session:
        flag = flags.raise_flag(session, user(session, "anna"), "pas-forny", "wrong", "pas", MONDAY, "prisen er gammel")
    assert "prisen er gammel" in bo.get(FORM).text
    answer = bo.post(f"{FORM}/publish", data={**CHANGED, f"flag.{flag.id}": "on"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{FORM}?done=published")
    assert "Udgave 2 er på alle skranker nu." in bo.get(answer.headers["location"]).text
    assert "Bestil tid." in anna.get("/guides/pas-forny/panel").text
    assert "prisen er gammel" not in bo.get(FORM).text


def test_refused_publish_says_why_at_each_field_and_keeps_the_draft(bo: TestClient, sqlite_engine: Engine) -> None:
    answer = bo.post(f"{FORM}/publish", data={**CHANGED, "title": "", "referral.when": ""})
    assert answer.status_code == 422
    for text in ('href="#title"', 'id="title-error"', 'href="#referral.when"', "Bestil tid.</textarea>", 'value="kortere"'):
        assert text in answer.text
    assert guide(sqlite_engine).version == 1
    assert the_draft(sqlite_engine).fields["title"] == ""


def test_phrase_that_does_not_find_the_guide_asks_for_an_answer(bo: TestClient, sqlite_engine: Engine) -> None:
    phrases = "min skraldespand er ikke tømt\nhvornår kan jeg gå på pension\nhej"
    answer = bo.post(f"{FORM}/publish", data={**CHANGED, "phrases.da": phrases, "answer": ""})
    assert answer.status_code == 422
    assert 'id="answer-error"' in answer.text
    assert "»hej«" in answer.text
    assert bo.post(f"{FORM}/publish", data={"answer": "Det er i orden"}).status_code == 303
    assert guide(sqlite_engine).version == 2


def test_time_is_a_danish_wall_clock_and_must_come(bo: TestClient, sqlite_engine: Engine) -> None:
    for when in ("", "i morgen", "2026-11-23T10:59"):
        answer = bo.post(f"{FORM}/publish", data=_later(when))
        assert answer.status_code == 422
        assert 'id="publish_at-error"' in answer.text
    answer = bo.post(f"{FORM}/publish", data=_later("2026-11-24T09:00"))
    assert answer.headers["location"] == f"{FORM}?done=scheduled"
    waiting = the_draft(sqlite_engine).publish_at
    assert waiting and waiting.isoformat() == "2026-11-24T08:00:00+00:00"
    assert "Kommer ud tirsdag den 24. november kl. 09.00" in bo.get(FORM).text


def _later(when: str) -> dict[str, str]:
    """The form as it stands, without the number by which another window is noticed."""
    return {"say": "Bestil tid.", "answer": "Set", "when": "later", "publish_at": when}


def test_approval_shows_the_change_and_lets_it_out_only_by_another(
    bo: TestClient, carla: TestClient, anna: TestClient, sqlite_engine: Engine
) -> None:
    with session_scope(sqlite_engine) as session:
        session.get_one(Department, "borgerservice").four_eyes = True
    refused = bo.post(f"{FORM}/publish", data=CHANGED)
    assert refused.status_code == 403
    assert "en anden ser guiden" in refused.text
    assert "Bestil tid.</textarea>" in refused.text
    assert bo.post(f"{FORM}/submit", data={"reason": "kortere", "answer": "Set"}).headers["location"] == f"{FORM}?done=submitted"
    page = f"/edit/approvals/{the_draft(sqlite_engine).id}"
    shown = carla.get(page).text
    for text in ("<ins>Bestil", "Bo Redaktør", "»kortere«", "Ændret siden udgave 1"):
        assert text in shown
    assert (bo.get(page).status_code, anna.get(page).status_code, bo.post(f"{page}/approve").status_code) == (403, 403, 403)
    late = carla.post(f"{page}/approve", data={"when": "later", "publish_at": "2020-01-01T09:00"})
    assert (late.status_code, 'id="publish_at-error"' in late.text) == (422, True)
    assert carla.post(f"{page}/approve").headers["location"] == f"{FORM}?done=approved"
    assert guide(sqlite_engine).say == "Bestil tid."
    assert carla.get(page).status_code == 404


def test_draft_is_sent_back_with_a_remark_its_author_sees(bo: TestClient, carla: TestClient, sqlite_engine: Engine) -> None:
    bo.post(f"{FORM}/submit", data=CHANGED)
    page = f"/edit/approvals/{the_draft(sqlite_engine).id}"
    empty = carla.post(f"{page}/back", data={"remark": ""})
    assert (empty.status_code, 'id="remark-error"' in empty.text) == (422, True)
    assert carla.post(f"{page}/back", data={"remark": "Skriv prisen på"}).status_code == 303
    assert "Skriv prisen på" in bo.get(FORM).text


def test_conflict_is_listed_chosen_and_merged(bo: TestClient, sign_in: Client, sqlite_engine: Engine) -> None:
    bo.post(f"{FORM}/draft", data={"say": "Bos."}, headers={"HX-Request": "true"})
    sign_in("eva").post(f"{FORM}/publish", data={"say": "Evas.", "processing_time": "To uger.", "answer": "Set"})
    refused = bo.post(f"{FORM}/publish", data={"answer": "Set", "say": "Bos."})
    assert refused.status_code == 409
    assert f'href="{FORM}/merge"' in refused.text
    page = bo.get(f"{FORM}/merge").text
    assert "<ins>Bos.</ins>" in page and "<ins>Evas.</ins>" in page and "To uger." in page
    again = bo.post(f"{FORM}/merge", data={"version": "2"})
    assert (again.status_code, "Vælg, hvad der skal stå i »Sig«." in again.text) == (422, True)
    assert bo.post(f"{FORM}/merge", data={"version": "2", "choose.say": "theirs"}).headers["location"] == f"{FORM}?done=merged"
    fields = the_draft(sqlite_engine).fields
    assert (fields["say"], fields["processing_time"]) == ("Evas.", "To uger.")
    assert bo.get(f"{FORM}/merge").status_code == 303


def test_guide_is_archived_with_a_reason_and_brought_back(bo: TestClient, anna: TestClient, sqlite_engine: Engine) -> None:
    refused = bo.post(f"{FORM}/archive", data={"archive_reason": " "})
    assert (refused.status_code, 'id="archive_reason-error"' in refused.text) == (422, True)
    assert bo.post(f"{FORM}/archive", data={"archive_reason": "slået sammen"}).status_code == 303
    assert anna.get("/guides/pas-forny").status_code == 404
    assert "Guiden er arkiveret" in bo.get(FORM).text
    assert bo.post(f"{FORM}/bring-back", data={"archive_reason": ""}).status_code == 303
    assert anna.get("/guides/pas-forny").status_code == 200
