"""Facts, departments, closing days and people in the store: rights in every service, a trail of every change, rows taken in by each worker."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlmodel import Session

from app.base.errors import Conflict, Invalid, NotAllowed, NotFound
from app.domain.department_form import content_of, texts_of
from app.models import Guide, Person
from app.services import closures, content, departments, facts, people, people_lists, trail
from tests.conftest import user
from tests.support.town import departments as town_departments
from tests.support.town import guide

FACT = {"label": "Pas, pris", "department": "borgerservice", "unit": "kr.", "value-0": "899"}
UNIT = texts_of(content_of(town_departments()[1]))
DAY = {"day": "2026-11-24", "name": "Sne", "department-affald": "on"}
PERSON = {"name": "Ida Holm", "department": "borgerservice", "demo": "on"}
LIST = "navn;afdeling\nIda Holm;Borgerservice\nPer Holm;Genbrug og Affald\n"

Act = Callable[[Session, str, datetime], object]
ACTS: dict[str, Act] = {
    "change a fact": lambda session, name, at: facts.save(session, user(session, name), "pas-pris", FACT, at),
    "make a fact": lambda session, name, at: facts.create(session, user(session, name), {**FACT, "slug": "ny"}, at),
    "change a department": lambda session, name, at: departments.save(session, user(session, name), "borgerservice", {**UNIT, "address": "X"}, at),
    "make a closing day": lambda session, name, at: closures.create(session, user(session, name), DAY, at),
    "make a person": lambda session, name, at: people.create(session, user(session, name), PERSON, at),
    "change a person": lambda session, name, at: people.save(session, user(session, name), "dan-christensen", PERSON, at),
    "delete a person": lambda session, name, at: people.delete(session, user(session, name), "dan-christensen", at),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("name", ["anna", "carla"])
def test_nobody_without_the_right_changes_anything(sqlite_session: Session, at: datetime, act: str, name: str) -> None:
    with pytest.raises(NotAllowed):
        ACTS[act](sqlite_session, name, at)
    assert trail.read(sqlite_session, trail.Filter()) == []


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("name", ["bo", "eva"])
def test_each_change_leaves_one_line_in_the_trail_and_one_change_to_take_in(session: Session, at: datetime, act: str, name: str) -> None:
    before = content.current(session).revision
    ACTS[act](session, name, at)
    session.commit()
    [entry] = trail.read(session, trail.Filter())
    assert entry.by == user(session, name).id
    assert entry.old != entry.new
    assert content.current(session).revision == before + 1


def test_every_worker_reads_the_new_value(session: Session, at: datetime) -> None:
    content.current(session)
    facts.save(session, user(session, "bo"), "pas-pris", FACT, at)
    session.commit()
    snapshot = content.current(session)
    assert snapshot.facts["pas-pris"].periods[0]["value"] == 899
    [row] = facts.touched(session, "pas-pris", None, at.date())
    assert [sentence for _, sentence in row.sentences] == ["Et pas koster 899 kr.", "Pris: 899 kr."]


def test_fact_of_an_archived_guide_is_not_deleted(sqlite_session: Session, at: datetime) -> None:
    bo = user(sqlite_session, "bo")
    facts.create(sqlite_session, bo, {**FACT, "slug": "gebyr"}, at)
    sqlite_session.add(guide("gammel", "Gammel guide", "affald", say="Det koster {fact:gebyr}.", archived_at=at))
    sqlite_session.flush()
    with pytest.raises(Conflict, match="»Gammel guide«"):
        facts.delete(sqlite_session, bo, "gebyr", at)


def test_one_change_touches_all_guides_of_a_fact(sqlite_session: Session, at: datetime) -> None:
    sqlite_session.add(guide("pas-barn", "Pas til barn", "borgerservice", processing_time="{fact:pas-pris} ved hurtig levering"))
    other = sqlite_session.get(Guide, "pas-forny")
    assert other is not None
    for slug in ("pas-barn",):
        content.revisions.content_changed(sqlite_session, "guide", slug)
    sqlite_session.commit()
    touched = facts.touched(sqlite_session, "pas-pris", {"label": "", "department": "", "unit": "kr.", "periods": [{"value": 1}]}, at.date())
    assert [row.guide.slug for row in touched] == ["pas-forny", "pas-barn"]
    assert touched[1].sentences == [("da", "1 kr. ved hurtig levering")]


def test_closing_day_that_moves_is_taken_in_at_both_ends(session: Session, at: datetime) -> None:
    bo = user(session, "bo")
    closures.create(session, bo, DAY, at)
    session.commit()
    assert "2026-11-24" in content.current(session).schedules["affald"].closed
    closures.save(session, bo, "2026-11-24", {**DAY, "day": "2026-11-25"}, at)
    session.commit()
    closed = content.current(session).schedules["affald"].closed
    assert "2026-11-25" in closed
    assert "2026-11-24" not in closed


def test_list_is_taken_in_whole_or_not_at_all(session: Session, at: datetime) -> None:
    bo = user(session, "bo")
    made = people_lists.dry_run(session, bo, LIST, "HR", demo=False)
    with pytest.raises(Conflict):
        people_lists.take_in(session, bo, LIST + "Ny;Borgerservice\n", "HR", at, demo=False, mark=made.mark)
    assert session.get(Person, "ida-holm") is None
    people_lists.take_in(session, bo, LIST, "HR", at, demo=False, mark=made.mark)
    session.commit()
    assert {"ida-holm", "per-holm"} <= set(content.current(session).people)


@pytest.mark.parametrize("name", ["anna", "carla"])
def test_nobody_without_the_right_tries_a_list(sqlite_session: Session, name: str) -> None:
    with pytest.raises(NotAllowed):
        people_lists.dry_run(sqlite_session, user(sqlite_session, name), LIST, "HR", demo=False)


@pytest.mark.parametrize(("source", "demo"), [("", False), ("HR", True)])
def test_list_says_where_it_comes_from_or_that_it_is_invented(sqlite_session: Session, source: str, demo: bool) -> None:
    with pytest.raises(Invalid) as refusal:
        people_lists.dry_run(sqlite_session, user(sqlite_session, "bo"), LIST, source, demo=demo)
    assert refusal.value.field == "source"


def test_what_is_not_there_is_not_found(sqlite_session: Session) -> None:
    for find in (facts.find, departments.find, closures.find, people.find):
        with pytest.raises(NotFound):
            find(sqlite_session, "findes-ikke")
