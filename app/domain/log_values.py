"""What the columns of the log point into: who asked, how it ended, topics and departments, each a place in a list that only grows."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.domain.outcomes import COUNTED, SETTLED

Numbers = NDArray[Any]
V = TypeVar("V", bound=Hashable)
MOST_CODES = 65_535


class Caller(NamedTuple):
    """Who asked: what is the same for all questions of a call. `followed` as on the call; None where no number told."""

    caller_type: str
    language: str
    followed: bool | None = None
    simulated: bool = False


class Result(NamedTuple):
    """How a question ended, in codes."""

    outcome: str
    reached: bool | None = None
    offered: bool = False
    reason: str = ""
    answer: str = ""
    avoidable: str = ""

    @property
    def counts(self) -> bool:
        return self.outcome in COUNTED

    @property
    def is_open(self) -> bool:
        """Whether it counts and was not settled."""
        return self.counts and self.outcome not in SETTLED


class Question(NamedTuple):
    """One row of the log: whether a call begins with it, and its four values ("" for no topic or department)."""

    first: bool
    topic: str
    department: str
    caller: Caller
    result: Result


class Places(Generic[V]):
    """Values by the order in which they first came. It only grows, so a place means the same for as long as the program runs."""

    def __init__(self, *values: V) -> None:
        self.values: list[V] = list(values)
        self._places = {value: place for place, value in enumerate(values)}
        self._tables: dict[Callable[[V], Any], Numbers] = {}
        self._growing = Lock()

    def __len__(self) -> int:
        return len(self.values)

    def of(self, value: V) -> int:
        """The place of a value, a new one when it has none."""
        place = self._places.get(value)
        if place is None:
            with self._growing:
                place = self._places.setdefault(value, len(self.values))
                if place == len(self.values):
                    if place >= MOST_CODES:
                        raise OverflowError("more different values than a column can hold")
                    self.values.append(value)
        return place

    def known(self, value: V) -> int:
        """The place of a value, or one that no question has."""
        return self._places.get(value, MOST_CODES)

    def table(self, measure: Callable[[V], Any]) -> Numbers:
        """A measure (a number or several) of every value, by place."""
        return np.array([measure(value) for value in list(self.values)], dtype=np.int64)

    def known_table(self, measure: Callable[[V], Any]) -> Numbers:
        """As `table`, remembered until there are more values; for measures that are functions of a module."""
        kept = self._tables.get(measure)
        if kept is None or len(kept) != len(self.values):
            kept = self._tables[measure] = self.table(measure)
        return kept


class Codes:
    """The four lists of values that the columns point into."""

    def __init__(self) -> None:
        self.topics: Places[str] = Places("")
        self.departments: Places[str] = Places("")
        self.callers: Places[Caller] = Places()
        self.results: Places[Result] = Places()
