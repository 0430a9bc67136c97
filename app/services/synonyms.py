"""Words as callers say them for words as guides say them: looked up, tried out before they are kept, changed, removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from app.base.errors import Conflict, Invalid, NotFound
from app.base.text import one_line
from app.domain.access import Right
from app.domain.privacy import REFUSAL, contains_cpr
from app.domain.search import rank
from app.domain.search.documents import Kind
from app.domain.search.words import all_tokens, is_noise
from app.models import Synonym, User
from app.services import changes, content, learning, rights

KIND = "synonym"
LONGEST_WORD = 60
MOST_MEANINGS = 5
MOST_SHOWN = 5


@dataclass(frozen=True)
class Place:
    """A hit of a try-out: its title, its place, and the place it had without the synonym (None: not among the first)."""

    title: str
    place: int
    before: int | None


@dataclass(frozen=True)
class TryOut:
    """What a search finds without and with a synonym."""

    query: str
    without: Sequence[str]
    with_it: Sequence[Place]

    @property
    def changes_something(self) -> bool:
        return list(self.without) != [place.title for place in self.with_it]


def listed(session: Session, text: str = "") -> list[Synonym]:
    """The synonyms that hold a text, on either side, in the order of the alphabet."""
    wanted = one_line(text).casefold()
    rows = session.exec(select(Synonym)).all()
    return sorted((row for row in rows if wanted in row.word.casefold() or any(wanted in one.casefold() for one in row.means)), key=_order)


def find(session: Session, word: str) -> Synonym:
    """One synonym. Raises NotFound."""
    row = session.get(Synonym, one_line(word).casefold())
    if row is None:
        raise NotFound("Synonymet findes ikke. En anden kan have slettet det.")
    return row


def save(session: Session, user: User, word: str, means: str, at: datetime, *, was: str = "", seen: str | None = None) -> Synonym:
    """Add a synonym, or change the one that was called `was`; `means` are divided by commas.

    `seen` is what the change began from: when a colleague has changed the row since, it is a Conflict. Raises NotAllowed, Invalid with the field.
    """
    rights.require(user, Right.EDIT_CONTENT)
    said, meanings = checked(word, means)
    earlier = find(session, was) if was else None
    if earlier is not None and seen is not None and seen != words_of(earlier):
        raise Conflict(f"En anden har imens rettet »{earlier.word}« til: {words_of(earlier)}. Se, om din rettelse stadig skal med.", "means")
    old = {"word": earlier.word, "means": list(earlier.means)} if earlier else None
    row = earlier
    if earlier is None or earlier.word != said:
        if session.get(Synonym, said) is not None:
            raise Conflict(f"»{said}« står der allerede. Ret den i listen.", "word")
        if earlier is not None:
            session.delete(earlier)
        row = Synonym(word=said)
    assert row is not None  # noqa: S101  (narrows the type)
    row.means = meanings
    session.add(row)
    changes.record(session, user, "change" if old else "add", KIND, said, at, old=old, new={"word": said, "means": meanings})
    return row


def remove(session: Session, user: User, word: str, at: datetime) -> None:
    """Take a synonym away. Raises NotAllowed, NotFound."""
    rights.require(user, Right.EDIT_CONTENT)
    row = find(session, word)
    old = {"word": row.word, "means": list(row.means)}
    session.delete(row)
    changes.record(session, user, "delete", KIND, row.word, at, old=old)


def words_of(row: Synonym) -> str:
    """The meanings as one types them."""
    return ", ".join(row.means)


def checked(word: str, means: str) -> tuple[str, list[str]]:
    """A synonym as typed, made ready to keep. Raises Invalid with the field."""
    said = one_line(word).casefold()
    meanings = list(dict.fromkeys(filter(None, (one_line(one).casefold() for one in means.split(",")))))
    for field, text in (("word", said), ("means", means)):
        if contains_cpr(text):
            raise Invalid(REFUSAL, field)
    if not list(all_tokens(said)):
        raise Invalid("Skriv ordet, som borgeren siger det.", "word")
    if not meanings or not any(not is_noise(token) for one in meanings for token in all_tokens(one)):
        raise Invalid("Skriv mindst ét ord, som guiderne bruger.", "means")
    if len(meanings) > MOST_MEANINGS:
        raise Invalid(f"Højst {MOST_MEANINGS} ord; ellers finder søgningen for meget.", "means")
    if said in meanings:
        raise Invalid("Et ord kan ikke være synonym med sig selv.", "means")
    for field, text in (("word", said), *(("means", one) for one in meanings)):
        if len(text) > LONGEST_WORD:
            raise Invalid(f"»{text[:20]}…« er for langt; højst {LONGEST_WORD} tegn.", field)
    return said, meanings


def try_out(session: Session, word: str, means: str, query: str, at: datetime, *, was: str = "") -> TryOut:
    """What a search finds without and with a synonym; nothing is kept. Without words of its own the search is the synonym's word.

    Raises Invalid with the field.
    """
    said, meanings = checked(word, means)
    asked = one_line(query) or said
    if contains_cpr(asked):
        raise Invalid(REFUSAL, "query")
    snapshot = content.current(session)
    gone = {said, one_line(was).casefold()}
    others = {row.word: row.means for row in session.exec(select(Synonym)).all() if row.word not in gone}
    table = learning.current(session, at, snapshot.revision).table
    plain, changed = snapshot.index.with_synonyms(others), snapshot.index.with_synonyms({**others, said: meanings})
    before = [hit.document for hit in rank.find(plain, asked, MOST_SHOWN, table)]
    after = [hit.document for hit in rank.find(changed, asked, MOST_SHOWN, table)]
    places = {document.key: place for place, document in enumerate(before, start=1)}
    return TryOut(
        asked,
        [_title(document.kind, document.title) for document in before],
        [Place(_title(document.kind, document.title), place, places.get(document.key)) for place, document in enumerate(after, start=1)],
    )


def _title(kind: Kind, title: str) -> str:
    return title if kind is Kind.GUIDE else f"{title} ({'afdeling' if kind is Kind.DEPARTMENT else 'medarbejder'})"


def _order(row: Synonym) -> tuple[str, ...]:
    return (row.word.casefold(),)
