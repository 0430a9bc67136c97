"""Figures with their number of calls and their uncertainty."""

from dataclasses import dataclass
from math import sqrt

Z95 = 1.959963984540054
FEWEST_SHOWN = 5


@dataclass(frozen=True)
class Share:
    """A share with its count and its 95 % Wilson interval; `value` is None when nothing was counted. Shares are 0 to 1."""

    hits: int
    n: int
    value: float | None
    low: float | None
    high: float | None


def share(hits: int, n: int) -> Share:
    """hits out of n, with its Wilson interval (Wilson 1927)."""
    if n == 0:
        return Share(0, 0, None, None, None)
    value = hits / n
    centre = (value + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    half = Z95 / (1 + Z95**2 / n) * sqrt(value * (1 - value) / n + Z95**2 / (4 * n**2))
    return Share(hits, n, value, max(0.0, centre - half), min(1.0, centre + half))
