"""»Hvor opkaldene ikke bliver løst«: what the part of the page shows, as its switches stand in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.domain.access import Right
from app.domain.figures import BEYOND, FEWEST_SHOWN
from app.domain.lost_calls import STEPS, Loss, by_calls
from app.domain.outcomes import Reason
from app.domain.periods import By
from app.models import User
from app.services import lost_calls, rights
from app.services.lost_calls import Lost
from app.web.charts import lost as chart
from app.web.figure_filters import Filters
from app.web.figure_switches import LOST, LOST_BY, LOST_SHOW, turn

SHOWN = 10
REASONS_SHOWN = 3
BAR_WIDTH = 150
# A stretch of the bar that is wider is told from the next one by a gap.
NARROW = 4


@dataclass(frozen=True)
class LostSection:
    """The list with the page's switches: topics or departments, most to gain or most calls first, ten or all of them."""

    filters: Filters
    user: User
    lost: Lost
    things: Sequence[str]
    switches: Mapping[str, str]

    @property
    def is_departments(self) -> bool:
        return LOST in self.switches

    @property
    def is_by_calls(self) -> bool:
        return LOST_BY in self.switches

    @property
    def is_whole(self) -> bool:
        return LOST_SHOW in self.switches

    @property
    def losses(self) -> Sequence[Loss]:
        rows = by_calls(self.lost.losses) if self.is_by_calls else self.lost.losses
        return rows if self.is_whole else rows[:SHOWN]

    @property
    def picture(self) -> Markup:
        return chart.picture(self.lost.reasons)

    @property
    def names(self) -> Mapping[str, str]:
        view = self.filters.view
        return view.departments if self.is_departments else view.topics

    def address(self, **switches: str) -> str:
        """This page with some of its switches turned."""
        return self.filters.link("/figures", **turn(self.switches, **switches)) + "#lost"

    def calls(self, loss: Loss, reason: str = "") -> str:
        """The unsettled calls behind a row."""
        key = "department" if self.is_departments else "topic"
        return self.filters.link("/figures/calls", show="open", reason=reason, **{key: loss.group.slug})

    def counted(self, loss: Loss) -> str:
        """All counted calls of a row."""
        return self.filters.link("/figures/calls", show="counted", **{"department" if self.is_departments else "topic": loss.group.slug})

    def next_step(self, loss: Loss) -> tuple[str, str]:
        """What to do about a row, and where; "" where the user has no page for it."""
        if loss.step is None:
            return "Se opkaldene igennem", self.calls(loss)
        home = loss.group.slug if self.is_departments else loss.group.department
        return STEPS[loss.step], self._place(loss, loss.step, home if home in self.filters.view.departments else "")

    def _place(self, loss: Loss, reason: Reason, home: str) -> str:
        may_read = rights.has(self.user, Right.READ_EDITING)
        if reason is Reason.NO_GUIDE:
            return "/edit/guides?new=yes" if home and rights.has(self.user, Right.EDIT_CONTENT, home) else ""
        if reason is Reason.UNCLEAR_GUIDE:
            is_guide = not self.is_departments and loss.group.slug in self.names
            return f"/edit/guides/{loss.group.slug}" if is_guide and may_read else ""
        if reason is Reason.CLOSED:
            return f"/edit/departments/{home}" if home and may_read else ""
        if reason in BEYOND:
            return f"/departments/{home}" if home else ""
        return self.calls(loss, reason)

    def like(self, loss: Loss) -> str:
        return lost_calls.like_of(self.filters.view, loss)

    def told_reasons(self, loss: Loss) -> tuple[Sequence[tuple[Reason, int]], int]:
        """The reasons behind a row that can be shown, and how many more were given."""
        shown = [(reason, number) for reason, number in loss.group.reasons.items() if number >= FEWEST_SHOWN][:REASONS_SHOWN]
        return shown, sum(loss.group.reasons.values()) - sum(number for _, number in shown)

    def bar(self, loss: Loss) -> Sequence[tuple[bool, float, float]]:
        """The reasons as stretches of a bar: whether the desk can help, where it begins and how long it is. Those it can help first."""
        most = max(sum(row.group.reasons.values()) for row in self.losses)
        found, start = [], 0.0
        for reason, number in sorted(loss.group.reasons.items(), key=lambda pair: pair[0] in BEYOND):
            length = number / most * BAR_WIDTH
            found.append((reason not in BEYOND, start, length - 1 if length > NARROW else length))
            start += length
        return found


def lost_section(filters: Filters, user: User, switches: Mapping[str, str]) -> LostSection:
    """The part of the page, with the page's switches that are turned."""
    topics = lost_calls.of(filters.view)
    lost = lost_calls.of(filters.view, By.DEPARTMENT) if LOST in switches else topics
    return LostSection(filters, user, lost, lost_calls.three_things(filters.view, topics), switches)
