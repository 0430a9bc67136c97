"""The figures of groups of calls as a table: a row for each day, week, month, department or topic, with everything that it was counted from."""

from collections.abc import Mapping
from datetime import date

from app.domain.figure_table import Cell, Table
from app.domain.figures import AVOIDABLE, DEFINITIONS, FEWEST_SHOWN, TOO_FEW, Figure, Tally, figure
from app.domain.periods import By

TITLES: Mapping[By, tuple[str, str, str]] = {
    By.DAY: ("dage", "Tallene dag for dag", "Dag"),
    By.WEEK: ("uger", "Tallene uge for uge", "Uge"),
    By.MONTH: ("maaneder", "Tallene måned for måned", "Måned"),
    By.HOUR: ("timer", "Tallene efter time på døgnet", "Time"),
    By.DEPARTMENT: ("afdelinger", "Tallene efter afdeling", "Afdeling"),
    By.TOPIC: ("emner", "Tallene efter emne", "Emne"),
}
_SHOWN = (*DEFINITIONS, AVOIDABLE)
_WITHOUT = {By.DEPARTMENT: "Uden afdeling", By.TOPIC: "Uden emne"}


def table(by: By, groups: Mapping[str, Tally], names: Mapping[str, str]) -> Table:
    """Groups by key, in order; `names` are what departments and topics are called. Under five calls only their number is told."""
    slug, title, word = TITLES[by]
    head = [word, *(["Navn i Straks"] if by in _WITHOUT else []), "Opkald", "Talte opkald", "Straksafklarede opkald"]
    for definition in _SHOWN:
        head += [definition.word, *(f"{definition.word}: {part}" for part in ("lav (95 %)", "høj (95 %)", "antal"))]
    return Table(slug, title, head, [_row(by, key, tally, names) for key, tally in groups.items()])


def _row(by: By, key: str, tally: Tally, names: Mapping[str, str]) -> list[Cell]:
    cells: list[Cell] = [date.fromisoformat(key) if by is By.DAY else key]
    if by in _WITHOUT:
        cells = [names.get(key, key) or _WITHOUT[by], key]
    few = tally.counted < FEWEST_SHOWN
    cells += [tally.calls, TOO_FEW if few else tally.counted, TOO_FEW if few else tally.settled]
    for definition in _SHOWN:
        cells += _told(figure(definition.rule(tally)))
    return cells


def _told(found: Figure) -> list[Cell]:
    """The figure, its interval and its count; `for få` with the count under five, nothing where it cannot be told."""
    return [TOO_FEW if found.why == TOO_FEW else found.value, found.low, found.high, found.n]
