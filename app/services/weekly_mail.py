"""The weekly mail: what it says, who gets it, and that each week is taken on once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app.base.database import upsert
from app.domain import trend_words, weekly
from app.domain.access import Right, may
from app.domain.call_log import tally
from app.domain.figures import Tally
from app.domain.periods import By
from app.domain.trend import Trend
from app.domain.weekly import DAYS, WEEKS_BEFORE, Week
from app.models import User, WeeklyMail
from app.services import figures, look_back, lost_calls, rhythm, trend
from app.services.figures import View, Wanted

TREND_WEEKS = 13
NOT_YET = "Er ved at blive sendt."


@dataclass(frozen=True)
class Letter:
    """What the mail of a week says. `week_days` are the days of the week itself, `month_days` the four weeks that end with it, from which
    the things to change and the best hour are worked out: a single week would be too few calls."""

    week: Week
    subject: str
    sentence: str
    trend: Trend
    trend_words: Sequence[str]
    things: Sequence[str]
    best_hour: str
    week_days: Wanted
    month_days: Wanted
    simulated: int


@dataclass(frozen=True)
class Recipient:
    """Somebody who gets the mail."""

    user: str
    address: str


def letter(session: Session, week: Week, at: datetime) -> Letter:
    """The mail of a week, as the log is now."""
    week_days = Wanted(week.monday, week.sunday)
    month_days = Wanted(week.sunday - timedelta(days=WEEKS_BEFORE * DAYS - 1), week.sunday)
    view, month = figures.view(session, week_days, at), figures.view(session, month_days, at)
    before = tally(figures.log(session, Wanted(week.monday - timedelta(days=WEEKS_BEFORE * DAYS), week.monday - timedelta(days=1))))
    shown = _trend(session, view)
    everything = [view.tally, before, month.tally, *(bucket.tally for bucket in shown.buckets)]
    simulated = max(part.simulated for part in everything)
    return Letter(
        week=week,
        subject=weekly.subject(week, view.tally, simulated=simulated > 0),
        sentence=weekly.sentence(week, view.tally, before),
        trend=shown,
        trend_words=trend_words.says(shown),
        things=lost_calls.three_things(month),
        best_hour=rhythm.best_hour_sentence(session, month),
        week_days=week_days,
        month_days=month_days,
        simulated=simulated,
    )


def recipients(session: Session) -> list[Recipient]:
    """The users with an open account who are ticked for the mail, have an address, and may see the figures."""
    rows = session.exec(select(User).where(col(User.weekly_mail), col(User.active), User.email != "").order_by(User.username)).all()
    return [Recipient(row.id, row.email) for row in rows if may(row.role, Right.READ_FIGURES)]


def take(session: Session, week: Week, at: datetime) -> bool:
    """Take the mail of a week on; of several workers only one gets it, and each week only once. Commit before sending.

    As long as nobody is to get it, nobody takes it: who is ticked on Monday at nine still gets it.
    """
    if session.get(WeeklyMail, week.name) is not None or not recipients(session):
        return False
    row = {"week": week.name, "taken_at": at, "sent": 0, "problem": NOT_YET}
    statement = upsert(session)(WeeklyMail).values(row).on_conflict_do_nothing().returning(col(WeeklyMail.week))
    return session.connection().execute(statement).first() is not None


def note(session: Session, week: Week, sent: int, problem: str) -> None:
    """How it went: to how many the mail went out, and what went wrong, without an address; "" when nothing did."""
    row = session.get_one(WeeklyMail, week.name)
    row.sent, row.problem = sent, problem
    session.add(row)


def newest(session: Session) -> WeeklyMail | None:
    """The week that was taken on last, with how it went."""
    return session.exec(select(WeeklyMail).order_by(col(WeeklyMail.week).desc()).limit(1)).first()


def _trend(session: Session, view: View) -> Trend:
    """The newest weeks up to and with the one looked at, from the first that has a call."""
    whole = trend.of(look_back.read(session, view, By.WEEK), (), view.at)
    buckets = list(whole.buckets[-TREND_WEEKS:])
    while len(buckets) > 1 and buckets[0].tally == Tally():
        del buckets[0]
    return Trend(whole.by, buckets, ())
