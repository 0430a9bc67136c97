"""The made-up year: the same for the same seed, and with the rhythm of a town hall."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.base.clock import local
from app.domain.finished_call import CallEntry
from app.domain.hours import day_of
from app.domain.outcomes import COUNTED, SETTLED, still_missing
from app.domain.privacy import contains_cpr
from app.domain.simulation import DAYS, history_of
from app.domain.simulation_calendar import is_open, is_school_holiday
from app.domain.simulation_truths import HOUR_MOVED, ROUTING_EDITED
from tests.support.simulated import AT, Asked, asked, calls, is_reached, is_settled, little, share, year


def digest(entries: Sequence[CallEntry]) -> str:
    return sha256(repr(entries).encode()).hexdigest()


# The same again


def test_same_seed_gives_the_same_calls_and_another_seed_others() -> None:
    first, again, other = (digest(list(history_of(little(), 400, seed, AT).entries())) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_days_are_independent_so_that_a_year_can_be_gone_on_with() -> None:
    made = history_of(little(), 400, 1, AT)
    whole = list(made.entries())
    day = local(whole[200].started_at).date()
    assert history_of(little(), 400, 1, AT).day(day) == [call for call in whole if local(call.started_at).date() == day]


@settings(max_examples=25, deadline=None)
@given(number=st.integers(1, 700), seed=st.integers(0, 999_999), days=st.integers(0, 3000))
def test_there_are_as_many_calls_as_were_asked_for_newest_first_and_none_after_yesterday(number: int, seed: int, days: int) -> None:
    at = AT + timedelta(days=days)
    made = history_of(little(), number, seed, at)
    found = list(made.entries())
    moments = [call.started_at for call in found]
    assert len(found) == len({call.idempotency_key for call in found}) == number
    assert moments == sorted(moments, reverse=True)
    assert all(made.first <= local(moment).date() < local(at).date() for moment in moments)
    assert (made.last - made.first).days == DAYS - 1
    assert not any(contains_cpr(call.idempotency_key) for call in found)


def test_every_question_is_complete_and_none_holds_a_number_of_a_person() -> None:
    texts = {text for _, row in asked() for text in (row.note, *row.searches)}
    assert all(still_missing(row.ending) is None for _, row in asked())
    assert len(texts) > 2000
    assert not any(map(contains_cpr, texts))


# Rhythm


def test_mondays_are_heaviest_fridays_short_and_weekends_almost_silent() -> None:
    days = Counter(local(call.started_at).weekday() for call in calls())
    assert days.most_common(1)[0][0] == 0
    assert days[0] > 1.15 * max(days[day] for day in (1, 2, 3))
    assert days[4] < 0.85 * min(days[day] for day in (0, 1, 2, 3))
    assert 0 < days[5] + days[6] < 0.015 * len(calls())


def test_mornings_are_busiest_on_mondays_most_of_all_and_only_thursdays_are_long() -> None:
    hours = Counter((local(call.started_at).weekday(), local(call.started_at).hour) for call in calls())
    assert max(range(24), key=lambda hour: hours[0, hour]) in (8, 9)
    of_day = {day: sum(number for (weekday, _), number in hours.items() if weekday == day) for day in range(5)}
    early = {day: (hours[day, 8] + hours[day, 9]) / of_day[day] for day in range(4)}
    assert early[0] > 1.1 * max(early[day] for day in (1, 2, 3))
    late = {day: sum(hours[day, hour] for hour in (15, 16)) for day in range(5)}
    assert late[3] > 8 * max(late[day] for day in (0, 1, 2, 4))


def test_public_holidays_and_local_closing_days_are_almost_silent() -> None:
    for silent in ("2025-12-24", "2025-12-25", "2026-01-01", "2026-04-02", "2026-04-03", "2026-04-06", "2026-05-14", "2026-05-15", "2026-06-05"):
        assert year().plan[date.fromisoformat(silent)] <= 3, silent


def test_first_day_after_easter_is_heavier_than_an_ordinary_tuesday() -> None:
    ordinary = [year().plan[date(2026, 4, 7) + timedelta(weeks=week)] for week in (1, 2, 3)]
    assert year().plan[date(2026, 4, 7)] > max(ordinary)


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        ("2026-02-09", True),
        ("2026-02-16", False),
        ("2026-03-27", False),
        ("2026-03-30", True),
        ("2026-04-07", False),
        ("2026-06-26", False),
        ("2026-06-29", True),
        ("2026-08-09", True),
        ("2026-08-10", False),
        ("2026-10-12", True),
        ("2026-12-22", True),
        ("2027-01-02", True),
        ("2027-01-04", False),
    ],
)
def test_school_holidays_are_known(day: str, closed: bool) -> None:
    assert is_school_holiday(date.fromisoformat(day)) is closed


def test_july_is_quiet() -> None:
    months = Counter[int]()
    for day, number in year().plan.items():
        months[day.month] += number
    assert months[7] < 0.75 * sum(months.values()) / 12


# What is asked


def asked_in(topics: Sequence[str], months: Sequence[int]) -> int:
    return sum(row.topic in topics and local(call.started_at).month in months for call, row in asked())


def test_matters_have_their_seasons() -> None:
    assert asked_in(("snerydning",), (12, 1, 2)) > 5 * asked_in(("snerydning",), (5, 6, 7, 8, 9))
    assert asked_in(("pas-forny", "pas-boern"), (5, 6)) > 2.5 * asked_in(("pas-forny", "pas-boern"), (11, 12))
    assert asked_in(("aarsopgoerelse",), (3, 4)) > 2 * asked_in(("aarsopgoerelse",), (6, 7, 8, 9))
    assert asked_in(("skoleindskrivning",), (11, 12, 1)) > 2 * asked_in(("skoleindskrivning",), (4, 5, 6))
    assert asked_in(("affald-glemt",), (12, 1)) > asked_in(("affald-glemt",), (9, 10))


def test_few_matters_are_asked_for_often_and_most_of_them_seldom() -> None:
    topics = Counter(row.topic for _, row in asked() if row.topic)
    heavy = sum(number for _, number in topics.most_common(10))
    assert 0.3 < heavy / sum(topics.values()) < 0.5
    assert len(topics) > 0.95 * len(year().town.guides)
    assert sorted(topics.values())[len(topics) // 2] < 0.15 * topics.most_common(1)[0][1]


def test_one_call_in_eight_holds_more_than_one_question() -> None:
    several = sum(len(call.questions) > 1 for call in calls()) / len(calls())
    assert 0.12 < several < 0.15
    assert max(len(call.questions) for call in calls()) == 3


def test_callers_are_mostly_danish_citizens_and_most_show_their_number() -> None:
    languages, types = Counter(call.language for call in calls()), Counter(call.caller_type for call in calls())
    assert languages["da"] > 0.93 * len(calls())
    assert languages["en"] > languages["de"] > 0
    assert types["citizen"] > 0.85 * len(calls())
    assert min(types[kind] for kind in ("company", "relative", "colleague")) > 0
    assert 0.78 < sum(call.followed is not None for call in calls()) / len(calls()) < 0.82
    settled = [call for call in calls() if call.followed is not None and all(row.ending.outcome in SETTLED for row in call.questions)]
    assert 0.03 < sum(bool(call.followed) for call in settled) / len(settled) < 0.08


def test_overall_shares_are_those_of_a_real_switchboard() -> None:
    counted = [row for row in asked() if row[1].ending.outcome in COUNTED]
    assert 0.95 < len(counted) / len(asked()) < 0.98
    assert 0.6 < share(counted, is_settled) < 0.75
    assert 0.07 < share(counted, lambda row: bool(row[1].avoidable)) < 0.1
    late = [row for row in counted if row[1].topic == "byggesag-status"]
    assert share(late, lambda row: row[1].avoidable == "late_case") > 0.2


def test_nobody_is_reached_in_a_closed_department() -> None:
    def is_open_then(row: Asked) -> bool:
        began = local(row[0].started_at)
        department = row[1].department or year().town.guides[row[1].topic or ""].department
        return is_open(day_of(year().town.schedules[department], began.date()).spans, began.time())

    transfers = [row for row in asked() if row[1].ending.reached is not None and row[1].topic not in ROUTING_EDITED.topics]
    opened, closed = [row for row in transfers if is_open_then(row)], [row for row in transfers if not is_open_then(row)]
    assert share(opened, is_reached) > 0.75
    assert share(closed, is_reached) < 0.08
    assert share(closed, lambda row: row[1].ending.reason == "closed") > 0.6
    assert not any(
        row[1].ending.reason == "closed" for row in opened if row[1].topic and year().town.guides[row[1].topic].department != HOUR_MOVED.slug
    )
