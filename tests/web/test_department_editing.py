"""Departments on the editors' side: read by many, changed by owners, with a look at any moment."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session

from app.domain.department_form import content_of, texts_of
from app.models import Department
from app.services import trail
from tests.support.town import departments

HTMX = {"HX-Request": "true"}
FORM = {name: text for name, text in texts_of(content_of(departments()[1])).items() if text}  # Borgerservice


def stored(engine: Engine, slug: str = "borgerservice") -> Department | None:
    with Session(engine) as session:
        return session.get(Department, slug)


def test_list_shows_who_is_open_and_what_one_may_change(bo: TestClient) -> None:
    page = bo.get("/edit/departments").text
    assert "åbent til kl. 15" in page
    assert page.count("<td>rette</td>") == 2  # borgerservice and affald are Bo's
    assert "Ny afdeling" not in page
    assert "Hjemmeplejen" not in bo.get("/edit/departments?q=storskrald").text
    assert "Ingen afdeling med »xylofon«" in bo.get("/edit/departments?q=xylofon").text


def test_changed_hours_hold_at_the_desk_at_once_and_are_in_the_trail(bo: TestClient, anna: TestClient, sqlite_engine: Engine) -> None:
    answer = bo.post("/edit/departments/borgerservice", data={**FORM, "hours-mon": "10-10.30, 16-18"})
    assert answer.headers["location"] == "/edit/departments/borgerservice?saved=yes"
    assert "lukket lige nu; åbner kl. 16" in anna.get("/departments/borgerservice/panel").text
    with Session(sqlite_engine) as session:
        [entry] = trail.read(session, trail.Filter(kind="department", slug="borgerservice"))
    assert entry.old is not None
    assert entry.new is not None
    assert (entry.old["hours"]["mon"], entry.new["hours"]["mon"]) == (["10:00-15:00"], ["10:00-10:30", "16:00-18:00"])
    assert entry.department == "borgerservice"


@pytest.mark.parametrize(
    ("day", "wall", "words"),
    [
        ("2026-11-24", "11:00", "åbent til kl. 15"),
        ("2026-11-24", "09:59", "lukket endnu; åbner kl. 10"),
        ("2026-11-28", "11:00", "lukket om lørdagen; åbner"),
        ("2026-12-24", "11:00", "lukket: Juleaftensdag; åbner"),
        ("2026-12-25", "11:00", "lukket: Juledag; åbner"),
        ("2026-12-23", "11:00", "lukket: Personaledag; åbner"),
    ],
)
def test_preview_tells_for_any_moment_with_the_hours_as_typed(bo: TestClient, day: str, wall: str, words: str) -> None:
    data = {**FORM, "slug": "borgerservice", "day-0": "2026-12-23", "why-0": "Personaledag", "moment_day": day, "moment_time": wall}
    assert words in bo.post("/edit/departments/open", data=data, headers=HTMX).text


def test_preview_is_about_what_is_typed_not_what_is_stored(bo: TestClient) -> None:
    data = {**FORM, "hours-sat": "10-12", "moment_day": "2026-11-28", "moment_time": "11:00"}
    assert "åbent til kl. 12" in bo.post("/edit/departments/open", data=data, headers=HTMX).text
    assert "åbent til kl. 12" in bo.post("/edit/departments/borgerservice", data={**data, "action": "open"}).text


@pytest.mark.parametrize("change", [{"hours-mon": "x"}, {"moment_day": ""}, {"moment_day": "2026-13-01"}, {"moment_time": ""}, {"moment_time": "25"}])
def test_preview_that_cannot_be_made_says_why(bo: TestClient, change: dict[str, str]) -> None:
    data = {**FORM, "moment_day": "2026-11-24", "moment_time": "11:00", **change}
    answer = bo.post("/edit/departments/open", data=data, headers=HTMX)
    assert answer.status_code == 200
    assert "Det kan ikke ses endnu:" in answer.text


def test_locked_form_of_a_reader_previews_what_is_stored(carla: TestClient) -> None:
    page = carla.get("/edit/departments/borgerservice").text
    assert "Du kan læse med." in page
    assert ">Gem</button>" not in page
    data = {"slug": "borgerservice", "moment_day": "2026-11-24", "moment_time": "11:00"}
    assert "åbent til kl. 15" in carla.post("/edit/departments/open", data=data, headers=HTMX).text


def test_fragment_is_contained_in_the_page(bo: TestClient) -> None:
    data = {**FORM, "slug": "borgerservice", "moment_day": "2026-11-23", "moment_time": "11:00"}
    assert bo.post("/edit/departments/open", data=data, headers=HTMX).text.strip() in bo.get("/edit/departments/borgerservice").text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "Skriv afdelingens navn."),
        ({"ean": "4006381333932"}, "kontrolciffer"),
        ({"hours-mon": "15-10"}, "slutter, før det begynder"),
        ({"duties": "pas 010190-1234"}, "Det ligner et CPR-nummer"),
        ({"fallback_department": "borgerservice"}, "Afløserne går i ring: Borgerservice → Borgerservice."),
        ({"email": "a@b"}, "e-mailadresse"),
    ],
)
def test_what_does_not_fit_is_said_and_everything_typed_stays(bo: TestClient, sqlite_engine: Engine, change: dict[str, str], sentence: str) -> None:
    answer = bo.post("/edit/departments/borgerservice", data={**FORM, "address": "Ny vej 1", **change})
    assert answer.status_code == 422
    assert sentence in answer.text
    for name, text in {**FORM, "address": "Ny vej 1", **change}.items():
        if text not in {"", "on"} and name not in {"duties", "fallback_department"}:
            assert f'value="{text}"' in answer.text, name
    department = stored(sqlite_engine)
    assert department is not None
    assert department.address == ""


@pytest.mark.parametrize("username", ["anna", "carla"])
def test_operator_and_team_lead_change_nothing(sign_in: Callable[[str], TestClient], sqlite_engine: Engine, username: str) -> None:
    assert sign_in(username).post("/edit/departments/borgerservice", data={**FORM, "name": "Andet"}).status_code == 403


def test_editor_changes_only_departments_they_own(bo: TestClient, sqlite_engine: Engine) -> None:
    answer = bo.post("/edit/departments/hjemmepleje", data={**FORM, "name": "Mit nu"})
    assert answer.status_code == 403
    assert 'value="Mit nu"' in answer.text
    department = stored(sqlite_engine, "hjemmepleje")
    assert department is not None
    assert department.name == "Hjemmeplejen"


def test_editor_does_not_take_four_eyes_off_their_own_department(bo: TestClient, sign_in: Callable[[str], TestClient], sqlite_engine: Engine) -> None:
    eva = sign_in("eva")
    assert eva.post("/edit/departments/borgerservice", data={**FORM, "four_eyes": "on"}).status_code == 303
    assert bo.post("/edit/departments/borgerservice", data={**FORM, "address": "Ny vej 1"}).status_code == 303
    department = stored(sqlite_engine)
    assert department is not None
    assert (department.four_eyes, department.address) == (True, "Ny vej 1")
    assert 'name="four_eyes"' not in bo.get("/edit/departments/borgerservice").text


def test_only_administrators_make_new_departments(bo: TestClient, sign_in: Callable[[str], TestClient], sqlite_engine: Engine) -> None:
    data = {**FORM, "name": "Jura og Råd"}
    assert bo.post("/edit/departments", data=data).status_code == 403
    assert bo.get("/edit/departments/new").status_code == 403
    eva = sign_in("eva")
    assert "Ny afdeling" in eva.get("/edit/departments/new").text
    assert eva.post("/edit/departments", data=data).headers["location"] == "/edit/departments/jura-og-raad?saved=yes"
    assert "Jura og Råd" in bo.get("/search/results?q=jura").text
    again = eva.post("/edit/departments", data=data)
    assert (again.status_code, "Der er allerede en afdeling med det navn." in again.text) == (422, True)


def test_day_can_be_added_without_javascript(bo: TestClient) -> None:
    more = bo.post("/edit/departments/borgerservice", data={**FORM, "rows": "1", "action": "add", "name": "Halvt skrevet"})
    assert more.status_code == 200
    assert 'name="day-1"' in more.text
    assert 'value="Halvt skrevet"' in more.text


def test_second_editor_is_told(bo: TestClient, sign_in: Callable[[str], TestClient]) -> None:
    mark = bo.get("/edit/departments/borgerservice").text.split('name="mark" value="')[1].split('"')[0]
    sign_in("eva").post("/edit/departments/borgerservice", data={**FORM, "address": "Evas vej"})
    answer = bo.post("/edit/departments/borgerservice", data={**FORM, "address": "Bos vej", "mark": mark})
    assert (answer.status_code, "Bos vej" in answer.text) == (409, True)
