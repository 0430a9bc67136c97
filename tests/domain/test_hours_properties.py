"""Whatever the hours: what is said about opening and closing is true at the very moment it is said of."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.hours import WEEKDAYS, Schedule, availability, schedule_of, week_words
from app.models import Closure, Department

SECOND = timedelta(seconds=1)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@st.composite
def day_spans(draw: st.DrawFn) -> list[str]:
    """Up to three spans of one day, often round figures, often touching, sometimes to midnight."""
    marks = st.one_of(st.integers(0, 24).map(lambda hour: hour * 60), st.integers(0, 24 * 60), st.integers(110, 200))
    ends = sorted(draw(st.sets(marks, max_size=6)))
    spans = [f"{_clock(start)}-{_clock(end)}" for start, end in zip(ends[::2], ends[1::2], strict=False)]
    return draw(st.sampled_from([spans, [f"{_clock(a)}-{_clock(b)}" for a, b in pairwise(ends)], [], ["00:00-24:00"]]))


MOMENTS = st.one_of(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 15)),  # noqa: DTZ001
    st.datetimes(datetime(2026, 3, 28), datetime(2026, 3, 30)),  # noqa: DTZ001
    st.datetimes(datetime(2026, 10, 24), datetime(2026, 10, 26)),  # noqa: DTZ001
    st.datetimes(datetime(2026, 12, 23), datetime(2027, 1, 2)),  # noqa: DTZ001
).map(lambda moment: moment.replace(tzinfo=UTC))
NEAR_DAYS = st.one_of(st.dates(date(2026, 1, 1), date(2028, 1, 15)), st.sampled_from([date(2026, 3, 29), date(2026, 10, 25), date(2026, 12, 25)]))


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    special = draw(st.lists(st.tuples(NEAR_DAYS, day_spans()), max_size=3, unique_by=lambda row: row[0]))
    closed = draw(st.lists(st.tuples(NEAR_DAYS, day_spans(), st.booleans()), max_size=3, unique_by=lambda row: row[0]))
    department = Department(
        slug="a",
        name="A",
        hours=draw(st.dictionaries(st.sampled_from(WEEKDAYS), day_spans())),
        special_days=[{"date": day.isoformat(), "spans": spans, "reason": "Særlig"} for day, spans in special],
        open_on_holidays=draw(st.booleans()),
    )
    closures = [
        Closure(day=day.strftime("%m-%d") if every_year else day.isoformat(), name="Lukkedag", spans=spans) for day, spans, every_year in closed
    ]
    return schedule_of(department, closures)


@settings(max_examples=150, deadline=None)
@given(schedules(), MOMENTS)
def test_what_is_said_about_opening_and_closing_is_true(schedule: Schedule, at: datetime) -> None:
    now = availability(schedule, at)
    if now.open:
        assert now.opens_at is None
        _assert_open_until_then(schedule, at, now.until)
        return
    assert now.until is None
    if now.opens_at is not None:
        assert now.opens_at > at
        assert not availability(schedule, now.opens_at - SECOND).open
        assert availability(schedule, now.opens_at).open
        assert availability(schedule, now.opens_at + SECOND).open


def _assert_open_until_then(schedule: Schedule, at: datetime, until: datetime | None) -> None:
    if until is None:
        for hours in range(7 * 24):
            assert availability(schedule, at + timedelta(hours=hours)).open
        return
    assert until > at
    assert availability(schedule, until - SECOND).open
    assert not availability(schedule, until).open


@settings(max_examples=60, deadline=None)
@given(schedules(), MOMENTS, st.integers(1, 600))
def test_a_quarter_later_the_same_stretch_has_the_same_end(schedule: Schedule, at: datetime, minutes: int) -> None:
    now = availability(schedule, at)
    later = at + timedelta(minutes=minutes)
    if now.open and now.until is not None and later < now.until:
        assert availability(schedule, later).until == now.until
    if not now.open and now.opens_at is not None and later < now.opens_at:
        assert availability(schedule, later).opens_at == now.opens_at


@settings(deadline=None)
@given(schedules())
def test_week_in_words_names_each_day_once_and_never_two_equal_neighbours(schedule: Schedule) -> None:
    rows = week_words(schedule)
    assert rows[0][0].startswith("mandag")
    assert rows[-1][0].endswith("søndag")
    assert all(earlier[1] != later[1] for earlier, later in pairwise(rows))
