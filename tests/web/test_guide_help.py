"""Beside the form: places of the phrases, suggestions from the log, plain language; who may answer, and what is never lost."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.base.database import Session, session_scope
from app.domain.outcomes import Ending
from app.models import Decision, Draft, Synonym
from app.services import drafts, finished_calls, guides
from app.services.finished_calls import CallEntry, QuestionEntry
from tests.conftest import user

HELP = "/edit/guides/pas-mistet/help"
ACCEPT = "/edit/guides/pas-mistet/suggestions/accept"
DECLINE = "/edit/guides/pas-mistet/suggestions/decline"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def store(sqlite_engine: Engine, at: datetime) -> Iterator[Engine]:
    """The town with its versions, and two calls that searched for »rødbedebog« in vain before the lost passport was found."""
    with session_scope(sqlite_engine) as session:
        guides.keep_versions(session, at)
        for number in range(2):
            searches = ["rødbedebog", "pas væk"]
            question = QuestionEntry(Ending("resolved"), topic="pas-mistet", searches=searches, guides=["pas-mistet"])
            finished_calls.log(session, "anna", CallEntry(at, at, f"k{number}", [question]), at)
    yield sqlite_engine


def draft_of(session: Session, username: str, slug: str = "pas-mistet") -> Draft | None:
    return drafts.of(session, slug, user(session, username).id)


def test_help_shows_places_suggestions_and_plain_language(store: Engine, bo: TestClient) -> None:
    page = bo.get(HELP)
    assert page.status_code == 200
    assert "Ja. Guiden er blandt de tre første for alle 2 formuleringer." in page.text
    assert "»rødbedebog«" in page.text
    assert "For få opkald til et tal" in page.text
    assert "Teksten er let at følge." in page.text
    assert "<html" not in page.text


def test_hints_lead_to_their_field(store: Engine, bo: TestClient, at: datetime) -> None:
    with session_scope(store) as session:
        drafts.save(session, user(session, "bo"), "pas-mistet", {"say": "Såfremt passet er væk, skal det meldes vedrørende tyveri."}, 1, at)
    page = bo.get(HELP).text
    assert 'href="#say" data-field="say" data-find="Såfremt"' in page
    assert "skriv hellere <strong>hvis</strong>" in page
    assert "skriv hellere <strong>om</strong>" in page


def test_phrase_that_does_not_find_the_guide_is_a_warning(store: Engine, bo: TestClient, at: datetime) -> None:
    with session_scope(store) as session:
        drafts.save(session, user(session, "bo"), "pas-mistet", {"phrases.da": "hvad gør jeg nu"}, 1, at)
    page = bo.get(HELP).text
    assert "Den her gør ikke." in page
    assert "ikke fundet" in page


def test_accepted_phrase_stands_in_the_draft_and_is_asked_once(store: Engine, bo: TestClient) -> None:
    answer = bo.post(ACCEPT, data={"words": "rødbedebog", "how": "phrase"}, headers=HTMX)
    assert answer.status_code == 200
    assert "står nu i »Sådan siger borgeren« i din kladde" in answer.text
    assert json.loads(answer.headers["HX-Trigger"])["straks:line-added"] == {"field": "phrases.da", "line": "rødbedebog", "saved": 1, "base": 1}
    assert 'hx-vals=\'{"how"' not in answer.text
    with Session(store) as session:
        draft = draft_of(session, "bo")
        assert draft is not None
        assert draft.fields["phrases.da"].splitlines()[-1] == "rødbedebog"
        assert len(draft.fields["phrases.da"].splitlines()) == 3


def test_phrase_joins_what_is_already_in_the_draft(store: Engine, bo: TestClient, at: datetime) -> None:
    with session_scope(store) as session:
        drafts.save(session, user(session, "bo"), "pas-mistet", {"say": "Skrevet, men ikke udgivet.", "phrases.da": "kun den her"}, 1, at)
    assert bo.post(ACCEPT, data={"words": "rødbedebog"}).headers["location"] == "/edit/guides/pas-mistet"
    with Session(store) as session:
        draft = draft_of(session, "bo")
        assert draft is not None
        assert draft.fields["phrases.da"] == "kun den her\nrødbedebog"
        assert draft.fields["say"] == "Skrevet, men ikke udgivet."


def test_accepted_synonym_counts_at_once(store: Engine, bo: TestClient) -> None:
    page = bo.get(HELP).text
    assert "Tilføj som synonym for" in page
    answer = bo.post(ACCEPT, data={"words": "rødbedebog", "how": "synonym"}, headers=HTMX)
    assert answer.status_code == 200
    assert "HX-Trigger" not in answer.headers
    with Session(store) as session:
        assert session.get(Synonym, "rødbedebog") is not None
        assert draft_of(session, "bo") is None


def test_declined_suggestion_is_not_asked_again(store: Engine, bo: TestClient) -> None:
    answer = bo.post(DECLINE, data={"words": "rødbedebog"}, headers=HTMX)
    assert "bliver ikke foreslået igen" in answer.text
    assert "rødbedebog" not in bo.get(HELP).text
    with Session(store) as session:
        row = session.get(Decision, ("phrase", "rødbedebog", "pas-mistet"))
        assert row is not None
        assert not row.accepted


def test_second_answer_is_told_that_the_suggestion_is_gone(store: Engine, bo: TestClient) -> None:
    bo.post(DECLINE, data={"words": "rødbedebog"}, headers=HTMX)
    for address in (ACCEPT, DECLINE):
        answer = bo.post(address, data={"words": "rødbedebog"}, headers=HTMX)
        assert answer.status_code == 422
        assert "Forslaget er der ikke længere." in answer.text


@pytest.mark.parametrize("data", [{}, {"words": ""}, {"words": "010190-0001"}, {"words": "x" * 5000}, {"words": "\x00"}])
def test_words_that_nobody_suggested_are_refused(store: Engine, bo: TestClient, data: dict[str, str]) -> None:
    assert bo.post(ACCEPT, data=data, headers=HTMX).status_code == 422
    assert bo.post(ACCEPT, data=data).status_code == 404


def test_unknown_way_of_accepting_is_refused(store: Engine, bo: TestClient) -> None:
    answer = bo.post(ACCEPT, data={"words": "rødbedebog", "how": "magic"}, headers=HTMX)
    assert answer.status_code == 422
    assert "Vælg, hvordan forslaget skal bruges." in answer.text
    assert "»rødbedebog«" in answer.text


def test_guide_that_is_not_there_is_not_found(bo: TestClient) -> None:
    assert bo.get("/edit/guides/no-such/help").status_code == 404
    assert bo.post("/edit/guides/no-such/suggestions/decline", data={"words": "x"}, headers=HTMX).status_code == 404


def test_team_lead_reads_the_help_but_is_not_asked(store: Engine, carla: TestClient) -> None:
    page = carla.get(HELP)
    assert page.status_code == 200
    assert "Let sprog" in page.text
    assert "rødbedebog" not in page.text
    assert carla.post(ACCEPT, data={"words": "rødbedebog"}).status_code == 403


def test_editor_of_other_departments_is_not_asked(store: Engine, bo: TestClient, sign_in: Callable[[str], TestClient]) -> None:
    address = "/edit/guides/hjemmehjaelp-udeblevet"
    assert "Forslag fra opkaldene" not in bo.get(f"{address}/help").text
    assert bo.post(f"{address}/suggestions/decline", data={"words": "x"}).status_code == 403
    assert "Forslag fra opkaldene" in sign_in("eva").get(f"{address}/help").text


def test_operator_has_no_help(anna: TestClient) -> None:
    assert anna.get(HELP).status_code == 403
    assert anna.post(DECLINE, data={"words": "x"}).status_code == 403


def test_what_is_quoted_is_escaped(store: Engine, bo: TestClient, at: datetime) -> None:
    with session_scope(store) as session:
        drafts.save(session, user(session, "bo"), "pas-mistet", {"phrases.da": "<script>alert(1)</script> qqqq"}, 1, at)
    page = bo.get(HELP).text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_no_operator_is_named(store: Engine, bo: TestClient) -> None:
    assert "anna" not in bo.get(HELP).text.lower()
