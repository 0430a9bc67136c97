"""Lists as spreadsheets save them: read in whatever shape they come, refused with a reason, and harmless when handed out."""

import pytest

from app.base.errors import Invalid
from app.domain.csv_table import LARGEST_BYTES, decode, read, write
from app.domain.people_list import COLUMNS, HEADINGS, NEEDED

LINE = "navn;afdeling\r\nÅse Ærø;Borgerservice\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_usual_encodings_give_the_same_text(encoding: str) -> None:
    assert decode(LINE.encode(encoding)) == LINE


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\x00\x00", b"PK\x03\x04\x14\x00\x00", b"navn\x00afdeling", b"\xff\xfe\x00"])
def test_file_that_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        decode(data)
    assert refusal.value.field == "file"
    assert "ikke en tekstfil" in refusal.value.message


def test_file_over_two_megabytes_is_refused() -> None:
    assert decode(b"x" * LARGEST_BYTES)
    with pytest.raises(Invalid, match="2 MB"):
        decode(b"x" * (LARGEST_BYTES + 1))


@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_any_of_three_separators_is_seen_by_itself(mark: str) -> None:
    text = mark.join(("Afdeling", "NAVN", "E-mail")) + "\n" + mark.join(("Borgerservice", "Ida Holm", "ida@herning.dk"))
    [row] = read(text, HEADINGS, NEEDED).rows
    assert row.cells == {"afdeling": "Borgerservice", "navn": "Ida Holm", "e-mail": "ida@herning.dk"}


def test_quoted_cell_may_hold_the_separator_a_quote_and_a_new_line() -> None:
    [row] = read('navn;afdeling;opgaver\n"Holm; Ida";"Bor""ger";"pas|\nflytning"\n', HEADINGS, NEEDED).rows
    assert row.cells == {"navn": "Holm; Ida", "afdeling": 'Bor"ger', "opgaver": "pas| flytning"}


def test_rows_have_the_numbers_of_the_sheet_and_blank_ones_are_skipped() -> None:
    sheet = read("navn;afdeling\nA;B\n;\n\nC;D\n", HEADINGS, NEEDED)
    assert [(row.number, row.cells["navn"]) for row in sheet.rows] == [(2, "A"), (5, "C")]


def test_row_with_too_many_cells_is_refused_alone() -> None:
    sheet = read("navn;afdeling\nA;B;C\nD;E;;\nF\n", HEADINGS, NEEDED)
    assert sheet.refused == [(2, "Rækken har 3 celler, men der er 2 overskrifter.")]
    assert [row.cells for row in sheet.rows] == [{"navn": "D", "afdeling": "E"}, {"navn": "F", "afdeling": ""}]


def test_unknown_column_is_named_and_passed_over() -> None:
    sheet = read("navn;løn;afdeling\nA;1000;B\n", HEADINGS, NEEDED)
    assert sheet.unknown == ["løn"]
    assert sheet.rows[0].cells == {"navn": "A", "afdeling": "B"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "tom"),
        ("\n\n", "tom"),
        ("fornavn;efternavn\nA;B\n", "Kolonnen »navn« mangler"),
        ("navn;titel\nA;B\n", "Kolonnen »afdeling« mangler"),
        ("navn;afdeling;name\nA;B;C\n", "Kolonnen »navn« står to gange"),
        ('navn;afdeling\nA;"B\n', "anførselstegn"),
        ('navn;afdeling\nA;"B"C\n', "Række 2 kan ikke læses"),
        ("navn;afdeling\nA;" + "x" * 140_000, "alt for lang"),
        ("navn;afdeling\nA\x00;B", "tegn, der ikke er tekst"),
    ],
)
def test_list_that_cannot_be_read_is_refused_whole(text: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        read(text, HEADINGS, NEEDED)


@pytest.mark.parametrize("cell", ["=1+1", "+45 96 28 28 28", "-2", "@SUM(A1)", '=HYPERLINK("x")'])
def test_cell_that_looks_like_a_formula_goes_out_harmless_and_comes_back_as_it_was(cell: str) -> None:
    text = write(COLUMNS, [[cell, "", "Borgerservice", "", "", "", ""]])
    assert f"'{cell[:2]}" in text
    assert read(text, HEADINGS, NEEDED).rows[0].cells["navn"] == cell


def test_apostrophe_of_a_name_stays() -> None:
    assert read("navn;afdeling\n'Aisha;B\n", HEADINGS, NEEDED).rows[0].cells["navn"] == "'Aisha"
