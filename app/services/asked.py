"""What the search says to words of the log, asked once for each content revision, so that a page that is opened again need not ask again."""

from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlmodel import Session

from app.base.database import engine_of
from app.domain.search import rank
from app.domain.search.documents import Kind
from app.domain.suggestions import FIRST_PLACES
from app.services import content
from app.services.content import Snapshot


@dataclass
class Asked:
    """The answers at one content revision."""

    snapshot: Snapshot
    _found: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _nearest: dict[str, str] = field(default_factory=dict)

    def found(self, words: str) -> tuple[str, ...]:
        """The first guides that words find, the best one first; none when nothing fits."""
        if words not in self._found:
            hits = [hit.document.slug for hit in rank.find(self.snapshot.index, words) if hit.document.kind is Kind.GUIDE]
            self._found[words] = tuple(hits[:FIRST_PLACES])
        return self._found[words]

    def first(self, words: str) -> frozenset[str]:
        """The guides among the first that words find; none when nothing fits."""
        return frozenset(self.found(words))

    def nearest(self, words: str) -> str:
        """The guide that shares most letters with words that fit nothing."""
        if words not in self._nearest:
            self._nearest[words] = rank.nearest_guide(self.snapshot.index, words)
        return self._nearest[words]


_known: WeakKeyDictionary[Engine, Asked] = WeakKeyDictionary()


def of(session: Session) -> Asked:
    """The answers at the newest revision."""
    engine, snapshot = engine_of(session), content.current(session)
    known = _known.get(engine)
    if known is None or known.snapshot is not snapshot:
        known = _known[engine] = Asked(snapshot)
    return known
