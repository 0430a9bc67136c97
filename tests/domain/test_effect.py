"""Whether a version worked: windows, counting and the sentence, on figures counted by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.effect import Asked, Effect, Published, Verdict, Window, effect, grouped, settled_share, windows
from app.domain.figures import share

MARCH = datetime(2026, 3, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def published(*days: int) -> list[Published]:
    """Versions 1, 2, 3 ... that came out so many days after the first of March."""
    return [Published(number, MARCH + day * DAY) for number, day in enumerate(days, start=1)]


def asked(call: str, day: float, outcome: str, version: int | None = None) -> Asked:
    return Asked(call, MARCH + day * DAY, version, outcome)


def test_version_is_measured_until_the_next_one_against_the_same_length_before() -> None:
    newest, second = windows(published(0, 30, 40), MARCH + 45 * DAY)
    assert second == Window(2, MARCH + 20 * DAY, MARCH + 30 * DAY, MARCH + 40 * DAY)
    assert newest == Window(3, MARCH + 35 * DAY, MARCH + 40 * DAY, MARCH + 45 * DAY)


def test_version_is_measured_for_at_most_ninety_days() -> None:
    (window,) = windows(published(0, 100), MARCH + 400 * DAY)
    assert (window.before, window.end) == (MARCH + 10 * DAY, MARCH + 190 * DAY)


def test_first_version_has_nothing_before_it() -> None:
    assert windows(published(0), MARCH + 10 * DAY) == []
    assert windows([], MARCH) == []


def test_version_that_is_dated_after_now_has_an_empty_window() -> None:
    (window,) = windows(published(0, 10), MARCH + 5 * DAY)
    assert window.start == window.end == window.before == MARCH + 10 * DAY


def test_before_and_after_are_counted_by_the_moment_of_the_call() -> None:
    window = Window(2, MARCH, MARCH + 10 * DAY, MARCH + 20 * DAY)
    rows = [
        asked("a", -0.001, "resolved"),  # too early
        asked("b", 0, "transferred"),
        asked("c", 9.999, "self_service"),
        asked("d", 10, "resolved"),
        asked("e", 19.999, "other_authority"),
        asked("f", 20, "resolved"),  # too late
    ]
    found = effect(window, rows)
    assert (found.before.hits, found.before.n) == (1, 2)
    assert (found.after.hits, found.after.n) == (2, 2)
    assert found.calls == 4


def test_call_with_the_other_versions_words_is_on_no_side() -> None:
    window = Window(2, MARCH, MARCH + 10 * DAY, MARCH + 20 * DAY)
    rows = [
        asked("a", 5, "resolved", 1),
        asked("b", 5, "resolved", 2),  # rang before, was answered from the new version
        asked("c", 15, "resolved", 2),
        asked("d", 15, "resolved", 1),  # the old version was still open on a desk
        asked("e", 15, "resolved", 3),
    ]
    found = effect(window, rows)
    assert (found.before.n, found.after.n) == (1, 1)


def test_call_counts_once_and_is_settled_when_all_about_the_guide_is() -> None:
    rows = [
        asked("a", 1, "resolved"),
        asked("a", 1, "message"),
        asked("b", 2, "resolved"),
        asked("b", 2, "aborted"),
        asked("c", 3, "test"),
        asked("d", 4, "wrong_number"),
        asked("e", 4, "internal"),
    ]
    found = settled_share(rows)
    assert (found.hits, found.n) == (1, 2)


def of(before: tuple[int, int], after: tuple[int, int]) -> Effect:
    return Effect(Window(2, MARCH, MARCH + DAY, MARCH + 2 * DAY), share(*before), share(*after))


@pytest.mark.parametrize(
    ("before", "after", "verdict", "sentence"),
    [
        ((122, 200), (156, 200), Verdict.BETTER, "fra 61 % til 78 %, 400 opkald"),
        ((156, 200), (122, 200), Verdict.WORSE, "fra 78 % til 61 %, 400 opkald"),
        ((37, 60), (50, 64), Verdict.CHANCE, "fra 62 % til 78 %, 124 opkald: kan ikke skelnes fra tilfældigheder"),
        ((0, 0), (50, 64), Verdict.TOO_FEW, "for få opkald til at sige noget (0 før, 64 efter)"),
        ((4, 4), (400, 400), Verdict.TOO_FEW, "for få opkald til at sige noget (4 før, 400 efter)"),
        ((3, 6), (400, 400), Verdict.TOO_FEW, "for få opkald til at sige noget (6 før, 400 efter)"),
        ((400, 400), (5, 10), Verdict.TOO_FEW, "for få opkald til at sige noget (400 før, 10 efter)"),
    ],
)
def test_sentence_says_no_more_than_the_figures(before: tuple[int, int], after: tuple[int, int], verdict: Verdict, sentence: str) -> None:
    found = of(before, after)
    assert (found.verdict, found.sentence) == (verdict, sentence)


def test_searches_that_say_the_same_are_one_and_rare_ones_are_only_counted() -> None:
    found = grouped([*["Pas til barn"] * 3, *["pas  til barn!"] * 2, *["mor er død i Lind"] * 4, "", "!?", *["fornyelse"] * 6])
    assert list(found.shown) == [("fornyelse", 6), ("Pas til barn", 5)]
    assert found.rare == 4
