"""The columns of the log, against calls counted one by one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.domain.call_log import Block, Log, block_of, calls_where, cross, log_of, tallies, tallies_by_hour, tally
from app.domain.call_pack import pack, unpack
from app.domain.figures import BEYOND, Tally
from app.domain.log_values import Caller, Codes, Places, Question, Result
from app.domain.outcomes import COUNTED, SETTLED

CALLERS = st.builds(Caller, st.sampled_from(["citizen", "company"]), st.sampled_from(["da", "en"]), st.sampled_from([None, True, False]))
RESULTS = st.one_of(
    st.builds(Result, st.sampled_from(["resolved", "self_service"]), answer=st.sampled_from(["", "found", "partly"])),
    st.builds(Result, st.just("transferred"), st.booleans(), st.booleans(), st.sampled_from(["closed", "needs_decision"])),
    st.builds(Result, st.just("message"), reason=st.sampled_from(["no_guide", "named_person"]), avoidable=st.sampled_from(["", "late_case"])),
    st.builds(Result, st.sampled_from(["aborted", "wrong_number"])),
)
TOPICS = st.sampled_from(["", "pas", "affald"])
CALLS = st.lists(st.tuples(CALLERS, st.lists(st.tuples(TOPICS, RESULTS), min_size=1, max_size=5)), max_size=25)
Call = tuple[Caller, list[tuple[str, Result]]]


def questions(calls: Sequence[Call]) -> list[Question]:
    return [
        Question(number == 0, topic, f"{topic}-unit" if topic else "", caller, result)
        for caller, asked in calls
        for number, (topic, result) in enumerate(asked)
    ]


def log(calls: Sequence[Call]) -> Log:
    """Each call in an hour of its own."""
    codes = Codes()
    return log_of(codes, range(len(calls)), [block_of(questions([call]), codes) for call in calls])


def counted_one_by_one(calls: Sequence[Call]) -> Tally:
    found: dict[str, int] = defaultdict(int)
    for caller, asked in calls:
        results = [result for _, result in asked]
        counted = [result for result in results if result.outcome in COUNTED]
        open_ones = [result for result in counted if result.outcome not in SETTLED]
        known = bool(counted) and caller.followed is not None
        found["calls"] += 1
        found["simulated"] += caller.simulated
        found["counted"] += bool(counted)
        found["settled"] += bool(counted) and not open_ones
        found["beyond"] += any(result.reason in BEYOND for result in open_ones)
        found["avoidable"] += any(result.avoidable for result in counted)
        found["known"] += known
        found["kept"] += known and not open_ones and caller.followed is False
        for result in results:
            not_reached = result.outcome == "transferred" and result.reached is False
            found["reached"] += result.outcome == "transferred" and result.reached is True
            found["not_reached"] += not_reached
            found["offered"] += not_reached and result.offered
            for answer in ("found", "partly", "not_found"):
                found[answer] += result.answer == answer
    return Tally(**found)


@given(CALLS)
def test_all_calls_together_are_counted_as_one_by_one(calls: list[Call]) -> None:
    assert tally(log(calls)) == counted_one_by_one(calls)


@given(CALLS)
def test_calls_by_time_are_those_begun_then(calls: list[Call]) -> None:
    found = log(calls)
    weekday = [("odd", "even")[number % 2 == 0] for number in range(len(calls))]
    expected = {name: counted_one_by_one([call for call, day in zip(calls, weekday, strict=True) if day == name]) for name in dict.fromkeys(weekday)}
    assert tallies_by_hour(found, weekday) == expected
    hours = [tallies(log([call]), np.zeros(len(call[1]), np.int8), 1) for call in calls]
    sums = [np.array([getattr(hour[0], field.name) for field in fields(Tally)][:14]) for hour in hours]
    assert tallies_by_hour(replace(found, sums=np.array(sums) if sums else None), weekday) == expected


@given(CALLS)
def test_calls_by_topic_are_those_with_a_question_about_it(calls: list[Call]) -> None:
    found = log(calls)
    by_topic = tallies(found, found.topic, len(found.codes.topics))
    for topic, counted in zip(found.codes.topics.values, by_topic, strict=True):
        about = [(caller, [row for row in asked if row[0] == topic]) for caller, asked in calls]
        assert counted == counted_one_by_one([call for call in about if call[1]])


@given(CALLS)
def test_filtered_log_holds_only_the_questions_that_fit(calls: list[Call]) -> None:
    found = log(calls).where(topic="pas", language="en")
    about = [(caller, [row for row in asked if row[0] == "pas"]) for caller, asked in calls if caller.language == "en"]
    assert tally(found) == counted_one_by_one([call for call in about if call[1]])
    assert len(log(calls).where(topic="nobody rang about it")) == 0


@given(CALLS)
def test_calls_with_a_reason_are_counted_once_however_often_it_is_given(calls: list[Call]) -> None:
    found = log(calls)
    closed = calls_where(found, found.hour, len(calls), lambda result: result.reason == "closed")
    assert list(closed) == [any(result.reason == "closed" for _, result in asked) for _, asked in calls]


@given(CALLS)
def test_questions_stand_by_topic_and_result(calls: list[Call]) -> None:
    found = log(calls)
    table = cross(found, found.topic, len(found.codes.topics))
    for place, topic in enumerate(found.codes.topics.values):
        for column, result in enumerate(found.codes.results.values):
            assert table[place, column] == sum(row == (topic, result) for _, asked in calls for row in asked)


@given(CALLS, CALLS)
def test_packed_hour_is_the_same_hour_in_another_worker(calls: list[Call], others: list[Call]) -> None:
    codes, elsewhere = Codes(), Codes()
    block_of(questions(others), elsewhere)  # its lists are in another order
    again = unpack(pack(block_of(questions(calls), codes), codes), elsewhere)
    assert again is not None
    assert rows(again, elsewhere) == questions(calls)


def rows(block: Block, codes: Codes) -> list[Question]:
    columns = zip(block.first, block.topic, block.department, block.caller, block.result, strict=True)
    lists: tuple[Places[Any], ...] = (codes.topics, codes.departments, codes.callers, codes.results)
    return [Question(bool(first), *(places.values[place] for places, place in zip(lists, places_, strict=True))) for first, *places_ in columns]


def test_hour_packed_in_a_form_of_another_release_is_not_guessed_at() -> None:
    assert unpack(b'{"form":0,"n":1}\n\x01', Codes()) is None


def test_simulated_calls_are_told_apart() -> None:
    made_up = Caller("citizen", "da", simulated=True)
    counted = tally(log([(made_up, [("pas", Result("resolved"))]), (Caller("citizen", "da"), [("pas", Result("resolved"))])]))
    assert (counted.calls, counted.simulated) == (2, 1)


def test_log_of_nothing_counts_nothing() -> None:
    assert tallies(log([]), np.zeros(0, np.int64), 3) == [Tally()] * 3
    assert list(calls_where(log([]), np.zeros(0, np.int64), 2, lambda _: True)) == [0, 0]
