"""A change is taken in row by row: what it touched is new, everything else is the same, and nothing is built anew."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.base.database import session_scope
from app.domain.hours import availability
from app.domain.search import rank
from app.models import Closure, Department, Fact, Guide, Person, RoutingTable, Synonym
from app.services import content, revisions, search
from tests.support.town import MONDAY


def changed(engine: Engine, kind: str, slug: str, change: Callable[[Session], None]) -> tuple[content.Snapshot, content.Snapshot]:
    """The snapshots before and after somebody's change."""
    with Session(engine) as session:
        before = content.current(session)
    with session_scope(engine) as session:
        change(session)
        revisions.content_changed(session, kind, slug)
    with Session(engine) as session:
        return before, content.current(session)


def test_new_person_is_found_by_name(engine: Engine) -> None:
    def hire(session: Session) -> None:
        session.add(Person(slug="zita-zeuthen", name="Zita Zeuthen", department="affald", title="Vognmand", demo=True))

    before, after = changed(engine, content.PERSON, "zita-zeuthen", hire)
    assert after.index.segments[0] is before.index.segments[0]
    assert rank.find(after.index, "zeuthen")[0].document.slug == "zita-zeuthen"
    assert rank.find(before.index, "zeuthen") == []


def test_person_who_left_is_gone(engine: Engine) -> None:
    before, after = changed(engine, content.PERSON, "eva-skov", lambda session: session.delete(session.get_one(Person, "eva-skov")))
    assert rank.find(before.index, "eva skov")[0].document.slug == "eva-skov"
    assert "eva-skov" not in after.people
    assert all(hit.document.slug != "eva-skov" for hit in rank.find(after.index, "eva skov"))


def test_changed_fact_is_new_and_the_index_is_the_same(engine: Engine) -> None:
    def raise_fee(session: Session) -> None:
        fact = session.get_one(Fact, "pas-pris")
        fact.periods = [{"value": 999, "from": "2026-01-01", "to": None}]
        session.add(fact)

    before, after = changed(engine, content.FACT, "pas-pris", raise_fee)
    assert after.facts["pas-pris"].periods[0]["value"] == 999
    assert before.facts["pas-pris"].periods[0]["value"] == 893
    assert after.index is before.index


def test_new_synonym_leads_to_its_guide(engine: Engine) -> None:
    def teach(session: Session) -> None:
        session.add(Synonym(word="bøttepladask", means=["skraldespand"]))

    before, after = changed(engine, content.SYNONYM, "bøttepladask", teach)
    assert rank.find(before.index, "bøttepladask") == []
    assert rank.find(after.index, "bøttepladask")[0].document.slug == "affald-glemt"


def test_closing_day_closes(engine: Engine) -> None:
    before, after = changed(engine, content.CLOSURE, "2026-11-23", lambda session: session.add(Closure(day="2026-11-23", name="Personaledag")))
    assert availability(before.schedules["affald"], MONDAY).open
    assert not availability(after.schedules["affald"], MONDAY).open


def test_new_routing_table_is_known(engine: Engine) -> None:
    def draw(session: Session) -> None:
        session.add(
            RoutingTable(
                slug="hvem-tager-affald",
                title="Hvem tager affald",
                department="affald",
                policy="first_match",
                inputs={"caller_type": {"question": "Hvem ringer?"}},
                rows=[{"when": {}, "to": {"department": "affald"}}],
                fallback={"department": "omstilling"},
            )
        )

    _, after = changed(engine, content.TABLE, "hvem-tager-affald", draw)
    assert after.tables["hvem-tager-affald"].title == "Hvem tager affald"


def test_archived_guide_is_off_the_desk_and_comes_back(engine: Engine, at: datetime) -> None:
    def archive(session: Session) -> None:
        guide = session.get_one(Guide, "affald-glemt")
        guide.archived_at = datetime(2026, 11, 20, tzinfo=UTC)
        session.add(guide)

    def bring_back(session: Session) -> None:
        guide = session.get_one(Guide, "affald-glemt")
        guide.archived_at = None
        session.add(guide)

    _, without = changed(engine, content.GUIDE, "affald-glemt", archive)
    assert "affald-glemt" not in without.guides
    with Session(engine) as session:
        assert all(found.hit.document.slug != "affald-glemt" for found in search.find(session, "min skraldespand er ikke tømt", at).found)
    _, again = changed(engine, content.GUIDE, "affald-glemt", bring_back)
    assert rank.find(again.index, "min skraldespand er ikke tømt")[0].document.slug == "affald-glemt"


def test_archived_guide_is_not_in_a_new_workers_snapshot(engine: Engine) -> None:
    with session_scope(engine) as session:
        session.get_one(Guide, "affald-glemt").archived_at = datetime(2026, 11, 20, tzinfo=UTC)
    with Session(engine) as session:
        assert "affald-glemt" not in content.current(session).guides


def test_renamed_department_asks_for_everything(engine: Engine) -> None:
    def rename(session: Session) -> None:
        unit = session.get_one(Department, "affald")
        unit.name = "Zebraforvaltningen"
        session.add(unit)

    before, after = changed(engine, content.DEPARTMENT, "affald", rename)
    assert after.index.segments[0] is not before.index.segments[0]
    assert rank.find(after.index, "zebraforvaltningen")[0].document.slug == "affald"


@pytest.mark.parametrize("kinds", [("guide", "fact"), ("fact", "department"), ("lesson", "person")])
def test_several_changes_at_once_are_all_taken_in(engine: Engine, kinds: tuple[str, str]) -> None:
    with Session(engine) as session:
        content.current(session)
    with session_scope(engine) as session:
        session.get_one(Guide, "pas-forny").verified_until = date(2027, 1, 1)
        fact = session.get_one(Fact, "pas-pris")
        fact.label = "Gebyr"
        for kind in {*kinds, "guide", "fact"}:
            revisions.content_changed(session, kind, {"guide": "pas-forny", "fact": "pas-pris"}.get(kind, "ingen"))
    with Session(engine) as session:
        new = content.current(session)
    assert new.guides["pas-forny"].verified_until == date(2027, 1, 1)
    assert new.facts["pas-pris"].label == "Gebyr"
