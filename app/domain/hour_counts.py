"""The counts of a log hour by hour, so that any stretch of time is added up from a few thousand rows, however many the calls."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.call_log import Log, hourly
from app.domain.figures import Tally
from app.domain.log_values import Numbers


@dataclass(frozen=True)
class HourCounts:
    """The hours with calls in order (since 1970, UTC), and a row of counts for each."""

    hours: Sequence[int]
    rows: Numbers

    def between(self, start: int, end: int) -> Tally:
        """The calls begun in the hours from start until before end."""
        first, last = bisect_left(self.hours, start), bisect_left(self.hours, end)
        return Tally(*map(int, self.rows[first:last].sum(axis=0))) if last > first else Tally()


def hour_counts(log: Log) -> HourCounts:
    """The counts of a log by hour."""
    return HourCounts(log.hours, hourly(log))
