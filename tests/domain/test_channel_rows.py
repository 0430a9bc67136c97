"""Channel figures as spreadsheets save them: read row by row, each fault a sentence, none a crash; and written back as they were read."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.errors import Invalid
from app.domain import channel_rows
from app.domain.channel_rows import MOST_CONTACTS, Key, Names, Reading, read_rows, sample, written
from app.domain.channels import Channel
from app.domain.csv_table import decode

TODAY = date(2026, 11, 23)
NAMES = Names(
    {"borgerservice": "Borgerservice", "affald": "Genbrug og Affald"},
    {"pas-forny": "Forny pas", "flytning": "Flytning", "pas-a": "Pas, barn", "pas-b": "Pas, barn"},
)
HEAD = "dato;kanal;afdeling;emne;antal\n"


def read(rows: str, names: Names = NAMES) -> Reading:
    return read_rows(HEAD + rows, names, TODAY)


def sentence(row: str) -> str:
    """Why a single row is refused."""
    reading = read(row)
    assert reading.entries == []
    [(number, why)] = reading.refused
    assert number == 2
    return why


def test_row_is_a_day_a_channel_a_department_a_topic_and_a_number() -> None:
    [entry] = read("22-11-2026;Fremmøde;Borgerservice;Forny pas;41\n").entries
    assert (entry.number, entry.key, entry.contacts) == (2, Key(date(2026, 11, 22), "counter", "borgerservice", "pas-forny"), 41)


@pytest.mark.parametrize("text", ["2026-11-22", "22.11.2026", "22-11-2026", " 22-11-2026 "])
def test_day_is_read_as_it_is_usually_written(text: str) -> None:
    assert read(f"{text};mail;;;1\n").entries[0].key.day == date(2026, 11, 22)


@pytest.mark.parametrize("text", ["29-02-2024", "2024-02-29", "29.02.2024"])
def test_29_february_is_a_day_in_a_leap_year(text: str) -> None:
    assert read(f"{text};mail;;;1\n").entries[0].key.day == date(2024, 2, 29)


@pytest.mark.parametrize("text", ["29-02-2026", "2025-02-29", "29.02.2100", "31-04-2026", "2026-13-01", "00-01-2026"])
def test_day_that_is_in_no_calendar_is_said_to_be_so(text: str) -> None:
    assert sentence(f"{text};mail;;;1\n") == f"Datoen »{text}« findes ikke i kalenderen."


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (";mail;;;1", "Datoen mangler."),
        ("i går;mail;;;1", "Datoen »i går« kan ikke læses. Skriv den som 2026-11-22 eller 22-11-2026."),
        ("22-11-26;mail;;;1", "Datoen »22-11-26« kan ikke læses. Skriv den som 2026-11-22 eller 22-11-2026."),
        ("24-11-2026;mail;;;1", "Datoen 24. november 2026 ligger i fremtiden."),
        ("31-12-1999;mail;;;1", "Datoen 31. december 1999 ligger før år 2000."),
        (
            "22-11-2026;fax;;;1",
            "Kanalen »fax« kendes ikke. Skriv Telefon, Fremmøde, Mail og Digital Post, Tidsbestilling, Selvbetjening eller Chat.",
        ),
        ("22-11-2026;;;;1", "Kanalen mangler. Skriv Telefon, Fremmøde, Mail og Digital Post, Tidsbestilling, Selvbetjening eller Chat."),
        ("22-11-2026;mail;Rumfart;;1", "Afdelingen »Rumfart« findes ikke."),
        ("22-11-2026;mail;;Månerejse;1", "Emnet »Månerejse« findes ikke."),
        ("22-11-2026;mail;;Pas, barn;1", "Emnet »Pas, barn« kan være flere: skriv pas-a eller pas-b."),
        ("22-11-2026;mail;;;", "Antallet mangler."),
        ("22-11-2026;mail;;;-1", "Antallet »-1« er under nul."),
        ("22-11-2026;mail;;;12,5", "Antallet »12,5« er ikke et helt tal."),
        ("22-11-2026;mail;;;1.23", "Antallet »1.23« er ikke et helt tal."),
        ("22-11-2026;mail;;;mange", "Antallet »mange« er ikke et helt tal."),
        ("22-11-2026;mail;;;1000001", "Antallet 1000001 er for stort til én dag."),
        ("22-11-2026;mail;;;1;2", "Rækken har 6 celler, men der er 5 overskrifter."),
        ("i går;fax;;;-1", "Datoen »i går« kan ikke læses."),
    ],
)
def test_fault_of_a_row_is_a_sentence(row: str, why: str) -> None:
    assert sentence(row).startswith(why)


def test_row_with_several_faults_has_a_sentence_for_each() -> None:
    assert sentence("31-02-2026;fax;Rumfart;;x\n").count("»") == 4


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0), ("1234", 1234), ("1.234", 1234), ("1 234", 1234), ("1\u00a0234", 1234), ("1.000.000", MOST_CONTACTS)]
)
def test_number_may_have_points_between_its_thousands(text: str, number: int) -> None:
    assert read(f"22-11-2026;mail;;;{text}\n").entries[0].contacts == number


def test_today_and_the_first_day_of_2000_can_be_told() -> None:
    assert len(read("23-11-2026;mail;;;1\n01-01-2000;mail;;;1\n").entries) == 2


def test_columns_stand_in_any_order_and_two_may_be_left_out() -> None:
    reading = read_rows("antal,date,løn,channel\n7,2026-11-22,x,chat\n", NAMES, TODAY)
    assert ([entry[1:3] for entry in reading.entries], reading.unknown) == ([(Key(date(2026, 11, 22), "chat"), 7)], ["løn"])


@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_usual_separators_and_encodings_give_the_same(mark: str, encoding: str) -> None:
    text = f"{HEAD}22-11-2026;Fremmøde;borgerservice;Forny pas;12\r\n".replace(";", mark)
    assert read_rows(decode(text.encode(encoding)), NAMES, TODAY).entries[0].key == Key(date(2026, 11, 22), "counter", "borgerservice", "pas-forny")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "tom"),
        ("\n\n", "tom"),
        (HEAD, "Der er ingen rækker under overskrifterne."),
        ("kanal;antal\nmail;1\n", "Kolonnen »dato« mangler"),
        ("2026-11-22;mail;;;1\n", "Kolonnen »dato« mangler"),
        ("dato;date;kanal;antal\n", "Kolonnen »dato« står to gange"),
        (HEAD + '2026-11-22;"mail;;;1\n', "Række 2 kan ikke læses"),
    ],
)
def test_sheet_that_cannot_be_read_is_refused_whole(text: str, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        read_rows(text, NAMES, TODAY)


@pytest.mark.parametrize("row", ["2026-11-22;mail;;010190-1234;1", "2026-11-22;mail;;;0101901234", "2026-11-22;mail;010190 1234;;1"])
def test_cpr_number_refuses_the_whole_sheet_and_says_where(row: str) -> None:
    with pytest.raises(Invalid, match="Linje 3: det ligner et CPR-nummer"):
        read(f"2026-11-21;mail;;;1\n{row}\n")


def test_day_beside_a_number_is_no_cpr_number() -> None:
    for mark in ";,\t":
        text = f"dato{mark}antal{mark}kanal\n22.11.2026{mark}1234{mark}mail\n22-11-2025{mark}1999{mark}mail\n"
        assert len(read_rows(text, NAMES, TODAY).entries) == 2


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel_rows, "MOST_ROWS", 2)
    assert len(read("2026-11-22;mail;;;1\n2026-11-21;mail;;;1\n").entries) == 2
    with pytest.raises(Invalid, match="flere end 2 rækker"):
        read("2026-11-22;mail;;;1\n2026-11-21;mail;;;1\n2026-11-20;mail;;;1\n")


def test_same_row_twice_counts_once_but_not_with_different_numbers() -> None:
    reading = read("2026-11-22;mail;;;5\n22-11-2026;Digital Post;;;5\n2026-11-21;mail;;;5\n2026-11-21;mail;;;6\n")
    assert [entry.number for entry in reading.entries] == [2]
    assert reading.repeated == 1
    assert reading.refused == [
        (row, "Mail og Digital Post den 21. november 2026 står med forskellige tal: 5 i række 4 og 6 i række 5.") for row in (4, 5)
    ]


def test_row_that_is_the_sum_of_others_is_refused_and_the_rest_is_not() -> None:
    reading = read("2026-11-22;counter;;;40\n2026-11-22;counter;borgerservice;;30\n2026-11-22;counter;øvrige;;10\n2026-11-22;mail;;;3\n")
    assert [entry.key.department for entry in reading.entries] == ["borgerservice", "", ""]
    [(number, why)] = reading.refused
    assert (number, "Er den summen, så slet den; er den resten, så skriv »øvrige«." in why) == (2, True)


def test_row_without_a_topic_among_rows_with_one_is_refused() -> None:
    reading = read("2026-11-22;counter;borgerservice;;40\n2026-11-22;counter;borgerservice;Forny pas;30\n")
    assert [number for number, _ in reading.refused] == [2]


def test_sample_can_be_taken_in_as_it_is() -> None:
    reading = read_rows(sample(NAMES, TODAY), NAMES, TODAY)
    assert reading.refused == []
    assert {entry.key.channel for entry in reading.entries} == set(Channel)
    assert max(entry.key.day for entry in reading.entries) == TODAY - timedelta(days=1)
    assert read_rows(sample(Names(), TODAY), Names(), TODAY).entries


KEYS = st.builds(
    Key,
    st.dates(date(2000, 1, 1), TODAY),
    st.sampled_from([channel.value for channel in Channel]),
    st.sampled_from(sorted(NAMES.departments)),
    st.sampled_from(sorted(NAMES.topics)),
)


@given(st.dictionaries(KEYS, st.integers(0, MOST_CONTACTS), min_size=1))
def test_written_figures_read_back_the_same(figures: dict[Key, int]) -> None:
    reading = read_rows(written(figures.items()), NAMES, TODAY)
    assert reading.refused == []
    assert {entry.key: entry.contacts for entry in reading.entries} == figures


@given(st.text() | st.lists(st.lists(st.text(max_size=12), max_size=7).map(";".join)).map(lambda rows: HEAD + "\n".join(rows)))
def test_whatever_is_sent_is_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        reading = read_rows(text, NAMES, TODAY)
    except Invalid as error:
        assert error.message
        assert error.field in {"file", "text"}
        return
    assert all(number > 1 and why for number, why in reading.refused)
    assert all(date(2000, 1, 1) <= entry.key.day <= TODAY and 0 <= entry.contacts <= MOST_CONTACTS for entry in reading.entries)


@given(st.binary(max_size=300))
def test_whatever_file_is_sent_is_text_or_refused(data: bytes) -> None:
    try:
        read_rows(decode(data, channel_rows.LARGEST_BYTES), NAMES, TODAY)
    except Invalid as error:
        assert error.message
