"""A guide exactly as it was read out: words, facts and verification of that moment."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.base.errors import NotFound
from app.domain.guide_content import content_of
from app.models import Fact
from app.services import guides, past, revisions, trail
from tests.conftest import user
from tests.support.queries import counted

DAY = timedelta(days=1)
ReadAt = Callable[[datetime | None], past.Past]


def kept(fact: Fact) -> dict[str, Any]:
    return {"label": fact.label, "department": fact.department, "unit": fact.unit, "periods": fact.periods}


def change_fact(session: Session, slug: str, value: int | None, at: datetime) -> None:
    """A fact gets a value (or, with None, is deleted), as an editor does it."""
    fact = session.get(Fact, slug)
    old = kept(fact) if fact else None
    if value is None:
        assert fact is not None
        session.delete(fact)
        session.flush()
        trail.record(session, user(session, "bo"), "delete", "fact", slug, at, old=old)
    else:
        fact = fact or Fact(slug=slug, label="Nyt gebyr", department="borgerservice", unit="kr.")
        fact.periods = [{"value": value, "from": "2026-01-01", "to": None, "verified": True}]
        session.add(fact)
        session.flush()
        trail.record(session, user(session, "bo"), "change", "fact", slug, at, old=old, new=kept(fact))
    revisions.content_changed(session, "fact", slug)


@pytest.fixture
def read_at(session: Session, at: datetime) -> ReadAt:
    guides.keep_versions(session, at - 30 * DAY)
    return lambda moment: past.as_it_was(session, "pas-forny", 1, moment, at)


def price(shown: past.Past) -> str:
    return shown.card.values["pas-pris"].words() if "pas-pris" in shown.card.values else "ikke der"


def test_fact_has_the_value_of_the_moment(session: Session, at: datetime, read_at: ReadAt) -> None:
    change_fact(session, "pas-pris", 905, at - 20 * DAY)
    change_fact(session, "pas-pris", 950, at - 10 * DAY)
    values = {days: price(read_at(at - days * DAY)) for days in (25, 20, 15, 10, 1, 0)}
    assert values == {25: "893 kr.", 20: "905 kr.", 15: "905 kr.", 10: "950 kr.", 1: "950 kr.", 0: "950 kr."}


def test_fact_without_a_trail_is_as_it_is_now(read_at: ReadAt, at: datetime) -> None:
    assert price(read_at(at - 15 * DAY)) == "893 kr."


def test_fact_that_was_deleted_since_has_its_value_still(session: Session, at: datetime, read_at: ReadAt) -> None:
    change_fact(session, "pas-pris", None, at - 10 * DAY)
    assert (price(read_at(at - 11 * DAY)), price(read_at(at - 9 * DAY))) == ("893 kr.", "ikke der")


def test_fact_that_came_later_was_not_there(session: Session, at: datetime) -> None:
    content = content_of(guides.find(session, "pas-forny"))
    guides.publish(session, user(session, "bo"), "pas-forny", {**content, "say": "Gebyret er {fact:gebyr}."}, at - 20 * DAY)
    change_fact(session, "gebyr", 100, at - 10 * DAY)
    early, late = (past.as_it_was(session, "pas-forny", 2, at - days * DAY, at) for days in (15, 5))
    assert "gebyr" not in early.card.values
    assert late.card.values["gebyr"].words() == "100 kr."


def test_value_is_that_of_the_day_it_was_read_out_on(session: Session, at: datetime, read_at: ReadAt) -> None:
    new_year = at + 60 * DAY
    shown = past.as_it_was(session, "pas-forny", 1, at, new_year)
    assert price(shown) == "893 kr."
    assert not past.as_it_was(session, "pas-forny", 1, new_year, new_year).card.values["pas-pris"].known


def test_words_are_those_of_the_version(session: Session, at: datetime, read_at: ReadAt) -> None:
    assert read_at(None).is_current
    content = content_of(guides.find(session, "pas-forny"))
    guides.publish(session, user(session, "bo"), "pas-forny", {**content, "say": "Helt nyt.", "title": "Nyt pas"}, at)
    shown = read_at(at - DAY)
    assert (shown.card.title, shown.is_current) == ("Forny pas", False)
    assert shown.card.texts["say"] == "Du skal bestille tid. Et pas koster {fact:pas-pris}."
    assert past.as_it_was(session, "pas-forny", 2, at, at).card.title == "Nyt pas"
    assert guides.find(session, "pas-forny").title == "Nyt pas"


def test_moment_lies_in_the_life_of_the_version(read_at: ReadAt, at: datetime) -> None:
    assert read_at(None).at == at - 30 * DAY
    assert read_at(at - 300 * DAY).at == at - 30 * DAY
    assert read_at(at + DAY).at == at


def test_who_vouched_then_stands_there_and_who_did_later_does_not(session: Session, at: datetime, read_at: ReadAt) -> None:
    bo = user(session, "bo")
    guides.verify(session, bo, "pas-forny", date(2027, 1, 1), at - 20 * DAY)
    guides.verify(session, user(session, "eva"), "pas-forny", date(2027, 6, 1), at - 10 * DAY)
    early, then = read_at(at - 25 * DAY).card.guide, read_at(at - 15 * DAY).card.guide
    assert (early.verified_by, early.verified_until) == ("", None)
    assert (then.verified_by, then.verified_on, then.verified_until) == (bo.name, date(2026, 11, 3), date(2027, 1, 1))


def test_english_is_shown_in_english(session: Session, at: datetime, read_at: ReadAt) -> None:
    shown = past.as_it_was(session, "pas-forny", 1, None, at, "en")
    assert (shown.card.language, shown.card.title) == ("en", "Renew your passport")


def test_archived_guide_is_shown_still(session: Session, at: datetime, read_at: ReadAt) -> None:
    guides.archive(session, user(session, "bo"), "pas-forny", at, "")
    shown = read_at(at - DAY)
    assert (shown.card.title, shown.is_current) == ("Forny pas", False)


def test_version_that_never_was_is_not_found(session: Session, at: datetime, read_at: ReadAt) -> None:
    with pytest.raises(NotFound):
        past.as_it_was(session, "pas-forny", 2, None, at)


def test_many_changes_of_facts_cost_no_more_queries(session: Session, engine: Engine, at: datetime, read_at: ReadAt) -> None:
    for number in range(12):
        change_fact(session, "pas-pris", 900 + number, at - 20 * DAY + number * DAY)
    read_at(at)
    session.expire_all()
    with counted(engine) as seen:
        assert price(read_at(at - 15 * DAY)) == "905 kr."
    assert len(seen) <= 4
