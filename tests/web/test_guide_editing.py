"""Guides as a list and as a form: found, begun, saved, previewed, kept whatever goes wrong."""

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session

from app.base.database import session_scope
from app.domain.guide_content import content_of
from app.domain.guide_form import ALL_FIELDS, fields_of
from app.domain.privacy import REFUSAL
from app.models import Department, Draft, Guide
from app.services import drafts, guides
from tests.conftest import user
from tests.support.town import MONDAY

HTMX = {"HX-Request": "true"}
CPR = "010190-0001"
Client = Callable[[str], TestClient]


@pytest.fixture(autouse=True)
def kept(sqlite_engine: Engine) -> None:
    """The guides of the town with their versions, as after an import."""
    with session_scope(sqlite_engine) as session:
        guides.keep_versions(session, MONDAY)


def draft_of(engine: Engine, username: str, slug: str = "pas-forny") -> Draft | None:
    with Session(engine) as session:
        return drafts.of(session, slug, user(session, username).id)


def whole(engine: Engine, slug: str = "pas-forny", **changed: str) -> dict[str, str]:
    """The whole form as a browser without JavaScript sends it."""
    with Session(engine) as session:
        guide = guides.find(session, slug)
        fields = fields_of(content_of(guide))
        version = guide.version
    return {**fields, "base_version": str(version), "saved": "0", **{name.replace("__", "."): text for name, text in changed.items()}}


def test_list_shows_ones_own_departments_first_and_all_on_wish(bo: TestClient) -> None:
    mine = bo.get("/edit/guides").text
    assert "Forny pas" in mine
    assert "Udeblevet hjemmehjælp" not in mine
    everything = bo.get("/edit/guides?department=all").text
    assert "Udeblevet hjemmehjælp" in everything
    assert "Glemt tømning" not in bo.get("/edit/guides?department=borgerservice").text


def test_list_finds_words_of_the_title_and_says_kindly_when_there_are_none(bo: TestClient) -> None:
    found = bo.get("/edit/guides?q=TØMNING").text
    assert "Glemt tømning af affald" in found
    assert "Forny pas" not in found
    assert "Ingen guider passer" in bo.get("/edit/guides?q=xylofonqvist").text


def test_list_shows_drafts_of_oneself_and_of_others(bo: TestClient, sign_in: Client) -> None:
    bo.post("/edit/guides/pas-forny/draft", data={"title": "Forny dit pas"}, headers=HTMX)
    assert "Din: kladde" in bo.get("/edit/guides").text
    assert "Bo Redaktør: kladde" in sign_in("eva").get("/edit/guides?department=all").text


def test_new_guide_begins_as_a_draft_and_stands_in_the_list(bo: TestClient, sqlite_engine: Engine) -> None:
    answer = bo.post("/edit/guides", data={"title": "Lån en lygte på biblioteket", "department": "borgerservice"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/edit/guides/laan-en-lygte-paa-biblioteket")
    page = bo.get(answer.headers["location"]).text
    assert "Ny guide, ikke udgivet endnu" in page
    assert 'value="Lån en lygte på biblioteket"' in page
    assert '<span class="pill">ny</span>' in bo.get("/edit/guides").text


@pytest.mark.parametrize(
    ("title", "department", "sentence"),
    [
        ("", "borgerservice", "Giv guiden en titel."),
        ("Forny pas", "borgerservice", "Der er allerede en guide med det navn."),
        ("Noget nyt", "findes-ikke", "Vælg en afdeling."),
        (f"Sag {CPR}", "borgerservice", REFUSAL),
    ],
)
def test_new_guide_that_cannot_be_begun_says_why_and_keeps_what_was_typed(bo: TestClient, title: str, department: str, sentence: str) -> None:
    answer = bo.post("/edit/guides", data={"title": title, "department": department})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{title}"' in answer.text


def test_form_shows_every_field_filled_with_the_published_text(bo: TestClient) -> None:
    page = bo.get("/edit/guides/pas-forny").text
    assert [name for name in ALL_FIELDS if f'id="{name}"' not in page] == []
    assert "Du skal bestille tid. Et pas koster {fact:pas-pris}." in page
    assert '<details class="guide-group" id="group-en" open>' in page
    assert '<details class="guide-group" id="group-de">' in page


def test_preview_in_the_page_is_the_panel_of_the_desk(bo: TestClient) -> None:
    page, desk = bo.get("/edit/guides/pas-forny").text, bo.get("/guides/pas-forny/panel").text
    say = re.search(r'<section class="say".*?</section>', desk, re.S)
    assert say and say.group() in page


def test_autosave_keeps_the_changed_field_and_answers_number_and_time(bo: TestClient, sqlite_engine: Engine) -> None:
    answer = bo.post("/edit/guides/pas-forny/draft", data={"say": "Bestil tid.", "base_version": "1"}, headers=HTMX)
    assert answer.status_code == 200
    assert 'data-saved="1"' in answer.text
    assert "Gemt 11.00" in answer.text
    assert 'data-saved="2"' in bo.post("/edit/guides/pas-forny/draft", data={"kle": "23.05"}, headers=HTMX).text
    draft = draft_of(sqlite_engine, "bo")
    assert draft and (draft.fields["say"], draft.fields["kle"], draft.fields["title"]) == ("Bestil tid.", "23.05", "Forny pas")
    assert "Bestil tid.</textarea>" in bo.get("/edit/guides/pas-forny").text


def test_autosave_refuses_a_cpr_number_at_its_field_and_keeps_nothing(bo: TestClient, sqlite_engine: Engine) -> None:
    answer = bo.post("/edit/guides/pas-forny/draft", data={"say": f"Ring til {CPR}"}, headers=HTMX)
    assert answer.status_code == 422
    assert 'data-field="say"' in answer.text
    assert REFUSAL in answer.text
    assert draft_of(sqlite_engine, "bo") is None


def test_form_without_javascript_is_saved_whole_and_says_so(bo: TestClient, sqlite_engine: Engine) -> None:
    answer = bo.post("/edit/guides/pas-forny/draft", data=whole(sqlite_engine, title="Nyt pas", audience__borger=""))
    assert (answer.status_code, answer.headers["location"]) == (303, "/edit/guides/pas-forny?done=saved")
    assert "Kladden er gemt." in bo.get(answer.headers["location"]).text
    draft = draft_of(sqlite_engine, "bo")
    assert draft and (draft.fields["title"], draft.fields["audience.borger"]) == ("Nyt pas", "")


def test_form_without_javascript_keeps_everything_typed_beside_a_cpr_number(bo: TestClient, sqlite_engine: Engine) -> None:
    answer = bo.post("/edit/guides/pas-forny/draft", data=whole(sqlite_engine, title="Nyt pas", say=f"Ring {CPR}", reason="nyt navn"))
    assert answer.status_code == 422
    for text in (REFUSAL, 'value="Nyt pas"', f"Ring {CPR}</textarea>", 'value="nyt navn"', "data-unsaved", 'href="#say"'):
        assert text in answer.text
    assert draft_of(sqlite_engine, "bo") is None


def test_form_of_an_older_window_does_not_silently_replace_a_newer_one(bo: TestClient, sqlite_engine: Engine) -> None:
    bo.post("/edit/guides/pas-forny/draft", data={"say": "Fra det andet vindue."}, headers=HTMX)
    answer = bo.post("/edit/guides/pas-forny/draft", data=whole(sqlite_engine, title="Fra det gamle vindue"))
    assert answer.status_code == 409
    assert "ændret i et andet vindue" in answer.text
    assert 'value="Fra det gamle vindue"' in answer.text
    draft = draft_of(sqlite_engine, "bo")
    assert draft and (draft.fields["say"], draft.fields["title"]) == ("Fra det andet vindue.", "Forny pas")


def test_preview_shows_what_is_typed_and_keeps_nothing(bo: TestClient, sqlite_engine: Engine) -> None:
    answer = bo.post("/edit/guides/pas-forny/preview", data={"say": "Prisen er {fact:pas-pris}."}, headers=HTMX)
    assert answer.status_code == 200
    assert "Prisen er" in answer.text
    assert "893 kr." in answer.text
    assert draft_of(sqlite_engine, "bo") is None


def test_preview_of_anything_half_written_is_shown(bo: TestClient) -> None:
    for name in ALL_FIELDS:
        for text in ("", "halv", "https://", "31-31-31"):
            answer = bo.post("/edit/guides/pas-forny/preview", data={name: text}, headers=HTMX)
            assert answer.status_code == 200, (name, text)
    empty = bo.post("/edit/guides/pas-forny/preview", data=dict.fromkeys(ALL_FIELDS, ""), headers=HTMX)
    assert "Vælg en afdeling" in empty.text
    only = {"self_service.message": "Se her", "self_service.label": "", "self_service.url": ""}
    assert "Se her" in bo.post("/edit/guides/pas-forny/preview", data=only, headers=HTMX).text
    assert bo.post("/edit/guides/folkepension/preview", data={"authority.name": ""}, headers=HTMX).status_code == 200


def test_languages_in_the_preview_are_those_of_the_draft(bo: TestClient) -> None:
    bo.post("/edit/guides/pas-forny/draft", data={"translations.en.say": "Please come by."}, headers=HTMX)
    page = bo.get("/edit/guides/pas-forny/preview?lang=en", headers=HTMX).text
    assert "Please come by." in page
    assert 'hx-get="/edit/guides/pas-forny/preview?lang=da"' in page


def test_guide_of_another_department_can_be_read_but_not_written(bo: TestClient, sqlite_engine: Engine) -> None:
    page = bo.get("/edit/guides/hjemmehjaelp-udeblevet").text
    assert "Du kan læse den her" in page
    assert "<textarea" not in page
    for action in ("draft", "publish", "submit"):
        assert bo.post(f"/edit/guides/hjemmehjaelp-udeblevet/{action}", data={"say": "Mit."}).status_code == 403
    assert bo.post("/edit/guides/hjemmehjaelp-udeblevet/archive", data={"archive_reason": "væk"}).status_code == 403
    assert bo.post("/edit/guides", data={"title": "Ny", "department": "hjemmepleje"}).status_code == 403
    assert draft_of(sqlite_engine, "bo", "hjemmehjaelp-udeblevet") is None


def test_team_lead_reads_and_operator_is_refused(carla: TestClient, anna: TestClient) -> None:
    assert "Du kan læse den her" in carla.get("/edit/guides/pas-forny").text
    assert "Ny guide" not in carla.get("/edit/guides").text
    assert carla.post("/edit/guides/pas-forny/draft", data={"say": "Mit."}).status_code == 403
    assert anna.get("/edit/guides").status_code == 403
    assert anna.get("/edit/guides/pas-forny").status_code == 403


def test_guide_moves_only_to_a_department_of_ones_own(bo: TestClient, sqlite_engine: Engine) -> None:
    answer = bo.post("/edit/guides/pas-forny/draft", data={"department": "hjemmepleje"}, headers=HTMX)
    assert answer.status_code == 422
    assert "Vælg en af dine egne afdelinger." in answer.text
    choices = re.search(r'<select class="form-select" id="department".*?</select>', bo.get("/edit/guides/pas-forny").text, re.S)
    assert choices and "Genbrug og Affald" in choices.group() and "Hjemmeplejen" not in choices.group()


def test_discarded_draft_is_gone_and_the_guide_stands(bo: TestClient, sqlite_engine: Engine) -> None:
    bo.post("/edit/guides/pas-forny/draft", data={"say": "Forkert."}, headers=HTMX)
    assert bo.post("/edit/guides/pas-forny/discard").headers["location"] == "/edit/guides/pas-forny?done=discarded"
    assert draft_of(sqlite_engine, "bo") is None
    bo.post("/edit/guides", data={"title": "Aldrig til noget", "department": "affald"})
    assert bo.post("/edit/guides/aldrig-til-noget/discard").headers["location"] == "/edit/guides"
    assert bo.get("/edit/guides/aldrig-til-noget").status_code == 404


def test_desk_links_to_the_form_only_for_those_who_may_edit(bo: TestClient, anna: TestClient) -> None:
    link = 'href="/edit/guides/pas-forny"'
    assert link in bo.get("/guides/pas-forny/panel").text
    assert link not in anna.get("/guides/pas-forny/panel").text
    assert "Ret guiden" not in bo.get("/guides/hjemmehjaelp-udeblevet/panel").text


def test_colleague_who_writes_too_is_named(bo: TestClient, sign_in: Client) -> None:
    sign_in("eva").post("/edit/guides/pas-forny/draft", data={"kle": "23.05"}, headers=HTMX)
    assert "Eva Administrator skriver også på guiden" in bo.get("/edit/guides/pas-forny").text


def test_four_eyes_department_offers_only_the_way_through_a_colleague(bo: TestClient, sqlite_engine: Engine) -> None:
    assert "Udgiv nu" in bo.get("/edit/guides/pas-forny").text
    with session_scope(sqlite_engine) as session:
        session.get_one(Department, "borgerservice").four_eyes = True
    page = bo.get("/edit/guides/pas-forny").text
    assert "Udgiv nu" not in page
    assert "Send til godkendelse" in page


def test_archived_guides_are_shown_on_wish(bo: TestClient, sqlite_engine: Engine) -> None:
    with session_scope(sqlite_engine) as session:
        session.get_one(Guide, "pas-mistet").archived_at = MONDAY
    assert "Mistet eller stjålet pas" not in bo.get("/edit/guides").text
    assert "Mistet eller stjålet pas" in bo.get("/edit/guides?archived=on").text
