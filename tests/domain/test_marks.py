"""What happened: put together, pinned to a chart, and measured before and after."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.domain.change_effects import REACHED, SETTLED, ChangeEffect, effect_of, headline, is_measurable, table, windows_of
from app.domain.effect import Verdict
from app.domain.figures import Tally
from app.domain.marks import MOST_DRAWN, Mark, MarkKind, pinned, together

MARCH = datetime(2026, 3, 9, 7, tzinfo=UTC)
DAY = timedelta(days=1)


def guide(day: float, slug: str = "pas", **values: object) -> Mark:
    return Mark(MARCH + day * DAY, MarkKind.GUIDE, f"guide:{slug}", f"Guiden »{slug}« ændret", (slug,), **values)  # type: ignore[arg-type]


def days(number: int) -> list[tuple[date, date]]:
    return [(date(2026, 3, 9) + place * DAY, date(2026, 3, 9) + place * DAY) for place in range(number)]


def measured(mark: Mark, before: Tally, after: Tally) -> ChangeEffect:
    ((_, window),) = windows_of([mark], MARCH + 40 * DAY)
    return effect_of(mark, window, before, after)


def test_guides_that_came_out_in_one_go_are_one_mark() -> None:
    found = together([guide(0, "pas"), guide(0, "flytning"), guide(1, "pas"), Mark(MARCH, MarkKind.HOURS, "hours:x", "X", department="x")])
    assert [(mark.title, mark.topics) for mark in found] == [
        ("Guiden »pas« ændret", ("pas",)),
        ("2 guider udgivet på én gang", ("flytning", "pas")),
        ("X", ()),
    ]


def test_made_up_mark_says_so_once() -> None:
    assert guide(0, is_simulated=True).words == "Guiden »pas« ændret (simuleret)"
    assert Mark(MARCH, MarkKind.STORM, "s", "Storm (simuleret)", is_simulated=True).words == "Storm (simuleret)"
    assert guide(0).words == "Guiden »pas« ændret"


def test_marks_are_numbered_from_the_newest_and_the_oldest_of_many_only_stand_in_the_list() -> None:
    pins = pinned(together(guide(number, f"g{number}") for number in range(15)), days(15))
    assert [(pin.place, pin.number) for pin in pins[:3]] == [(14, 1), (13, 2), (12, 3)]
    assert [pin.number for pin in pins[MOST_DRAWN:]] == [None, None, None]


def test_marks_of_one_day_share_a_number_and_those_outside_have_none() -> None:
    pins = pinned(together([guide(0.2, "b"), guide(0, "a"), guide(30, "later")]), days(3))
    assert [(pin.place, pin.number, [mark.topics for mark in pin.marks]) for pin in pins] == [(0, 1, [("b",), ("a",)])]


def test_mark_late_in_the_evening_stands_on_its_danish_day() -> None:
    assert pinned([Mark(datetime(2026, 3, 9, 23, 30, tzinfo=UTC), MarkKind.GUIDE, "g", "G", ("g",))], days(3))[0].place == 1


def test_change_is_measured_until_the_same_changes_again_and_as_long_before() -> None:
    rows = windows_of([guide(20), guide(0), guide(5, "flytning")], MARCH + 200 * DAY)
    spans = {(mark.topics[0], (mark.at - MARCH).days): (window.start - window.before, window.end - window.start) for mark, window in rows}
    assert spans == {("pas", 20): (90 * DAY, 90 * DAY), ("pas", 0): (20 * DAY, 20 * DAY), ("flytning", 5): (90 * DAY, 90 * DAY)}
    assert [(mark.at - MARCH).days for mark, _ in rows] == [20, 5, 0]
    assert all(window.start == mark.at for mark, window in rows)


@pytest.mark.parametrize(
    ("before", "after", "verdict", "sentence"),
    [
        ((48, 100), (157, 212), Verdict.BETTER, "fra 48 % til 74 %, 312 opkald"),
        ((74, 100), (48, 100), Verdict.WORSE, "fra 74 % til 48 %, 200 opkald"),
        ((50, 100), (53, 100), Verdict.CHANCE, "fra 50 % til 53 %, 200 opkald: kan ikke skelnes fra tilfældigheder"),
        ((2, 3), (900, 1000), Verdict.TOO_FEW, "for få opkald til at sige noget (3 før, 1000 efter)"),
    ],
)
def test_guide_is_measured_on_the_share_settled(before: tuple[int, int], after: tuple[int, int], verdict: Verdict, sentence: str) -> None:
    sides = (Tally(counted=counted, settled=settled, reached=9, not_reached=9) for settled, counted in (before, after))
    found = measured(guide(0), *sides)
    assert (found.measure, found.verdict, found.sentence) == (SETTLED, verdict, sentence)


@pytest.mark.parametrize("kind", [MarkKind.HOURS, MarkKind.ROUTING])
def test_hours_and_routing_are_measured_on_whether_somebody_was_reached(kind: MarkKind) -> None:
    mark = Mark(MARCH, kind, "x", "X", ("pas",), "borgerservice")
    found = measured(mark, Tally(counted=500, reached=40, not_reached=60), Tally(counted=500, reached=80, not_reached=20))
    assert (found.measure, found.sentence) == (REACHED, "fra 40 % til 80 %, 200 viderestillinger")


def test_what_nobody_chose_and_what_has_no_calls_is_not_measured() -> None:
    storm = Mark(MARCH, MarkKind.STORM, "s", "Storm", ("pas",))
    unused = Mark(MARCH, MarkKind.ROUTING, "r", "R")
    hours = Mark(MARCH, MarkKind.HOURS, "h", "H", department="x")
    assert [is_measurable(mark) for mark in (storm, unused, hours, guide(0))] == [False, False, True, True]


def test_headline_counts_what_worked_for_sure() -> None:
    better = measured(guide(0), Tally(counted=100, settled=48), Tally(counted=100, settled=90))
    worse = measured(guide(0), Tally(counted=100, settled=90), Tally(counted=100, settled=48))
    few = measured(guide(0), Tally(), Tally())
    assert headline([better, few, worse]) == "Af 3 ændringer virkede 1 sikkert, og 1 gjorde det dårligere."
    assert headline([few, few]) == "Af 2 ændringer virkede ingen sikkert."
    assert headline([better]) == "Den ene ændring virkede."
    assert headline([few]) == "Den ene ændring har ikke vist en sikker virkning."


def test_table_holds_both_sides_and_no_points_where_nothing_can_be_said() -> None:
    better = measured(guide(0, is_simulated=True), Tally(counted=100, settled=48), Tally(counted=100, settled=90))
    few = measured(guide(0), Tally(), Tally())
    found = table([better, few])
    assert found.rows[0][:5] == ("Guiden »pas« ændret", "ja", date(2026, 3, 9), date(2026, 4, 18), SETTLED)
    assert found.rows[0][5:10] == (0.48, 100, 0.9, 100, 42.0)
    assert found.rows[1][5:10] == (None, 0, None, 0, None)
    assert all(len(row) == len(found.head) for row in found.rows)
