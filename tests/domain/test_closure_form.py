"""Closing days as a form, and what they mean for a department."""

from datetime import date

import pytest

from app.domain.closure_form import content_from, holidays_from, meaning, next_date, texts_of
from app.domain.hours import schedule_of
from app.domain.typed_form import Refused
from app.models import Closure
from tests.support.town import departments

TODAY = date(2026, 11, 23)
SLUGS = ("affald", "borgerservice", "omstilling")
FORM = {"day": "2026-11-30", "name": "Personaledag", "department-affald": "on"}


def test_date_or_every_year() -> None:
    assert content_from(FORM, SLUGS)["day"] == "2026-11-30"
    assert content_from({**FORM, "yearly": "on"}, SLUGS)["day"] == "11-30"


def test_all_departments_is_an_empty_list() -> None:
    assert content_from(FORM, SLUGS)["departments"] == ["affald"]
    assert content_from({**FORM, "all": "on"}, SLUGS)["departments"] == []


def test_nobody_at_all_is_not_everybody() -> None:
    with pytest.raises(Refused) as refusal:
        content_from({"day": "2026-11-30", "name": "Personaledag"}, SLUGS)
    assert set(refusal.value.problems) == {"departments"}


@pytest.mark.parametrize(("name", "text"), [("day", ""), ("day", "2026-02-30"), ("name", ""), ("name", "010190-1234"), ("spans", "12-10")])
def test_what_does_not_fit_is_said_at_its_field(name: str, text: str) -> None:
    with pytest.raises(Refused) as refusal:
        content_from({**FORM, name: text}, SLUGS)
    assert set(refusal.value.problems) == {name}


@pytest.mark.parametrize(
    "closure", [Closure(day="06-05", name="Grundlovsdag"), Closure(day="2026-12-28", name="Kort", departments=["affald"], spans=["10:00-12:00"])]
)
def test_closing_day_goes_to_the_form_and_back_unchanged(closure: Closure) -> None:
    content = {"day": closure.day, "name": closure.name, "departments": closure.departments, "spans": closure.spans}
    assert content_from(texts_of(content, TODAY), SLUGS) == content


@pytest.mark.parametrize(
    ("day", "coming"),
    [("2026-05-15", date(2026, 5, 15)), ("12-24", date(2026, 12, 24)), ("06-05", date(2027, 6, 5)), ("02-29", date(2028, 2, 29)), ("02-30", None)],
)
def test_next_date_of_a_closing_day(day: str, coming: date | None) -> None:
    assert next_date(day, TODAY) == coming


def test_meaning_says_the_day_with_and_without() -> None:
    affald = next(row for row in departments() if row.slug == "affald")
    closing = Closure(day="2026-11-26", name="Personaledag", spans=["10:00-12:00"])
    found = meaning(schedule_of(affald, []), schedule_of(affald, [closing]), date(2026, 11, 26))
    assert (found.without_it, found.with_it, found.changes_nothing) == ("åbent kl. 10-12 og 13-17", "åbent kl. 10-12", False)


def test_meaning_for_a_round_the_clock_department_is_nothing() -> None:
    care = next(row for row in departments() if row.slug == "hjemmepleje")
    closing = Closure(day="2026-11-26", name="Personaledag")
    assert meaning(schedule_of(care, []), schedule_of(care, [closing]), date(2026, 11, 26)).changes_nothing


def test_holidays_are_those_of_the_year_that_begins_today() -> None:
    days = dict(holidays_from(TODAY))
    assert days[date(2026, 12, 25)] == "Juledag"
    assert min(days) >= TODAY
    assert max(days) < date(2027, 11, 25)
    assert date(2027, 5, 17) in days
