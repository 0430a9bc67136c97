"""Channel figures on the screen: tried before they are taken in, every fault said with what was typed still there, and taken out again."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.models import ChannelFigure
from app.services import trail

HEAD = "dato;kanal;afdeling;emne;antal\n"
ROWS = f"{HEAD}20-11-2026;Fremmøde;Borgerservice;Forny pas;41\n20-11-2026;mail;;;1.204\n"
WRONG = f"{ROWS}31-02-2026;chat;;;4\n"


def stored(engine: Engine) -> dict[str, int]:
    with Session(engine) as session:
        return {row.channel: row.contacts for row in session.exec(select(ChannelFigure)).all()}


def tried(client: TestClient, text: str = "", data: bytes = b"", **more: str) -> Any:
    files = {"file": ("tal.csv", data, "text/csv")} if data else {"file": ("", b"", "application/octet-stream")}
    return client.post("/figures/channels/try", data={"text": text, **more}, files=files)


def fields(page: str) -> dict[str, str]:
    """What the browser would send on from a dry run."""
    text = re.search(r'<textarea[^>]*name="text"[^>]*>\n?(.*?)</textarea>', page, re.S)
    assert text is not None
    return {"text": unescape(text[1]), **{name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)}}


def sent(client: TestClient, values: dict[str, str]) -> Any:
    return client.post("/figures/channels/import", files={name: (None, value) for name, value in values.items()})


def test_rows_are_tried_then_taken_in_and_stand_in_the_trail(carla: TestClient, sqlite_engine: Engine) -> None:
    page = tried(carla, ROWS)
    assert page.status_code == 200
    assert "2 nye, 0 ændrede, 0 uændrede." in page.text
    assert stored(sqlite_engine) == {}
    answer = sent(carla, fields(page.text))
    assert (answer.status_code, answer.headers["location"]) == (303, "/figures/channels?added=2&replaced=0&skipped=0")
    assert stored(sqlite_engine) == {"counter": 41, "mail": 1204}
    shown = carla.get(answer.headers["location"]).text
    assert "2 nye rækker" in shown
    assert "Mail og Digital Post: 1 række, 1.204 henvendelser" in shown
    assert "Tal fra andre kanaler" in carla.get("/edit/trail").text


def test_old_and_new_stand_beside_each_other_when_a_figure_changes(carla: TestClient, sqlite_engine: Engine) -> None:
    sent(carla, fields(tried(carla, ROWS).text))
    page = tried(carla, ROWS.replace("1.204", "1.300")).text
    assert "0 nye, 1 ændret, 1 uændret." in page
    assert "<del>1.204</del> → <ins>1.300</ins>" in page
    sent(carla, fields(page))
    assert stored(sqlite_engine)["mail"] == 1300


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_uploaded_file_is_read_however_it_was_saved(carla: TestClient, encoding: str, mark: str) -> None:
    page = tried(carla, data=ROWS.replace(";", mark).encode(encoding))
    assert "2 nye" in page.text
    assert "Fremmøde" in fields(page.text)["text"]


def test_wrong_row_is_named_and_nothing_is_taken_in_until_it_is_left_out_on_purpose(carla: TestClient, sqlite_engine: Engine) -> None:
    page = tried(carla, WRONG).text
    assert "Datoen »31-02-2026« findes ikke i kalenderen." in page
    assert '<td class="figure">4</td>' in page
    assert "Spring den forkerte række over" in page
    answer = sent(carla, fields(page))
    assert answer.status_code == 422
    assert "så intet er hentet ind" in answer.text
    assert fields(answer.text)["text"].replace("\r\n", "\n") == WRONG
    assert stored(sqlite_engine) == {}
    answer = sent(carla, {**fields(answer.text), "skip": "on"})
    assert answer.headers["location"].endswith("added=2&replaced=0&skipped=1")
    assert len(stored(sqlite_engine)) == 2


def test_rows_mended_in_the_field_are_tried_again_before_they_are_taken_in(carla: TestClient, sqlite_engine: Engine) -> None:
    values = fields(tried(carla, WRONG).text)
    values["text"] = values["text"].replace("31-02-2026", "28-02-2026")
    answer = sent(carla, values)
    assert (answer.status_code, stored(sqlite_engine)) == (409, {})
    assert "Noget er ændret, siden rækkerne blev prøvet" in answer.text
    assert sent(carla, fields(answer.text)).status_code == 303
    assert len(stored(sqlite_engine)) == 3


def test_figures_a_colleague_changed_meanwhile_are_a_conflict_that_shows_them(
    carla: TestClient, sign_in: Callable[[str], TestClient], sqlite_engine: Engine
) -> None:
    values = fields(tried(carla, ROWS).text)
    eva = sign_in("eva")
    sent(eva, fields(tried(eva, ROWS.replace("1.204", "7")).text))
    answer = sent(carla, values)
    assert answer.status_code == 409
    assert "<del>7</del> → <ins>1.204</ins>" in answer.text
    assert stored(sqlite_engine)["mail"] == 7
    assert sent(carla, fields(answer.text)).status_code == 303


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Vælg en fil, eller sæt rækkerne ind."),
        (HEAD, "Der er ingen rækker under overskrifterne."),
        ("kanal;antal\nmail & <b>;1\n", "Kolonnen »dato« mangler i første række."),
        (f'{HEAD}2026-11-22;"mail;;;1\n', "Række 2 kan ikke læses"),
        (f"{HEAD}2026-11-22;mail;;010190-1234;1\n", "Linje 2: det ligner et CPR-nummer."),
        (f"{HEAD}2026-11-22;ma\x07il;;;1\n", "tegn, der ikke er tekst"),
    ],
)
def test_rows_that_cannot_be_read_are_refused_and_still_stand_in_the_field(carla: TestClient, text: str, sentence: str) -> None:
    answer = tried(carla, text)
    assert answer.status_code == 422
    assert sentence in unescape(answer.text)
    assert fields(answer.text)["text"] == text


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", b"\x89PNG\r\n\x1a\n\x00"]
)
def test_spreadsheet_or_picture_uploaded_by_mistake_is_told_how_to_save(carla: TestClient, data: bytes) -> None:
    answer = tried(carla, data=data)
    assert answer.status_code == 422
    assert "Filen er ikke en tekstfil. Gem regnearket som CSV (UTF-8), og prøv igen." in answer.text


def test_file_over_five_megabytes_is_refused_with_its_limit(carla: TestClient) -> None:
    answer = tried(carla, data=b"x" * 5_000_001)
    assert answer.status_code == 422
    assert "Filen fylder mere end 5 MB. Del den i to." in answer.text


def test_uploaded_rows_survive_the_error_and_a_mended_file_takes_their_place(carla: TestClient) -> None:
    page = tried(carla, data=b"kanal;antal\nmail;1\n").text
    kept = fields(page)
    assert kept["text"] == "kanal;antal\nmail;1\n"
    again = tried(carla, kept["text"].replace("\n", "\r\n"), ROWS.encode(), shown=kept["shown"])
    assert "2 nye" in again.text


def test_file_and_pasted_rows_at_once_are_refused_and_the_rows_stay(carla: TestClient) -> None:
    answer = tried(carla, WRONG, ROWS.encode())
    assert answer.status_code == 422
    assert "Der er sendt begge dele" in answer.text
    assert fields(answer.text)["text"] == WRONG


def test_long_list_goes_on_hidden_and_is_mended_in_its_file(carla: TestClient, sqlite_engine: Engine) -> None:
    rows = "".join(f"{1 + number % 28:02}-{1 + number // 28 % 12:02}-{2005 + number // 336};mail;;;{number}\n" for number in range(5600))
    page = tried(carla, data=f"{HEAD}{rows}x;mail;;;1\n".encode()).text
    assert "Rækkerne er for mange til at blive rettet her." in page
    assert "Og 5.300 til." in page
    assert sent(carla, {**fields(page), "skip": "on"}).status_code == 303
    with Session(sqlite_engine) as session:
        assert len(session.exec(select(ChannelFigure.day)).all()) == 5600


def test_text_that_looks_like_html_stays_text(carla: TestClient) -> None:
    page = tried(carla, f"{ROWS}20-11-2026;</textarea><script>x</script>;;;1\n").text
    assert "<script>x" not in page
    assert "</textarea><script>x</script>" in fields(page)["text"]


def test_import_is_removed_after_it_has_been_shown_once_more(carla: TestClient, sqlite_engine: Engine) -> None:
    sent(carla, fields(tried(carla, ROWS).text))
    [address] = re.findall(r'href="(/figures/channels/imports/\w+)"', carla.get("/figures/channels").text)
    page = carla.get(address).text
    assert "Fremmøde: 1 række, 41 henvendelser" in page
    assert len(stored(sqlite_engine)) == 2
    answer = carla.post(f"{address}/remove")
    assert answer.headers["location"] == "/figures/channels?removed=2"
    assert "2 rækker er fjernet." in carla.get(answer.headers["location"]).text
    assert stored(sqlite_engine) == {}
    assert carla.get(address).status_code == carla.post(f"{address}/remove").status_code == 404
    with Session(sqlite_engine) as session:
        assert [entry.action for entry in trail.read(session, trail.Filter(kind="channel_figures"))] == ["delete", "import"]


def test_editor_reads_what_there_is_and_takes_nothing_in_or_out(carla: TestClient, bo: TestClient, sqlite_engine: Engine) -> None:
    sent(carla, fields(tried(carla, ROWS).text))
    page = bo.get("/figures/channels").text
    assert "Mail og Digital Post: 1 række" in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]
    assert "/figures/channels/imports/" not in page
    assert "Carla" not in page
    assert tried(bo, ROWS).status_code == sent(bo, {"text": ROWS}).status_code == 403
    assert len(stored(sqlite_engine)) == 2


def test_operator_does_not_see_the_page(anna: TestClient) -> None:
    assert anna.get("/figures/channels").status_code == 403
    assert "/figures/channels" not in anna.get("/").text


def test_sample_fits_this_municipality_and_can_be_taken_in(carla: TestClient) -> None:
    answer = carla.get("/figures/channels/sample.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbfdato;kanal;afdeling;emne;antal\r\n")
    page = tried(carla, data=answer.content).text
    assert "21 nye" in page
    assert "Kan ikke bruges" not in page
