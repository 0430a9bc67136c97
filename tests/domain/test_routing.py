"""Who takes it, when that depends on something; and what is proved about the tables."""

from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.base.errors import BadContent, Invalid
from app.domain.routing import answers_of, decide
from app.domain.routing_axes import answer, axis_of, condition, meet, size, without
from app.domain.routing_proof import prove
from app.domain.routing_table import Table, table_of
from app.models import RoutingTable
from tests.support.town import EVENING, MONDAY

DAY = {"birth_day": {"question": "Hvilken dag er borgeren født?"}}
STUDENT = {"student": {"kind": "yes_no", "question": "Er borgeren studerende?"}}


def table(inputs: dict[str, Any], *rows: tuple[dict[str, Any], str], policy: str = "unique") -> Table:
    return table_of(
        RoutingTable(
            slug="prøve",
            title="Prøve",
            department="affald",
            policy=policy,
            inputs=inputs,
            rows=[{"when": when, "to": {"department": goal}} for when, goal in rows],
            fallback={"department": "omstilling"},
        )
    )


TEAMS = table(DAY, ({"birth_day": "1-15"}, "hold-1"), ({"birth_day": "16-31"}, "hold-2"))


def test_the_answer_decides() -> None:
    assert decide(TEAMS, answers_of(TEAMS, {"birth_day": "15"}), MONDAY).goal == TEAMS.rows[0].goal
    decision = decide(TEAMS, answers_of(TEAMS, {"birth_day": "16"}), MONDAY)
    assert (decision.goal, decision.because) == (TEAMS.rows[1].goal, "født dag 16")


def test_the_question_is_asked_when_it_is_not_answered() -> None:
    decision = decide(TEAMS, {}, MONDAY)
    assert decision.goal is None
    assert decision.question is not None
    assert decision.question.question == "Hvilken dag er borgeren født?"


def test_no_question_is_asked_that_no_longer_decides() -> None:
    routed = table({**DAY, **STUDENT}, ({"birth_day": "1-15"}, "hold-1"), ({"birth_day": "16-31", "student": "no"}, "hold-2"),
                   ({"birth_day": "16-31", "student": "yes"}, "unge"))  # fmt: skip
    assert decide(routed, {"birth_day": 3}, MONDAY).goal is not None
    asked = decide(routed, {"birth_day": 20}, MONDAY).question
    assert asked is not None
    assert asked.name == "student"


def test_the_question_that_settles_most_callers_comes_first() -> None:
    routed = table({**DAY, **STUDENT}, ({"student": "yes"}, "unge"), ({"student": "no", "birth_day": "1-30"}, "hold-1"),
                   ({"student": "no", "birth_day": "31"}, "hold-2"))  # fmt: skip
    asked = decide(routed, {}, MONDAY).question
    assert asked is not None
    assert asked.name == "student"


def test_the_clock_answers_by_itself() -> None:
    routed = table({"time": {}}, ({"time": "08:00-16:00"}, "dag"), ({"time": "00:00-08:00"}, "vagt"), ({"time": "16:00-24:00"}, "vagt"))
    assert decide(routed, {}, MONDAY).goal == routed.rows[0].goal
    assert decide(routed, {}, EVENING).goal == routed.rows[2].goal


@pytest.mark.parametrize(("utc_hour", "month"), [(7, 11), (6, 7)])
def test_eight_o_clock_is_eight_o_clock_in_summer_and_winter(utc_hour: int, month: int) -> None:
    routed = table({"time": {}}, ({"time": "00:00-08:00"}, "vagt"), ({"time": "08:00-24:00"}, "dag"))
    goal = decide(routed, {}, datetime(2026, month, 5, utc_hour, tzinfo=UTC)).goal
    assert goal is not None
    assert goal.department == "dag"


def test_first_match_takes_the_first_row_that_fits() -> None:
    routed = table(DAY, ({"birth_day": "1-3"}, "hold-1"), ({}, "hold-2"), policy="first_match")
    assert prove(routed) == []
    goals = [decide(routed, {"birth_day": day}, MONDAY).goal for day in (3, 4)]
    assert [goal and goal.department for goal in goals] == ["hold-1", "hold-2"]


@pytest.mark.parametrize(
    ("rows", "policy", "row", "sentence", "caller"),
    [
        ([({"birth_day": "1-30"}, "a")], "unique", 0, "falder igennem", "31"),
        ([({"birth_day": "2-31"}, "a")], "unique", 0, "falder igennem", "1"),
        ([({"birth_day": "1-16"}, "a"), ({"birth_day": "16-31"}, "b")], "unique", 2, "modsiger række 1", "16"),
        ([({"birth_day": "1-16"}, "a"), ({"birth_day": "16-31"}, "a")], "unique", 2, "dækker de samme borgere som række 1", "16"),
        ([({}, "a"), ({"birth_day": "5"}, "b")], "first_match", 2, "bliver aldrig nået", "5"),
        ([({"birth_day": "1-16"}, "a"), ({"birth_day": "17-31"}, "a"), ({}, "b")], "first_match", 3, "bliver aldrig nået", "1"),
    ],
)
def test_every_fault_is_found_with_the_caller_that_shows_it(
    rows: list[tuple[dict[str, Any], str]], policy: str, row: int, sentence: str, caller: str
) -> None:
    [fault] = prove(table(DAY, *rows, policy=policy))
    assert fault.row == row
    assert sentence in fault.sentence
    assert fault.caller == f"Hvilken dag er borgeren født? {caller}"


def test_a_gap_in_one_corner_of_two_questions_is_found() -> None:
    routed = table({**DAY, **STUDENT}, ({"student": "no"}, "a"), ({"student": "yes", "birth_day": "1-30"}, "b"))
    assert [fault.caller for fault in prove(routed)] == ["Hvilken dag er borgeren født? 31; Er borgeren studerende? ja"]


DAYS = st.integers(1, 31)
RANGES = st.tuples(DAYS, DAYS).map(lambda pair: f"{min(pair)}-{max(pair)}")
CONDITIONS = st.fixed_dictionaries({}, optional={"birth_day": st.lists(RANGES, min_size=1, max_size=2), "student": st.sampled_from(["yes", "no"])})


@given(st.lists(st.tuples(CONDITIONS, st.sampled_from(["a", "b", "c"])), min_size=1, max_size=6), st.sampled_from(["unique", "first_match"]))
@settings(max_examples=150, deadline=None)
def test_the_proof_agrees_with_asking_every_single_caller(rows: list[tuple[dict[str, Any], str]], policy: str) -> None:
    routed = table({**DAY, **STUDENT}, *rows, policy=policy)
    faults = prove(routed)
    callers = list(product(range(1, 32), (0, 1)))

    def fits(row: int, caller: tuple[int, int]) -> bool:
        known = dict(zip(("birth_day", "student"), caller, strict=True))
        return all(any(low <= known[name] <= high for low, high in allowed) for name, allowed in routed.rows[row].box.items())

    fitting = {caller: [row for row in range(len(rows)) if fits(row, caller)] for caller in callers}
    assert any(fault.row == 0 for fault in faults) == any(not found for found in fitting.values())
    if policy == "unique":
        shared = {later + 1 for found in fitting.values() for later in found[1:]}
        assert {fault.row for fault in faults if fault.row} == shared
    else:
        first = {found[0] + 1 for found in fitting.values() if found}
        assert {fault.row for fault in faults if fault.row} == set(range(1, len(rows) + 1)) - first


@given(st.lists(st.tuples(CONDITIONS, st.sampled_from(["a", "b", "c"])), min_size=1, max_size=6), DAYS, st.sampled_from(["yes", "no"]))
@settings(max_examples=150, deadline=None)
def test_asking_on_ends_at_the_first_row_that_fits(rows: list[tuple[dict[str, Any], str]], day: int, student: str) -> None:
    routed = table({**DAY, **STUDENT}, *rows, policy="first_match")
    full = answers_of(routed, {"birth_day": str(day), "student": student})
    given_so_far: dict[str, int] = {}
    decision = decide(routed, given_so_far, MONDAY)
    while decision.question is not None:
        given_so_far[decision.question.name] = full[decision.question.name]
        decision = decide(routed, given_so_far, MONDAY)
    assert decision.goal == decide(routed, full, MONDAY).goal


@pytest.mark.parametrize(
    ("kind", "said", "sentence"),
    [
        ("birth_day", "32", "Skriv dagen i måneden, 1 til 31."),
        ("birth_day", "tolv", "Skriv dagen i måneden, 1 til 31."),
        ("birth_day", "1-5", "Skriv dagen i måneden, 1 til 31."),
        ("birth_month", "0", "Skriv måneden som tal, 1 til 12."),
        ("postcode", "74", "Skriv et postnummer med fire cifre eller et bynavn fra listen."),
        ("initial", "12", "Skriv det første bogstav i efternavnet."),
        ("language", "fransk", "Vælg et af svarene."),
    ],
)
def test_an_answer_that_cannot_be_used_says_how(kind: str, said: str, sentence: str) -> None:
    with pytest.raises(Invalid) as refusal:
        answer(axis_of(kind, {"question": "?"}), said)
    assert (refusal.value.message, refusal.value.field) == (sentence, kind)


def test_a_place_may_be_said_by_name() -> None:
    axis = axis_of("postcode", {"question": "Hvor?", "places": {"Sunds": 7451}})
    assert answer(axis, " sunds ") == answer(axis, "7451") == 7451
    assert axis.words(7451) == "7451 Sunds"


@pytest.mark.parametrize(("said", "letter"), [("h", "H"), ("Å", "Å"), ("aa", "Å"), ("Ö", "et andet tegn")])
def test_initials_are_letters_of_the_danish_alphabet(said: str, letter: str) -> None:
    axis = axis_of("initial", {"question": "?"})
    assert axis.words(answer(axis, said)) == letter


@pytest.mark.parametrize(
    ("kind", "given", "sizes"),
    [
        ("birth_day", "1-8", 8),
        ("age", "67+", 54),
        ("initial", "A-C", 3),
        ("time", "08:00-12:00", 240),
        ("birth_day", ["1-3", "3-5", 9], 6),
        ("weekday", "mon", 1),
    ],
)
def test_conditions_are_sets_of_answers(kind: str, given: Any, sizes: int) -> None:
    assert size(condition(axis_of(kind, {"question": "?"}), given)) == sizes


@pytest.mark.parametrize("given", ["9-1", "0", "32", "x", "", [], "mandag"])
def test_conditions_that_make_no_sense_are_refused(given: Any) -> None:
    with pytest.raises(BadContent):
        condition(axis_of("birth_day", {"question": "?"}), given)


@pytest.mark.parametrize(
    ("inputs", "rows"),
    [
        ({"birth_day": {}}, [({"birth_day": 1}, "a")]),
        ({"ukendt": {"question": "?"}}, [({}, "a")]),
        ({"kvarter": {"kind": "choice", "values": ["et"], "question": "?"}}, [({}, "a")]),
        (DAY, []),
        (DAY, [({"måne": 1}, "a")]),
        (DAY, [({}, "")]),
    ],
)
def test_tables_that_cannot_be_read_are_refused(inputs: dict[str, Any], rows: list[tuple[dict[str, Any], str]]) -> None:
    with pytest.raises(BadContent):
        table(inputs, *rows)


INTERVALS = st.lists(st.tuples(DAYS, DAYS).map(lambda pair: (min(pair), max(pair))), max_size=4)


@given(INTERVALS, INTERVALS)
def test_what_two_sets_share_and_what_is_left_make_the_first(left: list[tuple[int, int]], right: list[tuple[int, int]]) -> None:
    def numbers(intervals: Any) -> set[int]:
        return {number for low, high in intervals for number in range(low, high + 1)}

    assert numbers(meet(left, right)) == numbers(left) & numbers(right)
    assert numbers(without(left, right)) == numbers(left) - numbers(right)


@pytest.mark.parametrize("said", ["010190-0001", "0101900001"])
def test_cpr_number_is_no_answer(said: str) -> None:
    decided = table(DAY, ({"birth_day": "1-31"}, "affald"))
    with pytest.raises(Invalid, match="CPR") as refusal:
        answers_of(decided, {"birth_day": said})
    assert refusal.value.field == "birth_day"
