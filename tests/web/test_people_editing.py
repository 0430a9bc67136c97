"""People on the editors' side: one by one, and from a list that is tried before it is taken in."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.base.database import session_scope
from app.models import Person, RoutingTable
from app.services import trail

FORM = {"name": "Ida Holm", "title": "Leder", "department": "borgerservice", "phone": "96 28 28 28", "extension": "2100", "source": "herning.dk"}
LIST = """navn;titel;afdeling;telefon;lokal;e-mail;opgaver
Dan Christensen;Souschef;Borgerservice;;6001;;pas
Åse Ærø;Leder;Genbrug og Affald;96 28 28 28;2100;aase@herning.dk;storskrald|haveaffald
Fremmed Frandsen;;Hjemmeplejen;;;;
Cpr Carlsen;;Borgerservice;;;;010190-1234
"""


def people(engine: Engine) -> dict[str, Person]:
    with Session(engine) as session:
        return {row.slug: row for row in session.exec(select(Person)).all()}


def tried(client: TestClient, data: bytes, source: str = "Personalesystemet", **more: str) -> str:
    answer = client.post("/edit/people/import", data={"source": source, **more}, files={"file": ("liste.csv", data, "text/csv")})
    assert answer.status_code == 200, answer.text
    return answer.text


def sent_on(page: str) -> dict[str, str]:
    """The hidden fields of a dry run, as the browser would send them."""
    text = re.search(r'<textarea name="text" hidden>\n?(.*?)</textarea>', page, re.S)
    assert text is not None
    return {"text": unescape(text[1]), **{name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)}}


def done(client: TestClient, fields: dict[str, str]) -> object:
    return client.post("/edit/people/import/done", files={name: (None, value) for name, value in fields.items()})


def test_list_and_search(bo: TestClient) -> None:
    assert "Dan Christensen" in bo.get("/edit/people").text
    found = bo.get("/edit/people?q=renovationschef").text
    assert "Eva Skov" in found
    assert "Dan Christensen" not in found
    assert "Ingen medarbejder med »xylofon«" in bo.get("/edit/people?q=xylofon").text


def test_new_person_is_found_at_the_desk_at_once_and_is_in_the_trail(bo: TestClient, anna: TestClient, sqlite_engine: Engine) -> None:
    assert bo.post("/edit/people", data=FORM).headers["location"] == "/edit/people/ida-holm?saved=yes"
    assert "Ida Holm" in anna.get("/search/results?q=ida+holm").text
    with Session(sqlite_engine) as session:
        [entry] = trail.read(session, trail.Filter(kind="person"))
    assert (entry.slug, entry.action, entry.department, entry.old) == ("ida-holm", "create", "borgerservice", None)


def test_change_is_stored_and_the_rest_stays(bo: TestClient, sqlite_engine: Engine) -> None:
    data = {"name": "Dan Christensen", "title": "Chef", "department": "borgerservice", "responsibilities": "pas\n\npas\nflytning", "demo": "on"}
    assert bo.post("/edit/people/dan-christensen", data=data).status_code == 303
    dan = people(sqlite_engine)["dan-christensen"]
    assert (dan.title, dan.responsibilities, dan.demo, dan.extension) == ("Chef", ["pas", "flytning"], True, "")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "Skriv navnet."),
        ({"source": ""}, "skal have en kilde"),
        ({"department": ""}, "Vælg en afdeling."),
        ({"department": "rumfart"}, "Afdelingen findes ikke."),
        ({"email": "ida at herning"}, "e-mailadresse"),
        ({"responsibilities": "pas til 010190-1234"}, "Det ligner et CPR-nummer"),
        ({"extension": "x"}, "Et lokalnummer"),
        ({"slug": "dan-christensen"}, "Der er allerede en medarbejder"),
        ({"slug": "import"}, "Brug små bogstaver"),
    ],
)
def test_what_does_not_fit_is_said_and_everything_typed_stays(bo: TestClient, sqlite_engine: Engine, change: dict[str, str], sentence: str) -> None:
    typed = {**FORM, **change}
    answer = bo.post("/edit/people", data=typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    for name, text in typed.items():
        if text and name not in {"department", "responsibilities"}:
            assert f'value="{text}"' in answer.text, name
    assert len(people(sqlite_engine)) == 2


def test_person_a_routing_table_points_to_is_not_deleted(bo: TestClient, sqlite_engine: Engine) -> None:
    with session_scope(sqlite_engine) as session:
        goal = {"to": {"person": "dan-christensen"}, "when": {}}
        session.add(RoutingTable(slug="t", title="Hvem tager pas?", department="affald", policy="first_match", rows=[goal]))
    assert "Hvem tager pas? sender opkald hertil" in bo.get("/edit/people/dan-christensen").text
    answer = bo.post("/edit/people/dan-christensen/delete")
    assert (answer.status_code, "»Hvem tager pas?« peger hertil" in answer.text) == (409, True)
    assert "dan-christensen" in people(sqlite_engine)


def test_person_nobody_points_to_is_deleted(bo: TestClient, anna: TestClient, sqlite_engine: Engine) -> None:
    assert bo.post("/edit/people/eva-skov/delete").status_code == 303
    assert "eva-skov" not in people(sqlite_engine)
    assert "Renovationschef" not in anna.get("/search/results?q=eva+skov").text


@pytest.mark.parametrize("username", ["anna", "carla"])
def test_operator_and_team_lead_change_nothing(sign_in: Callable[[str], TestClient], sqlite_engine: Engine, username: str) -> None:
    client = sign_in(username)
    before = people(sqlite_engine)
    for address in ("/edit/people", "/edit/people/dan-christensen", "/edit/people/dan-christensen/delete", "/edit/people/import/done"):
        assert client.post(address, data=FORM).status_code == 403
    assert people(sqlite_engine) == before


def test_editor_changes_only_people_of_their_departments(bo: TestClient, sqlite_engine: Engine) -> None:
    with session_scope(sqlite_engine) as session:
        session.add(Person(slug="kim", name="Kim", department="hjemmepleje", demo=True))
    assert bo.post("/edit/people/kim", data=FORM).status_code == 403
    assert bo.post("/edit/people/kim/delete").status_code == 403
    assert bo.post("/edit/people/dan-christensen", data={**FORM, "department": "hjemmepleje"}).status_code == 403
    assert bo.post("/edit/people", data={**FORM, "department": "hjemmepleje"}).status_code == 403
    assert people(sqlite_engine)["kim"].department == "hjemmepleje"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_dry_run_says_what_would_happen_and_stores_nothing(bo: TestClient, sqlite_engine: Engine, encoding: str) -> None:
    page = tried(bo, LIST.encode(encoding))
    assert "1 nye, 1 ændrede, 0 uændrede, 2 rækker kan ikke bruges." in page
    assert "<del>Passagsbehandler</del> → <ins>Souschef</ins>" in page
    assert "Åse Ærø" in page
    assert "Afdelingen er ikke en af dem, du redigerer." in page
    assert "Opgaver: Det ligner et CPR-nummer." in page
    assert "aase-aeroe" not in people(sqlite_engine)


def test_carrying_it_out_stores_what_was_shown(bo: TestClient, anna: TestClient, sqlite_engine: Engine) -> None:
    answer = done(bo, sent_on(tried(bo, LIST.encode())))
    assert getattr(answer, "headers", {})["location"] == "/edit/people?done=1-1"
    now = people(sqlite_engine)
    assert (now["dan-christensen"].title, now["dan-christensen"].source, now["dan-christensen"].demo) == ("Souschef", "Personalesystemet", False)
    assert now["aase-aeroe"].responsibilities == ["storskrald", "haveaffald"]
    assert len(now) == 3
    assert "Åse Ærø" in anna.get("/search/results?q=haveaffald").text
    with Session(sqlite_engine) as session:
        assert {entry.reason for entry in trail.read(session, trail.Filter(kind="person"))} == {"Fra en liste"}


def test_what_has_changed_since_the_dry_run_is_shown_again_and_not_stored(bo: TestClient, sqlite_engine: Engine) -> None:
    fields = sent_on(tried(bo, LIST.encode()))
    with session_scope(sqlite_engine) as session:
        session.add(Person(slug="aase", name="Åse Ærø", department="affald", demo=True))
    answer = bo.post("/edit/people/import/done", files={name: (None, value) for name, value in fields.items()})
    assert (answer.status_code, "Noget er ændret, siden listen blev prøvet." in answer.text) == (409, True)
    assert people(sqlite_engine)["dan-christensen"].title == "Passagsbehandler"
    assert bo.post("/edit/people/import/done", files={name: (None, value) for name, value in sent_on(answer.text).items()}).status_code == 303
    assert people(sqlite_engine)["dan-christensen"].title == "Souschef"


def test_list_that_was_tampered_with_is_checked_again(bo: TestClient, sqlite_engine: Engine) -> None:
    fields = sent_on(tried(bo, LIST.encode()))
    fields["text"] = fields["text"].replace("Genbrug og Affald", "Hjemmeplejen")
    assert getattr(done(bo, fields), "status_code", 0) == 409
    assert len(people(sqlite_engine)) == 2


@pytest.mark.parametrize(
    ("data", "source", "sentence"),
    [
        (b"", "HR", "Vælg en fil."),
        (b"\x00\x01\x02", "HR", "ikke en tekstfil"),
        (b"fornavn;efternavn\nA;B\n", "HR", "Kolonnen »navn« mangler"),
        (LIST.encode(), "", "Skriv, hvor listen kommer fra"),
        (LIST.encode(), "HR 010190-1234", "Det ligner et CPR-nummer"),
        (b"navn;afdeling\n" + b"A;B\n" * 500_001, "HR", "mere end 2 MB"),
    ],
)
def test_list_that_cannot_be_tried_is_refused_and_the_source_stays(bo: TestClient, data: bytes, source: str, sentence: str) -> None:
    answer = bo.post("/edit/people/import", data={"source": source}, files={"file": ("liste.csv", data)})
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert f'value="{source}"' in answer.text


def test_large_list_can_be_carried_out(bo: TestClient, sqlite_engine: Engine) -> None:
    duties = "|".join(f"opgave nummer {number} om noget på øen" for number in range(1600))
    text = "navn;afdeling;opgaver\n" + "".join(f"Ø{chr(97 + number)}se Ærø;Borgerservice;{duties}\n" for number in range(20))
    assert 1_000_000 < len(text.encode()) < 2_000_000
    answer = done(bo, sent_on(tried(bo, text.encode())))
    assert getattr(answer, "status_code", 0) == 303
    assert len(people(sqlite_engine)) == 22


def test_export_comes_back_as_unchanged_and_holds_no_formula(bo: TestClient, sign_in: Callable[[str], TestClient], sqlite_engine: Engine) -> None:
    bo.post("/edit/people", data={**FORM, "name": "=1+1", "slug": "formel"})
    answer = bo.get("/edit/people/export")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "\r\n'=1+1;" in answer.text
    assert answer.content.startswith(b"\xef\xbb\xbfnavn;titel;afdeling;telefon;lokal;e-mail;opgaver\r\n")
    assert "0 nye, 0 ændrede, 3 uændrede" in tried(sign_in("eva"), answer.content)


def test_text_that_looks_like_html_stays_text(bo: TestClient) -> None:
    page = tried(bo, b"navn;afdeling\n</textarea><script>x</script>;Borgerservice\n")
    assert "<script>x" not in page
    assert sent_on(page)["text"].startswith("navn;afdeling\n</textarea><script>")
