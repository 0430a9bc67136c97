"""Whether callers will find a guide by their own phrases, and what its neighbours lose. Pure: an index in, places out."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from app.domain.search.documents import Document, Field, Kind
from app.domain.search.words import all_tokens, is_noise, stem

# Above the fold of the desk: a guide after the third is read by nobody on the telephone.
GOOD_PLACE = 3
LOOKED_THROUGH = 10
# Bounds that keep the check quick when there are 10,000 guides.
MOST_PHRASES = 80
MOST_NEIGHBOURS = 30
MOST_NEIGHBOUR_PHRASES = 60

Find = Callable[[str], Sequence[Document]]


@dataclass(frozen=True)
class PhrasePlace:
    """A phrase of the guide: its place among the guides found (None: not among the first ten), and the guide that comes first."""

    language: str
    phrase: str
    place: int | None
    first: Document | None

    @property
    def is_good(self) -> bool:
        return self.place is not None and self.place <= GOOD_PLACE


@dataclass(frozen=True)
class Lost:
    """A phrase of another guide that comes first now and would not any more; None when it would not even be among the first three."""

    phrase: str
    guide: Document
    place: int | None


@dataclass(frozen=True)
class Findability:
    """The phrases that were tried, the worst first; what others would lose; how many of their phrases were tried; how many own ones were not."""

    places: Sequence[PhrasePlace]
    lost: Sequence[Lost]
    neighbours_tried: int
    left_out: int

    @property
    def warned(self) -> list[PhrasePlace]:
        """The phrases that do not find the guide among the first three."""
        return [place for place in self.places if not place.is_good]


def try_phrases(phrases: Iterable[tuple[str, str]], slug: str, find: Find) -> tuple[list[PhrasePlace], list[str]]:
    """The places of a guide's phrases (language, phrase), the worst first, and its neighbours: the guides met on the way, the nearest first."""
    met: Counter[str] = Counter()
    places = []
    for language, phrase in phrases:
        guides = [document for document in find(phrase) if document.kind is Kind.GUIDE]
        met.update({document.slug: LOOKED_THROUGH - at for at, document in enumerate(guides) if document.slug != slug})
        places.append(PhrasePlace(language, phrase, _place(guides, slug), guides[0] if guides else None))
    ordered = sorted(places, key=lambda row: -(row.place or LOOKED_THROUGH + 1))
    return ordered, [neighbour for neighbour, _ in met.most_common(MOST_NEIGHBOURS)]


def touched(neighbours: Iterable[Document], words: Collection[str]) -> list[tuple[Document, str]]:
    """The neighbours' phrases that share most stems with what was changed, at most MOST_NEIGHBOUR_PHRASES; the nearest neighbours first."""
    shared: list[tuple[int, int, Document, str]] = []
    for document in neighbours:
        for phrase in document.texts.get(Field.PHRASE, ()):
            hits = len(stems_of([phrase]) & set(words))
            if hits:
                shared.append((-hits, len(shared), document, phrase))
    return [(document, phrase) for _, _, document, phrase in sorted(shared, key=lambda row: row[:2])[:MOST_NEIGHBOUR_PHRASES]]


def losses(tried: Iterable[tuple[Document, str]], before: Find, after: Find) -> list[Lost]:
    """The phrases that led to their own guide first before, and do not after."""
    lost = []
    for document, phrase in tried:
        now = _place([hit for hit in after(phrase) if hit.kind is Kind.GUIDE], document.slug)
        if now != 1 and _place([hit for hit in before(phrase) if hit.kind is Kind.GUIDE], document.slug) == 1:
            lost.append(Lost(phrase, document, now))
    return lost


def stems_of(texts: Iterable[str]) -> set[str]:
    """The stems of texts that say something."""
    return {stem(word) for text in texts for word in all_tokens(text) if not is_noise(word)}


def changed_stems(old: Document | None, new: Document) -> set[str]:
    """The stems of the texts that are in only one of two versions of a document."""
    was = {(field, text) for field, texts in (old.texts.items() if old else ()) for text in texts}
    now = {(field, text) for field, texts in new.texts.items() for text in texts}
    return stems_of(text for _, text in was ^ now)


def _place(guides: Sequence[Document], slug: str) -> int | None:
    return next((at for at, document in enumerate(guides, start=1) if document.slug == slug), None)
