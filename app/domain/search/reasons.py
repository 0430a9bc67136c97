"""Why a hit is there, in a few Danish words, found out only for the hits that are shown."""

from collections.abc import Sequence

import numpy as np

from app.domain.search.clues import Clue, Met, Query
from app.domain.search.documents import Field, Kind
from app.domain.search.index import Index
from app.domain.search.reading import PLACES
from app.domain.search.segment import Segment
from app.domain.search.words import is_noise

LIKE_ENOUGH = 0.45

_FIELD_WORDS: dict[Field, str] = {
    Field.TITLE: "titel",
    Field.KEYWORD: "stikord",
    Field.PHRASE: "siger borgeren",
    Field.HEARD: "siger borgeren",
    Field.SITUATION: "borgerens situation",
    Field.SAY: "i svaret",
    Field.BODY: "i guiden",
    Field.UNIT: "afdeling",
    Field.NUMBER: "nummer",
    Field.SOUND: "navn",
}
_PLACE_WORDS: dict[Kind, dict[Field, str]] = {
    Kind.GUIDE: {},
    Kind.DEPARTMENT: {Field.TITLE: "afdeling", Field.KEYWORD: "opgave"},
    Kind.PERSON: {Field.TITLE: "navn", Field.KEYWORD: "opgave"},
}


def nearest_phrase(index: Index, number: int, stems: frozenset[str]) -> tuple[float, str]:
    """The caller phrase of a document that is most like the query, and how like (0 to 1)."""
    part = next(part for part in index.segments if part.holds(number))
    likeness, place = part.phrases.nearest(number - part.first, stems)
    return likeness, index.documents[number].texts[Field.PHRASE][place] if likeness else ""


def clues_in(index: Index, query: Query, number: int) -> list[Clue]:
    """For each row of clues the one that stands most strongly in a document, the weightiest first."""
    found: list[tuple[float, Clue]] = []
    for row in query.rows:
        best = max(((_worth(index, clue, number), clue) for clue in row), key=lambda pair: pair[0], default=(0.0, None))
        if best[1] is not None and best[0] > 0:
            found.append((best[0], best[1]))
    return [clue for _, clue in sorted(found, key=lambda pair: -pair[0])]


def is_named(index: Index, query: Query, number: int) -> bool:
    """Whether a department's whole name was typed, or only words of a person's name, or a number of theirs."""
    document = index.documents[number]
    matter = [row for word, row in zip(query.typed, query.rows, strict=False) if not is_noise(word)]
    if not matter or not all(any(_is_name(index, clue, number) for clue in row) for row in matter):
        return False
    return document.kind is Kind.PERSON or query.typed[0].isdigit() or document.title_stems <= query.matter


def reason(index: Index, number: int, clues: Sequence[Clue], phrase: str, is_learned: bool) -> str:
    """A corrected spelling, a caller's phrase, what was settled before, or where the weightiest word stands."""
    spelled = next((clue for clue in clues if clue.met is Met.SPELLING), None)
    if spelled:
        return f"stavet: {index.as_written(spelled.word)}"
    if phrase:
        return f"siger borgeren: {phrase}"
    if is_learned:
        return "løst sådan før"
    return _met(index, number, clues[0]) if clues else "ligner det, borgere fortæller"


def _met(index: Index, number: int, clue: Clue) -> str:
    if clue.met is Met.SYNONYM:
        return f"andet ord for {index.as_written(clue.term)}"
    if clue.met is Met.SOUND:
        return "navnet lyder sådan"
    place = _place(index, clue.term, number)
    words = _PLACE_WORDS[index.documents[number].kind].get(place, _FIELD_WORDS[place])
    return f"{words}: {index.as_written(clue.word)}"


def _standing(index: Index, term: str, number: int) -> tuple[Segment, int] | None:
    """The segment and the place in its table where a stem stands in a document."""
    for part in index.segments:
        if part.holds(number):
            span = part.standing.span(term)
            if span is not None:
                place = span.start + int(np.searchsorted(part.standing.documents[span], number))
                if place < span.stop and part.standing.documents[place] == number:
                    return part, place
    return None


def _worth(index: Index, clue: Clue, number: int) -> float:
    found = _standing(index, clue.term, number)
    return clue.worth * index.rarity(clue.term) * float(found[0].standing.values[found[1]]) if found else 0.0


def _place(index: Index, term: str, number: int) -> Field:
    found = _standing(index, term, number)
    return PLACES[int(found[0].places[found[1]])] if found else Field.BODY


def _is_name(index: Index, clue: Clue, number: int) -> bool:
    return _standing(index, clue.term, number) is not None and _place(index, clue.term, number) in (Field.TITLE, Field.NUMBER, Field.SOUND)
