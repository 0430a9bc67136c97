"""Where to send the caller now: never to a closed unit without saying so, and never round in a ring."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.errors import NotFound
from app.domain.hours import schedule_of
from app.domain.referral import Referral, refer
from app.models import Department
from tests.support.town import EVENING, MONDAY, OFFICE, WHOLE_DAY, departments


def unit(slug: str, hours: dict[str, list[str]], to: str = "", text: str = "") -> Department:
    return Department(slug=slug, name=slug.title(), hours=hours, fallback={"department": to, "text": text} if to else {"text": text})


def sent(units: list[Department], slug: str, at: datetime = EVENING) -> Referral:
    by_slug = {row.slug: row for row in units}
    return refer(by_slug, {row.slug: schedule_of(row, []) for row in units}, slug, at)


def test_open_department_takes_the_call_itself() -> None:
    found = sent(departments(), "borgerservice", MONDAY)
    assert found.is_direct
    assert found.reason == "Borgerservice: åbent til kl. 15."


def test_closed_department_offers_its_open_fallback() -> None:
    units = [unit("byggeri", OFFICE, to="vagten", text="Bed dem ringe igen."), unit("vagten", WHOLE_DAY)]
    found = sent(units, "byggeri")
    assert not found.is_direct
    assert found.now is not None
    assert found.now.department.slug == "vagten"
    assert found.asked.department.slug == "byggeri"
    assert found.fallback_text == "Bed dem ringe igen."
    assert found.reason == "Byggeri er lukket for i dag; åbner i morgen kl. 10. Vagten tager over: åbent hele døgnet."


def test_chain_of_closed_departments_is_followed_to_the_first_open_one() -> None:
    units = [unit("a", OFFICE, to="b"), unit("b", OFFICE, to="c"), unit("c", {}, to="d"), unit("d", WHOLE_DAY, to="e"), unit("e", WHOLE_DAY)]
    found = sent(units, "a")
    assert found.now is not None
    assert found.now.department.slug == "d"


def test_when_nobody_is_open_the_caller_gets_the_text_and_not_a_closed_number() -> None:
    found = sent(departments(), "borgerservice")
    assert found.now is None
    assert not found.is_direct
    assert found.fallback_text == "Tilbyd opkald tilbage."
    assert found.reason == "Borgerservice er lukket for i dag; åbner i morgen kl. 10. Ingen afløser er åben."


@pytest.mark.parametrize(
    "units",
    [
        [unit("a", OFFICE, to="a")],
        [unit("a", OFFICE, to="b"), unit("b", OFFICE, to="a")],
        [unit("a", OFFICE, to="b"), unit("b", OFFICE, to="c"), unit("c", OFFICE, to="b")],
    ],
)
def test_ring_of_closed_departments_ends_with_nobody(units: list[Department]) -> None:
    assert sent(units, "a").now is None


def test_fallback_that_does_not_exist_is_nobody() -> None:
    assert sent([unit("a", OFFICE, to="nedlagt")], "a").now is None


def test_department_without_hours_is_not_called_closed() -> None:
    found = sent([unit("arkiv", {}), unit("vagten", WHOLE_DAY)], "arkiv", MONDAY)
    assert found.now is None
    assert found.reason == "Arkiv: ingen åbningstider oplyst. Ingen afløser er åben."


def test_department_that_does_not_exist_is_refused() -> None:
    with pytest.raises(NotFound, match="Afdelingen findes ikke"):
        sent(departments(), "findes-ikke")


SLUGS = "abcde"


@given(st.lists(st.tuples(st.sampled_from([{}, OFFICE, WHOLE_DAY]), st.sampled_from(["", *SLUGS, "x"])), min_size=5, max_size=5))
def test_caller_is_only_ever_sent_to_somebody_who_is_open(rows: list[tuple[dict[str, list[str]], str]]) -> None:
    units = [unit(slug, hours, to=to) for slug, (hours, to) in zip(SLUGS, rows, strict=True)]
    for slug in SLUGS:
        found = sent(units, slug)
        assert found.now is None or found.now.availability.open
        assert found.is_direct == found.asked.availability.open
