"""What a sheet would do to the stored figures: nothing twice, nothing in silence."""

from datetime import date

from app.domain.channel_plan import Plan, plan
from app.domain.channel_rows import Key, Names, read_rows

NAMES = Names({"a": "Afdeling A", "b": "Afdeling B"}, {"t": "Emne T", "u": "Emne U"})
DAY = date(2026, 11, 20)
HEAD = "dato;kanal;afdeling;emne;antal\n"


def planned(rows: str, stored: dict[Key, int]) -> Plan:
    return plan(read_rows(HEAD + rows, NAMES, date(2026, 11, 23)), stored)


def test_rows_are_new_changed_or_as_they_were() -> None:
    stored = {Key(DAY, "mail"): 4, Key(DAY, "chat"): 9}
    made = planned("2026-11-20;mail;;;5\n2026-11-20;chat;;;9\n2026-11-20;booking;;;7\n", stored)
    assert [entry.key.channel for entry in made.added] == ["booking"]
    assert [(row.old, row.entry.contacts) for row in made.replaced] == [(4, 5)]
    assert [entry.key.channel for entry in made.unchanged] == ["chat"]
    assert [entry.contacts for entry in made.taken] == [7, 5]
    assert made.span() == (DAY, DAY)


def test_mark_changes_with_whatever_it_would_do() -> None:
    rows = "2026-11-20;mail;;;5\n"
    marks = {
        planned(rows, {}).mark,
        planned(rows, {Key(DAY, "mail"): 4}).mark,
        planned(rows, {Key(DAY, "mail"): 3}).mark,
        planned(rows, {Key(DAY, "mail"): 5}).mark,
        planned("2026-11-20;mail;;;6\n", {}).mark,
        planned(rows + "x;mail;;;1\n", {}).mark,
    }
    assert len(marks) == 6
    assert planned(rows, {}).mark == planned(rows, {Key(DAY, "chat"): 1}).mark


def test_divided_row_is_refused_where_the_day_is_stored_whole() -> None:
    made = planned("2026-11-20;counter;Afdeling A;;5\n2026-11-19;counter;Afdeling A;;5\n", {Key(DAY, "counter"): 40})
    [(number, why)] = made.refused
    assert (number, why.startswith("Fremmøde den 20. november 2026 er hentet før uden afdelinger. Fjern den hentning først")) == (2, True)
    assert len(made.added) == 1


def test_whole_row_is_refused_where_the_day_is_stored_divided() -> None:
    made = planned("2026-11-20;counter;;;40\n", {Key(DAY, "counter", "a"): 5})
    assert "er hentet før delt på afdelinger" in made.refused[0][1]
    made = planned("2026-11-20;counter;Afdeling A;;40\n", {Key(DAY, "counter", "a", "t"): 5})
    assert "er hentet før delt på emner" in made.refused[0][1]


def test_another_department_or_the_rest_can_come_beside_what_is_stored() -> None:
    stored = {Key(DAY, "counter", "a"): 5, Key(DAY, "counter"): 2}
    made = planned("2026-11-20;counter;Afdeling B;;7\n2026-11-20;counter;øvrige;;3\n", stored)
    assert (made.refused, len(made.added), [row.old for row in made.replaced]) == ([], 1, [2])


def test_same_sheet_again_changes_nothing() -> None:
    rows = "2026-11-20;counter;Afdeling A;Emne T;5\n2026-11-20;counter;Afdeling A;øvrige;6\n2026-11-20;mail;;;0\n"
    stored = {entry.key: entry.contacts for entry in planned(rows, {}).taken}
    again = planned(rows, stored)
    assert (again.taken, again.refused, len(again.unchanged)) == ([], [], 3)
