"""A word, a bar and its number on every line: how often each of a few things was said."""

from collections.abc import Mapping
from typing import Any

from app.web.charts.drawing import GREY


def spec(width: int, room: int, step: int, bar: Mapping[str, Any]) -> Mapping[str, Any]:
    """A specification for rows of `word`, `calls` and `told`: the bars at most `width` pixels, the words in `room`, a line every `step`.
    `bar` is the layer that draws the bars, with their colour."""
    return {
        "width": width,
        "padding": {"left": 0, "top": 5, "right": 25, "bottom": 5},
        "height": {"step": step},
        "encoding": {
            "y": {
                "field": "word",
                "type": "nominal",
                "sort": None,
                "title": None,
                "axis": {"domain": False, "ticks": False, "minExtent": room, "labelLimit": room + 15},
            },
            "x": {"field": "calls", "type": "quantitative", "title": None, "axis": None},
        },
        "layer": [
            bar,
            {"mark": {"type": "text", "align": "left", "dx": 5, "color": GREY}, "encoding": {"text": {"field": "told", "type": "nominal"}}},
        ],
    }
