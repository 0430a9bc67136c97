"""Synonyms, users, notices, import and paper in the browser: who may, what is refused, and everything typed still there."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.domain import kb_files, kb_zip
from app.models import Notice, Synonym, TrailEntry, User
from app.services import accounts
from tests.conftest import Clock
from tests.services.test_knowledge_base import whole_town

HTMX = {"HX-Request": "true"}
CPR = "010190-1234"


@pytest.fixture
def eva(sign_in: Callable[[str], TestClient]) -> TestClient:
    """Eva, administrator."""
    return sign_in("eva")


def test_synonym_is_kept_shown_changed_and_deleted(bo: TestClient, sqlite_engine: Engine) -> None:
    answer = bo.post("/edit/synonyms", data={"word": "Dunken", "means": "skraldespand"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/edit/synonyms?kept=dunken")
    assert "»dunken« er gemt" in bo.get("/edit/synonyms?kept=dunken").text
    page = bo.get("/edit/synonyms?word=dunken").text
    assert 'name="was" value="dunken"' in page
    assert bo.post("/edit/synonyms", data={"word": "dunken", "means": "beholder", "was": "dunken", "seen": "skraldespand"}).status_code == 303
    late = bo.post("/edit/synonyms", data={"word": "dunken", "means": "pose", "was": "dunken", "seen": "skraldespand"})
    assert late.status_code == 422
    assert 'value="pose"' in late.text
    assert 'name="seen" value="beholder"' in late.text
    assert bo.post("/edit/synonyms/delete", data={"word": "dunken"}).status_code == 303
    with Session(sqlite_engine) as session:
        assert [row.word for row in session.exec(select(Synonym)).all()] == ["skraldebøtte"]


@pytest.mark.parametrize(
    "data", [{"word": f"x {CPR}", "means": "pas og & co"}, {"word": "", "means": "pas og & co"}, {"word": "skraldebøtte", "means": "pas og & co"}]
)
def test_refused_synonym_stands_in_its_fields(bo: TestClient, data: dict[str, str]) -> None:
    answer = bo.post("/edit/synonyms", data={**data, "query": "hele sætningen"})
    assert answer.status_code == 422
    assert 'value="pas og &amp; co"' in answer.text
    assert 'value="hele sætningen"' in answer.text
    assert 'id="word-error"' in answer.text


def test_try_out_is_a_fragment_that_keeps_nothing(carla: TestClient, sqlite_engine: Engine) -> None:
    answer = carla.post("/edit/synonyms/try", data={"word": "dunken", "means": "skraldespand"}, headers=HTMX)
    assert "Søgningen finder intet." in answer.text
    assert "Glemt tømning af affald" in answer.text
    assert "<html" not in answer.text
    with Session(sqlite_engine) as session:
        assert session.get(Synonym, "dunken") is None


def test_team_lead_reads_synonyms_and_learning_without_buttons(carla: TestClient) -> None:
    page = carla.get("/edit/synonyms").text
    assert "Gem synonymet" not in page
    assert "/edit/synonyms/delete" not in page
    assert carla.get("/learning").status_code == 200
    assert carla.post("/edit/synonyms", data={"word": "dunk", "means": "pas"}).status_code == 403
    assert carla.post("/learning/remove", data={"key": "x", "guide": "pas-forny"}).status_code == 403


def test_new_user_is_made_and_the_password_is_shown_once(eva: TestClient, sqlite_engine: Engine) -> None:
    answer = eva.post("/edit/users/new", data={"username": "kaja", "name": "Kaja", "role": "editor", "departments": ["affald", "borgerservice"]})
    password = answer.text.split('<code class="secret">')[1].split("<")[0]
    with Session(sqlite_engine) as session:
        made = accounts.by_username(session, "kaja")
        assert made is not None
        assert made.departments == ["affald", "borgerservice"]
    assert password not in eva.get("/edit/users").text
    assert eva.post("/login", data={"username": "kaja", "password": password}).status_code == 303


def test_refused_user_stands_in_the_form(eva: TestClient) -> None:
    answer = eva.post("/edit/users/new", data={"username": "kaja", "name": "Kaja & co", "role": "editor"})
    assert answer.status_code == 422
    assert 'value="Kaja &amp; co"' in answer.text
    assert "Vælg de afdelinger, redaktøren skriver for." in answer.text


def test_user_can_be_ticked_for_the_weekly_mail(eva: TestClient) -> None:
    data = {"username": "kaja", "name": "Kaja", "role": "teamlead", "email": "kaja@kommune", "weekly_mail": "on"}
    refused = eva.post("/edit/users/new", data=data)
    assert refused.status_code == 422
    assert "Det er ikke en mailadresse. Skriv den som karen@kommune.dk." in refused.text
    assert 'value="kaja@kommune"' in refused.text
    assert 'name="weekly_mail" value="on" checked' in refused.text
    assert "Får ugens tal" in eva.post("/edit/users/new", data={**data, "email": "kaja@kommune.dk"}).text
    operator = {"name": "Kaja", "role": "operator", "active": "on", "email": "kaja@kommune.dk", "weekly_mail": "on"}
    assert "Den rolle kan ikke se tallene." in eva.post("/edit/users/kaja", data=operator).text
    assert eva.post("/edit/users/kaja", data={**operator, "weekly_mail": ""}).status_code == 303
    assert 'name="weekly_mail" value="on">' in eva.get("/edit/users/kaja").text


def test_demo_user_is_marked_and_cannot_be_changed(eva: TestClient, sqlite_engine: Engine) -> None:
    assert "kan ikke ændres" in eva.get("/edit/users/bo").text
    answer = eva.post("/edit/users/bo", data={"name": "Bo", "role": "admin", "active": "on"})
    assert answer.status_code == 409
    assert eva.post("/edit/users/bo/password").status_code == 409
    with Session(sqlite_engine) as session:
        assert session.exec(select(User.role).where(User.username == "bo")).one() == "editor"


def test_signing_out_ends_the_other_screen(eva: TestClient, anna: TestClient) -> None:
    assert anna.get("/").status_code == 200
    assert eva.post("/edit/users/anna/sign-out").status_code == 303
    assert anna.get("/").status_code == 303


@pytest.mark.parametrize("name", ["anna", "bo", "carla"])
def test_only_administrators_see_users_and_bring_in(sign_in: Callable[[str], TestClient], name: str) -> None:
    person = sign_in(name)
    for address in ("/edit/users", "/edit/users/new", "/edit/users/bo"):
        assert person.get(address).status_code == 403
    assert person.post("/edit/exchange", files={"file": ("a.zip", b"x")}).status_code == 403
    assert person.get("/edit/exchange/knowledge_base.zip").status_code == (200 if name == "bo" else 403)


def test_notice_for_some_later_is_planned_and_cancelled(carla: TestClient, bo: TestClient, sqlite_engine: Engine) -> None:
    data = {"level": "information", "title": "Vandet lukkes", "starts_at": "2026-11-24T08:00", "hours": "4", "departments": ["affald"]}
    assert carla.post("/notices", data=data).status_code == 303
    page = carla.get("/notices").text
    assert "På vej" in page
    assert "tirsdag den 24. november kl. 08.00 til tirsdag den 24. november kl. 12.00" in page
    assert "Vandet lukkes" not in bo.get("/notices/strip").text
    with Session(sqlite_engine) as session:
        made = session.exec(select(Notice).where(Notice.title == "Vandet lukkes")).one()
    assert carla.post(f"/notices/{made.id}/end").status_code == 303
    assert "Aflyst, før den begyndte" in carla.get("/notices").text


def test_strip_shows_a_user_what_is_for_them(carla: TestClient, bo: TestClient, anna: TestClient) -> None:
    carla.post("/notices", data={"level": "information", "title": "Kun plejen", "departments": "hjemmepleje"})
    assert "Kun plejen" not in bo.get("/notices/strip").text
    assert "Kun plejen" not in bo.get("/").text
    assert "Kun plejen" in anna.get("/").text


@pytest.mark.parametrize("wrong", [{"starts_at": "i morgen"}, {"starts_at": "2026-11-20T08:00"}, {"ends_at": "2026-11-20T08:00"}])
def test_refused_times_stand_in_the_form_with_all_the_rest(carla: TestClient, wrong: dict[str, str]) -> None:
    data = {"level": "information", "title": "Vand & lys", "departments": "affald", **wrong}
    answer = carla.post("/notices", data=data)
    field, value = next(iter(wrong.items()))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert f'value="{value}"' in answer.text
    assert 'value="Vand &amp; lys"' in answer.text
    assert 'value="affald" checked' in answer.text


def test_ready_text_fills_the_form_and_publishes_nothing(carla: TestClient, anna: TestClient) -> None:
    page = carla.get("/notices?template=stroem").text
    assert 'value="Strømmen er væk"' in page
    assert "Strømmen er væk" not in anna.get("/notices/strip").text


def test_page_of_notices_holds_its_live_part_with_the_count(carla: TestClient, anna: TestClient, sqlite_engine: Engine) -> None:
    carla.post("/notices", data={"level": "crisis", "title": "Strømmen er væk", "say": "Vi ved det."})
    with Session(sqlite_engine) as session:
        made = session.exec(select(Notice).where(Notice.is_template == False)).one()  # noqa: E712
    anna.post(f"/notices/{made.id}/count", data={"key": "1"})
    part = carla.get("/notices/now").text
    assert "1 opkald." in part
    assert "".join(part.split()) in "".join(carla.get("/notices").text.split())


def archive(**changed: str) -> dict[str, tuple[str, bytes]]:
    return {"file": ("vidensbase.zip", kb_zip.pack({**kb_files.write(whole_town()), **changed}))}


def hidden(page: str, name: str) -> str:
    return page.split(f'name="{name}" value="')[1].split('"', maxsplit=1)[0]


def test_import_is_looked_at_carried_out_and_in_the_trail(eva: TestClient, sqlite_engine: Engine) -> None:
    page = eva.post("/edit/exchange", files=archive(**{"synonyms.yaml": "dunk: [skraldespand]\n"})).text
    assert "dunk: skraldespand" in page
    given = {"key": hidden(page, "key"), "revision": hidden(page, "revision")}
    with Session(sqlite_engine) as session:
        assert session.get(Synonym, "dunk") is None
    done = eva.post("/edit/exchange/import", data=given)
    assert "er hentet ind" in done.text
    with Session(sqlite_engine) as session:
        assert session.get(Synonym, "dunk") is not None
        entries = session.exec(select(TrailEntry).where(TrailEntry.action == "import")).all()
        assert {entry.by_name for entry in entries} == {"Eva Administrator"}
        assert {("synonym", "dunk"), ("knowledge_base", "*")} <= {(entry.kind, entry.slug) for entry in entries}
    assert eva.post("/edit/exchange/import", data=given).status_code == 409


def test_upload_that_cannot_be_used_says_why(eva: TestClient) -> None:
    assert eva.post("/edit/exchange").status_code == 422
    assert eva.post("/edit/exchange", data={"file": "text"}).status_code == 422
    answer = eva.post("/edit/exchange", files=archive(**{"people.yaml": "x:\n  name: X\n"}))
    assert answer.status_code == 422
    assert "<code>people.yaml</code>" in answer.text
    for data in ({}, {"key": "x", "revision": "²"}):
        assert eva.post("/edit/exchange/import", data=data).status_code == 409


def test_upload_over_a_megabyte_comes_through_and_over_twenty_does_not(eva: TestClient) -> None:
    assert "ikke en ZIP-fil" in eva.post("/edit/exchange", files={"file": ("a.zip", b"x" * 1_500_000)}).text
    assert "fylder for meget" in eva.post("/edit/exchange", files={"file": ("a.zip", b"x" * 20_000_001)}).text
    assert eva.post("/edit/synonyms", content=b"x" * 1_500_000).status_code == 413


def test_download_is_a_zip_that_can_be_read(bo: TestClient) -> None:
    answer = bo.get("/edit/exchange/knowledge_base.zip")
    assert answer.headers["content-disposition"] == 'attachment; filename="vidensbase-2026-11-23.zip"'
    files, problems = kb_zip.unpack(answer.content)
    assert problems == []
    assert "guides/pas-forny.md" in files


def test_citizens_sheet_has_the_answer_and_nothing_internal(anna: TestClient) -> None:
    page = anna.get("/handouts/guides/pas-forny").text
    for text in (
        "Du skal bestille tid.",
        "893 kr. (pr. 1. november 2026)",
        "Det gamle pas",
        "borger.dk",
        "96 28 28 28",
        "Udskrevet 23. november 2026",
    ):
        assert text in page
    for text in ("Er det til dig selv", "Børn skal have samtykke", "2001", "Lov at ringe tilbage", "Borgeren skal have hjælp"):
        assert text not in page


def test_folder_for_the_desk_has_everything_and_the_phone_list(bo: TestClient) -> None:
    page = bo.get("/edit/handouts/desk?department=borgerservice").text
    for text in ("Forny pas", "Er det til dig selv", "lokal 2001", "Lov at ringe tilbage", "Telefonliste", "Hjemmeplejen", "70 12 80 61"):
        assert text in page


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/edit/handouts/citizen", 422),
        ("/edit/handouts/citizen?guide=findes-ikke", 422),
        ("/edit/handouts/citizen?department=affald&lang=de", 422),
        ("/edit/handouts/desk", 422),
        ("/edit/handouts/desk?department=findes-ikke", 422),
        ("/handouts/guides/findes-ikke", 404),
        ("/edit/handouts/citizen?department=borgerservice&lang=xx", 200),
    ],
)
def test_choice_that_leads_nowhere_says_so(bo: TestClient, address: str, status: int) -> None:
    assert bo.get(address).status_code == status


def test_password_is_changed_by_its_owner_and_never_written_back(app: object, dan: TestClient, sqlite_engine: Engine, clock: Clock) -> None:
    with Session(sqlite_engine) as session:
        accounts.add_user(session, "rita", "Rita", "operator", "korrekt hest batteri")
        session.commit()
    dan.post("/login", data={"username": "rita", "password": "korrekt hest batteri"})
    secret = {"password_now": "korrekt hest batteri", "password": "ny hest batteri", "password_again": "ny hest battery"}
    answer = dan.post("/password", data=secret)
    assert answer.status_code == 422
    assert "ikke ens" in answer.text
    assert "hest" not in answer.text
    assert dan.post("/password", data={**secret, "password_again": "ny hest batteri"}).status_code == 303
    again = dan.post("/password", data=secret)
    assert again.status_code == 401
    assert "hest" not in again.text
