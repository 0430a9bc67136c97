"""Calls by the marks of their questions, against calls counted one by one."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.domain.call_log import Log, block_of, log_of, tallies
from app.domain.call_marks import marked, settled
from app.domain.log_values import Caller, Codes, Question, Result

ANNA = Caller("citizen", "da")
REASONS = ["closed", "no_guide"]
QUESTIONS = st.tuples(st.sampled_from(["", "pas", "affald"]), st.sampled_from(["", *REASONS]))
OUTCOMES = st.sampled_from(["resolved", "message", "wrong_number"])
CALLS = st.lists(st.lists(QUESTIONS, min_size=1, max_size=6), max_size=20)


def log(calls: list[list[tuple[str, str]]]) -> Log:
    codes = Codes()
    rows = [[Question(place == 0, topic, "", ANNA, Result("message", reason=reason)) for place, (topic, reason) in enumerate(call)] for call in calls]
    return log_of(codes, range(len(rows)), [block_of(row, codes) for row in rows])


def reason_of(result: Result) -> str | None:
    return result.reason or None


@given(CALLS)
def test_call_counts_once_under_each_topic_for_each_reason(calls: list[list[tuple[str, str]]]) -> None:
    found = log(calls)
    by_topic = marked(found, REASONS, reason_of).calls(found.topic, len(found.codes.topics))
    expected = Counter(pair for call in calls for pair in set(call) if pair[1])
    counted = {(topic, reason): number for topic, row in zip(found.codes.topics.values, by_topic, strict=True) for reason, number in row.items()}
    assert counted == dict(expected)


@given(CALLS)
def test_most_frequent_reason_stands_first(calls: list[list[tuple[str, str]]]) -> None:
    whole = marked(log(calls), REASONS, reason_of).all_calls()
    assert whole == dict(Counter(reason for call in calls for reason in {reason for _, reason in call if reason}))
    assert list(whole.values()) == sorted(whole.values(), reverse=True)


@given(CALLS)
def test_questions_are_counted_every_time(calls: list[list[tuple[str, str]]]) -> None:
    found = log(calls)
    part = np.array([place % 2 for place in range(len(found))], np.int32)
    table = marked(found, REASONS, reason_of).questions(found.topic, len(found.codes.topics), part, 2)
    rows = [pair for call in calls for pair in call]
    for place, topic in enumerate(found.codes.topics.values):
        for half in (0, 1):
            for column, reason in enumerate(REASONS):
                assert table[place, half, column] == sum(pair == (topic, reason) for pair in rows[half::2])


@given(st.lists(st.lists(st.tuples(QUESTIONS, OUTCOMES, st.booleans()), min_size=1, max_size=6), max_size=20))
def test_settled_calls_are_counted_as_in_every_other_figure(calls: list[list[tuple[tuple[str, str], str, bool]]]) -> None:
    codes = Codes()
    rows = [
        [
            Question(place == 0, topic, "", ANNA, Result(outcome, reason="needs_decision" if beyond and outcome == "message" else ""))
            for place, ((topic, _), outcome, beyond) in enumerate(call)
        ]
        for call in calls
    ]
    found = log_of(codes, range(len(rows)), [block_of(row, codes) for row in rows])
    whole = tallies(found, found.topic, len(codes.topics))
    assert settled(found, found.topic, len(codes.topics)).tolist() == [[row.counted, row.settled, row.beyond] for row in whole]
