"""Tables as CSV and as a workbook: numbers as Danes read them, and nothing that a spreadsheet would run."""

from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from app.domain.figure_csv import as_csv
from app.domain.figure_groups import table
from app.domain.figure_table import Table
from app.domain.figure_workbook import About, sheet_name, workbook
from app.domain.figures import Tally
from app.domain.periods import By

SHEET = Table(
    "prove",
    "Prøve: [alle]/og mere til, så navnet bliver for langt",
    ("Dag", "Navn", "Andel", "Forskel", "Antal"),
    [(date(2028, 2, 29), "=1+1", 0.7123456, -3.5, 12345), (date(2028, 3, 1), '@bo; "æ"', None, 12.25, -4)],
)


def test_csv_is_marked_as_utf8_with_semicolons_and_decimal_commas() -> None:
    assert as_csv(SHEET).splitlines() == [
        "\ufeffDag;Navn;Andel;Forskel;Antal",
        "2028-02-29;'=1+1;0,7123;-3,5;12345",
        '2028-03-01;"\'@bo; ""æ""";;12,25;-4',
    ]


def test_empty_table_is_a_head() -> None:
    assert as_csv(Table("tom", "Tom", ("Dag", "Antal"), [])) == "\ufeffDag;Antal\r\n"


def test_workbook_tells_first_what_it_is_and_then_shows_each_table() -> None:
    about = About("Straks: tal", [("Periode", "1.-30. november 2026"), ("Første dag", date(2026, 11, 1)), ("Note", "=cmd()")])
    book = load_workbook(BytesIO(workbook(about, [SHEET, SHEET, Table("tom", "Tom", ("Dag",), [])])))
    assert book.sheetnames == ["Om tallene", "Prøve   alle  og mere til, så n", "Prøve   alle  og mere til, så 2", "Tom"]
    first = book["Om tallene"]
    assert [first["B3"].value, str(first["B4"].value)[:10], first["B5"].value] == ["1.-30. november 2026", "2026-11-01", "=cmd()"]
    sheet = book.worksheets[1]
    assert [cell.value for cell in sheet[2]][1:] == ["=1+1", 0.7123456, -3.5, 12345]
    assert str(sheet["A2"].value) == "2028-02-29 00:00:00"
    assert [cell.number_format for cell in sheet[2]] == ["dd-mm-yyyy", "General", "0.0%", "#,##0.0", "#,##0"]
    assert {cell.data_type for row in book.worksheets for cells in row.iter_rows() for cell in cells} <= {"s", "n", "d"}
    assert sheet.freeze_panes == "B2"


def test_sheets_have_names_that_excel_takes() -> None:
    taken = {"om tallene"}
    assert [sheet_name(title, taken) for title in ("Om tallene", "'[:]*?'", "", "")] == ["Om tallene 2", "Tabel", "Tabel 2", "Tabel 3"]


def test_group_under_five_calls_tells_its_number_alone() -> None:
    few, many = Tally(calls=5, counted=4, settled=3, found=1), Tally(calls=9, counted=8, settled=4, found=6)
    made = table(By.TOPIC, {"": few, "pas": many}, {"pas": "Pas"})
    place = {name: number for number, name in enumerate(made.head)}
    rows = [[row[place[name]] for name in ("Emne", "Navn i Straks", "Opkald", "Talte opkald", "Straksafklarede opkald")] for row in made.rows]
    assert rows == [["Uden emne", "", 5, "for få", "for få"], ["Pas", "pas", 9, 8, 4]]
    assert made.rows[0][place["Straksafklaret"] : place["Straksafklaret"] + 4] == ["for få", None, None, 4]
    assert made.rows[1][place["Straksafklaret"]] == 0.5
    assert made.rows[1][place["Straksafklaret: antal"]] == 8
    assert made.rows[1][place["Dækning"] : place["Dækning"] + 4] == [None, None, None, 0]
    assert made.rows[0][place["Svaret stod i guiden"]] == "for få"


def test_days_are_dates_and_weeks_are_names() -> None:
    assert table(By.DAY, {"2028-02-29": Tally(calls=1)}, {}).rows[0][0] == date(2028, 2, 29)
    assert table(By.WEEK, {"2026-W53": Tally(calls=1)}, {}).rows[0][0] == "2026-W53"
