"""The trend of a page of figures: its days, weeks or months with their counts, and what happened meanwhile."""

from collections.abc import Sequence
from datetime import datetime

from app.base.clock import local
from app.domain.marks import Mark
from app.domain.trend import Bucket, Trend, stretches
from app.services.look_back import LookBack


def of(back: LookBack, marks: Sequence[Mark], at: datetime) -> Trend:
    """The trend of the days that are looked at; of the marks (newest first) those that fall within them."""
    found = stretches(back.by, back.first, back.last, local(at).date())
    meanwhile = [mark for mark in marks if back.first <= mark.day <= back.last]
    return Trend(back.by, [Bucket(stretch, back.tally(stretch.first, stretch.last)) for stretch in found], meanwhile)
