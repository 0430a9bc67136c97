"""Routing tables as their editors change them: published at once, refused when they do not hold, tried, deleted, brought back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from app.base.errors import Conflict, Invalid, NotAllowed, NotFound
from app.domain.privacy import REFUSAL
from app.domain.routing_sheet import Line, Sheet, sheet_of
from app.domain.routing_table import Goal
from app.models import RoutingTable
from app.services import content, routing_tables, trail, who
from app.services.routing_tables import NEW, Faulty
from tests.conftest import user
from tests.support import routing
from tests.support.routing import SLUG
from tests.support.town import MONDAY


@pytest.fixture
def settled(session: Session, at: datetime) -> Session:
    routing.settle(session, at)
    session.commit()
    return session


def sheet_with(session: Session, *days: str, **head: str) -> Sheet:
    """The table with other days in its two rows."""
    sheet = routing_tables.sheet(session, SLUG)
    rows: Sequence[Line] = [replace(row, cells={"birth_day": text}) for row, text in zip(sheet.lines, days, strict=True)] if days else sheet.lines
    return replace(sheet, lines=rows, head={**sheet.head, **head})


def publish(session: Session, sheet: Sheet, username: str = "bo", *, slug: str = SLUG, reason: str = "Nye dage", mark: str = "") -> RoutingTable:
    """Save a sheet, all the way to the store."""
    mark = mark or routing_tables.mark_of(session, SLUG)
    row = routing_tables.publish(session, user(session, username), slug, sheet, mark, reason, MONDAY + timedelta(minutes=1))
    session.commit()
    return row


def test_published_table_sends_the_caller_to_the_new_place_at_once(settled: Session, at: datetime) -> None:
    assert who.takes_it(settled, "affald-glemt", at, {"birth_day": "10"}).person is None
    publish(settled, sheet_with(settled, "1-9", "10-31"))
    found = who.takes_it(settled, "affald-glemt", at, {"birth_day": "10"}).person
    assert found is not None
    assert found.slug == "eva-skov"


def test_a_change_is_kept_in_the_trail_with_the_old_and_the_new(settled: Session) -> None:
    before = routing_tables.content_of(routing_tables.find(settled, SLUG))
    publish(settled, sheet_with(settled, "1-9", "10-31"), reason=" Eva har\nfået flere ")
    [entry] = trail.read(settled, trail.Filter(kind="routing", slug=SLUG))
    assert (entry.action, entry.by_name, entry.department, entry.reason) == ("publish", user(settled, "bo").name, "affald", "Eva har fået flere")
    assert entry.old == before
    assert entry.new is not None
    assert [row["when"] for row in entry.new["rows"]] == [{"birth_day": "1-9"}, {"birth_day": "10-31"}]


def test_a_table_that_does_not_hold_is_refused_and_changes_nothing(settled: Session) -> None:
    with pytest.raises(Faulty) as refusal:
        publish(settled, sheet_with(settled, "1-15", "17-31"))
    assert [fault.caller for fault in refusal.value.judged.faults] == [f"{routing.QUESTION} 16"]
    settled.rollback()
    assert routing_tables.find(settled, SLUG).rows == routing.table().rows
    assert trail.read(settled, trail.Filter(kind="routing")) == []


def test_a_reason_must_be_given_without_a_cpr_number(settled: Session) -> None:
    for reason, words in ((" ", "hvorfor"), ("Ringede 010190-1234", REFUSAL), ("x" * 201, "for lang")):
        with pytest.raises(Invalid, match=words) as refusal:
            publish(settled, sheet_with(settled), reason=reason)
        assert refusal.value.field == "reason"


@pytest.mark.parametrize("username", ["anna", "carla"])
def test_only_those_who_edit_may_publish_or_delete(settled: Session, at: datetime, username: str) -> None:
    with pytest.raises(NotAllowed):
        publish(settled, sheet_with(settled), username)
    with pytest.raises(NotAllowed):
        routing_tables.delete(settled, user(settled, username), SLUG, at)


def test_an_editor_changes_only_tables_of_departments_they_own_and_gives_none_away(settled: Session) -> None:
    with pytest.raises(NotAllowed):
        publish(settled, sheet_with(settled, department="hjemmepleje"))
    settled.rollback()
    publish(settled, sheet_with(settled, department="hjemmepleje"), "eva")
    with pytest.raises(NotAllowed):
        publish(settled, sheet_with(settled))


def test_the_second_of_two_editors_is_told_what_the_first_has_saved(settled: Session) -> None:
    mark = routing_tables.mark_of(settled, SLUG)
    publish(settled, sheet_with(settled, "1-9", "10-31"), mark=mark)
    with pytest.raises(Conflict) as refusal:
        publish(settled, sheet_with(settled, "1-20", "21-31"), "eva", mark=mark)
    assert refusal.value.field == "mark"
    publish(settled, sheet_with(settled, "1-20", "21-31"), "eva")
    assert len(routing_tables.history(settled, SLUG)) == 3


def test_a_new_table_gets_its_name_from_its_title(settled: Session) -> None:
    sheet = sheet_with(settled, title="Hvem tager storskrald?")
    assert publish(settled, sheet, slug=NEW).slug == "hvem-tager-storskrald"
    with pytest.raises(Conflict) as refusal:
        publish(settled, sheet, slug=NEW)
    assert refusal.value.field == "title"
    with pytest.raises(Invalid):
        publish(settled, sheet_with(settled, title="New"), slug=NEW)
    assert content.current(settled).tables["hvem-tager-storskrald"].title == "Hvem tager storskrald?"


def test_a_table_that_a_guide_uses_is_not_deleted(settled: Session, at: datetime) -> None:
    with pytest.raises(Conflict, match="Glemt tømning af affald"):
        routing_tables.delete(settled, user(settled, "bo"), SLUG, at)
    routing.free(settled)
    routing_tables.delete(settled, user(settled, "bo"), SLUG, at)
    settled.commit()
    assert SLUG not in content.current(settled).tables
    with pytest.raises(NotFound):
        routing_tables.find(settled, SLUG)
    assert routing_tables.history(settled, SLUG)[0].content["title"] == "Hvem tager skrald?"


def test_the_list_says_who_uses_a_table_and_whether_it_holds(settled: Session) -> None:
    [entry] = routing_tables.listed(settled)
    assert ([guide.slug for guide in entry.guides], entry.faults) == (["affald-glemt"], 0)
    row = routing_tables.find(settled, SLUG)
    row.rows = row.rows[:1]
    settled.add(row)
    settled.flush()
    assert routing_tables.listed(settled)[0].faults == 1


def test_history_goes_back_to_what_stood_before_the_first_change_and_can_be_brought_back(settled: Session) -> None:
    first = routing_tables.content_of(routing_tables.find(settled, SLUG))
    publish(settled, sheet_with(settled, "1-9", "10-31"))
    publish(settled, sheet_with(settled, "1-5", "6-31"))
    states = routing_tables.history(settled, SLUG)
    assert [state.content["rows"][0]["when"]["birth_day"] for state in states] == ["1-5", "1-9", "1-15"]
    entry_id = states[-1].entry.id
    assert entry_id is not None
    found = routing_tables.state(settled, SLUG, entry_id, before=True)
    assert found.content == first
    publish(settled, sheet_of(found.content), reason="Tilbage igen")
    assert routing_tables.content_of(routing_tables.find(settled, SLUG)) == first
    with pytest.raises(NotFound):
        routing_tables.state(settled, "en-anden", entry_id, before=True)


def test_dry_run_counts_the_last_thirty_days_calls_about_guides_that_use_the_table(settled: Session, at: datetime) -> None:
    for number in range(6):
        routing.call(settled, at - timedelta(days=number), number)
    routing.call(settled, at - timedelta(days=31), 10)
    routing.call(settled, at, 11, outcome="test")
    routing.call(settled, at, 12, topic="pas-forny")
    found = routing_tables.tried(settled, SLUG, sheet_with(settled, "1-9", "10-31"), at)
    [flow] = found.flows
    assert (found.calls, found.moved, found.perhaps, found.too_few) == (6, 0, 6, False)
    assert (flow.sources, flow.goals, flow.questions) == ((Goal(department="affald"),), (Goal(person="eva-skov"),), (routing.QUESTION,))
    assert routing_tables.goal_words(settled, flow.goals[0]) == "Eva Skov, Genbrug og Affald"
    assert routing_tables.goal_words(settled, flow.sources[0]) == "Genbrug og Affald"


def test_dry_run_of_a_sheet_that_cannot_be_read_is_refused(settled: Session, at: datetime) -> None:
    with pytest.raises(Faulty) as refusal:
        routing_tables.tried(settled, SLUG, sheet_with(settled, "1-9", "en dag"), at)
    assert refusal.value.field == "row.2.when.birth_day"
