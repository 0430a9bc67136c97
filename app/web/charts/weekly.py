"""The weeks as a picture for a mail: the share settled at once with its band, drawn large enough to be read on a telephone."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.trend import Bucket, Trend
from app.web.charts.drawing import BLUE, PALE_BLUE, png

WIDTH, HEIGHT, TEXT = 490, 200, 18
# The picture is drawn twice as large as it is shown, for sharp screens.
SCALE = 2.0
_MOST_LABELS = 5
Row = dict[str, Any]


def picture(trend: Trend) -> bytes:
    """The trend as PNG; weeks with few calls are gaps."""
    rows = [_row(place, bucket) for place, bucket in enumerate(trend.buckets)]
    return png(_spec(trend.buckets, rows), rows, SCALE)


def _row(place: int, bucket: Bucket) -> Row:
    figure = bucket.figures()["gross"]
    words = "" if figure.value is None else f"{figure.value * 100:.0f} %"
    return {"place": place, "value": figure.value, "low": figure.low, "high": figure.high, "words": words}


def _spec(buckets: Sequence[Bucket], rows: Sequence[Row]) -> Mapping[str, Any]:
    told = [row for row in rows if row["value"] is not None]
    low = int(min([row["low"] for row in told] or [0.0]) * 10) / 10
    high = min(1.0, int(max([row["high"] for row in told] or [1.0]) * 10 + 1) / 10)
    last = told[-1]["place"] if told else -1
    every = max(1, -(-len(buckets) // _MOST_LABELS))
    places = list(range(len(buckets) - 1, -1, -every))[::-1]
    labels = {str(place): buckets[place].stretch.label for place in places}
    axis = {"title": None, "labelFontSize": TEXT, "grid": False}
    x = {
        "field": "place",
        "type": "quantitative",
        "scale": {"domain": [-0.5, len(buckets) - 0.1], "nice": False},
        "axis": axis | {"values": places, "labelExpr": f"{labels!r}[datum.value]", "labelOverlap": False, "labelFlush": False, "labelPadding": 8},
    }
    y = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [low, high], "nice": False, "zero": False},
        "axis": axis | {"format": ".0%", "tickCount": 4, "grid": True},
    }
    point = {"type": "point", "color": BLUE, "fill": BLUE, "opacity": 1, "size": 45}
    word = {"type": "text", "align": "right", "dx": 6, "dy": -18, "fontSize": TEXT + 3, "fontWeight": 700, "color": BLUE}
    is_told = [{"filter": "isValid(datum.value)"}]
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "padding": {"left": 4, "right": 12, "top": 12, "bottom": 4},
        "layer": [
            {"mark": {"type": "area", "color": PALE_BLUE, "opacity": 0.8}, "encoding": {"x": x, "y": y | {"field": "low"}, "y2": {"field": "high"}}},
            {"mark": {"type": "line", "color": BLUE, "strokeWidth": 3}, "encoding": {"x": x, "y": y}},
            {"transform": is_told, "mark": point, "encoding": {"x": x, "y": y}},
            {"transform": [{"filter": f"datum.place == {last}"}], "mark": word, "encoding": {"x": x, "y": y, "text": {"field": "words"}}},
        ],
    }
