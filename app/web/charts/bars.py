"""A word, a bar and its number on every line: how often each of a few things was said. So plain that it is written, not drawn by Vega-Lite."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.web.charts.drawing import GREY

THICK = 15
GAP = 5
NUMBER_ROOM = 95


@dataclass(frozen=True)
class Bar:
    """A line: its word, how long its bar is beside the others, what stands behind the bar, and its colour."""

    word: str
    calls: int
    told: str
    colour: str


def drawn(bars: Sequence[Bar], room: int, width: int, step: int, label: str) -> Markup:
    """The lines as one picture: words in `room` pixels, the longest bar `width` pixels, a line every `step`."""
    most = max((bar.calls for bar in bars), default=0) or 1
    lines = [_line(bar, room, round(bar.calls / most * width), step * place + step // 2) for place, bar in enumerate(bars)]
    across, high = room + width + NUMBER_ROOM, step * len(bars)
    return Markup('<svg role="img" aria-label="{}" width="{}" height="{}" viewBox="0 0 {} {}">{}</svg>').format(
        label, across, high, across, high, Markup("").join(lines)
    )


def _line(bar: Bar, room: int, length: int, middle: int) -> Markup:
    return Markup(
        '<text x="{}" y="{}" text-anchor="end" dominant-baseline="central" font-size="13" fill="#454545">{}</text>'
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"></rect>'
        '<text x="{}" y="{}" dominant-baseline="central" font-size="13" fill="{}">{}</text>'
    ).format(room - GAP, middle, bar.word, room, middle - THICK // 2, length, THICK, bar.colour, room + length + GAP, middle, GREY, bar.told)
