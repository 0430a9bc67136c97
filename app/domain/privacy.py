"""The CPR guard: no Danish civil registration number is stored, sent on or put in a URL.

A number counts as one when it is ten digits whose first six are a date, written in the ways people write them:
`010190-0001`, `0101900001`, `010190 0001`, `01 01 90 0001`, `01.01.90-0001`, `01011990-0001`, `1/1-90-0001`, digit by digit
or pair by pair. Replacement numbers (day + 60) count too. Modulus 11 is not asked for: since 2007 numbers are issued that do
not fulfil it. The same rule in JavaScript stands in `static/js/cpr.js`; a test runs both on one corpus.
"""

import re
import unicodedata
from datetime import date

REFUSAL = "Det ligner et CPR-nummer. Skriv det ikke her: slet de sidste fire cifre."

# Each pattern looks ahead without consuming, so that a number that is none never hides the one that begins inside it.
# Groups: day, month, year, and the gap before the last four digits.
_GAP = r"([ \t]{0,3}[-./_]?[ \t]{0,3})"
_DAY_MONTH = r"(?=([0-9]{2})[ ./-]?([0-9]{2})[ ./-]?"
_YEAR = r"((?:18|19|20)?[0-9]{2})"
_PATTERNS = (
    re.compile(rf"(?<![0-9]){_DAY_MONTH}([0-9]{{2}}){_GAP}[0-9]{{4}}(?![0-9]))"),
    re.compile(rf"(?<![0-9]){_DAY_MONTH}((?:18|19|20)[0-9]{{2}}){_GAP}[0-9]{{4}}(?![0-9]))"),
    # 01 01 90 00 01, but not two telephone numbers in pairs
    re.compile(rf"(?<![0-9])(?<![0-9] ){_DAY_MONTH}{_YEAR}([ -]{{1,3}})[0-9]{{2}} [0-9]{{2}}(?! ?[0-9]))"),
    # 0 1 0 1 9 0 0 0 0 1
    re.compile(r"(?<![0-9])(?<![0-9] )(?=([0-9] [0-9]) ([0-9] [0-9]) ([0-9] [0-9])([ -]{1,3})[0-9](?: [0-9]){3}(?! ?[0-9]))"),
    # 1/1-90-0001, 1.1.1990-0001: with single digits the dash must be there
    re.compile(rf"(?<![0-9./-])(?=([0-9]{{1,2}})[./]([0-9]{{1,2}})[./ -]{_YEAR}([ ]?-[ ]?)[0-9]{{4}}(?![0-9]))"),
)
# From 05.10 to 09.10.2026: its last three numbers are no date before a serial number.
_PERIOD = re.compile(
    r"(?<![0-9])[0-9]{1,2}[./][0-9]{1,2}\.? ?- ?[0-9]{1,2}[./][0-9]{1,2}[ ./-](?:19|20)[0-9]{2}(?![0-9])(?![ \t]{0,3}[-./_]?[ \t]{0,3}[0-9]{4})"
)
# A country code before it makes it a telephone number; a Danish one has eight digits, so +45 does not.
_PREFIX = re.compile(r"(?:\+|(?<![0-9])00)(?!45)[0-9]{1,3}\)?[ ]?(?:\(0\)[ ]?)?$")
_INVISIBLE = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u00ad\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u20e3\\ufe00-\\ufe0f\\ufeff]"
)
_DASH = re.compile("[\\u2010-\\u2015\\u2043\\u2212]")
_ARABIC_DIGIT = re.compile("[\\u0660-\\u0669\\u06f0-\\u06f9]")
REPLACEMENT_DAY = 60


def contains_cpr(text: str) -> bool:
    """Whether somewhere in the text stands what looks like a CPR number."""
    plain = _PERIOD.sub("|", _plain(text))
    return any(_is_cpr(match, plain) for pattern in _PATTERNS for match in pattern.finditer(plain))


def _plain(text: str) -> str:
    """The text with one kind of digit, space and dash, and without what cannot be seen."""
    plain = _DASH.sub("-", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)))
    return _ARABIC_DIGIT.sub(lambda match: str(ord(match.group()) % 16), plain)


def _is_cpr(match: re.Match[str], text: str) -> bool:
    *date_parts, gap = match.groups()
    if "-" not in gap and _PREFIX.search(text[: match.start()]):
        return False
    day, month, year = (int(part.replace(" ", "")) for part in date_parts)
    if day > REPLACEMENT_DAY:
        day -= REPLACEMENT_DAY
    return _is_date(day, month, year)


def _is_date(day: int, month: int, year: int) -> bool:
    """A date in some century: 29 February is one when any century makes it so."""
    years = (year,) if year > 99 else (1800 + year, 1900 + year, 2000 + year)
    for candidate in years:
        try:
            date(candidate, month, day)
        except ValueError:
            continue
        return True
    return False
