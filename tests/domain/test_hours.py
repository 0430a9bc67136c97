"""Open until when; or closed, why, and when it opens next, in the words an operator says."""

from datetime import UTC, date, datetime

import pytest

from app.base.clock import COPENHAGEN
from app.base.errors import BadContent
from app.domain.hours import Schedule, availability, clock_words, date_words, is_day, parse_span, parse_spans, schedule_of, week_words
from app.models import Closure, Department
from tests.support.town import OFFICE, WHOLE_DAY

NINE_TO_THREE = {day: ["09:00-15:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
CLOSURES = [
    Closure(day="06-05", name="Grundlovsdag"),
    Closure(day="12-24", name="Juleaftensdag"),
    Closure(day="12-31", name="Nytårsaftensdag"),
    Closure(day="2026-05-15", name="Fredag efter Kristi himmelfartsdag"),
    Closure(day="2026-11-26", name="Personaledag", departments=["afdeling"]),
    Closure(day="2026-11-27", name="Flytning", departments=["en-anden"]),
    Closure(day="2026-12-28", name="Kort dag mellem jul og nytår", spans=["10:00-12:00"]),
]


def unit(hours: dict[str, list[str]] = OFFICE, closures: list[Closure] = CLOSURES, **values: object) -> Schedule:
    return schedule_of(Department(slug="afdeling", name="Afdelingen", hours=hours, **values), closures)


def wall(text: str, fold: int = 0) -> datetime:
    """A moment by what a Danish clock shows."""
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN, fold=fold)


@pytest.mark.parametrize(
    ("at", "is_open", "words"),
    [
        # Monday 23 November 2026 and the week around it
        ("2026-11-23 09:59", False, "lukket endnu; åbner kl. 10"),
        ("2026-11-23 10:00", True, "åbent til kl. 15"),
        ("2026-11-23 14:59:59", True, "åbent til kl. 15"),
        ("2026-11-23 15:00", False, "lukket for i dag; åbner i morgen kl. 10"),
        ("2026-11-19 11:59", True, "åbent til kl. 12"),
        ("2026-11-19 12:00", False, "lukket lige nu; åbner kl. 13"),
        ("2026-11-19 13:00", True, "åbent til kl. 17"),
        ("2026-11-20 15:00", False, "lukket for i dag; åbner mandag kl. 10"),
        ("2026-11-21 12:00", False, "lukket om lørdagen; åbner mandag kl. 10"),
        ("2026-11-22 12:00", False, "lukket om søndagen; åbner i morgen kl. 10"),
        # closing days of every year, of one date, and of other departments only
        ("2026-06-05 11:00", False, "lukket: Grundlovsdag; åbner mandag kl. 10"),
        ("2028-06-05 11:00", False, "lukket: Grundlovsdag; åbner i morgen kl. 10"),
        ("2026-05-15 11:00", False, "lukket: Fredag efter Kristi himmelfartsdag; åbner mandag kl. 10"),
        ("2027-05-15 11:00", False, "lukket om lørdagen; åbner tirsdag kl. 10"),
        ("2026-11-26 11:00", False, "lukket: Personaledag; åbner i morgen kl. 10"),
        ("2026-11-27 11:00", True, "åbent til kl. 15"),
        # a closing day with shorter hours
        ("2026-12-28 09:00", False, "lukket endnu; åbner kl. 10"),
        ("2026-12-28 11:59", True, "åbent til kl. 12"),
        ("2026-12-28 12:00", False, "lukket: Kort dag mellem jul og nytår; åbner i morgen kl. 10"),
        # public holidays
        ("2026-01-01 11:00", False, "lukket: Nytårsdag; åbner i morgen kl. 10"),
        ("2026-04-02 11:00", False, "lukket: Skærtorsdag; åbner tirsdag kl. 10"),
        ("2026-04-03 11:00", False, "lukket: Langfredag; åbner tirsdag kl. 10"),
        ("2026-04-06 11:00", False, "lukket: Anden påskedag; åbner i morgen kl. 10"),
        ("2026-05-14 11:00", False, "lukket: Kristi himmelfartsdag; åbner mandag kl. 10"),
        ("2026-05-25 11:00", False, "lukket: Anden pinsedag; åbner i morgen kl. 10"),
        ("2026-12-25 11:00", False, "lukket: Juledag; åbner mandag kl. 10"),
        ("2026-12-31 11:00", False, "lukket: Nytårsaftensdag; åbner mandag kl. 10"),
    ],
)
def test_operator_hears_open_until_when_or_why_closed_and_when_next(at: str, is_open: bool, words: str) -> None:
    found = availability(unit(), wall(at))
    assert (found.open, found.reason) == (is_open, words)


def test_store_bededag_was_a_holiday_until_2023_and_is_none_since_2024() -> None:
    assert availability(unit(), wall("2023-05-05 11:00")).reason.startswith("lukket: Store bededag")
    for fourth_friday_after_easter in ("2024-04-26", "2025-05-16", "2026-05-01", "2027-04-23", "2028-05-12"):
        assert availability(unit(), wall(f"{fourth_friday_after_easter} 11:00")).open


def test_christmas_stretch_is_crossed_to_the_first_open_day() -> None:
    found = availability(unit(), wall("2026-12-24 11:00"))
    assert found.reason == "lukket: Juleaftensdag; åbner mandag kl. 10"
    assert found.opens_at == datetime(2026, 12, 28, 9, 0, tzinfo=UTC)


def test_opening_more_than_a_week_ahead_is_said_with_its_date_and_in_another_year_with_the_year() -> None:
    summer = [{"date": f"2026-07-{day:02d}", "spans": [], "reason": "Sommerlukket"} for day in range(6, 18)]
    assert availability(unit(special_days=summer), wall("2026-07-06 11:00")).reason == "lukket: Sommerlukket; åbner mandag den 20. juli kl. 10"
    winter = [{"date": f"2026-12-{day:02d}", "spans": [], "reason": "Ombygning"} for day in range(21, 31)]
    found = availability(unit(special_days=winter), wall("2026-12-21 11:00"))
    assert found.reason == "lukket: Ombygning; åbner mandag den 4. januar 2027 kl. 10"


def test_special_day_of_the_unit_goes_before_week_closing_day_and_holiday() -> None:
    special = [
        {"date": "2026-11-23", "spans": ["12:00-13:30"], "reason": "Kursus"},
        {"date": "2026-06-05", "spans": ["10:00-11:00"], "reason": "Valg"},
        {"date": "2026-12-25", "spans": ["10:00-14:00"], "reason": "Julevagt"},
        {"date": "2026-11-24", "spans": [], "reason": "Ombygning"},
    ]
    schedule = unit(special_days=special)
    assert availability(schedule, wall("2026-11-23 11:00")).reason == "lukket endnu; åbner kl. 12"
    assert availability(schedule, wall("2026-11-23 13:00")).reason == "åbent til kl. 13.30"
    assert availability(schedule, wall("2026-11-23 14:00")).reason == "lukket: Kursus; åbner onsdag kl. 10"
    assert availability(schedule, wall("2026-11-24 11:00")).reason == "lukket: Ombygning; åbner i morgen kl. 10"
    assert availability(schedule, wall("2026-06-05 10:30")).open
    assert availability(schedule, wall("2026-12-25 12:00")).open


def test_closing_day_of_one_date_goes_before_the_one_of_every_year() -> None:
    closures = [Closure(day="12-24", name="Juleaftensdag"), Closure(day="2026-12-24", name="Kort juleaften", spans=["09:00-11:00"])]
    assert availability(unit(closures=closures), wall("2026-12-24 10:00")).open
    assert not availability(unit(closures=closures), wall("2027-12-24 10:00")).open


def test_shorter_hours_of_a_closing_day_never_open_a_unit_that_would_be_closed() -> None:
    christmas_eve = [Closure(day="12-24", name="Kort juleaften", spans=["10:00-12:00"]), Closure(day="12-25", name="Kort dag", spans=["10:00-12:00"])]
    schedule = unit(closures=christmas_eve)
    assert availability(schedule, wall("2026-12-24 11:00")).open
    assert availability(schedule, wall("2027-12-23 12:30")).reason == "lukket lige nu; åbner kl. 13"
    assert availability(schedule, wall("2028-12-24 11:00")).reason == "lukket om søndagen; åbner onsdag kl. 10"
    assert availability(schedule, wall("2026-12-25 11:00")).reason == "lukket: Juledag; åbner mandag kl. 10"


def test_unit_that_works_on_holidays_is_open_on_them_and_on_general_closing_days() -> None:
    schedule = unit(NINE_TO_THREE, open_on_holidays=True)
    for day in ("2026-12-25", "2026-06-05", "2026-05-14"):
        assert availability(schedule, wall(f"{day} 11:00")).open
    assert not availability(schedule, wall("2026-12-26 11:00")).open


def test_round_the_clock_has_no_end() -> None:
    found = availability(unit(WHOLE_DAY, open_on_holidays=True), wall("2026-12-31 23:59"))
    assert (found.open, found.until, found.reason) == (True, None, "åbent hele døgnet")


def test_round_the_clock_but_for_holidays_ends_at_the_midnight_before_one() -> None:
    schedule = unit(WHOLE_DAY, closures=[])
    found = availability(schedule, wall("2026-12-24 20:00"))
    assert (found.open, found.until, found.reason) == (True, datetime(2026, 12, 24, 23, 0, tzinfo=UTC), "åbent til midnat")
    assert availability(schedule, wall("2026-12-25 00:00")).reason == "lukket: Juledag; åbner søndag kl. 0"
    assert availability(schedule, wall("2026-12-26 20:00")).reason == "lukket: Anden juledag; åbner midnat"


def test_night_shift_runs_on_over_midnight() -> None:
    schedule = unit({"fri": ["22:00-24:00"], "sat": ["00:00-06:00"]})
    for at in ("2026-11-20 22:00", "2026-11-20 23:59:59", "2026-11-21 00:00", "2026-11-21 05:59"):
        assert availability(schedule, wall(at)).until == datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
    assert availability(schedule, wall("2026-11-20 22:00")).reason == "åbent til i morgen kl. 6"
    assert availability(schedule, wall("2026-11-21 06:00")).reason == "lukket for i dag; åbner fredag kl. 22"


def test_spans_that_touch_are_one_stretch() -> None:
    assert availability(unit({"mon": ["10:00-12:00", "12:00-15:00"]}), wall("2026-11-23 11:00")).reason == "åbent til kl. 15"


@pytest.mark.parametrize(
    ("day", "at", "until", "minutes"),
    [
        ("sun", "2026-03-29 01:00", "2026-03-29 04:00", 2 * 60),
        ("sun", "2026-10-25 01:00", "2026-10-25 04:00", 4 * 60),
        ("sun", "2026-11-22 01:00", "2026-11-22 04:00", 3 * 60),
    ],
)
def test_night_watch_is_an_hour_shorter_in_spring_and_longer_in_autumn(day: str, at: str, until: str, minutes: int) -> None:
    found = availability(unit({day: ["01:00-04:00"]}), wall(at))
    assert found.until == wall(until)
    assert found.until is not None
    assert (found.until - wall(at).astimezone(UTC)).total_seconds() == minutes * 60


def test_summer_time_nights_of_23_and_25_hours_are_open_throughout_and_closed_after() -> None:
    schedule = unit({"sun": ["00:00-24:00"]})
    for day, hours in (("2026-03-29", 23), ("2026-10-25", 25)):
        start = wall(f"{day} 00:00").astimezone(UTC)
        found = availability(schedule, start)
        assert found.until is not None
        assert (found.until - start).total_seconds() == hours * 3600
        assert not availability(schedule, found.until).open


def test_both_runs_of_the_hour_that_comes_twice_belong_to_the_span_around_it() -> None:
    schedule = unit({"sun": ["02:00-03:00"]})
    assert availability(schedule, wall("2026-10-25 02:30", fold=0)).open
    assert availability(schedule, wall("2026-10-25 02:30", fold=1)).open
    assert not availability(schedule, wall("2026-10-25 03:00")).open


def test_span_inside_the_hour_that_is_left_out_does_not_come_that_day() -> None:
    schedule = unit({"sun": ["02:10-02:50"]})
    assert not availability(schedule, wall("2026-03-29 03:00")).open
    # the Sunday after it is Easter
    assert availability(schedule, wall("2026-03-29 01:30")).opens_at == wall("2026-04-12 02:10")


def test_unit_without_hours_says_that_nobody_knows() -> None:
    for empty in ({}, {"mon": []}):
        found = availability(unit(empty), wall("2026-11-23 11:00"))
        assert (found.open, found.until, found.opens_at, found.reason) == (False, None, None, "ingen åbningstider oplyst")


def test_unit_whose_only_day_is_past_never_opens_again() -> None:
    schedule = unit({}, special_days=[{"date": "2026-11-20", "spans": ["10:00-12:00"], "reason": "Åbent hus"}])
    assert availability(schedule, wall("2026-11-20 11:00")).open
    assert availability(schedule, wall("2026-11-23 11:00")).reason == "lukket; ingen åbningstider fremover"


@pytest.mark.parametrize(
    "text",
    ["", "10", "10-15", "10:00", "10:00-", "10:00-15:00-16:00", "25:00-26:00", "10:60-11:00", "24:00-24:00", "10:00-15:00Z", "9:00-15:00", "x-y"],
)
def test_what_is_no_span_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(BadContent, match="er ikke et tidsrum som"):
        parse_span(text)


@pytest.mark.parametrize("text", ["15:00-10:00", "10:00-10:00", "22:00-06:00", "10:00-00:00"])
def test_span_that_ends_before_it_begins_is_refused(text: str) -> None:
    with pytest.raises(BadContent, match="slutter, før det begynder"):
        parse_span(text)


def test_spans_of_a_day_are_put_in_order_and_may_touch_but_not_overlap() -> None:
    assert parse_spans(["13:00-17:00", "10:00-12:00"]) == parse_spans(["10:00-12:00", " 13:00 - 17:00 "])
    assert len(parse_spans(["10:00-12:00", "12:00-24:00"])) == 2
    for overlapping in (["10:00-12:00", "11:59-13:00"], ["20:00-24:00", "23:00-23:30"], ["10:00-11:00", "10:00-11:00"]):
        with pytest.raises(BadContent, match="overlapper"):
            parse_spans(overlapping)


def test_day_that_is_no_weekday_is_refused() -> None:
    with pytest.raises(BadContent, match="»mandag« er ikke en ugedag"):
        unit({"mandag": ["10:00-12:00"]})


@pytest.mark.parametrize(
    ("hours", "rows"),
    [
        (OFFICE, [("mandag-onsdag", "10-15"), ("torsdag", "10-12, 13-17"), ("fredag", "10-15"), ("lørdag-søndag", "lukket")]),
        (WHOLE_DAY, [("mandag-søndag", "0-24")]),
        ({"tue": ["08:30-15:15"]}, [("mandag", "lukket"), ("tirsdag", "8.30-15.15"), ("onsdag-søndag", "lukket")]),
        ({}, [("mandag-søndag", "lukket")]),
    ],
)
def test_usual_week_is_said_with_equal_neighbours_together(hours: dict[str, list[str]], rows: list[tuple[str, str]]) -> None:
    assert week_words(unit(hours)) == rows


def test_times_and_dates_are_written_as_danes_write_them() -> None:
    assert [clock_words(wall(f"2026-01-01 {text}").time()) for text in ("00:00", "08:05", "15:30", "23:00")] == ["0", "8.05", "15.30", "23"]
    assert date_words(date(2026, 6, 5)) == "5. juni 2026"
    assert date_words(date(2026, 3, 31), with_year=False) == "31. marts"


@pytest.mark.parametrize("text", ["12-24", "02-29", "2028-02-29"])
def test_closing_day_in_the_calendar_is_one(text: str) -> None:
    assert is_day(text)


@pytest.mark.parametrize("text", ["02-30", "13-01", "2026-02-29", "00-01", "x", ""])
def test_closing_day_outside_the_calendar_is_none(text: str) -> None:
    assert not is_day(text)
