"""A form as somebody typed it, read field by field: every problem is kept at its field, so that all of them can be shown at once."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.base.errors import Invalid
from app.base.text import clean, one_line
from app.domain.privacy import REFUSAL, contains_cpr

LONGEST_LINE = 400
LONGEST_ADDRESS = 300
LONGEST_SLUG = 60
MOST_ROWS = 60
_WEB = re.compile(r"https://[^\s<>\"']+\.[^\s<>\"']+")
_EMAIL = re.compile(r"[^\s@<>\"',;]+@[^\s@<>\"',;]+\.[^\s@<>\"',;.]{2,}")
_PHONE = re.compile(r"\+?[0-9]{3,15}")
_EXTENSION = re.compile(r"[0-9]{2,8}")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss", "đ": "d", "ł": "l"})


class Refused(Invalid):
    """A form with problems, each at its field; the message is the first of them."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        name = next(iter(problems))
        super().__init__(problems[name], name)
        self.problems = dict(problems)


@dataclass
class TypedForm:
    """The texts of a form, and what was wrong with them so far."""

    texts: Mapping[str, str]
    problems: dict[str, str] = field(default_factory=dict)

    def wrong(self, name: str, sentence: str) -> None:
        """Note a problem; the first one at a field stays."""
        self.problems.setdefault(name, sentence)

    def line(self, name: str, longest: int = LONGEST_LINE, *, missing: str = "") -> str:
        """A text on one line; with `missing`, that is the sentence when it is empty."""
        text = one_line(self.texts.get(name, ""))
        if not text and missing:
            self.wrong(name, missing)
        self._judge(name, text, longest)
        return text

    def lines(self, name: str, longest: int = LONGEST_LINE) -> list[str]:
        """One text a line, none twice, empty ones left out."""
        texts = list(dict.fromkeys(filter(None, (one_line(text) for text in clean(self.texts.get(name, "")).split("\n")))))
        for text in texts:
            self._judge(name, text, longest)
        return texts

    def yes(self, name: str) -> bool:
        """Whether a box is ticked."""
        return bool(self.texts.get(name))

    def code(self, name: str, allowed: Collection[str], sentence: str) -> str:
        """One of the codes that are allowed."""
        text = one_line(self.texts.get(name, ""))
        if text not in allowed:
            self.wrong(name, sentence)
        return text

    def slug(self, name: str, otherwise: str) -> str:
        """A short name of a-z, digits and hyphens; made from another text when none is typed."""
        text = one_line(self.texts.get(name, "")) or slug_of(otherwise)
        if not text and not otherwise:
            return ""
        if len(text) > LONGEST_SLUG or not _SLUG.fullmatch(text) or text in {"new", "import", "export", "open", "effect"}:
            self.wrong(name, f"Brug små bogstaver a-z, cifre og bindestreger, højst {LONGEST_SLUG} tegn.")
        return text

    def phone(self, name: str) -> str:
        """A telephone number without spaces."""
        number = re.sub(r"[ .()/-]", "", one_line(self.texts.get(name, "")))
        if number and not _PHONE.fullmatch(number):
            self.wrong(name, "Skriv nummeret med cifre, f.eks. 96 28 28 28.")
        self._judge(name, one_line(self.texts.get(name, "")), LONGEST_LINE)
        return number.removeprefix("+45") if len(number) == 11 else number

    def extension(self, name: str) -> str:
        """An extension: digits only."""
        number = one_line(self.texts.get(name, "")).replace(" ", "")
        if number and not _EXTENSION.fullmatch(number):
            self.wrong(name, "Et lokalnummer er to til otte cifre.")
        return number

    def email(self, name: str) -> str:
        """An e-mail address."""
        text = self.line(name)
        if text and not _EMAIL.fullmatch(text):
            self.wrong(name, "Det er ikke en e-mailadresse som navn@herning.dk.")
        return text

    def web(self, name: str) -> str:
        """An https address."""
        text = self.line(name, LONGEST_ADDRESS)
        if text and not _WEB.fullmatch(text):
            self.wrong(name, "En adresse begynder med https:// og har ingen mellemrum.")
        return text

    def day(self, name: str) -> date | None:
        """A date, as a date field sends it or as `31.12.2026`."""
        text = one_line(self.texts.get(name, ""))
        found = day_of(text)
        if text and found is None:
            self.wrong(name, "Skriv en dato som 31.12.2026.")
        return found

    def number(self, name: str, most: int) -> int | None:
        """A whole number above nought, or none."""
        text = one_line(self.texts.get(name, ""))
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,7}", text) or not 1 <= int(text) <= most:
            self.wrong(name, f"Skriv et helt tal fra 1 til {most}.")
            return None
        return int(text)

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Adds the problems of another form that is read inside, and refuses with all of them."""
        try:
            yield
        except Invalid as error:
            self.problems |= error.problems if isinstance(error, Refused) else {}
            self.finish()
            raise

    def finish(self) -> None:
        """Raises Refused when there was a problem."""
        if self.problems:
            raise Refused(self.problems)

    def _judge(self, name: str, text: str, longest: int) -> None:
        if len(text) > longest:
            self.wrong(name, f"Teksten er for lang: {len(text)} tegn, højst {longest}.")
        if contains_cpr(text):
            self.wrong(name, REFUSAL)


def numbered(texts: Mapping[str, str], names: Collection[str]) -> list[int]:
    """The numbers of the rows that hold something (`value-0`, `from-0`, ...), in order; rows ticked `remove-0` are left out."""
    found = set()
    for name, text in texts.items():
        head, _, number = name.rpartition("-")
        if head in names and number.isascii() and number.isdigit() and len(number) < 4 and one_line(text):
            found.add(int(number))
    return [number for number in sorted(found) if not texts.get(f"remove-{number}")]


def row_count(texts: Mapping[str, str]) -> int:
    """How many rows a form shows, as it said itself."""
    rows = texts.get("rows", "")
    return min(int(rows), MOST_ROWS) if rows.isascii() and rows.isdigit() and len(rows) < 4 else 0


def with_one_more_row(texts: Mapping[str, str]) -> dict[str, str]:
    """A form that shows one more row."""
    return {**texts, "rows": str(row_count(texts) + 1)}


def rows_shown(texts: Mapping[str, str], names: Collection[str]) -> range:
    """The numbers of the rows that a form shows: as many as it said, and always an empty one after the last that holds something."""
    return range(max(row_count(texts), max(numbered(texts, names), default=-1) + 2))


def day_of(text: str) -> date | None:
    """A date from `2026-12-31`, `31.12.2026` or `31-12-2026`; None from anything else."""
    danish = re.fullmatch(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})", text)
    try:
        if danish:
            return date(int(danish[3]), int(danish[2]), int(danish[1]))
        return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None


def slug_of(text: str) -> str:
    """`Åge Ågård` as `aage-aagaard`."""
    plain = unicodedata.normalize("NFKD", one_line(text).lower().translate(_LETTERS))
    words = re.findall(r"[a-z0-9]+", "".join(letter for letter in plain if not unicodedata.combining(letter)))
    return "-".join(words)[:LONGEST_SLUG].rstrip("-")


def mark_of(content: Mapping[str, Any] | None) -> str:
    """A short mark of a content: when it differs from the one a form was opened with, somebody else has changed it since."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()[:16] if content else ""
