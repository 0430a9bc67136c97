"""Facts on the editors' side: read by many, changed by owners, shown in every guide at once."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session

from app.models import Fact
from app.services import trail

HTMX = {"HX-Request": "true"}
CPR = "010190-1234"
FORM = {
    "label": "Pas, pris",
    "department": "borgerservice",
    "unit": "kr.",
    "value-0": "893",
    "from-0": "2026-01-01",
    "to-0": "2026-12-31",
    "title-0": "Pasloven",
    "url-0": "https://www.retsinformation.dk",
    "checked-0": "2026-11-01",
    "verified-0": "on",
}


def stored(engine: Engine, slug: str = "pas-pris") -> Fact | None:
    with Session(engine) as session:
        return session.get(Fact, slug)


def test_list_shows_name_value_and_guides(bo: TestClient) -> None:
    page = bo.get("/edit/facts").text
    for words in ("Pas, pris", "893 kr.", "{fact:pas-pris}", "Forny pas", "til 31. december 2026", "01.11.2026"):
        assert words in page


def test_search_finds_by_any_word_and_says_kindly_when_nothing_fits(bo: TestClient) -> None:
    assert "{fact:pas-pris}" in bo.get("/edit/facts?q=borgerservice+893").text
    empty = bo.get("/edit/facts?q=xylofon").text
    assert "{fact:pas-pris}" not in empty
    assert "Intet faktum med »xylofon«" in empty


def test_page_shows_the_guide_it_touches_with_the_sentence(bo: TestClient) -> None:
    page = bo.get("/edit/facts/pas-pris").text
    assert "Et pas koster 893 kr." in page
    assert "Pris: 893 kr." in page


def test_effect_shows_the_sentence_as_it_will_read(bo: TestClient) -> None:
    fragment = bo.post("/edit/facts/pas-pris/effect", data={**FORM, "value-0": "899"}, headers=HTMX).text
    assert "Et pas koster 899 kr." in fragment
    assert "893" not in fragment


def test_effect_is_contained_in_the_page(bo: TestClient) -> None:
    fragment = bo.post("/edit/facts/pas-pris/effect", data=FORM, headers=HTMX).text
    assert fragment.strip() in bo.get("/edit/facts/pas-pris").text


def test_effect_names_the_coming_value_and_the_days_without_one(bo: TestClient) -> None:
    data = {**FORM, "value-1": "950", "from-1": "2027-02-01"}
    fragment = bo.post("/edit/facts/pas-pris/effect", data=data, headers=HTMX).text
    assert "Fra 1. februar 2027: <strong>950 kr.</strong>" in fragment
    assert "Fra 1. januar 2027 til 31. januar 2027 står der »ukendt«." in fragment


def test_change_is_stored_and_shown_in_the_guide_at_once(bo: TestClient, anna: TestClient, sqlite_engine: Engine) -> None:
    assert "893 kr." in anna.get("/guides/pas-forny/panel").text
    answer = bo.post("/edit/facts/pas-pris", data={**FORM, "value-0": "1.234,50"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/edit/facts/pas-pris?saved=yes")
    assert "1.234,50 kr." in anna.get("/guides/pas-forny/panel").text
    assert "Det står nu i 1 guide" in bo.get("/edit/facts/pas-pris?saved=yes").text


def test_change_is_in_the_trail_with_old_and_new(bo: TestClient, sqlite_engine: Engine) -> None:
    bo.post("/edit/facts/pas-pris", data={**FORM, "value-0": "899"})
    with Session(sqlite_engine) as session:
        [entry] = trail.read(session, trail.Filter(kind="fact", slug="pas-pris"))
    assert entry.old is not None
    assert entry.new is not None
    assert set(entry.old) == set(entry.new) == {"label", "department", "unit", "periods"}
    assert (entry.old["periods"][0]["value"], entry.new["periods"][0]["value"]) == (893, 899)
    assert entry.by_name.startswith("Bo")
    assert (entry.department, entry.action) == ("borgerservice", "change")


def test_saving_without_a_change_leaves_no_trace(bo: TestClient, sqlite_engine: Engine) -> None:
    assert bo.post("/edit/facts/pas-pris", data=FORM).status_code == 303
    with Session(sqlite_engine) as session:
        assert trail.read(session, trail.Filter(kind="fact")) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"label": ""}, "Skriv, hvad faktaet handler om."),
        ({"label": f"Pas {CPR}"}, "Det ligner et CPR-nummer"),
        ({"title-0": CPR}, "Det ligner et CPR-nummer"),
        ({"value-0": "mange"}, "Skriv et tal, f.eks. 893 eller 1.234,50."),
        ({"value-0": ""}, "Skriv værdien, eller fjern rækken."),
        ({"unit": "florin"}, "Vælg en enhed."),
        ({"url-0": "http://retsinformation.dk"}, "En adresse begynder med https://"),
        ({"checked-0": "2027-01-01"}, "Den dag er ikke kommet endnu."),
        ({"checked-0": ""}, "En verificeret værdi skal have kilde og dato for opslaget."),
        ({"to-0": "2025-01-01"}, "slutter, før den begynder"),
        ({"value-1": "950", "from-1": "2026-12-01"}, "overlapper"),
        ({"department": "findes-ikke"}, "Afdelingen findes ikke."),
    ],
)
def test_what_does_not_fit_is_said_and_everything_typed_stays(bo: TestClient, sqlite_engine: Engine, change: dict[str, str], sentence: str) -> None:
    answer = bo.post("/edit/facts/pas-pris", data={**FORM, "value-0": "777", **change})
    assert answer.status_code == 422
    assert sentence in answer.text
    for name, text in {**FORM, "value-0": "777", **change}.items():
        if name not in {"unit", "department", "verified-0"} and text:
            assert f'value="{text}"' in answer.text, name
    fact = stored(sqlite_engine)
    assert fact is not None
    assert fact.periods[0]["value"] == 893


def test_overlap_is_said_at_its_row(bo: TestClient) -> None:
    answer = bo.post("/edit/facts/pas-pris", data={**FORM, "value-1": "950", "from-1": "2026-12-01"})
    assert 'id="from-1-error"' in answer.text
    assert 'id="from-0-error"' not in answer.text


def test_row_can_be_added_and_removed_without_javascript(bo: TestClient, sqlite_engine: Engine) -> None:
    more = bo.post("/edit/facts/pas-pris", data={**FORM, "rows": "2", "action": "add"})
    assert more.status_code == 200
    assert 'name="value-2"' in more.text
    bo.post("/edit/facts/pas-pris", data={**FORM, "to-0": "2026-12-31", "value-1": "950", "from-1": "2027-01-01"})
    fact = stored(sqlite_engine)
    assert fact is not None
    assert [row["value"] for row in fact.periods] == [893, 950]
    bo.post("/edit/facts/pas-pris", data={**FORM, "value-1": "950", "from-1": "2027-01-01", "remove-0": "on"})
    fact = stored(sqlite_engine)
    assert fact is not None
    assert [row["value"] for row in fact.periods] == [950]


@pytest.mark.parametrize("username", ["anna", "carla"])
def test_operator_and_team_lead_change_nothing(sign_in: Any, sqlite_engine: Engine, username: str) -> None:
    client = sign_in(username)
    for address in ("/edit/facts/pas-pris", "/edit/facts", "/edit/facts/pas-pris/delete"):
        assert client.post(address, data={**FORM, "value-0": "1"}).status_code == 403
    fact = stored(sqlite_engine)
    assert fact is not None
    assert fact.periods[0]["value"] == 893


def test_team_lead_reads_along_without_a_save_button(carla: TestClient) -> None:
    page = carla.get("/edit/facts/pas-pris").text
    assert "Du kan læse med." in page
    assert ">Gem</button>" not in page


def test_editor_does_not_give_a_fact_to_a_department_they_do_not_own(bo: TestClient, sqlite_engine: Engine) -> None:
    answer = bo.post("/edit/facts/pas-pris", data={**FORM, "department": "hjemmepleje", "value-0": "777"})
    assert answer.status_code == 403
    assert 'value="777"' in answer.text
    fact = stored(sqlite_engine)
    assert fact is not None
    assert fact.department == "borgerservice"


def test_new_fact_gets_its_name_from_its_label(bo: TestClient, sqlite_engine: Engine) -> None:
    answer = bo.post("/edit/facts", data={**FORM, "label": "Kørekort, gebyr på ø"})
    assert answer.headers["location"] == "/edit/facts/koerekort-gebyr-paa-oe?saved=yes"
    assert stored(sqlite_engine, "koerekort-gebyr-paa-oe") is not None


def test_name_that_is_taken_is_refused(bo: TestClient) -> None:
    answer = bo.post("/edit/facts", data={**FORM, "slug": "pas-pris", "value-0": "5"})
    assert answer.status_code == 422
    assert "Der er allerede et faktum med det navn." in answer.text
    assert 'value="5"' in answer.text


def test_fact_that_a_guide_uses_is_not_deleted(bo: TestClient, sqlite_engine: Engine) -> None:
    answer = bo.post("/edit/facts/pas-pris/delete")
    assert answer.status_code == 409
    assert "så længe det står i »Forny pas«" in answer.text
    assert stored(sqlite_engine) is not None


def test_fact_that_no_guide_uses_is_deleted(bo: TestClient, sqlite_engine: Engine) -> None:
    bo.post("/edit/facts", data={**FORM, "label": "Ubrugt"})
    assert "Slet faktaet" in bo.get("/edit/facts/ubrugt").text
    assert bo.post("/edit/facts/ubrugt/delete").status_code == 303
    assert stored(sqlite_engine, "ubrugt") is None


def test_second_editor_is_told_and_may_save_all_the_same(bo: TestClient, sign_in: Any, sqlite_engine: Engine) -> None:
    page = bo.get("/edit/facts/pas-pris").text
    mark = page.split('name="mark" value="')[1].split('"')[0]
    sign_in("eva").post("/edit/facts/pas-pris", data={**FORM, "value-0": "899"})
    answer = bo.post("/edit/facts/pas-pris", data={**FORM, "value-0": "901", "mark": mark})
    assert answer.status_code == 409
    assert "En kollega har rettet det samme" in answer.text
    assert 'value="901"' in answer.text
    mark = answer.text.split('name="mark" value="')[1].split('"')[0]
    assert bo.post("/edit/facts/pas-pris", data={**FORM, "value-0": "901", "mark": mark}).status_code == 303
    fact = stored(sqlite_engine)
    assert fact is not None
    assert fact.periods[0]["value"] == 901


@pytest.mark.parametrize("rows", ["-1", "9999999", "x", "٣", ""])
def test_number_of_rows_is_never_believed(bo: TestClient, rows: str) -> None:
    answer = bo.post("/edit/facts/pas-pris", data={**FORM, "rows": rows, "action": "add"})
    assert answer.status_code == 200
    assert answer.text.count('type="checkbox"') < 140


def test_unknown_fact_is_not_found(bo: TestClient) -> None:
    assert bo.get("/edit/facts/findes-ikke").status_code == 404
    assert bo.post("/edit/facts/findes-ikke", data=FORM).status_code == 404
