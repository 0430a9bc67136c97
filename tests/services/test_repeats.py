"""Repeated calls in both kinds of store: found across keys and out of order, and nothing but the flag is left afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.base.database import session_scope
from app.base.errors import Invalid
from app.domain.outcomes import Ending
from app.domain.repeats import KEPT, LATE, MOST_OF_ONE_CALLER, PERIOD, WINDOW, mark_of
from app.models import Call, RepeatKey, RepeatMark
from app.services import calls, finished_calls, repeats
from app.services.calls import Trail
from app.services.finished_calls import CallEntry, QuestionEntry
from tests.conftest import user
from tests.support.queries import counted
from tests.support.together import at_once
from tests.support.town import MONDAY

NUMBER, OTHER = "96282828", "+49 30 123456"
SETTLED, OPEN = Ending("resolved"), Ending("message", reason="closed")
DAY = timedelta(days=1)


def log(
    session: Session, began: datetime, number: str = NUMBER, topics: Sequence[str] = ("pas-forny",), ending: Ending = SETTLED, late: timedelta = LATE
) -> str:
    """A call handed in some time after it began; answers its id."""
    questions = [QuestionEntry(ending, topic=topic) for topic in topics]
    entry = CallEntry(began, began, f"{number}-{began.isoformat()}-{late}", questions, caller_number=number)
    return finished_calls.log(session, "token:test", entry, began + late)[0].call.id


def flag(session: Session, call: str) -> bool | None:
    session.expire_all()
    return session.get_one(Call, call).followed


def test_settled_call_is_followed_when_the_number_rings_again_about_the_same(session: Session) -> None:
    first, second = log(session, MONDAY), log(session, MONDAY + DAY, topics=["affald-glemt", "pas-forny"])
    assert (flag(session, first), flag(session, second)) == (True, False)


@pytest.mark.parametrize(
    ("number", "topic", "after", "ending"),
    [
        (OTHER, "pas-forny", DAY, SETTLED),
        (NUMBER, "affald-glemt", DAY, SETTLED),
        (NUMBER, "pas-forny", WINDOW + timedelta(seconds=1), SETTLED),
        (NUMBER, "pas-forny", DAY, Ending("aborted")),
    ],
)
def test_call_from_elsewhere_about_something_else_or_too_late_is_no_repeat(
    session: Session, number: str, topic: str, after: timedelta, ending: Ending
) -> None:
    first = log(session, MONDAY)
    log(session, MONDAY + after, number, [topic], ending)
    assert flag(session, first) is False


def test_what_was_not_settled_is_not_followed(session: Session) -> None:
    first, _ = log(session, MONDAY, ending=OPEN), log(session, MONDAY + DAY)
    assert flag(session, first) is False


@pytest.mark.parametrize("number", ["", "anonymous", "6001"])
def test_call_without_a_number_is_unknown_and_leaves_no_mark(session: Session, number: str) -> None:
    assert [flag(session, log(session, MONDAY + timedelta(hours=hours), number)) for hours in range(2)] == [None, None]
    assert session.exec(select(RepeatMark)).all() == []
    assert session.exec(select(RepeatKey)).all() == []


def test_what_is_no_number_refuses_the_whole_call(session: Session) -> None:
    with pytest.raises(Invalid) as refusal:
        log(session, MONDAY, "ring til Ole")
    assert refusal.value.field == "caller_number"
    assert session.exec(select(Call)).all() == []


def test_call_begun_earlier_but_handed_in_later_is_compared_both_ways(session: Session) -> None:
    middle = log(session, MONDAY + DAY, late=timedelta())
    first = log(session, MONDAY, late=DAY + timedelta(hours=1))
    assert (flag(session, first), flag(session, middle)) == (True, False)
    last = log(session, MONDAY + 2 * DAY, late=timedelta())
    before_last = log(session, MONDAY + DAY + timedelta(hours=1), late=timedelta(days=3))
    assert [flag(session, call) for call in (first, middle, before_last, last)] == [True, True, True, False]


def test_call_handed_in_after_its_marks_would_be_erased_is_unknown(session: Session) -> None:
    assert flag(session, log(session, MONDAY, late=KEPT)) is None
    assert flag(session, log(session, MONDAY + DAY, late=KEPT - timedelta(seconds=1))) is False


def test_repeat_is_found_across_every_rotation_of_the_key(session: Session) -> None:
    for hours in range(0, 15 * 24, 12):
        began = MONDAY + timedelta(days=100, hours=hours)
        first = log(session, began, f"9628{hours:04}", late=timedelta())
        repeats.erase(session, began + WINDOW)
        log(session, began + WINDOW, f"9628{hours:04}")
        assert flag(session, first) is True


def test_number_that_rings_all_the_time_becomes_unknown_instead_of_a_false_repeat(session: Session) -> None:
    names = [log(session, MONDAY + timedelta(hours=hours)) for hours in range(MOST_OF_ONE_CALLER)]
    assert [flag(session, name) for name in names] == [True] * (MOST_OF_ONE_CALLER - 1) + [False]
    names.append(log(session, MONDAY + 2 * DAY))
    assert {flag(session, name) for name in names} == {None}


def test_after_the_window_no_mark_and_no_key_is_left_and_the_hash_cannot_be_made_again(engine: Engine) -> None:
    with session_scope(engine) as session:
        first, _ = log(session, MONDAY, late=timedelta()), log(session, MONDAY + DAY, late=timedelta())
        marks = set(session.exec(select(RepeatMark.mark)).all())
        secrets = session.exec(select(RepeatKey.secret)).all()
        assert mark_of(secrets[0], "+4596282828") in marks  # with the key, and only with it
    with session_scope(engine) as session:
        assert repeats.erase(session, MONDAY + DAY) == 0
        assert repeats.erase(session, MONDAY + DAY + KEPT) == 2
        assert repeats.erase(session, MONDAY + PERIOD + KEPT) == 0
    with session_scope(engine) as session:
        log(session, MONDAY + 16 * DAY, OTHER, late=timedelta())
        assert session.exec(select(RepeatMark).where(RepeatMark.call_id == first)).all() == []
        assert not {mark_of(secret, "+4596282828") for secret in session.exec(select(RepeatKey.secret)).all()} & marks
        assert flag(session, first) is True


def test_key_that_was_erased_is_no_longer_in_the_file(sqlite_engine: Engine) -> None:
    with session_scope(sqlite_engine) as session:
        log(session, MONDAY, late=timedelta())
        secret = session.exec(select(RepeatKey.secret)).one()
    with session_scope(sqlite_engine) as session:
        repeats.erase(session, MONDAY + PERIOD + KEPT)
    with sqlite_engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()
    assert sqlite_engine.url.database
    with open(sqlite_engine.url.database, "rb") as file:  # noqa: PTH123
        assert secret not in file.read()


def test_erasing_costs_two_looks_when_there_is_nothing_to_erase(engine: Engine) -> None:
    with counted(engine) as seen, session_scope(engine) as session:
        repeats.erase(session, MONDAY)
    assert len(seen) == 2


def test_two_calls_from_one_number_at_the_same_moment_see_each_other(engine: Engine) -> None:
    moments = iter([MONDAY, MONDAY + timedelta(minutes=1)])

    def act(session: Session) -> str:
        return log(session, next(moments), late=timedelta(hours=1))

    names = at_once(engine, act)
    with Session(engine) as session:
        assert len(session.exec(select(RepeatKey)).all()) == 1
        assert sorted(flag(session, name) is True for name in names) == [False, True]


def test_number_noted_while_a_call_is_open_counts_when_it_is_settled(session: Session) -> None:
    anna, last = user(session, "anna"), MONDAY + DAY
    first = log(session, MONDAY)
    current = calls.start(session, anna, last)
    repeats.note_number(session, current.call, NUMBER, last)
    assert (flag(session, first), flag(session, current.call.id)) == (False, False)
    calls.settle(session, anna, current.question.id, SETTLED, Trail(guide="pas-forny"), last)
    repeats.compare(session, current.call)
    assert flag(session, first) is True


def test_desk_call_without_a_number_stays_unknown(session: Session) -> None:
    anna = user(session, "anna")
    current = calls.start(session, anna, MONDAY)
    calls.settle(session, anna, current.question.id, SETTLED, Trail(guide="pas-forny"), MONDAY)
    repeats.compare(session, current.call)
    assert flag(session, current.call.id) is None


@dataclass(frozen=True)
class Plain:
    """A call as somebody with all the numbers would write it down."""

    number: str
    at: datetime
    topics: tuple[str, ...]
    settled: bool
    late: timedelta


def plain_flag(call: Plain, others: Sequence[Plain]) -> bool | None:
    same = [row for row in others if row.number == call.number]
    for first in same:
        week = [row for row in same if first.at <= row.at <= first.at + WINDOW]
        if len(week) > MOST_OF_ONE_CALLER and call in week:
            return None
    return call.settled and any(call.at < row.at <= call.at + WINDOW and set(row.topics) & set(call.topics) for row in same)


@pytest.mark.parametrize("seed", range(6))
def test_flags_of_random_calls_are_those_of_a_comparison_of_plain_numbers(session: Session, seed: int) -> None:
    chance, topics = Random(seed), ("pas-forny", "affald-glemt", "folkepension")
    rows = [
        Plain(
            chance.choice([NUMBER, NUMBER, "96282829", OTHER]),
            MONDAY + timedelta(days=chance.uniform(0, 30)),
            tuple(chance.sample(topics, chance.choice([1, 1, 2]))),
            chance.random() < 0.7,
            timedelta(hours=chance.uniform(0, 24)),
        )
        for _ in range(60 if seed else 160)
    ]
    names = {}
    for row in sorted(rows, key=lambda row: row.at + row.late):
        repeats.erase(session, row.at + row.late)
        names[log(session, row.at, row.number, row.topics, SETTLED if row.settled else OPEN, row.late)] = row
    wrong = {name: (row, flag(session, name)) for name, row in names.items() if flag(session, name) is not plain_flag(row, rows)}
    assert wrong == {}
    assert {flag(session, name) for name in names} == ({True, False} if seed else {True, False, None})
