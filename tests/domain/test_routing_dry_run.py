"""Calls of the past through an old table and a new one: who moves, who may move, and what it depends on."""

from datetime import datetime, timedelta
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.routing_dry_run import PastCall, dry_run
from app.domain.routing_table import Goal, Table, table_of
from app.models import RoutingTable
from tests.support.town import EVENING, MONDAY

DAY: dict[str, Any] = {"birth_day": {"question": "Hvilken dag er borgeren født?"}}
WHO: dict[str, Any] = {"caller_type": {"question": "Hvem ringer?"}}
CLOCK: dict[str, Any] = {"time": {}}
STUDENT: dict[str, Any] = {"student": {"kind": "yes_no", "question": "Er borgeren studerende?"}}
CITIZEN, COMPANY = PastCall("citizen", "da", MONDAY), PastCall("company", "da", MONDAY)


def table(inputs: dict[str, Any], *rows: tuple[dict[str, Any], str], fallback: str = "afløser") -> Table:
    stored = [{"when": when, "to": {"department": goal}} for when, goal in rows]
    return table_of(
        RoutingTable(slug="p", title="P", department="a", policy="first_match", inputs=inputs, rows=stored, fallback={"department": fallback})
    )


def unit(slug: str) -> tuple[Goal, ...]:
    return (Goal(department=slug),)


def test_nobody_moves_when_the_tables_say_the_same() -> None:
    old = table(DAY, ({"birth_day": "1-15"}, "a"), ({"birth_day": "16-31"}, "b"))
    same = table(DAY, ({"birth_day": ["1-10", "11-15"]}, "a"), ({}, "b"))
    found = dry_run(old, same, [CITIZEN] * 7)
    assert (found.calls, found.moved, found.perhaps, found.stayed, found.flows) == (7, 0, 0, 7, [])


def test_a_call_moves_for_certain_when_every_answer_moves_it() -> None:
    old = table(DAY, ({"birth_day": "1-15"}, "a"), ({}, "b"))
    new = table(DAY, ({}, "c"))
    [flow] = dry_run(old, new, [CITIZEN] * 5).flows
    assert (flow.count, flow.certain, flow.sources, flow.goals, flow.questions) == (5, True, unit("a") + unit("b"), unit("c"), ())


def test_a_call_may_move_when_it_depends_on_an_answer_that_is_never_stored() -> None:
    old = table(DAY, ({"birth_day": "1-15"}, "a"), ({}, "b"))
    new = table(DAY, ({"birth_day": "1-10"}, "a"), ({}, "b"))
    found = dry_run(old, new, [CITIZEN] * 6)
    [flow] = found.flows
    assert (found.moved, found.perhaps, found.stayed) == (0, 6, 0)
    assert (flow.certain, flow.sources, flow.goals, flow.questions) == (False, unit("a"), unit("b"), ("Hvilken dag er borgeren født?",))


def test_what_a_call_stores_is_used() -> None:
    old = table(WHO, ({}, "a"))
    new = table(WHO, ({"caller_type": "company"}, "b"), ({}, "a"))
    found = dry_run(old, new, [CITIZEN, COMPANY, COMPANY, PastCall("relative", "en", MONDAY)])
    assert (found.moved, found.perhaps, found.stayed) == (2, 0, 2)
    assert (found.flows[0].sources, found.flows[0].goals) == (unit("a"), unit("b"))


def test_the_moment_of_the_call_is_used() -> None:
    old = table(CLOCK, ({}, "a"))
    new = table(CLOCK, ({"time": "18:00-24:00"}, "vagt"), ({}, "a"))
    last = PastCall("citizen", "da", EVENING.replace(hour=16, minute=59))  # 17.59 in Denmark
    found = dry_run(old, new, [CITIZEN, last, PastCall("citizen", "da", last.at + timedelta(minutes=1)), PastCall("citizen", "da", EVENING)])
    assert (found.moved, found.stayed) == (2, 2)


def test_only_questions_that_make_the_difference_are_named() -> None:
    inputs = {**DAY, **STUDENT}
    old = table(inputs, ({"birth_day": "1-15"}, "a"), ({}, "b"))
    new = table(inputs, ({"student": "yes"}, "unge"), ({"birth_day": "1-15"}, "a"), ({}, "b"))
    [flow] = dry_run(old, new, [CITIZEN]).flows
    assert flow.questions == ("Er borgeren studerende?",)


def test_a_question_that_means_something_else_now_is_another_question() -> None:
    places = {"kind": "choice", "question": "Hvor?", "values": ["Byen", "Landet"]}
    old = table({"part": places}, ({"part": "Byen"}, "a"), ({}, "b"))
    new = table({"part": {**places, "values": ["Nord", "Syd"]}}, ({"part": "Nord"}, "a"), ({}, "b"))
    found = dry_run(old, new, [CITIZEN])
    assert (found.moved, found.perhaps) == (0, 1)


def test_callers_whom_no_row_takes_go_to_the_fallback() -> None:
    old = table(DAY, ({"birth_day": "1-15"}, "a"))
    found = dry_run(old, table(DAY, ({"birth_day": "1-15"}, "a"), fallback="ny"), [CITIZEN])
    assert (found.flows[0].sources, found.flows[0].goals) == (unit("afløser"), unit("ny"))


def test_under_five_calls_are_too_few() -> None:
    old = table(DAY, ({}, "a"))
    assert [dry_run(old, old, [CITIZEN] * number).too_few for number in (0, 4, 5)] == [True, True, False]


CONDITION = st.fixed_dictionaries(
    {},
    optional={
        "birth_day": st.sampled_from(["1-10", "5-20", "16-31", 31]),
        "student": st.sampled_from(["yes", "no"]),
        "caller_type": st.sampled_from(["company", ["citizen", "relative"]]),
    },
)
ROWS = st.lists(st.tuples(CONDITION, st.sampled_from("abc")), min_size=1, max_size=4)


@given(old_rows=ROWS, new_rows=ROWS, caller=st.sampled_from(["citizen", "company", "relative", "colleague"]))
@settings(max_examples=150)
def test_it_agrees_with_trying_every_single_answer(old_rows: list[Any], new_rows: list[Any], caller: str) -> None:
    inputs = {**DAY, **STUDENT, **WHO}
    old, new = table(inputs, *old_rows), table(inputs, *new_rows)
    kinds = list(old.axes["caller_type"].values)

    def sent(routed: Table, day: int, student: int) -> Goal:
        known = {"birth_day": day, "student": student, "caller_type": kinds.index(caller)}
        fits = (row.goal for row in routed.rows if all(any(a <= known[name] <= b for a, b in box) for name, box in row.box.items()))
        return next(fits, routed.fallback)

    pairs = {(sent(old, day, student), sent(new, day, student)) for day, student in product(range(1, 32), (0, 1))}
    moving = {pair for pair in pairs if pair[0] != pair[1]}
    found = dry_run(old, new, [PastCall(caller, "da", MONDAY)])
    assert (found.moved == 1, found.perhaps == 1) == (bool(moving) and moving == pairs, bool(moving) and moving != pairs)
    if moving:
        [flow] = found.flows
        assert set(flow.sources) == {source for source, _ in moving}
        assert set(flow.goals) == {goal for _, goal in moving}
        assert bool(flow.questions) == (found.perhaps == 1)


def test_thousands_of_calls_are_counted_together() -> None:
    rows = [({"birth_day": f"{day}-{day + 1}", "student": "yes"}, f"hold-{day}") for day in range(1, 31, 2)]
    old = table({**DAY, **STUDENT, **CLOCK}, *rows, fallback="a")
    new = table({**DAY, **STUDENT, **CLOCK}, *rows[:-1], ({"time": "08:00-12:00"}, "b"), fallback="a")
    calls = [PastCall("citizen", "da", MONDAY - timedelta(minutes=13 * number)) for number in range(3000)]
    found = dry_run(old, new, calls)
    assert (found.calls, found.moved, found.stayed) == (3000, 0, 0)
    mornings = sum(7 * 60 <= _minute(call.at) < 11 * 60 for call in calls)
    assert sum(flow.count for flow in found.flows if Goal(department="b") in flow.goals) == mornings


def _minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute
