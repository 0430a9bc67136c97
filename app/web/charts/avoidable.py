"""What made calls needless, as a picture: one bar for each cause."""

from markupsafe import Markup

from app.domain.avoidable import Needless
from app.domain.outcomes import AVOIDABLE_WORDS
from app.web.charts import bars
from app.web.charts.drawing import BLUE, svg

SPEC = bars.spec(150, 200, 26, {"mark": {"type": "bar", "height": 15, "color": BLUE}})


def picture(found: Needless) -> Markup:
    """The needless calls by cause, most first."""
    rows = [{"word": AVOIDABLE_WORDS[cause.code], "calls": cause.calls, "told": f"{cause.calls:,}".replace(",", ".")} for cause in found.causes]
    first = found.causes[0]
    return svg(SPEC, rows, f"Den hyppigste årsag til unødige opkald er »{AVOIDABLE_WORDS[first.code]}«: {first.calls} af {found.now.hits}.")
