"""What was searched in vain: put together by meaning, rare words never shown, and a trend only where chance cannot explain it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.unanswered import Searched, Theme, Trend, by_week, themes, trend, unanswered_table, weeks_shown


def searched(words: str, now: int, before: int = 0, nearest: str = "varme") -> Searched:
    return Searched(f"key of {words}", words, now, before, nearest)


def test_searches_about_one_thing_are_counted_together_in_both_periods() -> None:
    found = themes([searched("gæld varme", 9, 2), searched("min varme og gælden", 5, 30), searched("varmegæld", 7)], is_compared=True)
    assert [(theme.words, theme.others, theme.now, theme.before) for theme in found] == [
        ("gæld varme", ["min varme og gælden"], 14, 32),
        ("varmegæld", [], 7, 0),
    ]
    assert found[0].keys == ["key of gæld varme", "key of min varme og gælden"]


def test_fewer_than_five_together_are_not_shown() -> None:
    assert themes([searched("gæld varme", 3), searched("gæld hus", 1)], is_compared=True) == []


def test_words_typed_fewer_than_five_times_show_only_what_came_back() -> None:
    found = themes([searched("kaniner hos fru hansen", 4), searched("kanin på taget", 3)], is_compared=True)
    assert [(theme.words, theme.others, theme.now) for theme in found] == [("kaniner", [], 7)]


def test_group_in_which_no_word_came_back_often_enough_is_not_shown() -> None:
    assert themes([searched("kanin tag", 2), searched("kanin hus", 1), searched("gammelt tag", 2)], is_compared=True) == []


@given(st.lists(st.tuples(st.sampled_from(["drone skole", "drone by", "kanin tag", "skole"]), st.integers(0, 9)), unique_by=lambda row: row[0]))
def test_no_shown_words_are_rare(rows: list[tuple[str, int]]) -> None:
    found = themes([searched(words, now) for words, now in rows], is_compared=True)
    for theme in found:
        for word in theme.words.split():
            assert sum(now for words, now in rows if word in words.split()) >= 5
        assert all(dict(rows)[words] >= 5 for words in theme.others)


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (5, 0, Trend.NEW),
        (40, 0, Trend.NEW),
        (50, 20, Trend.RISING),
        (20, 50, Trend.FALLING),
        (20, 25, Trend.SAME),
        (7, 3, Trend.SAME),
        (0, 0, Trend.SAME),
        (50, None, Trend.UNKNOWN),
    ],
)
def test_trend_is_told_only_beyond_chance(now: int, before: int | None, expected: Trend) -> None:
    assert trend(now, before) is expected


def test_where_nobody_counted_before_nothing_is_new() -> None:
    [theme] = themes([searched("gæld varme", 9)], is_compared=False)
    assert (theme.before, theme.before_words, theme.trend) == (None, "", Trend.UNKNOWN)


def test_few_searches_before_are_said_as_few() -> None:
    [theme] = themes([searched("gæld varme", 9, 3)], is_compared=True)
    assert theme.before_words == "under 5"


@pytest.mark.parametrize(("days", "weeks"), [(1, 8), (28, 8), (30, 9), (90, 26), (365, 26)])
def test_trend_is_drawn_over_the_period_and_what_came_before_it(days: int, weeks: int) -> None:
    assert weeks_shown(days) == weeks


def test_days_stand_in_their_week_counted_back_from_the_last() -> None:
    assert by_week([(0, 1), (6, 2), (7, 4), (20, 8), (21, 100), (-1, 100)], 3) == [8, 4, 3]


def test_export_says_what_the_page_says_and_hides_what_it_hides() -> None:
    found = [Theme("gæld", ["gælden"], 20, 3, "varme", True, ["k"]), Theme("drone", [], 6, None, "", False, ["d"])]
    table = unanswered_table(found, 41, {"varme": "Varme"}, {"gæld": "Gæld til inddrivelse"})
    assert list(table.rows) == [
        ("gæld", "gælden", 20, None, "stigende", "Varme", "Gæld til inddrivelse"),
        ("drone", "", 6, None, "kan ikke ses endnu", "", ""),
        ("Andre søgninger", "", 41, None, "", "", ""),
    ]
    assert list(unanswered_table([], 4, {}, {}).rows) == []
