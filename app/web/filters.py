"""How values look on the screen: Markdown, marked words, phone numbers, moments, durations, shares."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import nh3
import phonenumbers
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from app.base.clock import local
from app.domain import outcomes
from app.domain.access import ROLE_WORDS, Right
from app.domain.channels import CHANNEL_WORDS
from app.domain.facts import FactValue, fill
from app.domain.figures import FEWEST_SHOWN, Figure, Share
from app.domain.flags import FLAG_WORDS
from app.domain.guide import BY_CODE
from app.domain.handout import day_words
from app.domain.hours import DANISH_WEEKDAYS, date_words
from app.domain.notices import LEVELS
from app.domain.search.words import fold, stem
from app.services.search import SHORTEST_QUERY

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False})
_TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "br", "code"}
_WORD = re.compile(r"[^\W_]+")
SHORT_NUMBER = 6
_UNVERIFIED = Markup(
    '<span class="fact fact-unverified" title="Ikke verificeret: {}">{}<span class="fact-mark" aria-hidden="true">?</span>'
    '<span class="sr-only"> (ikke verificeret)</span></span>'
)


@lru_cache(maxsize=4096)
def markdown(text: str) -> Markup:
    """Markdown as safe HTML: paragraphs, lists, emphasis and links."""
    html = nh3.clean(
        _markdown.render(text), tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto", "tel"}, link_rel="noopener noreferrer"
    )
    return Markup(html)  # noqa: S704  (cleaned above)


def with_facts(text: str, values: Mapping[str, FactValue], language: str = "da") -> Markup:
    """Markdown with its facts filled in; one that nobody has verified is marked as such."""
    marks: dict[str, tuple[str, bool]] = {}

    def mark(value: FactValue) -> str:
        token = f"FACT{len(marks)}X"
        marks[token] = (_fact(value, language), value.words(language).endswith("."))
        return token

    html = str(markdown(fill(text, values, mark)))
    for token, (shown, ends) in marks.items():
        html = html.replace(f"{token}." if ends and f"{token}." in html else token, shown, 1)
    return Markup(html)  # noqa: S704


def _fact(value: FactValue, language: str) -> str:
    words = value.words(language)
    if not value.known:
        return str(Markup('<span class="fact fact-unknown" title="{}: ingen gyldig værdi i dag">{}</span>').format(value.label, words))
    if not value.verified:
        return str(_UNVERIFIED.format(value.label, words))
    checked = f", slået op {date_words(value.checked)}" if value.checked else ""
    return str(Markup('<span class="fact" title="{}: {}{}">{}</span>').format(value.label, value.source_title, checked, words))


def plain_facts(text: str, values: Mapping[str, FactValue]) -> str:
    """Text with its facts as plain words."""
    return fill(text, values)


def marked(text: str, matched: Sequence[str]) -> Markup:
    """Text with the words that were searched for marked."""
    stems = set(matched)
    parts: list[Markup | str] = []
    last = 0
    for match in _WORD.finditer(text):
        parts.append(escape(text[last : match.start()]))
        word = match.group()
        folded = fold(word)
        hit = stem(folded) in stems or any(len(term) > 3 and folded.startswith(term) for term in stems)
        parts.append(Markup("<mark>{}</mark>").format(word) if hit else escape(word))
        last = match.end()
    parts.append(escape(text[last:]))
    return Markup("").join(parts)


def phone(number: str) -> str:
    """A number as Danes write it: `96 28 28 28`."""
    digits = re.sub(r"[^\d+]", "", number)
    if len(digits) < SHORT_NUMBER:
        return digits or number
    try:
        parsed = phonenumbers.parse(digits, "DK")
    except phonenumbers.NumberParseException:
        return number
    if parsed.country_code == 45:
        national = str(parsed.national_number)
        return " ".join(national[start : start + 2] for start in range(0, len(national), 2))
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def tel(number: str) -> str:
    """A number as the target of a `tel:` link: extensions and short numbers as they are, others with +45."""
    digits = re.sub(r"[^\d+]", "", number)
    return f"tel:{digits}" if len(digits) < SHORT_NUMBER + 2 or digits.startswith("+") else f"tel:+45{digits}"


def clock(moment: datetime) -> str:
    """`10.42` on a Danish wall clock."""
    return local(moment).strftime("%H.%M")


def day(moment: datetime | date) -> str:
    """`22. november 2026`."""
    return date_words(local(moment).date() if isinstance(moment, datetime) else moment)


def weekday(moment: datetime) -> str:
    """`søndag den 22. november`."""
    wall = local(moment)
    return f"{DANISH_WEEKDAYS[wall.weekday()]} den {date_words(wall.date(), with_year=False)}"


def duration(seconds: float) -> str:
    """`1.23` minutes and seconds as `1:23`."""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02d}"


def number(value: float) -> str:
    """`12.345`."""
    return f"{value:,.0f}".replace(",", ".")


def per_cent(share: Share) -> str:
    """`71 % (67-75 %) af 412 opkald`, or `for få` under five."""
    if share.n < FEWEST_SHOWN or share.value is None or share.low is None or share.high is None:
        return f"for få opkald ({share.n})"
    return f"{share.value * 100:.0f} % ({share.low * 100:.0f}-{share.high * 100:.0f} %) af {share.n} opkald"


def told(figure: Figure) -> str:
    """`71 % (67-75 %) af 412`, or why it cannot be told."""
    if figure.value is None or figure.low is None or figure.high is None:
        return f"{figure.why} ({figure.n})" if figure.n else figure.why
    return f"{figure.value * 100:.0f} % ({figure.low * 100:.0f}-{figure.high * 100:.0f} %) af {number(figure.n)}"


FILTERS: dict[str, Callable[..., Any]] = {
    "with_facts": with_facts,
    "plain_facts": plain_facts,
    "marked": marked,
    "phone": phone,
    "tel": tel,
    "clock": clock,
    "day": day,
    "day_in": day_words,
    "weekday": weekday,
    "duration": duration,
    "number": number,
    "per_cent": per_cent,
    "told": told,
}
# The pages of the editors' side: address, word, and who may see it.
EDITING_PAGES = (
    ("/edit", "Det venter på dig", Right.READ_EDITING),
    ("/edit/guides", "Guider", Right.READ_EDITING),
    ("/edit/facts", "Fakta", Right.READ_EDITING),
    ("/edit/routing", "Fordelingsregler", Right.READ_EDITING),
    ("/edit/departments", "Afdelinger", Right.READ_EDITING),
    ("/edit/people", "Medarbejdere", Right.READ_EDITING),
    ("/edit/closures", "Lukkedage", Right.READ_EDITING),
    ("/edit/synonyms", "Synonymer", Right.READ_EDITING),
    ("/learning", "Søgningen", Right.READ_EDITING),
    ("/edit/trail", "Ændringer", Right.READ_EDITING),
    ("/edit/handouts", "På papir", Right.READ_EDITING),
    ("/edit/exchange", "Ind og ud", Right.EDIT_CONTENT),
    ("/edit/users", "Brugere", Right.ADMINISTER),
)
# The pages of figures: address, word, and who may see it.
FIGURE_PAGES = (
    ("/figures", "Overblik", Right.READ_FIGURES),
    ("/figures/channels", "Kanaler", Right.READ_FIGURES),
    ("/figures/export", "Hent tal", Right.READ_FIGURES),
)
# The sections of the overview, in their order: the names they are found under, and short titles.
FIGURE_SECTIONS = (
    ("trend", "Udviklingen"),
    ("lost", "Ikke løst"),
    ("rhythm", "Hvornår"),
    ("unanswered", "Søgt forgæves"),
    ("avoidable", "Unødige"),
    ("standard", "Afdelinger"),
    ("effects", "Virkede det?"),
    ("channels", "Kanaler"),
)
WORDS: dict[str, Any] = {
    "FIGURE_SECTIONS": FIGURE_SECTIONS,
    "EDITING_PAGES": EDITING_PAGES,
    "FIGURE_PAGES": FIGURE_PAGES,
    "OUTCOMES": outcomes.OUTCOMES,
    "REASON_WORDS": outcomes.REASON_WORDS,
    "OFFER_WORDS": outcomes.OFFER_WORDS,
    "ANSWER_WORDS": outcomes.ANSWER_WORDS,
    "AVOIDABLE_WORDS": outcomes.AVOIDABLE_WORDS,
    "CALLER_WORDS": outcomes.CALLER_WORDS,
    "LANGUAGE_WORDS": outcomes.LANGUAGE_WORDS,
    "CHANNEL_WORDS": CHANNEL_WORDS,
    "FLAG_WORDS": FLAG_WORDS,
    "LEVELS": LEVELS,
    "ROLE_WORDS": ROLE_WORDS,
    "SHORTEST_QUERY": SHORTEST_QUERY,
    "SECTION": BY_CODE,
    "LANGUAGE_NAMES": {"da": "Dansk", "en": "English", "de": "Deutsch"},
}
