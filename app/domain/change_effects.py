"""Whether a change worked: the share of its calls that were settled, or reached somebody, as long before as after; and what can be said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.effect import Difference, Published, Verdict, Window, windows
from app.domain.figure_table import Table
from app.domain.figures import Share, Tally, share
from app.domain.marks import Mark, MarkKind

SETTLED, REACHED = "Straksafklaret", "Nået ved viderestilling"
# A guide settles calls; hours and routing decide whether somebody takes the phone.
_MEASURES = {MarkKind.GUIDE: SETTLED, MarkKind.HOURS: REACHED, MarkKind.ROUTING: REACHED}
VERDICT_WORDS = {
    Verdict.BETTER: "Ja",
    Verdict.WORSE: "Nej, det blev dårligere",
    Verdict.CHANCE: "Det kan ikke ses",
    Verdict.TOO_FEW: "Det kan ikke siges",
}


@dataclass(frozen=True)
class ChangeEffect:
    """A change with the time it was measured over on both sides, what was measured, and the difference."""

    mark: Mark
    window: Window
    measure: str
    difference: Difference

    @property
    def verdict(self) -> Verdict:
        return self.difference.verdict

    @property
    def sentence(self) -> str:
        """`fra 48 % til 74 %, 312 opkald`, or why no more can be said."""
        return self.difference.sentence


def headline(found: Sequence[ChangeEffect]) -> str:
    """How many of some changes worked: what the list says in one sentence."""
    better, worse = (sum(row.verdict is verdict for row in found) for verdict in (Verdict.BETTER, Verdict.WORSE))
    changes = "Den ene ændring" if len(found) == 1 else f"Af {len(found)} ændringer"
    if len(found) == 1:
        return f"{changes} {'virkede' if better else 'gjorde det dårligere' if worse else 'har ikke vist en sikker virkning'}."
    told = f"{changes} virkede {better or 'ingen'} sikkert"
    return f"{told}, og {worse} gjorde det dårligere." if worse else f"{told}."


def is_measurable(mark: Mark) -> bool:
    """Whether something was changed, and calls can show it: nobody chose a storm, and a routing table that no guide uses has no calls."""
    return mark.kind is MarkKind.HOURS or (mark.kind in _MEASURES and bool(mark.topics))


def windows_of(marks: Sequence[Mark], now: datetime) -> list[tuple[Mark, Window]]:
    """Each mark with the time it is measured over: until the same thing changed again, at most 90 days, and as long before; newest first."""
    found: list[tuple[Mark, Window]] = []
    for subject in dict.fromkeys(mark.subject for mark in marks):
        same = sorted((mark for mark in marks if mark.subject == subject), key=lambda mark: mark.at)
        # The first place stands for how it was before all of them.
        published = [Published(0, same[0].at), *(Published(number, mark.at) for number, mark in enumerate(same, start=1))]
        found += [(same[window.version - 1], window) for window in windows(published, now)]
    return sorted(found, key=lambda row: row[0].at, reverse=True)


def effect_of(mark: Mark, window: Window, before: Tally, after: Tally) -> ChangeEffect:
    """What a change did, from the calls it is about on both sides."""
    measure = _MEASURES[mark.kind]
    if measure is REACHED:
        return ChangeEffect(mark, window, measure, Difference(_reached(before), _reached(after), "viderestillinger"))
    return ChangeEffect(mark, window, measure, Difference(share(before.settled, before.counted), share(after.settled, after.counted)))


def table(found: Sequence[ChangeEffect]) -> Table:
    """The effects as they are exported."""
    head = ("Ændring", "Simuleret", "Tidspunkt", "Målt til", "Målt på", "Før", "Antal før", "Efter", "Antal efter", "Point", "Det viser")
    rows = [
        (
            row.mark.title,
            "ja" if row.mark.is_simulated else "nej",
            row.window.start.date(),
            row.window.end.date(),
            row.measure,
            row.difference.before.value,
            row.difference.before.n,
            row.difference.after.value,
            row.difference.after.n,
            round(row.difference.points, 1) if row.verdict is not Verdict.TOO_FEW else None,
            row.sentence,
        )
        for row in found
    ]
    return Table("virkede-det", "Virkede det?", head, rows)


def _reached(counts: Tally) -> Share:
    return share(counts.reached, counts.reached + counts.not_reached)
