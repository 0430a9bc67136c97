"""The mail about a week: when it is due, and what it says first."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.base.clock import at_local, local
from app.domain.change_words import against, span_words, thousands
from app.domain.effect import Difference
from app.domain.figures import FEWEST_SHOWN, Share, Tally, share

SENT_AT = time(7)
# So long after Monday morning a mail that nobody could send is still news.
STILL_NEWS = timedelta(days=2)
DAYS = 7
WEEKS_BEFORE = 4
SIMULATED = "Simulerede tal"


@dataclass(frozen=True)
class Week:
    """A week by its Monday."""

    monday: date

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=DAYS - 1)

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def name(self) -> str:
        """`2026-W47`."""
        return f"{self.monday.isocalendar().year}-W{self.number:02}"

    @property
    def days(self) -> str:
        """`16.-22. november 2026`."""
        return span_words(self.monday, self.sunday, date.min)


def last_week(at: datetime) -> Week:
    """The newest week that is over."""
    today = local(at).date()
    return Week(today - timedelta(days=today.weekday() + DAYS))


def due(at: datetime) -> Week | None:
    """The week whose mail is to go out now: from Monday at seven on a Danish clock, and for two days."""
    week = last_week(at)
    start = at_local(week.monday + timedelta(days=DAYS), SENT_AT)
    return week if start <= at < start + STILL_NEWS else None


def sentence(week: Week, counts: Tally, before: Tally) -> str:
    """`Uge 47 (16.-22. november 2026): 1.912 opkald, 71 % straksafklaret (69-73 %), 3 point over de fire uger før (68 %).`"""
    opening = f"Uge {week.number} ({week.days})"
    now = share(counts.settled, counts.counted)
    if not now.n:
        return f"{opening}: ingen opkald."
    if now.value is None or now.low is None or now.high is None or now.n < FEWEST_SHOWN:
        return f"{opening}: {now.n} opkald, for få til at vise en andel."
    told = f"{now.value * 100:.0f} % straksafklaret ({now.low * 100:.0f}-{now.high * 100:.0f} %)"
    difference = Difference(share(before.settled, before.counted), now)
    return f"{opening}: {thousands(now.n)} opkald, {told}, {against(difference, 'de fire uger før')}."


def subject(week: Week, counts: Tally, *, simulated: bool) -> str:
    """`Straks uge 47: 71 % straksafklaret, 1.912 opkald`."""
    words = f"Straks uge {week.number}: {_figure(share(counts.settled, counts.counted))}"
    return f"[{SIMULATED}] {words}" if simulated else words


def _figure(now: Share) -> str:
    if not now.n:
        return "ingen opkald"
    if now.value is None or now.n < FEWEST_SHOWN:
        return f"{now.n} opkald, for få til en andel"
    return f"{now.value * 100:.0f} % straksafklaret, {thousands(now.n)} opkald"
