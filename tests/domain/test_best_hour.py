"""Which hour would help most, against calls written down by hand."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest

from app.domain.best_hour import TOO_LITTLE, Best, LostHour, best_hour, second_sentence, sentence, unusual_days
from app.domain.call_log import Log, block_of, log_of
from app.domain.hours import Day, Schedule, Span
from app.domain.log_values import Caller, Codes, Question, Result
from app.domain.periods import hour_of

NAMES = {"teknik": "Teknik og Miljø", "pleje": "Hjemmeplejen", "borger": "Borgerservice"}
NOBODY = Result("transferred", False, True, "needs_decision")
SAID_CLOSED = Result("transferred", False, True, "closed")
MESSAGE = Result("message", reason="closed")
REACHED = Result("transferred", True, reason="closed")
OFFICE: tuple[tuple[Span, ...], ...] = (*(((Span(time(10), time(15)),),) * 5), (), ())
TEKNIK = Schedule(OFFICE)
ALL_DAY = Schedule(((Span(time(), None),),) * 7, open_on_holidays=True)
THURSDAY_LATE = datetime(2026, 11, 5, 14, 30, tzinfo=UTC)  # 15.30 here, after closing time
THURSDAY = datetime(2026, 11, 5, 10, 30, tzinfo=UTC)  # 11.30 here
WEEK = timedelta(weeks=1)


def log(*asked: tuple[datetime, str, Sequence[Result]]) -> Log:
    codes, blocks = Codes(), {}
    for at, unit, results in sorted(asked, key=lambda row: row[0]):
        blocks.setdefault(hour_of(at), []).extend(Question(True, "", unit, Caller("citizen", "da"), result) for result in results)
    return log_of(codes, list(blocks), [block_of(rows, codes) for rows in blocks.values()])


def test_hour_in_which_most_were_lost_while_closed_is_the_one() -> None:
    calls = log((THURSDAY_LATE, "teknik", [NOBODY] * 6), (THURSDAY_LATE + WEEK, "teknik", [SAID_CLOSED] * 3), (THURSDAY, "teknik", [NOBODY] * 5))
    found = best_hour(calls, {"teknik": TEKNIK})
    assert found == Best(LostHour("teknik", 3, 15, 9, 9), LostHour("teknik", 3, 11, 5, 5), 9, 5)
    words = (
        "Torsdag kl. 15-16: 9 viderestillinger om måneden kom ikke igennem, fordi Teknik og Miljø var lukket. Det er den time, der ville hjælpe mest."
    )
    assert sentence(found, NAMES, 30) == words
    assert (
        second_sentence(found, NAMES, 30)
        == "Torsdag kl. 11-12: 5 viderestillinger om måneden blev ikke besvaret af Teknik og Miljø, selv om der var åbent."
    )


def test_messages_left_because_it_was_closed_are_lost_too_and_what_was_reached_is_not() -> None:
    found = best_hour(log((THURSDAY_LATE, "teknik", [NOBODY] * 2 + [MESSAGE] * 4 + [REACHED] * 9)), {"teknik": TEKNIK})
    assert found.closed == LostHour("teknik", 3, 15, 6, 2)
    assert sentence(found, NAMES, 30).startswith("Torsdag kl. 15-16: 6 henvendelser om måneden kom ikke igennem")


def test_where_most_were_lost_though_open_it_is_said() -> None:
    found = best_hour(log((THURSDAY, "teknik", [NOBODY] * 8), (THURSDAY_LATE, "teknik", [NOBODY] * 5)), {"teknik": TEKNIK})
    assert sentence(found, NAMES, 30) == (
        "Torsdag kl. 11-12: 8 viderestillinger om måneden blev ikke besvaret af Teknik og Miljø, selv om der var åbent. "
        "Det er der, det ville hjælpe mest, at telefonen blev taget."
    )
    assert second_sentence(found, NAMES, 30).endswith("fordi Teknik og Miljø var lukket.")


@pytest.mark.parametrize("lost", [0, 4])
def test_fewer_than_five_are_too_little_to_tell(lost: int) -> None:
    found = best_hour(log((THURSDAY_LATE, "teknik", [NOBODY] * lost)), {"teknik": TEKNIK})
    assert (found.first, sentence(found, NAMES, 30), second_sentence(found, NAMES, 30)) == (None, TOO_LITTLE, "")


def test_five_spread_on_departments_and_hours_point_nowhere() -> None:
    spread = log(
        (THURSDAY_LATE, "teknik", [NOBODY] * 4), (THURSDAY_LATE, "borger", [NOBODY] * 4), (THURSDAY_LATE + timedelta(hours=1), "teknik", [NOBODY])
    )
    assert best_hour(spread, {"teknik": TEKNIK, "borger": TEKNIK}).first is None


def test_department_that_never_closes_can_only_have_left_the_phone() -> None:
    found = best_hour(log((THURSDAY_LATE, "pleje", [SAID_CLOSED] * 6 + [MESSAGE] * 9)), {"pleje": ALL_DAY})
    assert (found.closed, found.open) == (None, LostHour("pleje", 3, 15, 6, 6))


def test_in_an_hour_partly_open_the_reason_decides() -> None:
    half = Schedule(((), (), (), (Span(time(10), time(15, 30)),), (), (), ()))
    found = best_hour(log((THURSDAY_LATE, "teknik", [NOBODY] * 7 + [SAID_CLOSED] * 5 + [MESSAGE])), {"teknik": half})
    assert found == Best(LostHour("teknik", 3, 15, 6, 5), LostHour("teknik", 3, 15, 7, 7), 6, 7)


@pytest.mark.parametrize(
    ("schedule", "at"),
    [
        (Schedule(OFFICE, closed={"2026-11-05": Day((), "Flyttedag")}), THURSDAY),
        (Schedule(OFFICE, closed={"12-24": Day((), "Juleaftensdag")}), datetime(2026, 12, 24, 10, 30, tzinfo=UTC)),
        (Schedule(OFFICE, special={date(2026, 11, 5): Day((Span(time(10), time(11)),), "Kursus")}), THURSDAY_LATE),
        (Schedule(OFFICE), datetime(2026, 12, 25, 10, 30, tzinfo=UTC)),
    ],
    ids=["closing day", "every year", "special day", "holiday"],
)
def test_day_with_other_hours_than_usual_is_no_hour_to_move(schedule: Schedule, at: datetime) -> None:
    assert best_hour(log((at, "teknik", [NOBODY] * 9)), {"teknik": schedule}) == Best()


def test_holiday_on_which_a_department_is_open_as_usual_counts() -> None:
    christmas = datetime(2026, 12, 25, 10, 30, tzinfo=UTC)
    assert best_hour(log((christmas, "pleje", [NOBODY] * 5)), {"pleje": ALL_DAY}).open == LostHour("pleje", 4, 11, 5, 5)


def test_departments_nobody_knows_the_hours_of_are_left_out() -> None:
    calls = log(
        (THURSDAY, "gone", [NOBODY] * 9), (THURSDAY, "", [NOBODY] * 9), (THURSDAY, "unknown", [NOBODY] * 9), (THURSDAY, "teknik", [NOBODY] * 5)
    )
    found = best_hour(calls, {"teknik": TEKNIK, "unknown": Schedule(((),) * 7)})
    assert found == Best(None, LostHour("teknik", 3, 11, 5, 5), 0, 5)


def test_of_two_equal_hours_the_first_of_the_week_is_named_and_closed_before_open() -> None:
    monday_late = THURSDAY_LATE - timedelta(days=3)
    calls = log((THURSDAY_LATE, "teknik", [NOBODY] * 5), (monday_late, "teknik", [NOBODY] * 5), (THURSDAY, "teknik", [NOBODY] * 5))
    found = best_hour(calls, {"teknik": TEKNIK})
    assert found.first == LostHour("teknik", 0, 15, 5, 5)
    assert found.second == LostHour("teknik", 3, 11, 5, 5)


def test_winter_and_summer_are_told_by_the_danish_clock() -> None:
    summer, winter = datetime(2026, 10, 22, 13, 30, tzinfo=UTC), datetime(2026, 10, 29, 14, 30, tzinfo=UTC)
    found = best_hour(log((summer, "teknik", [NOBODY] * 3), (winter, "teknik", [NOBODY] * 3)), {"teknik": TEKNIK})
    assert found.closed == LostHour("teknik", 3, 15, 6, 6)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (7, "36 viderestillinger i perioden"),
        (30, "36 viderestillinger om måneden"),
        (365, "3 viderestillinger om måneden (36 i perioden)"),
        (3650, "0,3 viderestillinger om måneden (36 i perioden)"),
    ],
)
def test_how_many_is_said_by_the_month_when_there_is_one(days: int, words: str) -> None:
    assert words + " kom ikke igennem" in sentence(Best(closed=LostHour("teknik", 3, 15, 36, 36)), NAMES, days)


def test_leap_day_closed_every_year_is_a_day_only_when_there_is_one() -> None:
    leap = Schedule(OFFICE, closed={"02-29": Day((), "Skuddag")})
    assert date(2028, 2, 29) in unusual_days(leap, date(2028, 1, 1), date(2028, 12, 31))
    assert {day.month for day in unusual_days(leap, date(2026, 1, 1), date(2026, 3, 31))} <= {1}
