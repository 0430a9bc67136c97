"""A department's form: hours as people write them, numbers that check themselves, and fallbacks that never go round in a ring."""

import pytest

from app.base.errors import BadContent
from app.domain.department_form import chain_of, content_from, content_of, ean_is_right, hours_from, spans_from, texts_of
from app.domain.typed_form import Refused, slug_of
from tests.support.town import departments

NAMES = {row.slug: row.name for row in departments()}
FALLBACKS = {row.slug: row.fallback.get("department", "") for row in departments()}


def problems(slug: str = "affald", **texts: str) -> dict[str, str]:
    typed = {**texts_of(content_of(next(row for row in departments() if row.slug == slug))), **texts}
    with pytest.raises(Refused) as refusal:
        content_from(typed, slug, NAMES, FALLBACKS)
    return refusal.value.problems


@pytest.mark.parametrize("slug", NAMES)
def test_department_goes_to_the_form_and_back_unchanged(slug: str) -> None:
    content = content_of(next(row for row in departments() if row.slug == slug))
    back = content_from(texts_of(content), slug, NAMES, FALLBACKS)
    back["hours"] = {day: spans for day, spans in back["hours"].items() if spans or day in content["hours"]}
    back["source"] = {name: text for name, text in back["source"].items() if text}
    assert back == content


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", []),
        ("lukket", []),
        ("10:00-15:00", ["10:00-15:00"]),
        ("10-15, 16.30-18", ["10:00-15:00", "16:30-18:00"]),
        ("kl. 16–18 og 10 til 15", ["10:00-15:00", "16:00-18:00"]),
        ("Hele døgnet", ["00:00-24:00"]),
        ("8-24", ["08:00-24:00"]),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, spans: list[str]) -> None:
    assert spans_from(text) == spans


@pytest.mark.parametrize("text", ["10", "10-9", "10:00-15:00, 14-16", "25-26", "formiddag", "10-15 -16"])
def test_hours_that_mean_nothing_are_refused(text: str) -> None:
    with pytest.raises(BadContent):
        spans_from(text)
    assert set(problems(**{"hours-wed": text})) == {"hours-wed"}


@pytest.mark.parametrize(("ean", "right"), [("5798005010190", False), ("4006381333931", True), ("4006381333932", False), ("400638133393", False)])
def test_ean_checks_itself(ean: str, right: bool) -> None:
    assert ean_is_right(ean) is right


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("name", "", "Skriv afdelingens navn."),
        ("ean", "123", "13 cifre"),
        ("ean", "4006381333932", "kontrolciffer"),
        ("phone", "ring", "cifre"),
        ("email", "a@b", "e-mailadresse"),
        ("url", "http://x.dk", "https://"),
        ("answer_within_seconds", "0", "helt tal"),
        ("call_back_within_hours", "halvanden", "helt tal"),
        ("duties", "pas\n010190-1234", "CPR"),
        ("source_checked", "i går", "dato"),
        ("fallback_department", "rumfart", "findes ikke"),
        ("day-0", "", "Vælg dagen"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(name: str, text: str, sentence: str) -> None:
    more = {"why-0": "Personaledag"} if name == "day-0" else {}
    assert sentence in problems(**{name: text, **more})[name]


def test_department_that_nobody_can_ring_is_refused() -> None:
    assert "phone" in problems(phone="", extension="")


def test_department_needs_somebody_or_something_when_it_is_closed() -> None:
    assert "fallback_text" in problems(fallback_text="", fallback_department="")


def test_special_day_twice_is_refused_at_the_second() -> None:
    row = {"day-0": "2026-12-23", "why-0": "A", "day-1": "2026-12-23", "why-1": "B"}
    assert problems(**row) == {"day-1": "Den dag står der allerede."}


def test_ring_of_fallbacks_is_refused_with_the_chain_shown() -> None:
    assert problems("omstilling", fallback_department="borgerservice") == {
        "fallback_department": "Afløserne går i ring: Omstillingen → Borgerservice → Omstillingen."
    }
    assert "Genbrug og Affald → Genbrug og Affald" in problems("affald", fallback_department="affald")["fallback_department"]


def test_chain_ends_where_nobody_takes_over_and_at_a_ring_further_on() -> None:
    assert chain_of("a", "b", {"b": "c", "c": ""}) == ["a", "b", "c"]
    assert chain_of("a", "b", {"b": "c", "c": "b"}) == ["a", "b", "c", "b"]


def test_hours_can_be_looked_at_before_the_rest_is_filled_in() -> None:
    assert hours_from({"hours-mon": "10-12"}, "x").hours["mon"] == ["10:00-12:00"]


@pytest.mark.parametrize(
    ("text", "slug"), [("Åge Ågård", "aage-aagaard"), ("Łukasz Müller-Öz", "lukasz-muller-oz"), ("§ 118 / ø", "118-oe"), ("...", "")]
)
def test_short_name_is_made_of_plain_letters(text: str, slug: str) -> None:
    assert slug_of(text) == slug
