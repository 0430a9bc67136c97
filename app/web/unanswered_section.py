"""»Hvad der blev søgt efter forgæves«: what the part of the page shows, and what the reader may do about each thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from app.domain.access import Right
from app.domain.unanswered import TREND_WORDS, few_hidden
from app.models import User
from app.services import rights
from app.services.unanswered import Row, Unanswered
from app.web.charts.sparkline import sparkline

SHOWN = 12


@dataclass(frozen=True)
class ShownRow:
    """A thing that was searched in vain, with how it has gone as a picture, and links to what the reader may do about it."""

    row: Row
    picture: Markup
    steps: Sequence[tuple[str, str]]

    @property
    def trend_word(self) -> str:
        return TREND_WORDS[self.row.theme.trend]


@dataclass(frozen=True)
class UnansweredSection:
    """The most frequent ones at once, and more of them one click away."""

    found: Unanswered
    rows: Sequence[ShownRow]

    @property
    def first(self) -> Sequence[ShownRow]:
        return self.rows[:SHOWN]

    @property
    def more(self) -> Sequence[ShownRow]:
        return self.rows[SHOWN:]


def unanswered_section(found: Unanswered, user: User) -> UnansweredSection:
    """The searches in vain as one reader sees them."""
    return UnansweredSection(found, [ShownRow(row, sparkline(row.weeks, weeks_words(row.weeks)), _steps(row, user)) for row in found.rows])


def weeks_words(weeks: Sequence[int]) -> str:
    """`De sidste 8 uger, ældst først: 0, under 5, 7, ...`."""
    return f"De sidste {len(weeks)} uger, ældst først: {', '.join(few_hidden(number) for number in weeks)}"


def _steps(row: Row, user: User) -> list[tuple[str, str]]:
    """What finds a guide by now is looked at; for the rest the guide that is near is mended, or a new one written, or a word added."""
    if row.is_simulated:
        return []
    words = row.theme.words
    look = [("Se, om det er svaret", f"/guides/{row.answered.slug}")] if row.answered else []
    if not rights.has(user, Right.EDIT_CONTENT):
        return look
    new = ("Skriv en ny guide", f"/edit/guides?{urlencode({'new': 1, 'title': words})}")
    synonym = ("Tilføj synonym", f"/edit/synonyms?{urlencode({'new': words})}")
    if row.answered:
        return [*look, new]
    if row.nearest is None or not row.theme.is_known:
        return [new, synonym]
    if rights.has(user, Right.EDIT_CONTENT, row.nearest.department):
        return [("Ret guiden", f"/edit/guides/{row.nearest.slug}"), synonym]
    return [synonym]
