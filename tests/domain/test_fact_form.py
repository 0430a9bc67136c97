"""A fact's form: values as Danes write them, periods row by row, and the sentences it stands in."""

from datetime import date
from typing import Any

import pytest

from app.domain.fact_form import Use, content_from, gaps, read_out, texts_of, uses_of, value_from, value_text
from app.domain.facts import FactValue, period_faults, period_gaps
from app.domain.typed_form import Refused
from tests.support.town import facts, guide, guides

TODAY = date(2026, 11, 23)
ROW = {"value-0": "893", "from-0": "2026-01-01", "to-0": "2026-12-31"}
FORM = {"label": "Pas, pris", "department": "borgerservice", "unit": "kr.", **ROW}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("893", 893),
        ("1.234", 1234),
        ("1.234,50", 1234.5),
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("-3", -3),
        ("8-10", "8-10"),
        ("mange", None),
        ("kr. 5", None),
    ],
)
def test_typed_number_is_read_as_danes_write_it(text: str, value: Any) -> None:
    assert value_from(text, "kr.") == value
    assert type(value_from(text, "kr.")) is type(value)


def test_text_stays_text_also_when_it_is_digits() -> None:
    assert value_from("112", "tekst") == "112"


@pytest.mark.parametrize("value", [893, 1234.5, 0.25, "8-10", 1234567])
def test_value_goes_to_the_form_and_back(value: Any) -> None:
    assert value_from(value_text(value), "kr.") == value


def test_fact_goes_to_the_form_and_back_unchanged() -> None:
    [fact] = facts()
    content = {"label": fact.label, "department": fact.department, "unit": fact.unit, "periods": fact.periods}
    assert content_from(texts_of(content), TODAY) == content


def test_all_problems_are_said_at_once_each_at_its_field() -> None:
    with pytest.raises(Refused) as refusal:
        content_from({"unit": "x", "value-0": "a", "from-0": "igår", "url-0": "ftp://x"}, TODAY)
    assert set(refusal.value.problems) == {"label", "department", "unit", "value-0", "from-0", "url-0"}


def test_fact_without_a_value_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        content_from({**FORM, "remove-0": "on"}, TODAY)
    assert refusal.value.problems == {"value-0": "Skriv mindst én værdi."}


def test_fault_stands_at_the_row_that_begins_last_whatever_the_order() -> None:
    rows = [{"from": "2027-01-01"}, {"from": "2026-01-01", "to": "2027-01-01"}]
    assert [place for place, _ in period_faults(rows)] == [0]
    assert [place for place, _ in period_faults(rows[::-1])] == [1]


def test_gap_is_said_with_its_first_and_last_day() -> None:
    rows = [{"from": "2026-01-01", "to": "2026-12-31"}, {"from": "2027-02-01"}]
    assert period_gaps(rows) == [(1, "Fra 1. januar 2027 til 31. januar 2027 står der »ukendt«.")]
    assert period_gaps([rows[0], {"from": "2027-01-01"}]) == []


def test_gap_warns_at_the_field_of_its_row_and_does_not_refuse() -> None:
    texts = {**FORM, "value-5": "950", "from-5": "2027-02-01"}
    assert set(gaps(texts, content_from(texts, TODAY))) == {"from-5"}


def test_sentences_are_found_in_every_part_of_a_guide_and_each_once() -> None:
    passport = next(row for row in guides() if row.slug == "pas-forny")
    assert uses_of(passport, "pas-pris") == [Use("da", "Et pas koster {fact:pas-pris}."), Use("da", "Pris: {fact:pas-pris}")]
    assert uses_of(passport, "pas") == []


def test_sentence_of_a_translation_reads_in_its_language() -> None:
    row = guide("x", "X", "affald", translations={"en": {"say": "Hello. It costs {fact:pris}."}}, processing_time="{fact:pris} i alt")
    values = {"pris": FactValue("pris", "Pris", 1234, "kr.")}
    assert [read_out(use, values) for use in uses_of(row, "pris")] == ["1.234 kr. i alt", "It costs 1,234 DKK."]
