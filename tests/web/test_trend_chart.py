"""The picture of the trend: lines that can be told apart without colour, gaps where there are few calls, and words that do not collide."""

import itertools
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from app.domain.figures import Tally
from app.domain.marks import Mark, MarkKind, Pinned
from app.domain.periods import By
from app.domain.trend import Bucket, Trend, days_of, stretches
from app.web.charts.trend import STYLES, _rows, drawn, label_of, picture

TODAY = date(2026, 11, 23)
USUAL = Tally(calls=50, counted=50, settled=30, beyond=10, known=40, kept=20)


def trend(tallies: Sequence[Tally], by: By = By.DAY) -> Trend:
    first, last = days_of(by, TODAY - timedelta(days=len(tallies) - 1), TODAY)
    found = stretches(by, first, last, TODAY)[-len(tallies) :]
    return Trend(by, [Bucket(stretch, tally) for stretch, tally in zip(found, tallies, strict=True)], [])


def strokes(svg: str) -> set[tuple[str, str]]:
    """Colour and dashes of the lines."""
    lines = re.findall(r'<g[^>]*class="mark-line.*?</g>', svg)
    return {
        (re.findall(r'stroke="([^"]+)"', line)[0], (re.findall(r'stroke-dasharray="([^"]+)"', line) or ["none"])[0])
        for line in lines
        if "stroke=" in line
    }


def test_three_lines_differ_by_dashes_and_by_the_word_at_their_end() -> None:
    svg = drawn(trend([USUAL] * 30), [], "Finding")
    assert len({dash for _, dash in strokes(svg)}) == len({colour for colour, _ in strokes(svg)}) == 3
    for word, *_ in STYLES.values():
        assert f">{word}</text>" in svg


def test_picture_has_its_finding_as_label_and_nothing_the_browser_would_refuse() -> None:
    found = trend([USUAL] * 30)
    svg = drawn(found, [], label_of(found, ["Den er <steget>."]))
    assert 'role="img" aria-label="Dage: andelen af straksafklarede opkald, 1.500 opkald. Den er &lt;steget&gt;."' in svg
    assert "style=" not in svg
    assert "<script" not in svg


def test_group_of_few_calls_is_no_point_of_any_line() -> None:
    few = Tally(calls=4, counted=4, settled=4, known=4, kept=4)
    rows = [row for row in _rows(trend([USUAL, few, USUAL]), []) if row["kind"] == "line" and row["place"] == 1]
    assert [row["value"] for row in rows] == [None, None, None]
    assert all(row["low"] is None and row["high"] is None for row in rows)


def test_what_stands_alone_between_gaps_is_a_point_also_among_many() -> None:
    rows = _rows(trend([USUAL, Tally(), USUAL, Tally()] * 30), [])
    assert all(row["point"] for row in rows if row["kind"] == "line" and row["value"] is not None)
    many = _rows(trend([USUAL] * 120), [])
    assert not any(row["point"] for row in many if row["kind"] == "line")


def test_words_of_lines_that_meet_are_pushed_apart() -> None:
    same = Tally(calls=50, counted=50, settled=30, known=50, kept=30)
    rows = [row for row in _rows(trend([same] * 30), []) if row["kind"] == "word"]
    heights = sorted(row["at"] for row in rows)
    assert [row["words"] for row in rows] == ["Straksafklaret", "Netto", "Uden gentagne"]
    assert all(later - earlier > 0.02 for earlier, later in itertools.pairwise(heights))


def test_only_numbered_marks_are_drawn() -> None:
    mark = Mark(datetime(2026, 11, 20, 8, tzinfo=UTC), MarkKind.GUIDE, "g", "G", ("g",))
    rows = _rows(trend([USUAL] * 30), [Pinned(27, 1, [mark]), Pinned(3, None, [mark])])
    assert [(row["place"], row["number"]) for row in rows if row["kind"] == "mark"] == [(27, "1")]


@pytest.mark.parametrize("tallies", [[Tally()] * 30, [USUAL], [Tally(calls=9, counted=9, settled=9)] * 3, [Tally(calls=9, counted=9)] * 3])
def test_odd_trends_can_be_drawn(tallies: list[Tally]) -> None:
    assert drawn(trend(tallies), [], "x").startswith("<svg")
    assert picture(trend(tallies), []).startswith(b"\x89PNG")
