"""Findability before publishing: a draft's caller phrases against the whole knowledge base with the draft in it.

Bounded, so that it stays quick among 10,000 guides: the first MOST_PHRASES of the guide's own phrases, those that are new first; then the
phrases of at most MOST_NEIGHBOURS guides that were met among the first ten of any own phrase, and of these phrases at most
MOST_NEIGHBOUR_PHRASES, those that share most words with what was changed. What operators have settled with before plays no part.
"""

from collections.abc import Sequence
from functools import cache

from sqlmodel import Session

from app.domain.findability import (
    GOOD_PLACE,
    LOOKED_THROUGH,
    MOST_PHRASES,
    Find,
    Findability,
    PhrasePlace,
    changed_stems,
    losses,
    touched,
    try_phrases,
)
from app.domain.guide_content import guide_from
from app.domain.guide_form import ALL_FIELDS, Fields, content_from, lines
from app.domain.search import rank
from app.domain.search.documents import Document, guide_document
from app.domain.search.index import Index
from app.services import content
from app.services.content import Snapshot

LANGUAGES = ("da", "en", "de")
MOST_WARNINGS = 5
_TRIED = "findability"


def check(session: Session, slug: str, fields: Fields) -> Findability:
    """Where the guide would come for each of its phrases, and what other guides would lose. The same draft is tried once in a session."""
    snapshot = content.current(session)
    key = (snapshot.revision, slug, tuple(fields.get(name, "") for name in ALL_FIELDS))
    known = session.info.get(_TRIED)
    if known is None or known[0] != key:
        session.info[_TRIED] = known = (key, _check(snapshot, slug, fields))
    found: Findability = known[1]
    return found


def warnings(session: Session, slug: str, fields: Fields) -> list[str]:
    """What must be answered before publishing: a sentence for each phrase that does not find the guide among the first three."""
    warned = check(session, slug, fields).warned
    found = [_sentence(place) for place in warned[:MOST_WARNINGS]]
    left = len(warned) - len(found)
    if left:
        found.append(f"Det samme gælder {left} {'formulering' if left == 1 else 'formuleringer'} mere.")
    return found


def must_answer(session: Session, slug: str, fields: Fields) -> bool:
    """Whether publishing wants an answer first."""
    return bool(check(session, slug, fields).warned)


def _sentence(place: PhrasePlace) -> str:
    where = f"giver guiden som nummer {place.place}" if place.place else f"giver ikke guiden blandt de første {LOOKED_THROUGH}"
    return f"»{place.phrase}« {where}." + (f" Først kommer »{place.first.title}«." if place.first else "")


def _check(snapshot: Snapshot, slug: str, fields: Fields) -> Findability:
    draft, published = _document(snapshot, slug, fields), _published(snapshot, slug)
    after = snapshot.index.replaced(draft)
    phrases = _phrases(fields, published)
    places, neighbours = try_phrases(phrases[:MOST_PHRASES], slug, _find(after))
    left_out = max(0, len(phrases) - MOST_PHRASES)
    words = changed_stems(published, draft)
    near = [after.documents[after.by_key["guide", neighbour]] for neighbour in neighbours]
    tried = touched(near, words) if words else []
    if not tried:
        return Findability(places, [], 0, left_out)
    return Findability(places, losses(tried, _find_before(snapshot, published), _find(after, GOOD_PLACE)), len(tried), left_out)


def _find(index: Index, limit: int = LOOKED_THROUGH) -> Find:
    def find(text: str) -> Sequence[Document]:
        return [hit.document for hit in rank.find(index, text, limit)]

    return find


def _find_before(snapshot: Snapshot, published: Document | None) -> Find:
    """The search as it is now. A guide in a segment of its own is weighed a little differently from one among all, so that the published
    one is put there too; not before somebody asks, for mostly nothing is lost."""
    find = cache(lambda: _find(snapshot.index.replaced(published) if published else snapshot.index, GOOD_PLACE))

    def find_before(text: str) -> Sequence[Document]:
        return find()(text)

    return find_before


def _phrases(fields: Fields, published: Document | None) -> list[tuple[str, str]]:
    """The phrases of the form with their language, the new ones first."""
    old = {text for texts in (published.texts.values() if published else ()) for text in texts}
    found = dict.fromkeys((language, phrase) for language in LANGUAGES for phrase in lines(fields.get(f"phrases.{language}", "")))
    return sorted(found, key=lambda pair: pair[1] in old)


def _document(snapshot: Snapshot, slug: str, fields: Fields) -> Document:
    """The draft as the search would know it, with the sentences that were heard of the guide."""
    guide = guide_from(slug, content_from(fields, None))
    known = snapshot.guides.get(slug)
    guide.heard = known.heard if known else []
    unit = snapshot.departments.get(guide.department)
    return guide_document(guide, unit.name if unit else "")


def _published(snapshot: Snapshot, slug: str) -> Document | None:
    number = snapshot.index.by_key.get(("guide", slug))
    return snapshot.index.documents[number] if number is not None else None
