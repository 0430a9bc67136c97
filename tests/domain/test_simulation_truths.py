"""What was planted in the made-up year is found again by counting its calls."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.base.clock import local
from app.domain.simulation import DAYS, history_of
from app.domain.simulation_truths import (
    GUIDE_THAT_DOES_NOT,
    GUIDE_THAT_WORKS,
    HOUR_MOVED,
    ROUTING_EDITED,
    STORM,
    TRUTHS,
    Happening,
    Truth,
    events_of,
)
from tests.support.simulated import AT, Asked, asked, is_reached, is_settled, little, share, year


def around(rows: Sequence[Asked], truth: Truth) -> tuple[list[Asked], list[Asked]]:
    """Rows before and after something happened."""
    began = next(event.at for event in year().events if event.truth is truth)
    return [row for row in rows if row[0].started_at < began], [row for row in rows if row[0].started_at >= began]


def test_guide_of_march_works() -> None:
    rows = [row for row in asked() if row[1].topic in GUIDE_THAT_WORKS.topics]
    before, after = around(rows, GUIDE_THAT_WORKS)
    assert min(len(before), len(after)) > 150
    assert abs(share(before, is_settled) - GUIDE_THAT_WORKS.before) < 0.08
    assert abs(share(after, is_settled) - GUIDE_THAT_WORKS.after) < 0.06


def test_guide_of_may_does_not() -> None:
    rows = [row for row in asked() if row[1].topic in GUIDE_THAT_DOES_NOT.topics]
    before, after = around(rows, GUIDE_THAT_DOES_NOT)
    assert min(len(before), len(after)) > 150
    assert abs(share(before, is_settled) - share(after, is_settled)) < 0.08


def test_moved_hours_are_answered_from_september() -> None:
    rows = [
        row
        for row in asked()
        if row[1].ending.reached is not None
        and row[1].topic
        and year().town.guides[row[1].topic].department == HOUR_MOVED.slug
        and local(row[0].started_at).hour in HOUR_MOVED.hours
    ]
    before, after = around(rows, HOUR_MOVED)
    assert share(before, is_reached) < 0.15
    assert share(after, is_reached) > 0.7


def test_edited_routing_reaches_more_from_august() -> None:
    rows = [row for row in asked() if row[1].topic in ROUTING_EDITED.topics and row[1].ending.reached is not None]
    before, after = around(rows, ROUTING_EDITED)
    assert share(before, is_reached) < 0.5
    assert share(after, is_reached) > share(before, is_reached) + 0.2


def test_storm_brings_many_times_the_calls_for_a_week() -> None:
    days = Counter(local(call.started_at).date() for call, row in asked() if row.topic in STORM.topics)
    began = next(event.day for event in year().events if event.truth is STORM)
    during = [days[began + timedelta(days=day)] for day in range(STORM.days)]
    others = [number for day, number in days.items() if not 0 <= (day - began).days < STORM.days]
    assert during == sorted(during, reverse=True)
    assert min(during) > 3 * max(others) / 2
    assert during[0] > 20 * max(others)
    assert year().plan[began] > 2 * year().plan[began + timedelta(weeks=1)]


@given(last=st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_truth_happens_once_in_every_year_on_a_monday(last: date) -> None:
    first = last - timedelta(days=DAYS - 1)
    names = {kind: {truth.slug: truth.slug for truth in TRUTHS if truth.kind is kind} for kind in Happening}
    events = events_of(names, {topic for truth in TRUTHS for topic in truth.topics}, first, last)
    assert [event.truth for event in events] == list(TRUTHS)
    assert all(first <= event.day <= last and event.day.weekday() == 0 for event in events)


def test_events_are_told_in_words_with_the_names_of_the_town() -> None:
    words = {event.truth.kind: event.words for event in year().events if event.truth is not GUIDE_THAT_DOES_NOT}
    assert words[Happening.GUIDE] == "Guiden »Anmeld flytning« udgivet (simuleret)"
    assert all(event.words.endswith("(simuleret)") and "{" not in event.words for event in year().events)


def test_town_without_these_guides_has_a_year_without_those_truths() -> None:
    made = history_of(little(), 300, 1, AT)
    assert list(made.events) == []
    assert {row.topic for call in made.entries() for row in call.questions if row.topic} <= set(little().guides)
