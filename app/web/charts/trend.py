"""The trend as a picture: three lines with the band of the first, the calls as quiet bars beneath, and numbered marks where something happened.

The lines differ by colour, by dashes and by the word at their end; groups of few calls are gaps.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from app.domain.change_words import thousands
from app.domain.marks import Pinned
from app.domain.trend import LINES, STEPS, Bucket, Trend
from app.web.charts.drawing import BLUE, GREEN, GREY, ORANGE, PALE_BLUE, png, svg

WIDTH, LINES_HEIGHT, BARS_HEIGHT = 850, 230, 70
STYLES: Mapping[str, tuple[str, str, list[int], float]] = {
    "gross": ("Straksafklaret", BLUE, [], 2.6),
    "net": ("Netto", ORANGE, [8, 3], 1.8),
    "repeat_adjusted": ("Uden gentagne", GREEN, [2, 3], 1.8),
}
_MOST_LABELS, _MOST_POINTS = 14, 35
# Beyond so many buckets thick lines run into one another.
_MANY, _THINNER = 100, 0.55
# How far apart the words at the lines' ends must be, as a part of the axis.
_APART = 0.085
Row = dict[str, Any]


def drawn(trend: Trend, pins: Sequence[Pinned], label: str) -> Markup:
    """The trend for the page. `label` says in words what it shows."""
    return svg(_spec(trend, pins), _rows(trend, pins), label)


def picture(trend: Trend, pins: Sequence[Pinned]) -> bytes:
    """The same for a mail, as PNG."""
    return png(_spec(trend, pins), _rows(trend, pins))


def _rows(trend: Trend, pins: Sequence[Pinned]) -> list[Row]:
    low, high = _ends(trend.buckets)
    rows = [row for place, bucket in enumerate(trend.buckets) for row in _rows_of(place, bucket)]
    told = [bucket.figures()["gross"].value is not None for bucket in trend.buckets]
    for row in rows:
        # A line needs two ends: what stands between gaps is a point.
        around = told[max(0, row["place"] - 1) : row["place"] + 2]
        row["point"] = len(trend.buckets) <= _MOST_POINTS or sum(around) == 1
    words = [
        {"kind": "word", "line": line, "place": len(trend.buckets) - 1, "at": at, "words": STYLES[line][0]}
        for line, at in _words_at(trend.buckets, (high - low) * _APART).items()
    ]
    marks = [{"kind": "mark", "place": pin.place, "number": str(pin.number), "at": high} for pin in pins if pin.number is not None]
    return [*rows, *words, *marks]


def _rows_of(place: int, bucket: Bucket) -> list[Row]:
    rows: list[Row] = [{"kind": "calls", "place": place, "calls": bucket.tally.counted, "whole": bucket.stretch.is_whole}]
    for code, figure in bucket.figures().items():
        rows.append(
            {
                "kind": "line",
                "line": code,
                "place": place,
                "value": figure.value,
                "low": figure.low,
                "high": figure.high,
                "whole": bucket.stretch.is_whole,
            }
        )
    return rows


def _ends(buckets: Sequence[Bucket]) -> tuple[float, float]:
    """The ends of the axis: whole tenths around everything that is drawn, at least 30 points apart; so that small changes can be seen."""
    figures = [figure for bucket in buckets for figure in bucket.figures().values() if figure.value is not None]
    lows = [figure.low or 0.0 for figure in figures] or [0.0]
    highs = [figure.high or 0.0 for figure in figures] or [1.0]
    low, high = int(min(lows) * 10) / 10, min(1.0, (int(max(highs) * 10) + 1) / 10)
    return (max(0.0, high - 0.3), high) if high - low < 0.3 else (low, high)


def _words_at(buckets: Sequence[Bucket], apart: float) -> dict[str, float]:
    """Where the word of each line stands: at its last value, pushed apart where lines meet."""
    last: dict[str, float] = {}
    for bucket in buckets:
        last |= {code: figure.value for code, figure in bucket.figures().items() if figure.value is not None}
    found: dict[str, float] = {}
    lowest = None
    for line, value in sorted(last.items(), key=lambda row: -row[1]):
        found[line] = lowest = value if lowest is None else min(value, lowest - apart)
    return found


def _spec(trend: Trend, pins: Sequence[Pinned]) -> Row:
    buckets = trend.buckets
    low, high = _ends(buckets)
    x = {"field": "place", "type": "quantitative", "scale": {"domain": [-0.6, len(buckets) - 0.4], "nice": False, "padding": 0}}
    return {
        "vconcat": [
            {"width": WIDTH, "height": LINES_HEIGHT, "layer": _layers(x, low, high, _THINNER if len(buckets) > _MANY else 1)},
            {"width": WIDTH, "height": BARS_HEIGHT, "layer": _bars(x, buckets)},
        ],
        "spacing": 14,
        "padding": {"left": 4, "right": 26, "top": 14 if pins else 4, "bottom": 2},
    }


def _layers(x: Row, low: float, high: float, thin: float) -> list[Row]:
    blank = x | {"axis": None}
    y = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [low, high], "nice": False, "zero": False},
        "axis": {"format": ".0%", "tickCount": 5, "title": None},
    }
    marks = [
        _layer({"type": "rule", "color": GREY, "strokeDash": [3, 3], "strokeWidth": 1}, "datum.kind == 'mark'", {"x": blank}),
        _layer(
            {"type": "point", "shape": "circle", "size": 330, "fill": "white", "stroke": GREY, "opacity": 1, "yOffset": -2},
            "datum.kind == 'mark'",
            {"x": blank, "y": y | {"field": "at"}},
        ),
        _layer(
            {"type": "text", "baseline": "middle", "yOffset": -1.5},
            "datum.kind == 'mark'",
            {"x": blank, "y": y | {"field": "at"}, "text": {"field": "number"}},
        ),
    ]
    band = _layer(
        {"type": "area", "color": PALE_BLUE, "opacity": 0.75, "line": False},
        "datum.kind == 'line' && datum.line == 'gross'",
        {"x": blank, "y": y | {"field": "low"}, "y2": {"field": "high"}},
    )
    lines = [layer for line in reversed(LINES) for layer in _line(line.code, blank, y, thin)]
    return [band, *marks[:1], *lines, *marks[1:]]


def _line(code: str, x: Row, y: Row, thin: float) -> list[Row]:
    _, colour, dash, width = STYLES[code]
    of_line = f"datum.line == '{code}'"
    drawn = {"type": "line", "color": colour, "strokeDash": dash, "strokeWidth": width * thin}
    found = [_layer(drawn, f"{of_line} && datum.kind == 'line'", {"x": x, "y": y})]
    if code == "gross":
        shape = {"condition": {"test": "datum.whole", "value": colour}, "value": "white"}
        mark = {"type": "point", "size": 36 * thin, "opacity": 1, "stroke": colour}
        found.append(_layer(mark, f"{of_line} && datum.kind == 'line' && datum.point && isValid(datum.value)", {"x": x, "y": y, "fill": shape}))
    word = {"type": "text", "align": "left", "dx": 14, "color": colour, "fontWeight": 600 if code == "gross" else 400}
    found.append(_layer(word, f"{of_line} && datum.kind == 'word'", {"x": x, "y": y | {"field": "at"}, "text": {"field": "words"}}))
    return found


def _bars(x: Row, buckets: Sequence[Bucket]) -> list[Row]:
    every = max(1, -(-len(buckets) // _MOST_LABELS))
    places = list(range(len(buckets) - 1, -1, -every))[::-1]
    labels = {str(place): buckets[place].stretch.label for place in places}
    axis = {
        "values": places,
        "labelExpr": f"{labels!r}[datum.value]",
        "title": None,
        "grid": False,
        "ticks": True,
        "labelAngle": 0,
        "labelOverlap": False,
    }
    most = max([bucket.tally.counted for bucket in buckets] or [1]) or 1
    y = {
        "field": "calls",
        "type": "quantitative",
        "scale": {"domain": [0, most], "nice": False},
        "axis": {"values": [0, most], "format": ",.0f", "title": None, "grid": False},
    }
    shade = {"condition": {"test": "datum.whole", "value": "#b9b9b9"}, "value": "#e3e3e3"}
    wide = {"type": "bar", "width": max(1.5, WIDTH / max(1, len(buckets)) * 0.72)}
    word = {"type": "text", "align": "left", "baseline": "bottom", "dx": 14, "color": GREY, "text": "Opkald"}
    last = f"datum.kind == 'calls' && datum.place == {len(buckets) - 1}"
    return [
        _layer(wide, "datum.kind == 'calls'", {"x": x | {"axis": axis}, "y": y, "fill": shade}),
        _layer(word, last, {"x": x | {"axis": axis}, "y": {"value": BARS_HEIGHT}}),
    ]


def _layer(mark: Row, test: str, encoding: Row) -> Row:
    return {"transform": [{"filter": test}], "mark": mark, "encoding": encoding}


def label_of(trend: Trend, sentences: Sequence[str]) -> str:
    """The picture in words."""
    calls = thousands(sum(bucket.tally.counted for bucket in trend.buckets))
    return f"{STEPS[trend.by]}: andelen af straksafklarede opkald, {calls} opkald. {' '.join(sentences)}"
