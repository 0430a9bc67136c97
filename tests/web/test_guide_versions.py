"""The pages about versions: compared, restored, vouched for, shown as they were, and whether they worked."""

import re
from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session

from app.base.database import session_scope
from app.domain.guide_content import content_of
from app.models import Guide
from app.services import drafts, guides
from tests.conftest import Clock, user
from tests.support.queries import counted

DAY = timedelta(days=1)
VERSIONS = "/edit/guides/pas-forny/versions"


@pytest.fixture(autouse=True)
def twice(sqlite_engine: Engine, at: datetime) -> None:
    """The passport guide from the knowledge base, and as Bo has changed it ten days ago."""
    with session_scope(sqlite_engine) as session:
        guides.keep_versions(session, at - 30 * DAY)
        content = content_of(guides.find(session, "pas-forny"))
        guides.publish(session, user(session, "bo"), "pas-forny", {**content, "say": "Bestil <b>tid</b> på nettet."}, at - 10 * DAY, reason="Kortere")


def guide_of(engine: Engine, slug: str = "pas-forny") -> Guide:
    with Session(engine) as session:
        return guides.find(session, slug)


def test_every_version_stands_there_with_who_when_and_why(bo: TestClient) -> None:
    page = bo.get(VERSIONS).text
    for words in ("13. november 2026<br>kl. 11.00", "Bo Redaktør", "Kortere", "1 felt", "Fra vidensbasen", "den første", "gælder nu"):
        assert words in page
    assert page.count('name="old"') == page.count('name="new"') == 2


def test_two_versions_are_compared_word_by_word_without_colour_alone(bo: TestClient) -> None:
    page = bo.get(f"{VERSIONS}?old=1&new=2").text
    assert "Fra udgave 1 til udgave 2" in page
    assert '<del><span class="sr-only">[fjernet: </span>' in page
    assert '<ins><span class="sr-only">[ny: </span>' in page
    assert "&lt;b&gt;tid&lt;/b&gt;" in page
    assert "<b>tid</b>" not in page


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("old=1&new=1", 422, "Vælg to forskellige udgaver."),
        ("old=2", 422, "Vælg to forskellige udgaver."),
        ("old=1&new=77", 404, "Den udgave findes ikke."),
        ("old=0&new=2", 422, "»old«"),
        ("old=x&new=2", 422, "»old« skal være et helt tal"),
        ("old=99999999999999999999&new=2", 422, "»old«"),
    ],
)
def test_versions_that_cannot_be_compared_are_refused_kindly(bo: TestClient, query: str, status: int, words: str) -> None:
    answer = bo.get(f"{VERSIONS}?{query}")
    assert answer.status_code == status
    assert words in answer.text


def test_who_may_only_read_sees_versions_without_ways_to_change(carla: TestClient, anna: TestClient) -> None:
    page = carla.get(f"{VERSIONS}?old=1&new=2")
    assert page.status_code == 200
    assert "/restore" not in page.text
    assert "/verify" not in page.text
    assert anna.get(VERSIONS).status_code == 403
    for path in (f"{VERSIONS}/1/restore", "/edit/guides/pas-forny/verify"):
        assert carla.post(path).status_code == anna.post(path).status_code == 403


def test_editor_of_other_departments_is_offered_and_allowed_nothing(bo: TestClient, sqlite_engine: Engine, at: datetime) -> None:
    with session_scope(sqlite_engine) as session:
        content = content_of(guides.find(session, "stroemsvigt"))
        guides.publish(session, user(session, "eva"), "stroemsvigt", {**content, "say": "Nyt."}, at)
    assert "/restore" not in bo.get("/edit/guides/stroemsvigt/versions").text
    assert bo.post("/edit/guides/stroemsvigt/versions/1/restore").status_code == 403
    assert bo.post("/edit/guides/stroemsvigt/verify").status_code == 403


def test_restored_version_lands_in_the_editors_own_draft(bo: TestClient, sqlite_engine: Engine) -> None:
    answer = bo.post(f"{VERSIONS}/1/restore")
    assert (answer.status_code, answer.headers["location"]) == (303, "/edit/guides/pas-forny")
    with Session(sqlite_engine) as session:
        draft = drafts.of(session, "pas-forny", user(session, "bo").id)
        assert draft is not None
        assert (draft.reason, draft.base_version) == ("Gendannet udgave 1", 2)
    assert guide_of(sqlite_engine).version == 2


def test_restore_over_a_draft_asks_first(bo: TestClient, sqlite_engine: Engine, at: datetime) -> None:
    with session_scope(sqlite_engine) as session:
        drafts.save(session, user(session, "bo"), "pas-forny", {"title": "Halvskrevet"}, 2, at)
    answer = bo.post(f"{VERSIONS}/1/restore")
    assert answer.status_code == 409
    assert "Du er ved at skrive i guiden." in answer.text
    assert 'name="instead"' in answer.text
    with Session(sqlite_engine) as session:
        assert drafts.own(session, user(session, "bo"))[0].fields["title"] == "Halvskrevet"
    assert bo.post(f"{VERSIONS}/1/restore", data={"instead": "1"}).status_code == 303
    with Session(sqlite_engine) as session:
        assert [draft.fields["title"] for draft in drafts.own(session, user(session, "bo"))] == ["Forny pas"]


def test_version_that_stands_already_is_refused_with_a_sentence(bo: TestClient) -> None:
    answer = bo.post(f"{VERSIONS}/2/restore")
    assert answer.status_code == 409
    assert "Guiden siger allerede det samme som udgave 2." in answer.text
    assert bo.post(f"{VERSIONS}/9/restore").status_code == 404


def test_still_right_is_one_click_for_a_year(bo: TestClient, sqlite_engine: Engine) -> None:
    assert 'value="2027-11-23"' in bo.get(VERSIONS).text
    answer = bo.post("/edit/guides/pas-forny/verify")
    assert answer.headers["location"] == f"{VERSIONS}?verified=1"
    guide = guide_of(sqlite_engine)
    assert (guide.verified_by, str(guide.verified_until), guide.version) == ("Bo Redaktør", "2027-11-23", 2)
    page = bo.get(answer.headers["location"]).text
    assert "Guiden er verificeret" in page
    assert "Gælder til og med den 23. november 2027." in page


def test_still_right_from_the_list_goes_back_to_it_and_nowhere_else(bo: TestClient) -> None:
    assert bo.post("/edit/guides/pas-forny/verify", data={"back": "/edit"}).headers["location"] == "/edit"
    assert bo.post("/edit/guides/pas-forny/verify", data={"back": "https://evil.example"}).headers["location"] == f"{VERSIONS}?verified=1"


@pytest.mark.parametrize(("until", "words"), [("2026-11-23", "Vælg en dag, der kommer."), ("i morgen", "Skriv en dato som 2026-12-31.")])
def test_wrong_day_stays_in_the_field_with_a_sentence(bo: TestClient, sqlite_engine: Engine, until: str, words: str) -> None:
    answer = bo.post("/edit/guides/pas-forny/verify", data={"until": until})
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{until}" aria-invalid="true"' in answer.text
    assert guide_of(sqlite_engine).verified_until is None


def test_desk_says_that_a_guide_is_overdue_and_who_vouched(bo: TestClient, anna: TestClient, clock: Clock) -> None:
    bo.post("/edit/guides/pas-forny/verify", data={"until": "2026-11-24"})
    assert "Verificeret af Bo Redaktør den 23. november 2026" in anna.get("/guides/pas-forny").text
    clock.moment += 2 * DAY
    anna.post("/login/demo", data={"username": "anna"})
    assert "Verificeret af Bo Redaktør, men skulle være set efter den 24. november 2026" in anna.get("/guides/pas-forny").text
    bo.post("/login/demo", data={"username": "bo"})
    assert "Skulle være set efter den 24. november 2026." in bo.get(VERSIONS).text


def test_version_is_shown_as_it_was_with_a_way_to_the_one_in_force(anna: TestClient, at: datetime) -> None:
    page = anna.get(f"/guides/pas-forny/versions/1?at={quote((at - 15 * DAY).isoformat())}").text
    assert "Udgave 1, som den så ud 8. november 2026 kl. 11.00." in page
    assert '<a href="/guides/pas-forny">Den gældende guide er her</a>' in page
    assert "Du skal bestille tid. Et pas koster" in page
    assert "893 kr." in page
    assert "på nettet" not in page
    assert 'hx-get="/guides/pas-forny/panel' not in page


def test_old_version_is_read_in_english_too(anna: TestClient) -> None:
    page = anna.get("/guides/pas-forny/versions/1").text
    assert "lang=en" in page
    assert "Renew your passport" in anna.get("/guides/pas-forny/versions/1?lang=en").text


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-12:00"])
def test_moment_beyond_reason_is_the_nearest_the_version_has(anna: TestClient, moment: str) -> None:
    assert anna.get(f"/guides/pas-forny/versions/1?at={moment}").status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/guides/pas-forny/versions/1?at=i-gaar", 422),
        ("/guides/pas-forny/versions/1?at=2026-11-01T10:00:00", 422),
        ("/guides/pas-forny/versions/9", 404),
        ("/guides/pas-forny/versions/0", 422),
        ("/guides/findes-ikke/versions/1", 404),
        ("/edit/guides/findes-ikke/versions", 404),
        ("/edit/guides/findes-ikke/effect", 404),
    ],
)
def test_what_is_not_there_is_said(bo: TestClient, path: str, status: int) -> None:
    assert bo.get(path).status_code == status


def test_call_on_my_day_leads_to_the_guide_as_it_was_read_out(anna: TestClient) -> None:
    anna.post("/calls/settle", data={"search": "pas", "guide": "pas-forny", "outcome": "resolved"})
    link = re.search(r'href="(/guides/pas-forny/versions/[^"]+)"', anna.get("/my-day").text)
    assert link is not None
    assert link[1] == "/guides/pas-forny/versions/2?at=2026-11-23T10%3A00%3A00%2B00%3A00"
    assert "Udgave 2, som den så ud 23. november 2026 kl. 11.00." in anna.get(link[1]).text


def test_page_about_effect_says_honestly_when_there_is_little(bo: TestClient) -> None:
    page = bo.get("/edit/guides/pas-forny/effect").text
    for words in ("For få opkald til at sige noget (0 før, 0 efter).", "Ingen har meldt fejl i guiden.", "Ingen opkald de sidste 90 dage."):
        assert words in page
    once = bo.get("/edit/guides/affald-glemt/effect").text
    assert "Der er kun én udgave endnu." in once


def test_pages_cost_few_queries_however_many_versions(bo: TestClient, sqlite_engine: Engine, at: datetime) -> None:
    with session_scope(sqlite_engine) as session:
        content = content_of(guides.find(session, "pas-forny"))
        for number in range(20):
            guides.publish(session, user(session, "bo"), "pas-forny", {**content, "say": f"{number}."}, at)
    bo.get(VERSIONS)
    for path, most in ((f"{VERSIONS}?old=1&new=9", 12), ("/edit/guides/pas-forny/effect", 12), ("/guides/pas-forny/versions/3", 10)):
        with counted(sqlite_engine) as seen:
            assert bo.get(path).status_code == 200
        assert len(seen) <= most, (path, seen)
