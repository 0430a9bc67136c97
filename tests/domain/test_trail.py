"""An entry of the trail in words."""

import pytest

from app.domain.access import Role
from app.domain.guide_content import content_of
from app.domain.trail import differences, named
from tests.support.town import guide


def shape(old: dict[str, object] | None, new: dict[str, object] | None) -> dict[str, str]:
    """What differs by label, as text with what is gone in - and what has come in +."""
    marks = {"same": "{}", "gone": "-{}-", "come": "+{}+"}
    return {row.label: "".join(marks[piece.kind].format(piece.text) for piece in row.pieces) for row in differences(old, new)}


def test_guide_is_compared_field_by_field_in_the_words_of_the_form() -> None:
    old = content_of(guide("pas-forny", "Forny pas", "borgerservice", translations={"en": {"title": "Passport", "say": "Book."}}))
    english = {"en": {"title": "Your passport", "say": "Book."}}
    new = {**old, "say": "Forny pas klarer du selv.", "audience": ["borger", "kollega"], "translations": english}
    assert shape(old, new) == {"Sig": "Forny pas klarer -vi her.-+du selv.+", "Engelsk: Titel": "-Passport-+Your passport+", "Kolleger": "+ja+"}


def test_facts_periods_are_read_one_a_line_with_dates_in_words() -> None:
    period = {"value": 893, "from": "2026-01-01", "to": "2026-12-31", "verified": True}
    old = {"label": "Pas, pris", "periods": [period]}
    new = {"label": "Pas, pris", "periods": [{**period, "value": 905}]}
    assert shape(old, new) == {"Perioder": "Værdi: -893;-+905;+ Fra: 1. januar 2026; Til og med: 31. december 2026; Verificeret: ja"}


def test_hours_are_told_by_day() -> None:
    assert shape({"hours": {"mon": ["10:00-15:00"]}}, {"hours": {"mon": ["10:00-15:00"], "tue": ["12:00-14:00"]}}) == {
        "Åbningstider, tirsdag": "+12:00-14:00+"
    }


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "ja"),
        (False, "nej"),
        ("2026-11-23T10:00:00+00:00", "23. november 2026 kl. 11.00"),
        ("2026-13-45", "2026-13-45"),
        ("1234-5678 ring", "1234-5678 ring"),
        (3, "3"),
        (["pas", "kørekort"], "pas\nkørekort"),
    ],
)
def test_value_is_said_as_one_reads_it(value: object, words: str) -> None:
    assert shape(None, {"value": value}) == {"Værdi": f"+{words}+"}


def test_new_and_deleted_things_are_all_of_one_kind() -> None:
    assert shape(None, {"name": "Pas", "note": ""}) == {"Navn": "+Pas+"}
    assert shape({"name": "Pas"}, None) == {"Navn": "-Pas-"}
    assert differences(None, None) == []


def test_unknown_key_keeps_its_own_name() -> None:
    assert shape({"kvalme": "a"}, {"kvalme": "b"}) == {"kvalme": "-a-+b+"}


def test_roles_are_said_in_danish() -> None:
    assert shape({"role": Role.OPERATOR.value}, {"role": Role.EDITOR.value}) == {"Rolle": "-omstillingsmedarbejder-+redaktør+"}


def test_entry_is_called_what_it_was_called() -> None:
    assert named("7f3a", {"title": "Strømmen er væk"}, None) == "Strømmen er væk"
    assert named("pas-pris", {"label": "Pas"}, {"label": "Pas, pris"}) == "Pas, pris"
    assert named("gry", None, {"name": ""}) == "gry"
    assert named("*", None, {"guides": 3}) == ""
