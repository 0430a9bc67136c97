"""A list of people beside those who are known: who is new, what changes, and which rows are left out and why."""

from typing import Any

import pytest

from app.base.errors import Invalid
from app.domain.csv_table import write
from app.domain.people_list import COLUMNS, NOT_YOURS, Known, Plan, plan, row_of

SOURCE = "Personalesystemet"
DEPARTMENTS = {"borgerservice": "Borgerservice", "affald": "Genbrug og Affald", "hjemmepleje": "Hjemmeplejen"}


def person(name: str, department: str = "borgerservice", **values: Any) -> dict[str, Any]:
    empty = {"title": "", "phone": "", "extension": "", "email": "", "responsibilities": [], "demo": True, "source": ""}
    return {"name": name, "department": department, **empty, **values}


KNOWN = Known(
    {
        "dan": person("Dan Christensen", title="Sagsbehandler", extension="6001", responsibilities=["pas", "flytning"]),
        "eva": person("Eva Skov", "affald", email="eva@herning.dk"),
        "per-1": person("Per Hansen", "affald"),
        "per-2": person("Per Hansen", "borgerservice"),
    },
    DEPARTMENTS,
)


def planned(*lines: str, known: Known = KNOWN, source: str = SOURCE, demo: bool = False) -> Plan:
    return plan("navn;titel;afdeling;telefon;lokal;e-mail;opgaver\n" + "\n".join(lines), known, source, demo=demo)


def test_somebody_new_gets_a_name_of_their_own_and_the_source() -> None:
    [row] = planned("Åse Ærø;Leder;Borgerservice;96 28 28 28;2100;aase@herning.dk;pas|kørekort").added
    assert (row.number, row.slug) == (2, "aase-aeroe")
    assert row.content == person(
        "Åse Ærø",
        title="Leder",
        phone="96282828",
        extension="2100",
        email="aase@herning.dk",
        responsibilities=["pas", "kørekort"],
        demo=False,
        source=SOURCE,
    )


def test_change_names_each_field_from_old_to_new() -> None:
    [row] = planned("Dan Christensen;Souschef;Borgerservice;;6001;;pas|flytning").changed
    assert row.slug == "dan"
    changes = {change.field: (change.old, change.new) for change in row.changes}
    assert changes == {"titel": ("Sagsbehandler", "Souschef"), "opdigtet": ("ja", "nej"), "kilde": ("", SOURCE)}


def test_what_everybody_is_already_changes_nothing() -> None:
    text = write(COLUMNS, [row_of(content, DEPARTMENTS) for content in KNOWN.people.values()])
    made = plan(text, KNOWN, SOURCE, demo=False)
    assert ([row.slug for row in made.unchanged], made.added, made.changed, made.refused) == (["dan", "eva", "per-1", "per-2"], [], [], [])


def test_column_that_is_not_there_leaves_the_field_and_an_empty_cell_empties_it() -> None:
    made = plan("navn;afdeling;lokal\nDan Christensen;borgerservice;\n", KNOWN, SOURCE, demo=False)
    [row] = made.changed
    assert (row.content["title"], row.content["extension"], row.content["responsibilities"]) == ("Sagsbehandler", "", ["pas", "flytning"])


def test_email_tells_who_it_is_though_the_name_has_changed() -> None:
    [row] = planned("Eva Skov Lund;;Genbrug og Affald;;;EVA@herning.dk;").changed
    assert row.slug == "eva"


def test_namesakes_are_told_apart_by_department() -> None:
    made = planned("Per Hansen;Chef;Genbrug og Affald;;;;", "Per Hansen;Elev;Borgerservice;;;;")
    assert [(row.slug, row.content["title"]) for row in made.changed] == [("per-1", "Chef"), ("per-2", "Elev")]


def test_only_one_of_that_name_has_moved_when_the_department_is_another() -> None:
    [row] = planned("Dan Christensen;Sagsbehandler;Hjemmeplejen;;6001;;pas|flytning").changed
    assert (row.slug, row.content["department"]) == ("dan", "hjemmepleje")


def test_new_namesake_gets_a_number() -> None:
    made = planned("Dan Christensen;Sagsbehandler;Borgerservice;;6001;;pas|flytning", "Dan Christensen;;Hjemmeplejen;;;;")
    assert [row.slug for row in made.unchanged] == ["dan"]
    assert [row.slug for row in made.added] == ["dan-christensen"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (";;Borgerservice;;;;", "Navn: Skriv navnet."),
        ("Ida Holm;;;;;;", "Afdeling: Vælg en afdeling."),
        ("Ida Holm;;Rumfart;;;;", "Afdelingen »Rumfart« findes ikke."),
        ("Ida Holm;;Borgerservice;;;ida at herning;", "E-mail: Det er ikke en e-mailadresse"),
        ("Ida Holm;;Borgerservice;;12a;;", "Lokal: Et lokalnummer er to til otte cifre."),
        ("Ida Holm;;Borgerservice;ring selv;;;", "Telefon: Skriv nummeret med cifre"),
        ("Ida Holm;;Borgerservice;;;;pas|010190-1234", "Opgaver: Det ligner et CPR-nummer."),
        ("Ida 010190-1234;;Borgerservice;;;;", "Navn: Det ligner et CPR-nummer."),
        ("Ida Holm;;Borgerservice;0101901234;;;", "Telefon: Det ligner et CPR-nummer."),
        ("x" * 121 + ";;Borgerservice;;;;", "Navn: Teksten er for lang"),
    ],
)
def test_row_that_cannot_be_used_is_left_out_with_its_number_and_reason(line: str, reason: str) -> None:
    made = planned("God Nok;;Borgerservice;;;;", line)
    assert [row.number for row in made.added] == [2]
    [(number, sentence)] = made.refused
    assert number == 3
    assert reason in sentence


def test_same_person_twice_is_refused_the_second_time() -> None:
    made = planned("Dan Christensen;A;Borgerservice;;;;", "Dan Christensen;B;Borgerservice;;;;", "Ny;;Borgerservice;;;;", "NY;;Borgerservice;;;;")
    assert made.refused == [(3, "Rækken handler om samme medarbejder som række 2."), (5, "Rækken handler om samme medarbejder som række 4.")]


def test_editor_takes_in_only_their_own_departments_people() -> None:
    known = Known(KNOWN.people, DEPARTMENTS, owned={"borgerservice"})
    made = planned("Ny Nielsen;;Hjemmeplejen;;;;", "Eva Skov;;Borgerservice;;;eva@herning.dk;", "Ny Nielsen;;Borgerservice;;;;", known=known)
    assert made.refused == [(2, NOT_YOURS), (3, NOT_YOURS)]
    assert [row.number for row in made.added] == [4]


def test_invented_people_need_no_source() -> None:
    [row] = planned("Ny Nielsen;;Borgerservice;;;;", source="", demo=True).added
    assert (row.content["demo"], row.content["source"]) == (True, "")


def test_mark_changes_with_what_would_be_done() -> None:
    assert planned("Ny;;Borgerservice;;;;").mark == planned("Ny;;Borgerservice;;;;").mark
    assert planned("Ny;;Borgerservice;;;;").mark != planned("Ny;A;Borgerservice;;;;").mark
    assert planned("Ny;;Borgerservice;;;;").mark != planned("Ny;;Borgerservice;;;;", "X;;Y;;;;").mark


def test_list_without_names_is_refused_whole() -> None:
    with pytest.raises(Invalid):
        plan("afdeling\nBorgerservice\n", KNOWN, SOURCE, demo=False)
