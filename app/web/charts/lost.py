"""Why calls were not settled, as a picture: one bar for each reason, those that the desk can help told apart."""

from collections.abc import Mapping

from markupsafe import Markup

from app.domain.figures import BEYOND
from app.domain.outcomes import REASON_WORDS, Reason
from app.web.charts import bars
from app.web.charts.drawing import BLUE

PALE = "#b9b9b9"


def picture(reasons: Mapping[Reason, int]) -> Markup:
    """The unsettled calls by reason, most first."""
    total = sum(reasons.values())
    rows = [
        bars.Bar(
            REASON_WORDS[reason],
            calls,
            f"{calls:,} ({calls / total * 100:.0f} %)".replace(",", "."),
            PALE if reason in BEYOND else BLUE,
        )
        for reason, calls in reasons.items()
    ]
    return bars.drawn(rows, 245, 215, 24, label(reasons))


def label(reasons: Mapping[Reason, int]) -> str:
    """What the picture shows, in words."""
    first, calls = next(iter(reasons.items()))
    helped = sum(number for reason, number in reasons.items() if reason not in BEYOND)
    share = helped / sum(reasons.values()) * 100
    return f"Den hyppigste årsag er »{REASON_WORDS[first]}« ({calls}). {share:.0f} % af årsagerne er nogle, skranken selv kan gøre noget ved."
