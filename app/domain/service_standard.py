"""The phone service of the departments as the desk meets it: whether they answer, when they do not, and who rings because nobody rang back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.figure_table import Table
from app.domain.figures import FEWEST_SHOWN, Share, share
from app.domain.hours import DANISH_WEEKDAYS

NOON = 12
WEEKEND = "lørdag og søndag"


@dataclass(frozen=True)
class Part:
    """A part of the week, in which transfers were reached or not."""

    words: str
    reached: int = 0
    not_reached: int = 0

    @property
    def weekday(self) -> int | None:
        """From Monday 0; None for the weekend."""
        return None if self.words == WEEKEND else DANISH_WEEKDAYS.index(self.words.split()[0])

    @property
    def transfers(self) -> int:
        return self.reached + self.not_reached


@dataclass(frozen=True)
class Standard:
    """What a department has promised: an answer within so many seconds, a call back within so many hours; None where nothing is."""

    answer_seconds: int | None = None
    callback_hours: int | None = None

    @property
    def words(self) -> str:
        answer = f"svar inden {self.answer_seconds} sek." if self.answer_seconds else ""
        callback = f"tilbagekald inden {self.callback_hours} {'time' if self.callback_hours == 1 else 'timer'}" if self.callback_hours else ""
        return ", ".join(part for part in (answer, callback) if part)


@dataclass(frozen=True)
class Service:
    """How a department could be reached. All counts are of questions but `no_callback`: calls that came because nobody had rung back."""

    slug: str
    reached: int
    not_reached: int
    offered: int
    messages: int
    no_callback: int
    standard: Standard
    worst: Part | None = None

    @property
    def answered(self) -> Share:
        """Transfers that were reached, of all."""
        return share(self.reached, self.reached + self.not_reached)

    @property
    def is_told(self) -> bool:
        """Whether there are transfers enough to show a share."""
        return self.answered.n >= FEWEST_SHOWN


def worst_first(services: Iterable[Service]) -> list[Service]:
    """The departments that something was sent to, those that surely answer least first, those with too few transfers last."""
    used = (row for row in services if row.answered.n or row.messages or row.no_callback)
    return sorted(used, key=lambda row: (not row.is_told, (row.answered.high or 0) if row.is_told else 0, -row.not_reached, row.slug))


def part_of(weekday: int, hour: int) -> str:
    """`mandag formiddag`, `fredag eftermiddag`, `lørdag og søndag`; the weekday from Monday 0."""
    if weekday > 4:
        return WEEKEND
    return f"{DANISH_WEEKDAYS[weekday]} {'formiddag' if hour < NOON else 'eftermiddag'}"


def worst_part(parts: Sequence[Part]) -> Part | None:
    """The part of the week in which surely more transfers are not reached than in the rest of it; the one with most, None when there is none."""
    missed, transfers = sum(part.not_reached for part in parts), sum(part.transfers for part in parts)
    found = []
    for part in parts:
        here, elsewhere = share(part.not_reached, part.transfers), share(missed - part.not_reached, transfers - part.transfers)
        if part.transfers >= FEWEST_SHOWN and elsewhere.n >= FEWEST_SHOWN and (here.low or 0) > (elsewhere.high or 0):
            found.append(part)
    return max(found, key=lambda part: part.not_reached, default=None)


def sentence(services: Sequence[Service], names: Mapping[str, str]) -> str:
    """Which department to speak with first and why, in plain Danish; "" when there are too few transfers to say."""
    told = [row for row in services if row.is_told and row.not_reached]
    if not told:
        return ""
    first = told[0]
    when = f", især {first.worst.words} ({first.worst.not_reached} af {first.worst.transfers})" if first.worst else ""
    missed = f"{first.not_reached} af {first.answered.n} viderestillinger nåede ingen"
    return f"Tal først med {names.get(first.slug, first.slug)}: {missed}{when}."


def table(services: Iterable[Service], names: Mapping[str, str]) -> Table:
    """The departments in order; a share of too few transfers is not told."""
    head = (
        "Afdeling",
        "Viderestillinger",
        "Nået",
        "Ikke nået",
        "Andel nået",
        "Lav",
        "Høj",
        "Ikke nået, især",
        "Tilbud givet",
        "Beskeder sendt",
        "Opkald, fordi ingen ringede tilbage",
        "Servicemål: svar, sekunder",
        "Servicemål: ringe tilbage, timer",
    )
    return Table("servicemaal", "Afdelingernes telefon", head, [_row(row, names) for row in services])


def _row(row: Service, names: Mapping[str, str]) -> Sequence[str | int | float | None]:
    answered = row.answered
    shares = (answered.value, answered.low, answered.high) if row.is_told else (None, None, None)
    worst = row.worst.words if row.worst else None
    counts = (row.offered, row.messages, row.no_callback)
    promised = (row.standard.answer_seconds, row.standard.callback_hours)
    return (names.get(row.slug, row.slug), answered.n, row.reached, row.not_reached, *shares, worst, *counts, *promised)
