"""What callers asked for and nobody could find: searches in vain and flags without a guide, put together by meaning, at their nearest guide."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app.domain.gaps import Wish, grouped
from app.domain.search.words import is_noise, stem, tokens
from app.domain.waiting import Item
from app.domain.waiting_reasons import of_gap
from app.models import Flag, SearchGap
from app.services import asked
from app.services.asked import Asked

LOOK_BACK = timedelta(days=90)
MOST_READ = 60
WORDLESS = "noget, der ikke er skrevet"


def waiting(session: Session, flags: Collection[Flag], at: datetime) -> list[Item]:
    """What is missing, the most wanted first. `flags` are open ones without a guide; searches that find a guide by now are left out."""
    answers = asked.of(session)
    missed = [_wish(answers, gap.example, gap.times, gap=gap.key) for gap in _open(session, answers, at)]
    flagged = [_wish(answers, flag.search_text or flag.note or WORDLESS, 1, flag=flag.id) for flag in flags]
    return [of_gap(group, answers.snapshot.guides.get(group.nearest)) for group in grouped([*missed, *flagged])]


def department_of(session: Session, words: str) -> str:
    """The department whose guide is nearest to some words; empty when there is none."""
    answers = asked.of(session)
    guide = answers.snapshot.guides.get(answers.nearest(words))
    return guide.department if guide else ""


def _wish(answers: Asked, words: str, times: int, flag: str = "", gap: str = "") -> Wish:
    is_known = any(answers.snapshot.index.stands(stem(word)) for word in tokens(words) if not is_noise(word))
    return Wish(words, times, answers.nearest(words), is_known, flag, gap)


def _open(session: Session, answers: Asked, at: datetime) -> list[SearchGap]:
    """The most frequent searches of late that would still find no guide."""
    query = select(SearchGap).where(col(SearchGap.last_at) >= at - LOOK_BACK)
    rows = session.exec(query.order_by(col(SearchGap.times).desc(), col(SearchGap.last_at).desc()).limit(MOST_READ)).all()
    return [row for row in rows if not answers.first(row.example)]
