"""Sparse tables: for each feature the documents it occurs in, and a value for each. Built once, read often."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

# The inner loop of scipy's products, several times faster than `scores[documents] += ...`. It is not in scipy's public interface;
# a test compares it with the slow way.
from scipy.sparse._sparsetools import csc_matvec

Numbers = NDArray[np.int32]
Floats = NDArray[np.float32]


class Rows:
    """Features are strings with numbers from 0. `documents` and `values` hold one row after the other; `common` is for each
    feature the sum of what was counted, before the values were made of it."""

    def __init__(self, features: Mapping[str, int], starts: Numbers, documents: Numbers, values: Floats, common: Floats) -> None:
        self._features = features
        self.starts = starts
        self.documents = documents
        self.values = values
        self.common = common

    def with_values(self, values: Floats) -> "Rows":
        """The same table with other values."""
        return Rows(self._features, self.starts, self.documents, values, self.common)

    def listed(self) -> Sequence[str]:
        """The features in the order of their numbers."""
        return list(self._features)[: len(self.common)]

    def numbers(self, features: Sequence[str]) -> NDArray[np.int64]:
        """The numbers of features, -1 where there is none."""
        found = np.fromiter((self._features.get(feature, -1) for feature in features), np.int64, len(features))
        return np.where(found < len(self.common), found, -1)

    def spans(self, features: Sequence[str]) -> list[slice | None]:
        """Where the documents and values of features stand in the arrays; None for a feature that occurs nowhere."""
        numbers = self.numbers(features)
        begins, ends = self.starts[numbers].tolist(), self.starts[numbers + 1].tolist()
        return [slice(begin, end) if number >= 0 and end > begin else None for number, begin, end in zip(numbers.tolist(), begins, ends, strict=True)]

    def span(self, feature: str) -> slice | None:
        """Where the documents and values of one feature stand."""
        number = self._features.get(feature, -1)
        if number < 0 or number >= len(self.common):
            return None
        begin, end = int(self.starts[number]), int(self.starts[number + 1])
        return slice(begin, end) if end > begin else None

    def add(self, span: slice, weight: float, scores: Floats) -> None:
        """Add a row's values, times a weight, to the scores of its documents."""
        csc_matvec(len(scores), 1, np.array((span.start, span.stop), np.int32), self.documents, self.values, np.array((weight,), np.float32), scores)

    def __contains__(self, feature: str) -> bool:
        return self.span(feature) is not None

    def count(self, feature: str) -> int:
        """In how many documents a feature occurs."""
        span = self.span(feature)
        return span.stop - span.start if span else 0


class PairRows(Rows):
    """Features are two stems with a space between. There are millions, so they are kept as sorted numbers: first * count + second,
    `count` being how many of the stems can be in a pair."""

    def __init__(
        self,
        stems: Mapping[str, int],
        count: int,
        pairs: NDArray[np.int64],
        starts: Numbers,
        documents: Numbers,
        values: Floats,
        common: Floats,
    ) -> None:
        super().__init__(stems, starts, documents, values, common)
        self._count = count
        self._pairs = pairs

    def with_values(self, values: Floats) -> "PairRows":
        return PairRows(self._features, self._count, self._pairs, self.starts, self.documents, values, self.common)

    def listed(self) -> Sequence[str]:
        stems = list(self._features)
        first, second = np.divmod(self._pairs, max(1, self._count))
        return [f"{stems[one]} {stems[other]}" for one, other in zip(first.tolist(), second.tolist(), strict=True)]

    def numbers(self, features: Sequence[str]) -> NDArray[np.int64]:
        wanted = np.fromiter(map(self._pair, features), np.int64, len(features))
        if not len(self._pairs):
            return np.full(len(features), -1, np.int64)
        places = np.minimum(np.searchsorted(self._pairs, wanted), len(self._pairs) - 1)
        return np.where(self._pairs[places] == wanted, places, -1)

    def span(self, feature: str) -> slice | None:
        return self.spans([feature])[0]

    def _pair(self, feature: str) -> int:
        first, _, second = feature.partition(" ")
        one, other = self._features.get(first, self._count), self._features.get(second, self._count)
        return one * self._count + other if max(one, other) < self._count else -1
