"""Why calls were not settled, as a picture: one bar for each reason, those that the desk can help told apart."""

from collections.abc import Mapping

from markupsafe import Markup

from app.domain.figures import BEYOND
from app.domain.outcomes import REASON_WORDS, Reason
from app.web.charts import bars
from app.web.charts.drawing import BLUE, svg

HELPED, BEYOND_US = "Kunne være løst ved skranken", "Krævede sagen, en afgørelse eller en bestemt person"
_WHOSE = {"field": "whose", "type": "nominal", "scale": {"domain": [HELPED, BEYOND_US], "range": [BLUE, "#b9b9b9"]}, "legend": None}
SPEC = bars.spec(230, 245, 24, {"mark": {"type": "bar", "height": 15}, "encoding": {"color": _WHOSE}})


def picture(reasons: Mapping[Reason, int]) -> Markup:
    """The unsettled calls by reason, most first."""
    total = sum(reasons.values())
    rows = [
        {
            "word": REASON_WORDS[reason],
            "calls": calls,
            "told": f"{calls:,} ({calls / total * 100:.0f} %)".replace(",", "."),
            "whose": BEYOND_US if reason in BEYOND else HELPED,
        }
        for reason, calls in reasons.items()
    ]
    return svg(SPEC, rows, label(reasons))


def label(reasons: Mapping[Reason, int]) -> str:
    """What the picture shows, in words."""
    first, calls = next(iter(reasons.items()))
    helped = sum(number for reason, number in reasons.items() if reason not in BEYOND)
    share = helped / sum(reasons.values()) * 100
    return f"Den hyppigste årsag er »{REASON_WORDS[first]}« ({calls}). {share:.0f} % af årsagerne er nogle, skranken selv kan gøre noget ved."
