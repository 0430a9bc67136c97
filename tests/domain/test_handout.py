"""What may stand on a citizen's sheet, and a routing table on paper."""

from datetime import date

import pytest

from app.domain import handout
from app.domain.facts import FactValue
from app.domain.routing_table import table_of
from app.models import RoutingTable

PRICE = FactValue("pris", "Pris", 893, "kr.", verified=True, checked=date(2026, 11, 1))


@pytest.mark.parametrize(
    "line",
    [
        "Bed borgeren søge på borger.dk.",
        "Er der trukket i pengene, så stil om til Ydelser.",
        "Rejser du inden da, så spørg efter guiden om nødpas.",
        "Er opringeren ked af det, så giv tid.",
        "Ring til lokal 2100.",
        "Skriv navn og nummer ned.",
        "Ask the caller to leave the bin out.",
        "Sig, at sagen hører til hos Udbetaling Danmark.",
    ],
)
def test_line_that_speaks_to_the_employee_is_left_out(line: str) -> None:
    assert handout.for_citizens(f"1. Bestil tid.\n2. {line}\n3. Mød op.") == ("1. Bestil tid.\n3. Mød op.", 1)


@pytest.mark.parametrize(
    "line",
    [
        "Bestil en tid på herning.dk.",
        "Sig det til den anden forælder.",
        "Tell your employer.",
        "Borger du i udlandet?",
        "Find en læge på sundhed.dk.",
    ],
)
def test_line_that_speaks_to_the_citizen_is_kept(line: str) -> None:
    text = f"- {line}"
    expected = ("", 1) if line.startswith("Sig ") else (text, 0)
    assert handout.for_citizens(text) == expected


def test_line_goes_with_what_stands_under_it() -> None:
    assert handout.for_citizens("1. Bed om adressen.\n   - og om datoen\n2. Vent.") == ("- og om datoen\n2. Vent.", 1)


def test_text_that_is_no_list_is_kept_whole() -> None:
    assert handout.for_citizens("Vi ringer til dig.\n\nDet tager en uge.") == ("Vi ringer til dig.\n\nDet tager en uge.", 0)


@pytest.mark.parametrize(
    ("language", "words"),
    [("da", "893 kr. (pr. 1. november 2026)"), ("en", "DKK 893 (as of 1 November 2026)"), ("de", "893 DKK (Stand 1. November 2026)")],
)
def test_price_stands_with_the_day_it_was_looked_up(language: str, words: str) -> None:
    shown = handout.filled("{fact:pris}", {"pris": PRICE}, language, dated=True)
    assert shown.split("(")[1] == words.split("(")[1]
    assert "893" in shown


def test_price_that_nobody_confirmed_says_so_and_an_unknown_one_asks_to_ask() -> None:
    values = {"a": FactValue("a", "A", 10, "dage"), "b": FactValue("b", "B")}
    assert handout.filled("{fact:a}, {fact:b}", values, "da", dated=True) == "10 dage (ikke bekræftet), (spørg os)"
    assert handout.filled("{fact:a}", values, "da") == "10 dage"


def test_week_is_said_in_the_language_of_the_sheet() -> None:
    week = [("mandag-onsdag", "10-15"), ("torsdag", "10-17"), ("lørdag-søndag", "lukket")]
    assert handout.week_in("en", week) == [("Monday-Wednesday", "10-15"), ("Thursday", "10-17"), ("Saturday-Sunday", "closed")]
    assert handout.week_in("de", week)[2] == ("Samstag-Sonntag", "geschlossen")
    assert handout.week_in("da", week) == week


def test_routing_row_reads_as_words() -> None:
    table = table_of(
        RoutingTable(
            slug="x",
            title="X",
            department="a",
            policy="first_match",
            inputs={
                "birth_day": {"question": "Hvilken dag er borgeren født?"},
                "time": {},
                "ill": {"kind": "yes_no", "question": "Er nogen syge?"},
                "initial": {"question": "Første bogstav?"},
            },
            rows=[
                {"when": {"birth_day": ["1-8", "31"], "time": "08:00-12:00", "ill": "yes", "initial": "A-F"}, "to": {"department": "a"}},
                {"when": {}, "to": {"department": "b"}},
            ],
            fallback={"department": "a"},
        )
    )
    assert handout.conditions(table, table.rows[0]) == [
        "Hvilken dag er borgeren født? 1 til 8 eller 31",
        "klokken kl. 08.00 til kl. 12.00",
        "Er nogen syge? ja",
        "Første bogstav? A til F",
    ]
    assert handout.conditions(table, table.rows[1]) == []
