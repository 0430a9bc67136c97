"""A dated value holds on its days only; outside them it is unknown, in every language."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.errors import BadContent
from app.domain.facts import UNITS, FactValue, as_date, check_periods, ends_on, fill, in_words, value_on
from app.models import Fact


def fact(*periods: dict[str, Any], unit: str = "kr.") -> Fact:
    return Fact(slug="pris", label="Pris", department="borgerservice", unit=unit, periods=list(periods))


def period(start: str | None, end: str | None, value: object = 100, **more: object) -> dict[str, Any]:
    return {"value": value, "from": start, "to": end, **more}


YEARLY = fact(period("2025-01-01", "2025-12-31", 100), period("2026-01-01", "2026-06-30", 110), period("2026-08-01", None, 120))


@pytest.mark.parametrize(
    ("day", "value"),
    [
        ("2024-12-31", None),
        ("2025-01-01", 100),
        ("2025-12-31", 100),
        ("2026-01-01", 110),
        ("2026-06-30", 110),
        ("2026-07-01", None),
        ("2026-07-31", None),
        ("2026-08-01", 120),
        ("2099-01-01", 120),
    ],
)
def test_value_holds_from_its_first_day_to_its_last_and_never_in_the_gap(day: str, value: int | None) -> None:
    found = value_on(YEARLY, date.fromisoformat(day))
    assert (found.value, found.known) == (value, value is not None)


def test_fact_without_periods_is_unknown() -> None:
    assert value_on(fact(), date(2026, 1, 1)) == FactValue("pris", "Pris")


def test_period_without_ends_holds_always() -> None:
    assert value_on(fact({"value": 7}), date(1900, 1, 1)).value == 7


def test_value_tells_who_looked_it_up_and_where() -> None:
    source = {"title": "Pasloven", "url": "https://www.retsinformation.dk"}
    found = value_on(fact(period("2026-01-01", None, 893, source=source, checked="2026-11-01", verified=True)), date(2026, 11, 23))
    assert (found.slug, found.label, found.unit, found.verified, found.checked) == ("pris", "Pris", "kr.", True, date(2026, 11, 1))
    assert (found.source_title, found.source_url) == ("Pasloven", "https://www.retsinformation.dk")


def test_value_that_nobody_looked_up_says_so() -> None:
    found = value_on(fact(period("2026-01-01", None, 893, checked=None)), date(2026, 11, 23))
    assert (found.verified, found.checked, found.source_title) == (False, None, "")


def test_unknown_is_said_in_the_callers_language() -> None:
    unknown = FactValue("pris", "Pris")
    assert [unknown.words(language) for language in ("da", "en", "de")] == ["ukendt", "not known", "nicht bekannt"]


@pytest.mark.parametrize(
    ("value", "unit", "danish", "english", "german"),
    [
        (893, "kr.", "893 kr.", "893 DKK", "893 DKK"),
        (0, "kr.", "0 kr.", "0 DKK", "0 DKK"),
        (1, "kr.", "1 kr.", "1 DKK", "1 DKK"),
        (1234.5, "kr.", "1.234,50 kr.", "1,234.50 DKK", "1.234,50 DKK"),
        (999.99, "kr.", "999,99 kr.", "999.99 DKK", "999,99 DKK"),
        (1000, "kr.", "1.000 kr.", "1,000 DKK", "1.000 DKK"),
        (1000000, "kr.", "1.000.000 kr.", "1,000,000 DKK", "1.000.000 DKK"),
        (-1234, "kr.", "-1.234 kr.", "-1,234 DKK", "-1.234 DKK"),
        (75.0, "kr.", "75 kr.", "75 DKK", "75 DKK"),
        (1250, "kr. pr. måned", "1.250 kr. pr. måned", "1,250 DKK a month", "1.250 DKK im Monat"),
        (1, "år", "1 år", "1 year", "1 Jahr"),
        (10, "år", "10 år", "10 years", "10 Jahre"),
        (1, "måneder", "1 måned", "1 month", "1 Monat"),
        (6, "måneder", "6 måneder", "6 months", "6 Monate"),
        (1, "uger", "1 uge", "1 week", "1 Woche"),
        (2, "uger", "2 uger", "2 weeks", "2 Wochen"),
        (1, "dage", "1 dag", "1 day", "1 Tag"),
        (14, "dage", "14 dage", "14 days", "14 Tage"),
        (1, "hverdage", "1 hverdag", "1 working day", "1 Werktag"),
        (3, "hverdage", "3 hverdage", "3 working days", "3 Werktage"),
        (1, "timer", "1 time", "1 hour", "1 Stunde"),
        (24, "timer", "24 timer", "24 hours", "24 Stunden"),
        (25, "pct.", "25 pct.", "25 %", "25 %"),
        (50, "m²", "50 m²", "50 m²", "50 m²"),
        (2.5, "m", "2,50 m", "2.50 m", "2,50 m"),
        ("2-3", "uger", "2-3 uger", "2-3 weeks", "2-3 Wochen"),
        ("2-3 uger", "tekst", "2-3 uger", "2-3 uger", "2-3 uger"),
    ],
)
def test_value_is_said_in_three_languages(value: object, unit: str, danish: str, english: str, german: str) -> None:
    assert unit in UNITS
    assert [in_words(value, unit, language) for language in ("da", "en", "de")] == [danish, english, german]


@given(st.integers(-(10**12), 10**12))
def test_thousand_separators_never_change_the_number(value: int) -> None:
    number = in_words(value, "kr.").removesuffix(" kr.")
    assert int(number.replace(".", "")) == value
    assert all(len(group) == 3 for group in number.split(".")[1:])


def test_text_is_filled_with_values_and_unknown_ones_are_not_hidden() -> None:
    values = {"pris": FactValue("pris", "Pris", 893, "kr.")}
    assert fill("Et pas koster {fact:pris}. Frist: {fact:frist}.", values) == "Et pas koster 893 kr. Frist: ukendt."
    assert fill("{fact:pris} {fact:pris}", values, lambda value: f"<{value.slug}>") == "<pris> <pris>"
    assert fill("Ingen mærker {her} {fact:} {fact:PRIS}", values) == "Ingen mærker {her} {fact:} {fact:PRIS}"


@pytest.mark.parametrize(
    ("day", "end"),
    [
        ("2025-05-01", date(2026, 6, 30)),
        ("2026-06-30", date(2026, 6, 30)),
        ("2026-08-01", None),
    ],
)
def test_value_ends_where_the_first_gap_begins(day: str, end: date | None) -> None:
    assert ends_on(YEARLY, date.fromisoformat(day)) == end


def test_fact_that_holds_no_value_today_ended_before_today() -> None:
    ended = ends_on(YEARLY, date(2026, 7, 15))
    assert ended is not None
    assert ended < date(2026, 7, 15)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 10)), max_size=5), st.integers(0, 50))
def test_on_the_last_day_there_is_a_value_and_on_the_next_there_is_none(rows: list[tuple[int, int]], offset: int) -> None:
    first = date(2026, 1, 1)
    periods = [period(str(first + timedelta(days=start)), str(first + timedelta(days=start + length))) for start, length in rows]
    today = first + timedelta(days=offset)
    if value_on(fact(*periods), today).known:
        end = ends_on(fact(*periods), today)
        assert end is not None
        assert value_on(fact(*periods), end).known
        assert not value_on(fact(*periods), end + timedelta(days=1)).known


@pytest.mark.parametrize(
    ("periods", "sentences"),
    [
        ([], []),
        ([period("2025-01-01", "2025-12-31"), period("2026-01-01", None)], []),
        ([period("2026-01-01", None), period(None, "2025-12-31")], []),
        ([period("2026-02-01", "2026-01-01")], ["Perioden fra 2026-02-01 slutter, før den begynder."]),
        ([period("2025-01-01", "2026-01-01"), period("2026-01-01", None)], ["Perioderne fra 2025-01-01 og 2026-01-01 overlapper."]),
        ([period("2025-01-01", None), period("2026-01-01", None)], ["Perioderne fra 2025-01-01 og 2026-01-01 overlapper."]),
        ([period(None, None), period(None, "2025-01-01")], ["Perioderne fra begyndelsen og begyndelsen overlapper."]),
    ],
)
def test_periods_that_overlap_or_end_too_early_are_named(periods: list[dict[str, Any]], sentences: list[str]) -> None:
    assert check_periods(fact(*periods)) == sentences


def test_date_is_read_from_a_date_or_its_text_and_nothing_else() -> None:
    assert as_date("2026-01-31") == as_date(date(2026, 1, 31)) == date(2026, 1, 31)
    assert as_date(None) is as_date("") is None
    for wrong in ("31-01-2026", "2026-02-30", "i går", 7):
        with pytest.raises(BadContent, match="er ikke en dato"):
            as_date(wrong)


def test_value_that_ends_with_a_full_stop_ends_its_sentence_too() -> None:
    values = {"pris": FactValue("pris", "Pris", 893, "kr."), "tid": FactValue("tid", "Tid", 2, "uger")}
    assert fill("Det koster {fact:pris}. Det tager {fact:tid}.", values) == "Det koster 893 kr. Det tager 2 uger."
    assert fill("{fact:pris}, {fact:pris}...", values) == "893 kr., 893 kr...."
