"""What made calls needless, as a picture: one bar for each cause."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from app.domain.avoidable import Needless
from app.domain.outcomes import AVOIDABLE_WORDS
from app.web.charts.drawing import BLUE, GREY, svg

SPEC: Mapping[str, Any] = {
    "width": 150,
    "padding": {"left": 0, "top": 5, "right": 15, "bottom": 5},
    "height": {"step": 26},
    "encoding": {
        "y": {
            "field": "word",
            "type": "nominal",
            "sort": None,
            "title": None,
            "axis": {"domain": False, "ticks": False, "minExtent": 200, "labelLimit": 240},
        },
        "x": {"field": "calls", "type": "quantitative", "title": None, "axis": None},
    },
    "layer": [
        {"mark": {"type": "bar", "height": 15, "color": BLUE}},
        {"mark": {"type": "text", "align": "left", "dx": 5, "color": GREY}, "encoding": {"text": {"field": "told", "type": "nominal"}}},
    ],
}


def picture(found: Needless) -> Markup:
    """The needless calls by cause, most first."""
    rows = [{"word": AVOIDABLE_WORDS[cause.code], "calls": cause.calls, "told": f"{cause.calls:,}".replace(",", ".")} for cause in found.causes]
    first = found.causes[0]
    return svg(SPEC, rows, f"Den hyppigste årsag til unødige opkald er »{AVOIDABLE_WORDS[first.code]}«: {first.calls} af {found.now.hits}.")
