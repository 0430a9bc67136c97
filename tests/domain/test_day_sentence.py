"""The first sentence of the figures: what it says of a day and of a period, and when it says that nothing can be said."""

from datetime import UTC, date, datetime

import pytest

from app.domain.change_words import against, day_words, span_words
from app.domain.day_sentence import of_day, of_nothing, of_period, things_of, today_words
from app.domain.effect import Difference
from app.domain.figures import Tally, share

TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 9, 42, tzinfo=UTC)
YESTERDAY = Tally(calls=430, counted=412, settled=293)


def tally(settled: int, counted: int) -> Tally:
    return Tally(calls=counted, counted=counted, settled=settled)


def test_yesterday_is_told_with_its_interval_against_the_month_before() -> None:
    sentence = of_day(date(2026, 11, 22), TODAY, YESTERDAY, tally(5400, 9000), "opkald")
    assert sentence.text == "I går: 412 opkald, 71 % straksafklaret (67-75 %), 11 point over måneden før (60 %)."


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (tally(6120, 9000), "på niveau med måneden før (68 %)."),
        (tally(60, 100), "ikke sikkert over måneden før (60 %)."),
        (tally(80, 100), "ikke sikkert under måneden før (80 %)."),
        (tally(7200, 9000), "9 point under måneden før (80 %)."),
        (tally(3, 4), "for få opkald måneden før til at sammenligne."),
        (tally(0, 0), "for få opkald måneden før til at sammenligne."),
        (tally(3, 6), "for få opkald til at sammenligne med måneden før."),
    ],
)
def test_difference_is_said_only_when_it_is_more_than_chance(before: Tally, words: str) -> None:
    assert of_day(date(2026, 11, 22), TODAY, YESTERDAY, before, "opkald").text.endswith(words)


def test_few_calls_have_no_share() -> None:
    sentence = of_day(date(2026, 11, 22), TODAY, tally(3, 4), tally(5400, 9000), "opkald")
    assert sentence.text == "I går: 4 opkald, for få til at vise en andel."


def test_large_number_is_grouped_and_a_small_sure_change_is_not_rounded_away() -> None:
    sentence = of_period(date(2026, 10, 1), date(2026, 10, 31), AT, tally(710_400, 1_000_000), tally(706_000, 1_000_000), "opkald")
    assert sentence.text == "1.-31. oktober: 1.000.000 opkald, 71 % straksafklaret (71-71 %), knap 1 point over perioden før (71 %)."


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 22), "I går"),
        (date(2026, 11, 20), "I fredags"),
        (date(2026, 11, 17), "I tirsdags"),
        (date(2026, 11, 16), "Mandag den 16. november"),
        (date(2025, 12, 31), "Onsdag den 31. december 2025"),
        (date(2026, 11, 23), "I dag"),
        (date(2026, 11, 25), "Onsdag den 25. november"),
    ],
)
def test_day_is_called_what_people_call_it(day: date, words: str) -> None:
    assert day_words(day, TODAY) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 10, 1), date(2026, 10, 31), "1.-31. oktober"),
        (date(2026, 10, 28), date(2026, 11, 3), "28. oktober - 3. november"),
        (date(2025, 12, 28), date(2026, 1, 3), "28. december 2025 - 3. januar 2026"),
        (date(2024, 2, 1), date(2024, 2, 29), "1.-29. februar 2024"),
        (date(2026, 10, 5), date(2026, 10, 5), "5. oktober"),
    ],
)
def test_period_is_told_in_as_few_words_as_it_takes(first: date, last: date, words: str) -> None:
    assert span_words(first, last, TODAY) == words


def test_period_that_is_not_over_says_until_when() -> None:
    sentence = of_period(date(2026, 11, 1), TODAY, AT, tally(60, 100), tally(60, 100), "opkald")
    assert sentence.text == "1.-23. november indtil kl. 10.42: 100 opkald, 60 % straksafklaret (50-69 %), på niveau med perioden før (60 %)."
    assert of_period(TODAY, TODAY, AT, tally(60, 100), tally(10, 100), "opkald").text.endswith("50 point over dagen før (10 %).")


def test_nothing_is_said_kindly_with_what_to_do() -> None:
    nothing = of_nothing(date(2026, 9, 24), TODAY, "opkald", is_narrowed=False)
    assert (nothing.text, "gårsdagen" in nothing.hint) == ("Den seneste tid: ingen opkald før i dag.", True)
    narrowed = of_period(date(2026, 10, 1), date(2026, 10, 31), AT, Tally(), Tally(), things_of(topic="Forny pas"))
    assert narrowed.text == "1.-31. oktober: ingen opkald om »Forny pas«."
    assert "filter" in narrowed.hint


def test_filters_narrow_what_the_sentence_is_about() -> None:
    assert things_of("Forny pas", "Borgerservice", "company", "en") == "opkald om »Forny pas« til Borgerservice fra virksomheder på engelsk"
    assert things_of() == "opkald"


def test_today_is_told_until_now() -> None:
    assert today_words(37, AT) == "I dag indtil kl. 10.42: "
    assert today_words(0, AT) == "I dag indtil kl. 10.42: ingen opkald endnu."


def test_what_has_nothing_before_it_is_not_compared() -> None:
    assert against(Difference(share(0, 0), share(5, 10)), "dagen før") == "for få opkald dagen før til at sammenligne"
