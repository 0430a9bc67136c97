"""What callers asked for and nobody could find: searches in vain and flags without a guide, put together by meaning, at their nearest guide."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.base.database import engine_of
from app.domain.gaps import Wish, grouped
from app.domain.search import rank
from app.domain.search.documents import Kind
from app.domain.search.words import is_noise, stem, tokens
from app.domain.waiting import Item
from app.domain.waiting_reasons import of_gap
from app.models import Flag, SearchGap
from app.services import content
from app.services.content import Snapshot

LOOK_BACK = timedelta(days=90)
MOST_READ = 60
WORDLESS = "noget, der ikke er skrevet"


@dataclass
class _Asked:
    """What the search said to words at one content revision, so that a page that is opened again need not ask again."""

    revision: int
    nearest: dict[str, str] = field(default_factory=dict)
    found: dict[str, bool] = field(default_factory=dict)


_asked: WeakKeyDictionary[Engine, _Asked] = WeakKeyDictionary()


def waiting(session: Session, flags: Collection[Flag], at: datetime) -> list[Item]:
    """What is missing, the most wanted first. `flags` are open ones without a guide; searches that find a guide by now are left out."""
    snapshot = content.current(session)
    asked = _asked_at(session, snapshot.revision)
    missed = [_wish(snapshot, asked, gap.example, gap.times, gap=gap.key) for gap in _open(session, snapshot, asked, at)]
    flagged = [_wish(snapshot, asked, flag.search_text or flag.note or WORDLESS, 1, flag=flag.id) for flag in flags]
    return [of_gap(group, snapshot.guides.get(group.nearest)) for group in grouped([*missed, *flagged])]


def department_of(session: Session, words: str) -> str:
    """The department whose guide is nearest to some words; empty when there is none."""
    snapshot = content.current(session)
    guide = snapshot.guides.get(_nearest(snapshot, _asked_at(session, snapshot.revision), words))
    return guide.department if guide else ""


def _wish(snapshot: Snapshot, asked: _Asked, words: str, times: int, flag: str = "", gap: str = "") -> Wish:
    is_known = any(snapshot.index.stands(stem(word)) for word in tokens(words) if not is_noise(word))
    return Wish(words, times, _nearest(snapshot, asked, words), is_known, flag, gap)


def _open(session: Session, snapshot: Snapshot, asked: _Asked, at: datetime) -> list[SearchGap]:
    """The most frequent searches of late that would still find no guide."""
    query = select(SearchGap).where(col(SearchGap.last_at) >= at - LOOK_BACK)
    rows = session.exec(query.order_by(col(SearchGap.times).desc(), col(SearchGap.last_at).desc()).limit(MOST_READ)).all()
    return [row for row in rows if not _is_found(snapshot, asked, row.example)]


def _is_found(snapshot: Snapshot, asked: _Asked, words: str) -> bool:
    if words not in asked.found:
        asked.found[words] = any(hit.document.kind is Kind.GUIDE for hit in rank.find(snapshot.index, words))
    return asked.found[words]


def _nearest(snapshot: Snapshot, asked: _Asked, words: str) -> str:
    if words not in asked.nearest:
        asked.nearest[words] = rank.nearest_guide(snapshot.index, words)
    return asked.nearest[words]


def _asked_at(session: Session, revision: int) -> _Asked:
    engine = engine_of(session)
    asked = _asked.get(engine)
    if asked is None or asked.revision != revision:
        asked = _asked[engine] = _Asked(revision)
    return asked
