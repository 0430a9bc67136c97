"""A routing table as a sheet: read and written without loss, every problem at its field, and what its buttons do."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.base.settings import ROOT
from app.domain.privacy import REFUSAL
from app.domain.routing_form import CHOOSE, MOST_ROWS, Targets, content_from, judge
from app.domain.routing_sheet import Column, Line, Sheet, blank, edited, sheet_from, sheet_of
from app.domain.routing_words import change_words, field_words
from app.services.knowledge_base import read_folder
from app.services.routing_tables import content_of

TARGETS = Targets({"affald", "omstilling", "lukket"}, {"affald", "omstilling"}, {"eva-skov": "affald", "uden-tid": "lukket"})
HEAD = {
    "title": "Hvem tager det?",
    "department": "affald",
    "policy": "unique",
    "demo": "",
    "note": "",
    "fallback.to": "department:omstilling",
    "fallback.authority": "",
    "fallback.phone": "",
}
DAY = Column("birth_day", "birth_day", "Hvilken dag er borgeren født?")
PART = Column("choice", "choice", "Hvor?", "Byen\nLandet\nØen")
EARLY, LATE = Line({"birth_day": "1-15"}, "department:affald"), Line({"birth_day": "16-31"}, "person:eva-skov")


def sheet(*rows: Line, columns: tuple[Column, ...] = (DAY,), **head: str) -> Sheet:
    return Sheet({**HEAD, **{name.replace("__", "."): value for name, value in head.items()}}, columns, rows)


def problems(given: Sheet) -> dict[str, str]:
    return content_from(given, TARGETS)[1]


def real_contents() -> list[tuple[dict[str, Any], Targets]]:
    known = read_folder(Path(ROOT) / "knowledge_base")
    units = {unit.slug for unit in known.departments}
    targets = Targets(
        units, {unit.slug for unit in known.departments if any(unit.hours.values())}, {row.slug: row.department for row in known.people}
    )
    return [(content_of(row), targets) for row in known.tables]


def test_every_real_table_comes_back_from_the_form_as_it_was_and_holds() -> None:
    found = real_contents()
    assert len(found) >= 40
    for content, targets in found:
        judged = judge(sheet_of(content), targets)
        assert judged.content == content
        assert list(judged.content["inputs"]) == list(content["inputs"])
        assert judged.holds, content["title"]


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("birth_day", "1-15", "1-15"),
        ("birth_day", " 3,20 og 31 ", [3, 20, 31]),
        ("birth_day", "12", 12),
        ("birth_day", "1 – 8; 9-12", ["1-8", "9-12"]),
        ("age", "67+", "67+"),
        ("time", "08.00-15.30", "08:00-15:30"),
        ("time", "00:00-07:00, 15:00-24:00", ["00:00-07:00", "15:00-24:00"]),
        ("initial", "a-k", "a-k"),
        ("postcode", "herning, 7451", [7400, 7451]),
        ("postcode", "7400-7499", "7400-7499"),
    ],
)
def test_conditions_are_written_as_people_write_them(kind: str, typed: str, stored: Any) -> None:
    column = Column(kind, kind, "Hvad?", places="Herning 7400")
    content, found = content_from(sheet(Line({kind: typed}, "department:affald"), columns=(column,)), TARGETS)
    assert found == {}
    assert content["rows"][0]["when"] == {kind: stored}


@pytest.mark.parametrize("typed", ["", "alle", "Alle", " - ", "1-31", "1-15, 16-31"])
def test_a_cell_that_allows_everything_is_no_condition(typed: str) -> None:
    assert content_from(sheet(Line({"birth_day": typed}, "department:affald")), TARGETS) == (
        {
            "title": "Hvem tager det?",
            "department": "affald",
            "policy": "unique",
            "demo": False,
            "note": "",
            "inputs": {"birth_day": {"question": "Hvilken dag er borgeren født?"}},
            "rows": [{"when": {}, "to": {"department": "affald"}}],
            "fallback": {"department": "omstilling"},
        },
        {},
    )


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        (sheet(EARLY, LATE, title=" "), "title", "Giv tabellen en titel."),
        (sheet(EARLY, LATE, title="x" * 121), "title", "for lang"),
        (sheet(EARLY, LATE, note="ring til 010190-1234"), "note", REFUSAL),
        (sheet(EARLY, LATE, department="væk"), "department", "Vælg den afdeling"),
        (sheet(EARLY, LATE, policy="tilfældig"), "policy", "Vælg, hvordan"),
        (sheet(EARLY, LATE, fallback__to=""), "fallback.to", CHOOSE),
        (sheet(), "rows", "mindst én række"),
        (sheet(*[EARLY] * (MOST_ROWS + 1)), "rows", f"Højst {MOST_ROWS}"),
        (sheet(Line({}, "department:affald"), columns=()), "columns", "mindst ét spørgsmål"),
        (sheet(replace(EARLY, cells={"birth_day": "0-15"}), LATE), "row.1.when.birth_day", "»0-15« kan ikke bruges. Skriv for eksempel 1-15"),
        (sheet(EARLY, replace(LATE, cells={"birth_day": "16-31, snart"})), "row.2.when.birth_day", "»snart« kan ikke bruges"),
        (sheet(replace(EARLY, cells={"birth_day": ","})), "row.1.when.birth_day", "så gælder alle"),
        (sheet(replace(EARLY, to="")), "row.1.to", CHOOSE),
        (sheet(replace(EARLY, to="department:nedlagt")), "row.1.to", "findes ikke længere"),
        (sheet(replace(EARLY, to="person:fratrådt")), "row.1.to", "medarbejder findes ikke"),
        (sheet(replace(EARLY, to="department:lukket")), "row.1.to", "ingen åbningstider"),
        (sheet(replace(EARLY, to="person:uden-tid")), "row.1.to", "ingen åbningstider"),
        (sheet(replace(EARLY, to="authority")), "row.1.authority", "myndighedens navn"),
        (sheet(replace(EARLY, note="010190-1234")), "row.1.note", REFUSAL),
        (sheet(EARLY, columns=(replace(DAY, question=""),)), "input.1.question", "Skriv det spørgsmål"),
        (sheet(EARLY, columns=(DAY, replace(PART, values="Byen"))), "input.2.values", "mindst to svar"),
        (sheet(EARLY, columns=(DAY, replace(PART, values="Byen\nbyen"))), "input.2.values", "to gange"),
        (sheet(EARLY, columns=(Column("postcode", "postcode", "Hvor?", places="Herning"),)), "input.1.places", "Herning 7400"),
        (sheet(replace(EARLY, cells={"choice": "Bjerget"}), columns=(PART,)), "row.1.when.choice", "ikke længere et af svarene"),
    ],
)
def test_each_problem_stands_at_its_field(given: Sheet, field: str, words: str) -> None:
    found = problems(given)
    assert words in found.get(field, ""), found
    assert judge(given, TARGETS).table is None


def test_a_table_with_a_gap_or_a_contradiction_does_not_hold_and_marks_its_row() -> None:
    gap = judge(sheet(EARLY, replace(LATE, cells={"birth_day": "17-31"})), TARGETS)
    assert [(fault.row, fault.caller) for fault in gap.faults] == [(0, "Hvilken dag er borgeren født? 16")]
    double = judge(sheet(EARLY, replace(LATE, cells={"birth_day": "15-31"})), TARGETS)
    assert [fault.sentence for fault in double.faults] == ["Række 2 modsiger række 1."]
    assert (double.holds, double.faulty_rows, gap.faulty_rows) == (False, {2}, set())
    assert judge(sheet(EARLY, LATE), TARGETS).holds


def test_a_row_that_only_lacks_its_destination_is_not_marked_as_wrong() -> None:
    judged = judge(sheet(EARLY, Line({"birth_day": "16-32"})), TARGETS)
    assert judged.faulty_rows == {2}
    assert judge(sheet(EARLY, Line({"birth_day": "16-31"})), TARGETS).faulty_rows == set()


def test_another_authority_keeps_its_number() -> None:
    content, found = content_from(sheet(replace(EARLY, to="authority", authority=" Skat ", phone="72221818"), LATE), TARGETS)
    assert found == {}
    assert content["rows"][0]["to"] == {"authority": "Skat", "phone": "72221818"}
    assert sheet_of(content).lines[0].authority == "Skat"


FIELDS = {
    **HEAD,
    "input.1.name": "part",
    "input.1.kind": "choice",
    "input.1.question": "Hvor?",
    "input.1.values": "Byen\r\nLandet",
    "input.1.was": "Byen\nLandet",
    "row.1.to": "department:affald",
    "row.1.when.part.2": "Landet",
    "row.2.to": "department:omstilling",
    "row.2.when.part.1": "Byen",
}


def test_picked_answers_are_gathered_in_their_order() -> None:
    found = sheet_from({**FIELDS, "row.1.when.part.1": "Byen", "row.10.to": ""})
    assert [row.picked("part") for row in found.lines] == [["Byen", "Landet"], ["Byen"], []]


def test_an_answer_that_is_rewritten_in_its_list_is_rewritten_in_the_rows() -> None:
    assert sheet_from({**FIELDS, "input.1.values": "Byen\nPå landet"}).lines[0].picked("part") == ["På landet"]


@pytest.mark.parametrize("values", ["Byen", "Landet\nByen", "Byen\nLandet\nØen"])
def test_answers_that_are_moved_removed_or_added_leave_the_rows_as_they_are(values: str) -> None:
    assert sheet_from({**FIELDS, "input.1.values": values}).lines[0].picked("part") == ["Landet"]


def test_inputs_get_names_of_their_own_whatever_is_sent() -> None:
    sent = {"input.1.kind": "age", "input.2.kind": "age", "input.2.name": "age", "input.3.kind": "hacket", "input.3.name": "../x"}
    assert [(column.name, column.kind) for column in sheet_from(sent).columns] == [("age", "age"), ("age_2", "age"), ("yes_no", "yes_no")]


@pytest.mark.parametrize(
    ("do", "order"),
    [
        ("row.up.2", "bac"),
        ("row.up.1", "abc"),
        ("row.down.2", "acb"),
        ("row.down.3", "abc"),
        ("row.remove.2", "ac"),
        ("row.copy.1", "aabc"),
        ("row.add", "abc-"),
        ("row.remove.9", "abc"),
        ("row.up.x", "abc"),
        ("redraw", "abc"),
        ("", "abc"),
    ],
)
def test_rows_are_moved_copied_removed_and_added(do: str, order: str) -> None:
    after = edited(sheet(*(Line({}, letter) for letter in "abc")), do)
    assert "".join(row.to or "-" for row in after.lines) == order


def test_a_question_that_goes_takes_its_conditions_with_it() -> None:
    before = sheet(Line({"birth_day": "1-15", "choice": "Byen"}, "department:affald"), columns=(DAY, PART))
    after = edited(before, "input.remove.2")
    assert (list(after.columns), after.lines[0].cells) == ([DAY], {"birth_day": "1-15"})
    assert [column.name for column in edited(edited(after, "input.add"), "input.add").columns] == ["birth_day", "yes_no", "yes_no_2"]


def test_a_new_table_begins_with_a_question_and_says_what_is_missing() -> None:
    assert set(problems(blank("affald"))) == {"title", "input.1.question", "row.1.to", "row.2.to", "fallback.to"}


def test_fields_and_changes_have_words() -> None:
    given = sheet(EARLY, LATE, columns=(DAY, PART))
    assert field_words(given, "row.2.when.birth_day") == "Række 2, Hvilken dag er borgeren født?"
    assert (field_words(given, "row.1.to"), field_words(given, "input.2.values")) == ("Række 1, sendes til", "Spørgsmål 2, svarene")
    assert field_words(given, "fallback.to") == "Når ingen række passer"
    old = content_from(sheet(EARLY, LATE), TARGETS)[0]
    new = {**old, "title": "Ny", "rows": [*old["rows"], {"when": {}, "to": {"department": "affald"}}]}
    assert change_words(old, new) == "1 række ny, titel"
    assert change_words(old, {**old, "rows": old["rows"][::-1]}) == "rækkernes orden"
    assert (change_words(None, new), change_words(old, None), change_words(old, old)) == ("Oprettet", "Slettet", "Uændret")
