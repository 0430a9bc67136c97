"""A row of small bars beside a number: how it has gone, week by week."""

from collections.abc import Sequence

from markupsafe import Markup

BAR, GAP, HIGH = 5, 2, 26
_PICTURE = Markup('<svg class="sparkline" width="{}" height="{}" role="img" aria-label="{}">{}</svg>')
_BAR = Markup('<rect x="{}" y="{}" width="{}" height="{}"/>')


def sparkline(values: Sequence[int], label: str) -> Markup:
    """Counts as bars, the oldest to the left. A count of nought keeps a line, so that the weeks can be told apart."""
    most = max(values, default=0)
    bars = []
    for place, value in enumerate(values):
        high = max(1, round(value / most * HIGH)) if most else 1
        bars.append(_BAR.format(place * (BAR + GAP), HIGH - high, BAR, high))
    return _PICTURE.format(max(1, len(values) * (BAR + GAP) - GAP), HIGH, label, Markup("").join(bars))
