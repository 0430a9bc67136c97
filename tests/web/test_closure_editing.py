"""Closing days on the editors' side: everybody's by administrators, a department's own by its editors."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session

from app.models import Closure
from app.services import trail

HTMX = {"HX-Request": "true"}
FORM = {"day": "2026-11-24", "name": "Personaledag", "department-affald": "on", "preview": "affald"}
OWN = {**FORM, "day": "2026-11-25"}


def stored(engine: Engine, day: str) -> Closure | None:
    with Session(engine) as session:
        return session.get(Closure, day)


def test_list_shows_our_days_and_the_public_holidays(carla: TestClient) -> None:
    page = carla.get("/edit/closures").text
    for words in ("Juleaftensdag", "24. december 2026", "hvert år", "alle afdelinger", "Anden juledag", "17. maj 2027"):
        assert words in page
    assert "Ny lukkedag" not in page


def test_closing_day_holds_at_the_desk_at_once_and_is_in_the_trail(bo: TestClient, anna: TestClient, sqlite_engine: Engine) -> None:
    assert bo.post("/edit/closures", data={**FORM, "day": "2026-11-23"}).headers["location"] == "/edit/closures?saved=added"
    assert "lukket: Personaledag" in anna.get("/departments/affald/panel").text
    assert "åbent til kl. 15" in anna.get("/departments/borgerservice/panel").text
    with Session(sqlite_engine) as session:
        [entry] = trail.read(session, trail.Filter(kind="closure"))
    assert (entry.slug, entry.department, entry.old) == ("2026-11-23", "affald", None)
    assert entry.new == {"day": "2026-11-23", "name": "Personaledag", "departments": ["affald"], "spans": []}


def test_day_is_changed_moved_and_removed(bo: TestClient, sqlite_engine: Engine) -> None:
    bo.post("/edit/closures", data=FORM)
    assert bo.post("/edit/closures/2026-11-24", data={**FORM, "spans": "10-12", "yearly": "on"}).status_code == 303
    assert stored(sqlite_engine, "2026-11-24") is None
    moved = stored(sqlite_engine, "11-24")
    assert moved is not None
    assert moved.spans == ["10:00-12:00"]
    assert bo.post("/edit/closures/11-24/remove").status_code == 303
    assert stored(sqlite_engine, "11-24") is None


def test_preview_says_what_it_means_for_the_department(bo: TestClient) -> None:
    fragment = bo.post("/edit/closures/meaning", data={**FORM, "spans": "10-12"}, headers=HTMX).text
    assert "Genbrug og Affald den 24. november 2026:" in fragment
    assert "Åbent kl. 10-12" in fragment
    assert "Uden lukkedagen: åbent kl. 10-15." in fragment
    other = bo.post("/edit/closures/meaning", data={**FORM, "preview": "borgerservice"}, headers=HTMX).text
    assert "Det samme som uden lukkedagen" in other
    assert "Åbent kl. 10-12" in bo.post("/edit/closures", data={**FORM, "spans": "10-12", "action": "look"}).text


def test_preview_works_for_a_reader_whose_form_is_locked(carla: TestClient) -> None:
    fragment = carla.post("/edit/closures/meaning", data={"was": "12-24", "preview": "affald"}, headers=HTMX).text
    assert "Genbrug og Affald den 24. december 2026:" in fragment
    assert "<strong>Lukket</strong>" in fragment


def test_preview_that_cannot_be_made_says_why(bo: TestClient) -> None:
    for change in ({"day": ""}, {"preview": "rumfart"}, {"spans": "x"}, {"department-affald": ""}):
        answer = bo.post("/edit/closures/meaning", data={**FORM, **change}, headers=HTMX)
        assert (answer.status_code, "Det kan ikke ses endnu:" in answer.text) == (200, True), change


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"day": ""}, "Vælg en dag."),
        ({"name": ""}, "Skriv, hvad dagen hedder."),
        ({"name": "010190-1234"}, "Det ligner et CPR-nummer"),
        ({"spans": "i formiddag"}, "er ikke et tidsrum"),
        ({"department-affald": ""}, "Vælg alle afdelinger eller mindst én."),
        ({"day": "2026-12-24", "yearly": "on"}, "Der er allerede en lukkedag den dag: Juleaftensdag."),
    ],
)
def test_what_does_not_fit_is_said_and_everything_typed_stays(bo: TestClient, change: dict[str, str], sentence: str) -> None:
    typed = {**FORM, "spans": "10:00-12:00", **change}
    answer = bo.post("/edit/closures", data=typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    for name in ("day", "name", "spans"):
        assert f'id="{name}" name="{name}" value="{typed[name]}"' in answer.text


def test_editor_closes_neither_everybody_nor_others(bo: TestClient, sqlite_engine: Engine) -> None:
    everybody = bo.post("/edit/closures", data={**FORM, "all": "on"})
    assert (everybody.status_code, "Kun en administrator" in everybody.text) == (403, True)
    others = bo.post("/edit/closures", data={**FORM, "department-hjemmepleje": "on"})
    assert (others.status_code, "særlig dag under Afdelinger" in others.text) == (403, True)
    assert stored(sqlite_engine, FORM["day"]) is None


def test_editor_neither_changes_nor_removes_everybodys_day(bo: TestClient, sqlite_engine: Engine) -> None:
    assert bo.post("/edit/closures/12-24", data={**FORM, "name": "Fri"}).status_code == 403
    assert bo.post("/edit/closures/12-24/remove").status_code == 403
    closure = stored(sqlite_engine, "12-24")
    assert closure is not None
    assert closure.name == "Juleaftensdag"
    page = bo.get("/edit/closures/12-24").text
    assert "Du kan læse med." in page
    assert "Fjern lukkedagen" not in page


def test_administrator_closes_everybody(sign_in: Callable[[str], TestClient], anna: TestClient) -> None:
    eva = sign_in("eva")
    assert eva.post("/edit/closures", data={"day": "2026-11-23", "name": "Sne", "all": "on"}).status_code == 303
    assert "lukket: Sne" in anna.get("/departments/borgerservice/panel").text


@pytest.mark.parametrize("username", ["anna", "carla"])
def test_operator_and_team_lead_change_nothing(sign_in: Callable[[str], TestClient], username: str) -> None:
    client = sign_in(username)
    for address in ("/edit/closures", "/edit/closures/12-24", "/edit/closures/12-24/remove"):
        assert client.post(address, data=OWN).status_code == 403


@pytest.mark.parametrize("day", ["findes-ikke", "2026-01-01", "%2E%2E"])
def test_unknown_day_is_not_found(bo: TestClient, day: str) -> None:
    assert bo.get(f"/edit/closures/{day}").status_code == 404
    assert bo.post(f"/edit/closures/{day}/remove").status_code == 404


def test_second_editor_is_told(bo: TestClient, sign_in: Callable[[str], TestClient]) -> None:
    bo.post("/edit/closures", data=OWN)
    mark = bo.get("/edit/closures/2026-11-25").text.split('name="mark" value="')[1].split('"')[0]
    sign_in("eva").post("/edit/closures/2026-11-25", data={**OWN, "name": "Evas dag"})
    answer = bo.post("/edit/closures/2026-11-25", data={**OWN, "name": "Bos dag", "mark": mark})
    assert (answer.status_code, 'value="Bos dag"' in answer.text) == (409, True)
