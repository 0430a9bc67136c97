"""When the mail of a week is due on a Danish clock, and what it says first."""

from datetime import UTC, date, datetime

import pytest

from app.domain.figures import Tally
from app.domain.weekly import Week, due, last_week, sentence, subject

WEEK = Week(date(2026, 11, 16))


def tally(settled: int, counted: int) -> Tally:
    return Tally(calls=counted + 1, counted=counted, settled=settled)


@pytest.mark.parametrize(
    ("moment", "name"),
    [
        (datetime(2026, 11, 23, 5, 59, 59, tzinfo=UTC), None),
        (datetime(2026, 11, 23, 6, 0, tzinfo=UTC), "2026-W47"),
        (datetime(2026, 11, 25, 5, 59, 59, tzinfo=UTC), "2026-W47"),
        (datetime(2026, 11, 25, 6, 0, tzinfo=UTC), None),
        (datetime(2026, 11, 29, 22, 0, tzinfo=UTC), None),
        # Summer time: seven is an hour earlier in UTC.
        (datetime(2026, 7, 6, 4, 59, 59, tzinfo=UTC), None),
        (datetime(2026, 7, 6, 5, 0, tzinfo=UTC), "2026-W27"),
        # The mornings after the clocks were moved.
        (datetime(2026, 3, 30, 5, 0, tzinfo=UTC), "2026-W13"),
        (datetime(2026, 10, 26, 5, 59, 59, tzinfo=UTC), None),
        (datetime(2026, 10, 26, 6, 0, tzinfo=UTC), "2026-W43"),
        # The week of New Year belongs to the old year.
        (datetime(2027, 1, 4, 6, 0, tzinfo=UTC), "2026-W53"),
    ],
)
def test_mail_is_due_from_monday_at_seven_for_two_days(moment: datetime, name: str | None) -> None:
    week = due(moment)
    assert (week.name if week else None) == name


def test_last_week_is_the_one_that_ended_on_sunday() -> None:
    assert last_week(datetime(2026, 11, 29, 22, 59, tzinfo=UTC)) == WEEK
    assert last_week(datetime(2026, 11, 29, 23, 0, tzinfo=UTC)).name == "2026-W48"
    assert (WEEK.sunday, WEEK.number, WEEK.days) == (date(2026, 11, 22), 47, "16.-22. november 2026")


@pytest.mark.parametrize(
    ("counts", "before", "says"),
    [
        (tally(710, 1000), tally(2600, 4000), "1.000 opkald, 71 % straksafklaret (68-74 %), 6 point over de fire uger før (65 %)."),
        (tally(710, 1000), tally(2840, 4000), "1.000 opkald, 71 % straksafklaret (68-74 %), på niveau med de fire uger før (71 %)."),
        (tally(710, 1000), tally(0, 0), "1.000 opkald, 71 % straksafklaret (68-74 %), for få opkald de fire uger før til at sammenligne."),
        (tally(3, 4), tally(2840, 4000), "4 opkald, for få til at vise en andel."),
        (tally(0, 0), tally(2840, 4000), "ingen opkald."),
    ],
)
def test_sentence_says_how_the_week_went_against_the_four_before(counts: Tally, before: Tally, says: str) -> None:
    assert sentence(WEEK, counts, before) == f"Uge 47 (16.-22. november 2026): {says}"


def test_subject_holds_the_week_and_the_figure_and_says_when_it_is_made_up() -> None:
    assert subject(WEEK, tally(710, 1000), simulated=False) == "Straks uge 47: 71 % straksafklaret, 1.000 opkald"
    assert subject(WEEK, tally(710, 1000), simulated=True) == "[Simulerede tal] Straks uge 47: 71 % straksafklaret, 1.000 opkald"
    assert subject(WEEK, tally(4, 4), simulated=False) == "Straks uge 47: 4 opkald, for få til en andel"
    assert subject(WEEK, tally(0, 0), simulated=False) == "Straks uge 47: ingen opkald"
