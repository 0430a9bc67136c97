"""»Hvornår der ringes, og hvornår ingen svarer«: the week as heat maps of calls, transfers that were not reached, and open departments."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.domain.figures import FEWEST_SHOWN
from app.domain.hours import DANISH_WEEKDAYS
from app.domain.log_values import Numbers
from app.domain.rhythm import DAYS, HOURS, Slot, Week, decimal, open_hours
from app.services.rhythm import Rhythm
from app.web.figure_filters import Filters

# How many shades the style sheet has, from little to much.
SHADES = 6
FEW = "få"
ABSENT = "–"
_ACROSS = tuple((day[:3], day) for day in DANISH_WEEKDAYS)


@dataclass(frozen=True)
class Told:
    """What a map says of an hour: a value for its shade (None for none), a text and a smaller one under it; the calls it counts (`show` of
    the list of calls, "" for no link), and them in words."""

    value: float | None = None
    text: str = ""
    below: str = ""
    show: str = ""
    words: str = ""


@dataclass(frozen=True)
class Cell:
    """An hour as it stands in a map: its texts, the classes of its shade and frame, and the list of its calls ("" for none)."""

    text: str
    below: str
    words: str
    classes: str
    address: str


@dataclass(frozen=True)
class HeatMap:
    """A map: its title, what it shows in words, and a row of seven cells for each hour of the day that is shown."""

    title: str
    finding: str
    rows: Sequence[tuple[int, Sequence[Cell]]]


@dataclass(frozen=True)
class RhythmSection:
    """What the part of the page shows: what was found, and the maps."""

    found: Rhythm
    maps: Sequence[HeatMap]
    days: Sequence[tuple[str, str]] = _ACROSS

    @property
    def has_absent(self) -> bool:
        """Whether the period is so short that some hours of the week never came."""
        return any(cell.text == ABSENT for one in self.maps for _, cells in one.rows for cell in cells)


def rhythm_section(found: Rhythm, filters: Filters) -> RhythmSection:
    """The rhythm of a view as the page shows it."""
    week, opening = found.week, open_hours(found.schedule) if found.schedule else None
    hours = week.shown_hours(opening=opening)
    kinds = [("Opkald", _calls_words(week), _calls), ("Ikke nået", _missed_words(week), _missed)]
    if week.units:
        kinds.append(("Åbne afdelinger", f"Hvor mange af {week.units} afdelinger der har åbent i hver time.", _units))
    return RhythmSection(found, [HeatMap(title, words, _rows(week, hours, told, opening, filters)) for title, words, told in kinds])


def _calls(slot: Slot) -> Told:
    if not slot.times:
        return Told(text=ABSENT)
    if not slot.calls:
        return Told()
    words = f"{slot.name}: {slot.calls} opkald i perioden"
    return Told(text=FEW) if slot.average is None else Told(slot.average, decimal(slot.average), "", "calls", words)


def _missed(slot: Slot) -> Told:
    if not slot.times:
        return Told(text=ABSENT)
    if not slot.transfers:
        return Told()
    if slot.missed is None or slot.missed.value is None:
        return Told(text=FEW)
    words = f"{slot.name}: {slot.not_reached} af {slot.transfers} viderestillinger kom ikke igennem"
    return Told(slot.not_reached, str(slot.not_reached), f"{slot.missed.value * 100:.0f}\u00a0%", "not_reached" if slot.not_reached else "", words)


def _units(slot: Slot) -> Told:
    return Told(slot.open_units, str(slot.open_units)) if slot.open_units else Told()


def _calls_words(week: Week) -> str:
    busiest = week.busiest
    if busiest is None or busiest.average is None:
        return "Opkald efter ugedag og time. For få opkald til at vise en rytme."
    return f"Opkald efter ugedag og time. Flest {_unbroken(busiest)}: {decimal(busiest.average)} i gennemsnit ({busiest.calls} i perioden)."


def _missed_words(week: Week) -> str:
    most = week.most_missed
    if most is None or most.missed is None or most.missed.value is None:
        return f"Viderestillinger, der ikke kom igennem. Ingen time med {FEWEST_SHOWN} eller flere."
    lost = f"{most.not_reached} af {most.transfers} ({most.missed.value * 100:.0f}\u00a0%)"
    return f"Viderestillinger, der ikke kom igennem. Flest {_unbroken(most)}: {lost}."


def _unbroken(slot: Slot) -> str:
    """Its name, its hours never parted by the end of a line."""
    return slot.name.replace("kl. ", "kl.\u00a0").replace("-", "-\u2060")


def _rows(week: Week, hours: range, tell: Callable[[Slot], Told], opening: Numbers | None, filters: Filters) -> list[tuple[int, Sequence[Cell]]]:
    slots = [week.at(day, hour) for hour in hours for day in range(DAYS)]
    told = [tell(slot) for slot in slots]
    most = max((one.value or 0 for one in told), default=0)
    cells = [_cell(slot, one, most, _frame(opening, hours, slot), filters) for slot, one in zip(slots, told, strict=True)]
    return [(hour, cells[place * DAYS : (place + 1) * DAYS]) for place, hour in enumerate(hours)]


def _cell(slot: Slot, told: Told, most: float, frame: Sequence[str], filters: Filters) -> Cell:
    shade = [] if told.value is None else [f"shade-{shade_of(told.value, most)}"]
    address = filters.link("/figures/calls", weekday=slot.weekday, hour=slot.hour, show=told.show) if told.show else ""
    return Cell(told.text, told.below, told.words, " ".join([*shade, *frame]), address)


def shade_of(value: float, most: float) -> int:
    """The shade of a value among values up to `most`, from nought."""
    return min(SHADES - 1, int(value / most * SHADES)) if most else 0


def _frame(opening: Numbers | None, hours: range, slot: Slot) -> list[str]:
    """The sides of an open hour beyond which it is closed or not shown."""
    if opening is None or not opening[slot.weekday * HOURS + slot.hour]:
        return []
    sides = {"top": (0, -1), "right": (1, 0), "bottom": (0, 1), "left": (-1, 0)}
    beside = {side: (slot.weekday + across, slot.hour + down) for side, (across, down) in sides.items()}
    return [f"open-{side}" for side, (day, hour) in beside.items() if day not in range(DAYS) or hour not in hours or not opening[day * HOURS + hour]]
