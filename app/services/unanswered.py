"""What callers asked for and nobody could find in a period: the searches in vain by meaning, with how it goes and whether a guide answers by now."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy import select as rows_of
from sqlmodel import Session, case, col, func, select

from app.base.database import engine_of
from app.domain.figure_table import Table
from app.domain.figures import FEWEST_SHOWN
from app.domain.search.words import is_noise, stem, tokens
from app.domain.unanswered import Searched, Theme, by_week, themes, unanswered_table, weeks_shown
from app.models import Guide, SearchGapDay
from app.services import asked, figures
from app.services.asked import Asked
from app.services.figures import View, Wanted

# So many different searches are looked at, and so many things they are about are told; the most frequent first.
MOST_KEYS = 300
MOST_THEMES = 40
# Counting a long period takes a while: its counts are remembered for so long, unless a new search comes in or some are removed.
LONG = timedelta(days=100)
REMEMBERED = timedelta(minutes=5)
MOST_REMEMBERED = 8


_Counted = tuple[Sequence[tuple[str, str, int, int]], int]
_remembered: WeakKeyDictionary[Engine, dict[tuple[date, date, date], tuple[datetime, int, _Counted]]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Row:
    """A theme with its searches by week (the oldest first), its nearest guide, and the first guide its words find by now, if any. One that
    is made up was never searched here, so no guide is said to answer it by now."""

    theme: Theme
    weeks: Sequence[int]
    nearest: Guide | None
    answered: Guide | None
    is_simulated: bool = False


@dataclass(frozen=True)
class Unanswered:
    """The searches in vain of a view. `rest` are searches that are not shown, each of which was made fewer than five times when `is_rare`;
    `has_callers` says that the view is of
    some callers only, which cannot be told of a search."""

    rows: Sequence[Row]
    total: int
    rest: int
    is_rare: bool
    has_callers: bool

    @property
    def table(self) -> Table:
        titles = {row.nearest.slug: row.nearest.title for row in self.rows if row.nearest}
        answered = {row.theme.words: row.answered.title for row in self.rows if row.answered}
        return unanswered_table([row.theme for row in self.rows], self.rest, titles, answered)


def unanswered(session: Session, view: View) -> Unanswered:
    """The searches in vain of a view's period; of them those near a guide of its department or its topic, when it has one."""
    wanted, earlier = view.wanted, figures.before(view.wanted)
    answers = asked.of(session)
    counted, whole = _known(session, earlier.first, wanted, view.at)
    every = [_searched(answers, *row) for row in counted]
    fitting = [row for row in every if _fits(answers.snapshot.guides.get(row.nearest), wanted)]
    told = themes(fitting, is_compared=_was_counted(session, earlier.first))
    found = told[:MOST_THEMES]
    is_narrow = bool(wanted.department or wanted.topic)
    total = sum(row.now for row in fitting) if is_narrow else whole
    shown = sum(theme.now for theme in found)
    is_rare = len(told) == len(found) and (len(counted) < MOST_KEYS or sum(counted[-1][2:]) < FEWEST_SHOWN)
    return Unanswered(_rows(session, answers, wanted, found), total, total - shown, is_rare, bool(wanted.caller_type or wanted.language))


def _known(session: Session, since: date, wanted: Wanted, at: datetime) -> _Counted:
    """What was counted from a day until the end of the period; of a long one as it was some minutes ago."""
    if wanted.last - since < LONG:
        return _counted(session, since, wanted)
    remembered = _remembered.setdefault(engine_of(session), {})
    rows = session.exec(select(func.count()).where(col(SearchGapDay.day).between(since, wanted.last))).one()
    span = (since, wanted.first, wanted.last)
    known = remembered.pop(span, None)
    if known is None or known[1] != rows or abs(at - known[0]) > REMEMBERED:
        known = (at, rows, _counted(session, since, wanted))
    remembered[span] = known
    for oldest in list(remembered)[:-MOST_REMEMBERED]:
        remembered.pop(oldest, None)
    return known[2]


def _counted(session: Session, since: date, wanted: Wanted) -> _Counted:
    """The most frequent searches from a day until the end of the period: their key, an example, how often in the period and before it;
    and how many there were of all kinds in the period."""
    times, day = col(SearchGapDay.times), col(SearchGapDay.day)
    now = func.sum(case((day >= wanted.first, times), else_=0))
    query = (
        rows_of(col(SearchGapDay.key), func.min(col(SearchGapDay.example)), now, func.sum(times), func.sum(now).over())
        .where(day.between(since, wanted.last))
        .group_by(col(SearchGapDay.key))
        .order_by(func.sum(times).desc(), col(SearchGapDay.key))
        .limit(MOST_KEYS)
    )
    rows = session.connection().execute(query).all()
    return [(key, example, int(now), int(both) - int(now)) for key, example, now, both, _ in rows], int(rows[0][4]) if rows else 0


def _was_counted(session: Session, since: date) -> bool:
    """Whether searches in vain were counted on a day already: without that, nothing can be said to be new."""
    oldest = session.exec(select(func.min(SearchGapDay.day))).one()
    return oldest is not None and oldest <= since


def _searched(answers: Asked, key: str, example: str, now: int, before: int) -> Searched:
    is_known = any(answers.snapshot.index.stands(stem(word)) for word in tokens(example) if not is_noise(word))
    return Searched(key, example, now, before, answers.nearest(example), is_known)


def _fits(nearest: Guide | None, wanted: Wanted) -> bool:
    if wanted.department and (nearest is None or nearest.department != wanted.department):
        return False
    return not wanted.topic or (nearest is not None and nearest.slug == wanted.topic)


def _rows(session: Session, answers: Asked, wanted: Wanted, found: Sequence[Theme]) -> list[Row]:
    weeks = weeks_shown((wanted.last - wanted.first).days + 1)
    keys = [key for theme in found for key in theme.keys]
    by_key, real = _days_ago(session, keys, wanted.last, weeks), _real(session, keys)
    guides = answers.snapshot.guides
    rows = []
    for theme in found:
        is_simulated = real.isdisjoint(theme.keys)
        answered = None if is_simulated else next((guides[slug] for slug in answers.found(theme.words) if slug in guides), None)
        weekly = by_week((day for key in theme.keys for day in by_key.get(key, ())), weeks)
        rows.append(Row(theme, weekly, guides.get(theme.nearest), answered, is_simulated))
    return rows


def _real(session: Session, keys: Collection[str]) -> set[str]:
    """Those of some keys that somebody has searched."""
    return set(session.exec(select(SearchGapDay.key).where(col(SearchGapDay.key).in_(keys), ~col(SearchGapDay.simulated)).distinct()).all())


def _days_ago(session: Session, keys: Iterable[str], last: date, weeks: int) -> Mapping[str, list[tuple[int, int]]]:
    """By key: how many days before the last one it was searched, and how often."""
    query = rows_of(col(SearchGapDay.key), col(SearchGapDay.day), col(SearchGapDay.times)).where(
        col(SearchGapDay.key).in_(list(keys)), col(SearchGapDay.day).between(last - timedelta(days=7 * weeks - 1), last)
    )
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for key, day, times in session.connection().execute(query).all():
        found[key].append(((last - day).days, times))
    return found
