"""All channels in one picture, against numbers worked out by hand."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from app.domain.channel_picture import Days, listed, listed_table, picture, table_of, trend, trend_table
from app.domain.figures import share

MONDAY = date(2026, 11, 2)


def days(numbers: Sequence[int | None], first: date = MONDAY) -> Days:
    """Contacts of days in a row; None is a day without figures."""
    return {first + timedelta(days=place): number for place, number in enumerate(numbers) if number is not None}


def test_share_is_of_the_days_on_which_all_channels_tell() -> None:
    found = picture({"phone": days([60, 60, 60, 0]), "counter": days([40, None, 20, None])}, {}, 4)
    phone, counter = found.lines
    assert (found.common, phone.share, counter.share) == (2, share(120, 180), share(60, 180))
    assert (phone.contacts, phone.days, phone.a_day) == (180, 4, 45)
    assert (counter.contacts, counter.days, counter.a_day) == (60, 2, 30)
    assert found.most is phone


def test_day_without_figures_is_no_nought_and_a_nought_is_a_day() -> None:
    found = picture({"phone": days([10, 10, 10]), "mail": days([0, None, 6])}, {}, 3)
    assert [(line.channel, line.days, line.a_day) for line in found.lines] == [("phone", 3, 10), ("mail", 2, 3)]
    assert [line.channel for line in found.gaps] == ["mail"]


def test_channel_with_figures_for_few_days_takes_no_part_in_the_shares() -> None:
    found = picture({"phone": days([10] * 10), "mail": days([10] * 10), "chat": days([5])}, {}, 10)
    assert (found.common, found.sparse) == (10, ["chat"])
    assert [line.share for line in found.lines] == [share(100, 200), share(100, 200), None]


def test_without_a_day_in_common_there_are_no_shares() -> None:
    found = picture({"phone": days([10, None]), "mail": days([None, 10])}, {}, 2)
    assert (found.common, found.most) == (0, None)
    assert [line.share for line in found.lines] == [None, None]


def test_one_channel_alone_has_no_share() -> None:
    assert picture({"phone": days([10])}, {}, 1).lines[0].share is None


def test_change_is_of_contacts_a_day_with_figures() -> None:
    [line] = picture({"mail": days([120, 120])}, {"mail": days([100, 100, 100, 100])}, 2).lines
    assert line.change.value == pytest.approx(0.2)
    # log(1.2) -/+ 1.96 * sqrt(1/240 + 1/400)
    assert (line.change.low, line.change.high) == (pytest.approx(0.0225, abs=0.0005), pytest.approx(0.4083, abs=0.0005))


@pytest.mark.parametrize(("now", "before", "why"), [([9], [], "ingen tal før"), ([4], [90], "for få"), ([90], [4], "for få"), ([9], [0], "for få")])
def test_change_that_cannot_be_told_says_why(now: list[int | None], before: list[int | None], why: str) -> None:
    [line] = picture({"mail": days(now)}, {"mail": days(before)}, 1).lines
    assert (line.change.value, line.change.why) == (None, why)


def test_trend_is_of_whole_weeks_and_a_week_without_figures_stands_open() -> None:
    found = trend({"mail": days([1] * 7 + [None] * 7 + [2] * 5)}, MONDAY - timedelta(days=3), MONDAY + timedelta(days=22))
    assert found is not None
    assert found.by_week
    assert [(step.start, step.contacts, step.days, step.is_told) for step in found.steps] == [
        (MONDAY, 7, 7, True),
        (MONDAY + timedelta(days=7), 0, 0, False),
        (MONDAY + timedelta(days=14), 10, 5, True),
    ]
    assert found.name(MONDAY) == "uge 45"


def test_long_period_is_told_by_whole_months_with_29_february() -> None:
    found = trend({"mail": {date(2024, 2, 29): 9, date(2024, 1, 14): 5}}, date(2023, 12, 15), date(2024, 7, 14))
    assert found is not None
    assert [step.start for step in found.steps] == [date(2024, month, 1) for month in range(1, 7)]
    assert [(step.contacts, step.days) for step in found.steps][:3] == [(5, 1), (9, 1), (0, 0)]
    assert found.name(date(2024, 2, 1)) == "februar 2024"


def test_period_with_fewer_than_three_whole_weeks_has_no_trend() -> None:
    assert trend({"mail": days([5] * 20)}, MONDAY, MONDAY + timedelta(days=19)) is None
    assert trend({}, MONDAY, MONDAY + timedelta(days=60)) is None


def test_week_with_few_contacts_is_not_told() -> None:
    found = trend({"chat": days([4] + [0] * 6 + [0] * 7 + [5] + [0] * 6)}, MONDAY, MONDAY + timedelta(days=20))
    assert found is not None
    assert [step.is_told for step in found.steps] == [False, True, True]
    assert [row[2] for row in trend_table(found).rows] == ["for få", 0, 5]


def test_topics_are_listed_by_contacts_over_the_channels_that_tell_them() -> None:
    counts = {"phone": {"pas": 10, "affald": 30, "": 99}, "counter": {"pas": 25, "sjældent": 3}, "mail": {"": 50}}
    found = listed(counts, ["phone", "counter", "mail"])
    assert found is not None
    assert (found.channels, found.untold) == (["phone", "counter"], ["mail"])
    assert found.rows == [("pas", {"phone": 10, "counter": 25}), ("affald", {"phone": 30}), ("sjældent", {"counter": 3})]
    assert [found.total(numbers) for _, numbers in found.rows] == [35, 30, 0]
    table = listed_table(found, "emner", "Emne", {"pas": "Forny pas"})
    assert table.rows[0] == ("Forny pas", 10, 25)
    assert table.rows[2] == ("sjældent", None, "for få")


def test_nothing_is_listed_where_only_the_phone_is_divided() -> None:
    assert listed({"phone": {"pas": 10}, "mail": {"": 5}}, ["phone", "mail"]) is None


def test_table_to_take_away_says_the_same_and_hides_what_is_too_few() -> None:
    table = table_of(picture({"phone": days([60, 60]), "mail": days([40, 40]), "chat": days([1, 3])}, {"mail": days([40])}, 3))
    phone, mail, chat = table.rows
    assert phone[:6] == ("Telefon (loggede opkald)", 120, 2, 3, 60, 120 / 204)
    assert mail[-1] == 0
    assert chat[1:] == ("for få", 2, 3, None, None, None, None, None)
    assert len(table.head) == len(phone)
