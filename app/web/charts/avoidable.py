"""What made calls needless, as a picture: one bar for each cause."""

from markupsafe import Markup

from app.domain.avoidable import Needless
from app.domain.outcomes import AVOIDABLE_WORDS
from app.web.charts import bars
from app.web.charts.drawing import BLUE


def picture(found: Needless) -> Markup:
    """The needless calls by cause, most first."""
    rows = [bars.Bar(AVOIDABLE_WORDS[cause.code], cause.calls, f"{cause.calls:,}".replace(",", "."), BLUE) for cause in found.causes]
    first = found.causes[0]
    label = f"Den hyppigste årsag til unødige opkald er »{AVOIDABLE_WORDS[first.code]}«: {first.calls} af {found.now.hits}."
    return bars.drawn(rows, 200, 130, 26, label)
