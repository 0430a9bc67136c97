"""The sentence at the top of the figures: the newest day with calls, or the period that was chosen, and today until now."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.base.clock import local
from app.domain import day_sentence
from app.domain.call_log import tally
from app.domain.day_sentence import MONTH_DAYS, DaySentence
from app.domain.figures import FEWEST_SHOWN
from app.services.figures import View
from app.services.look_back import LAST_DAY_WITHIN, LookBack

USUAL_DAYS = 30
NEARBY = timedelta(days=7)


@dataclass(frozen=True)
class Said:
    """The sentence, and how many calls today has had until now; None when the sentence is about a period somebody chose."""

    sentence: DaySentence
    today: date
    today_words: str
    today_count: int | None


def said(view: View, back: LookBack) -> Said:
    """What there is to say first."""
    today = local(view.at).date()
    if not is_usual(view):
        wanted = view.wanted
        sentence = day_sentence.of_period(wanted.first, wanted.last, view.at, view.tally, tally(view.earlier), things(view))
        return Said(sentence, today, "", None)
    count = back.tally(today, today).counted
    return Said(_of_last_day(view, back, today), today, day_sentence.today_words(count, view.at), count)


def is_usual(view: View) -> bool:
    """Whether the period is the one the page opens with: the last 30 days."""
    today = local(view.at).date()
    return view.wanted.last == today and (today - view.wanted.first).days == USUAL_DAYS - 1


def things(view: View) -> str:
    """What is counted, in words: `opkald om »Forny pas«`."""
    wanted = view.wanted
    topic, department = view.topics.get(wanted.topic, wanted.topic), view.departments.get(wanted.department, wanted.department)
    return day_sentence.things_of(topic, department, wanted.caller_type, wanted.language)


def _of_last_day(view: View, back: LookBack, today: date) -> DaySentence:
    day = _last_day(back, today)
    if day is None:
        first = today - timedelta(days=LAST_DAY_WITHIN)
        return day_sentence.of_nothing(first, today, things(view), is_narrowed=view.wanted.is_narrowed)
    month = back.tally(day - timedelta(days=MONTH_DAYS), day - timedelta(days=1))
    return day_sentence.of_day(day, today, back.tally(day, day), month, things(view))


def _last_day(back: LookBack, today: date) -> date | None:
    """The newest day with calls; a nearby one with enough of them to say something goes before a closed day with a stray call or two."""
    days = [today - timedelta(days=number) for number in range(1, LAST_DAY_WITHIN + 1)]
    called = [(day, count) for day in days if (count := back.tally(day, day).counted)]
    if not called:
        return None
    newest, _ = called[0]
    return next((day for day, count in called if count >= FEWEST_SHOWN and newest - day < NEARBY), newest)
