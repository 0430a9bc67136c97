"""What a routing table may ask about. Every kind of answer is a whole number on an axis, so that conditions are sets of intervals.

`birth_day` 1-31, `birth_month` 1-12, `age` in years, `postcode` 1000-9999, `initial` A-Å, `time` in minutes of the day,
`weekday`, `caller_type`, `language`, `yes_no`, and `choice` with the values the table lists (a school district, say).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.base.errors import BadContent, Invalid
from app.base.text import one_line
from app.domain.hours import DANISH_WEEKDAYS, WEEKDAYS
from app.domain.outcomes import CALLER_WORDS, LANGUAGE_WORDS

Interval = tuple[int, int]
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ"
MINUTES = 24 * 60
NUMBERS: dict[str, Interval] = {"birth_day": (1, 31), "birth_month": (1, 12), "age": (0, 120), "postcode": (1000, 9999), "time": (0, MINUTES - 1)}
FIXED: dict[str, dict[str, str]] = {
    "weekday": dict(zip(WEEKDAYS, DANISH_WEEKDAYS, strict=True)),
    "caller_type": {code.value: word for code, word in CALLER_WORDS.items()},
    "language": {code.value: word for code, word in LANGUAGE_WORDS.items()},
    "yes_no": {"yes": "ja", "no": "nej"},
}
FROM_CLOCK = frozenset({"weekday", "time"})
KINDS = (*NUMBERS, *FIXED, "initial", "choice")
_ALIASES = {"AA": "Å"}


@dataclass(frozen=True)
class Axis:
    """One input of a table: its kind, its question, and its answers as whole numbers from `low` to `high`."""

    name: str
    kind: str
    question: str
    low: int
    high: int
    values: Mapping[str, str]
    places: Mapping[str, int]

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERS and self.kind != "time"

    @property
    def from_clock(self) -> bool:
        return self.kind in FROM_CLOCK

    def words(self, number: int) -> str:
        """An answer as people say it."""
        if self.values:
            return list(self.values.values())[number]
        if self.kind == "initial":
            return ALPHABET[number] if number < len(ALPHABET) else "et andet tegn"
        if self.kind == "time":
            return f"kl. {number // 60:02d}.{number % 60:02d}"
        place = next((name for name, code in self.places.items() if code == number), "")
        return f"{number} {place}".strip()


def axis_of(name: str, given: Mapping[str, Any]) -> Axis:
    """The axis that a table's input describes. Raises BadContent."""
    kind = str(given.get("kind") or name)
    if kind not in KINDS:
        raise BadContent(f"Input »{name}« har en slags, der ikke findes: {kind} ({', '.join(KINDS)}).")
    values = FIXED.get(kind) or ({str(value): str(value) for value in given.get("values", [])} if kind == "choice" else {})
    if kind == "choice" and len(values) < 2:
        raise BadContent(f"Input »{name}« skal have mindst to værdier at vælge imellem.")
    question = str(given.get("question", ""))
    if not question and kind not in FROM_CLOCK:
        raise BadContent(f"Input »{name}« mangler det spørgsmål, der skal stilles.")
    places = {str(place): int(code) for place, code in (given.get("places") or {}).items()}
    if kind in NUMBERS:
        low, high = NUMBERS[kind]
    elif kind == "initial":
        low, high = 0, len(ALPHABET)
    else:
        low, high = 0, len(values) - 1
    return Axis(name, kind, question, low, high, values, places)


def condition(axis: Axis, given: Any) -> tuple[Interval, ...]:
    """The answers a condition allows: `12`, `1-8`, `67+`, `A-F`, `[7400, 7451]`, `yes`, `08:00-12:00`. Raises BadContent."""
    items = given if isinstance(given, list) else [given]
    intervals = tuple(_interval(axis, item) for item in items)
    if not intervals:
        raise BadContent(f"Betingelsen på »{axis.name}« er tom.")
    return _merged(intervals)


def answer(axis: Axis, text: str) -> int:
    """What a person answered, as a number on the axis. Raises Invalid with the field and a sentence."""
    said = one_line(text)
    place = next((code for name, code in axis.places.items() if name.casefold() == said.casefold()), None)
    if place is not None:
        return place
    try:
        low, _ = _interval(axis, said if axis.values or axis.kind in ("initial", "time") else int(said))
    except (BadContent, ValueError) as error:
        raise Invalid(_WRONG.get(axis.kind, "Vælg et af svarene."), axis.name) from error
    return low


_WRONG = {
    "birth_day": "Skriv dagen i måneden, 1 til 31.",
    "birth_month": "Skriv måneden som tal, 1 til 12.",
    "age": "Skriv alderen i hele år.",
    "postcode": "Skriv et postnummer med fire cifre eller et bynavn fra listen.",
    "initial": "Skriv det første bogstav i efternavnet.",
}


def _interval(axis: Axis, item: Any) -> Interval:
    text = str({True: "yes", False: "no"}.get(item, item) if isinstance(item, bool) else item).strip()
    if axis.values:
        keys = list(axis.values)
        words = [word.casefold() for word in axis.values.values()]
        if text in keys:
            return (keys.index(text), keys.index(text))
        if text.casefold() in words:
            return (words.index(text.casefold()), words.index(text.casefold()))
        raise BadContent(f"»{text}« er ikke en værdi for »{axis.name}« ({', '.join(keys)}).")
    try:
        low, high = _ends(axis, text)
    except (ValueError, KeyError) as error:
        raise BadContent(f"»{text}« kan ikke bruges for »{axis.name}«.") from error
    if low > high:
        raise BadContent(f"»{text}« på »{axis.name}« begynder efter, det slutter.")
    if low < axis.low or high > axis.high:
        raise BadContent(f"»{text}« ligger uden for det mulige for »{axis.name}«.")
    return (low, high)


def _ends(axis: Axis, text: str) -> Interval:
    number = {"initial": _letter, "time": _minutes}.get(axis.kind, int)
    if text.endswith("+"):
        return number(text[:-1]), axis.high
    first, dash, last = text.partition("-")
    if not dash:
        return number(first), number(first)
    high = number(last)
    return number(first.strip()), high - 1 if axis.kind == "time" else high


def _letter(text: str) -> int:
    letter = text.strip().upper()
    letter = _ALIASES.get(letter, letter)
    if len(letter) != 1:
        raise ValueError(text)
    place = ALPHABET.find(letter)
    return place if place >= 0 else len(ALPHABET)


def _minutes(text: str) -> int:
    hours, _, minutes = text.strip().partition(":")
    return int(hours) * 60 + int(minutes or 0)


def _merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Sorted intervals with neighbours and overlaps joined."""
    merged: list[Interval] = []
    for low, high in sorted(intervals):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return tuple(merged)


def meet(left: Sequence[Interval], right: Sequence[Interval]) -> tuple[Interval, ...]:
    """What two conditions both allow."""
    return _merged((max(a, c), min(b, d)) for a, b in left for c, d in right if max(a, c) <= min(b, d))


def without(left: Sequence[Interval], right: Sequence[Interval]) -> tuple[Interval, ...]:
    """What the left condition allows and the right one does not."""
    rest = list(left)
    for low, high in right:
        rest = [(start, end) for a, b in rest for start, end in ((a, min(b, low - 1)), (max(a, high + 1), b)) if start <= end]
    return _merged(rest)


def size(intervals: Sequence[Interval]) -> int:
    """How many answers a condition allows."""
    return sum(high - low + 1 for low, high in intervals)
