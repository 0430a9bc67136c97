"""The channels over time as small pictures beside each other, one for each, all in one ink: contacts for each day with figures.

Each has its own scale from nought; where there are no figures the line is broken.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from app.domain.channel_picture import WORDS, Step, Trend
from app.services.channels import Channels
from app.web.charts.drawing import BLUE, PALE_BLUE, svg

WIDTH, HEIGHT, BESIDE = 290, 96, 3
# Above the highest point there is room for the number of the last one.
HEADROOM = 1.3
_MOST_POINTS = 14
Row = dict[str, Any]


@dataclass(frozen=True)
class ChannelsSection:
    """What the part of the page shows: what was found, and its picture where there is a trend."""

    found: Channels
    picture: Markup
    columns: Sequence[str]
    rows: Sequence[tuple[str, Mapping[str, Step]]]


def section(found: Channels) -> ChannelsSection:
    """The part of the page from what was found."""
    if found.trend is None or not _told(found.trend):
        return ChannelsSection(found, Markup(), (), ())
    steps = found.trend.steps
    rows = [
        (found.trend.name(start), {step.channel: step for step in steps if step.start == start})
        for start in dict.fromkeys(step.start for step in steps)
    ]
    return ChannelsSection(found, drawn(found.trend), list(dict.fromkeys(step.channel for step in steps)), rows)


def drawn(trend: Trend) -> Markup:
    """The trend of all channels, with its finding in words."""
    names = list(dict.fromkeys(trend.short_name(step.start) for step in trend.steps))
    told = _told(trend)
    rows: list[Row] = [
        {
            "channel": WORDS[step.channel],
            "when": trend.short_name(step.start),
            "a_day": step.a_day if step.is_told else None,
            "told": _a_day(step) if told[step.channel][-1] is step else None,
            "room": max(row.a_day for row in told[step.channel]) * HEADROOM,
        }
        for step in trend.steps
        if step.channel in told
    ]
    return svg(_spec(names, [WORDS[channel] for channel in told]), rows, label(trend))


def label(trend: Trend) -> str:
    """What the pictures show, in words."""
    found = [
        f"{WORDS[channel]}: fra {_a_day(steps[0])} i {trend.name(steps[0].start)} til {_a_day(steps[-1])} i {trend.name(steps[-1].start)}"
        for channel, steps in _told(trend).items()
    ]
    return f"Henvendelser pr. dag med tal. {'. '.join(found)}."


def _told(trend: Trend) -> dict[str, list[Step]]:
    """The steps with enough to show, by channel."""
    found: dict[str, list[Step]] = {}
    for step in trend.steps:
        if step.is_told:
            found.setdefault(step.channel, []).append(step)
    return found


def _a_day(step: Step) -> str:
    return f"{step.a_day:,.0f}".replace(",", ".") if step.a_day >= 10 else f"{step.a_day:.1f}".replace(".", ",")


def _spec(names: Sequence[str], channels: Sequence[str]) -> Mapping[str, Any]:
    across = {
        "field": "when",
        "type": "ordinal",
        "sort": list(names),
        "title": None,
        "scale": {"type": "point", "padding": 0.4},
        "axis": {"labelAngle": 0, "labelOverlap": "greedy", "labelSeparation": 12, "labelPadding": 6, "ticks": False},
    }
    up = {
        "field": "a_day",
        "type": "quantitative",
        "title": None,
        "scale": {"nice": False},
        "axis": {"tickCount": 3, "format": ",.2~f", "domain": False},
    }
    area = {"type": "area", "color": PALE_BLUE, "line": {"color": BLUE, "strokeWidth": 2}, "invalid": "break-paths-show-path-domains"}
    area["point"] = {"color": BLUE, "size": 36 if len(names) <= _MOST_POINTS else 14}
    text = {"type": "text", "align": "right", "dx": 4, "dy": -11, "fontWeight": "bold"}
    return {
        "facet": {
            "field": "channel",
            "type": "nominal",
            "sort": list(channels),
            "title": None,
            "header": {"labelAnchor": "start", "labelFontWeight": "bold", "labelFontSize": 14, "labelPadding": 14},
        },
        "columns": BESIDE,
        "spacing": {"row": 26, "column": 30},
        "resolve": {"scale": {"y": "independent"}, "axis": {"x": "independent"}},
        "spec": {
            "width": WIDTH,
            "height": HEIGHT,
            "encoding": {"x": across, "y": up},
            "layer": [
                {"mark": {"type": "point", "opacity": 0}, "encoding": {"y": {"field": "room", "type": "quantitative"}}},
                {"mark": area},
                {"transform": [{"filter": "datum.told != null"}], "mark": text, "encoding": {"text": {"field": "told", "type": "nominal"}}},
            ],
        },
    }
