"""The CPR guard: no Danish civil registration number is stored, sent on or put in a URL.

A number counts as one when it is ten digits whose first six are a date, written in the ways people write them:
`010190-1234`, `0101901234`, `010190 1234`, `01 01 90 1234`, `01.01.90-1234`, `01011990-1234`. Replacement numbers
(day + 60) count too. Modulus 11 is not asked for: since 2007 numbers are issued that do not fulfil it.
The same rule in JavaScript stands in `static/js/cpr.js`; a test runs both on one corpus.
"""

import re
import unicodedata
from datetime import date

REFUSAL = "Det ligner et CPR-nummer. Skriv det ikke her: slet de sidste fire cifre."

_GAP = r"[ \t\u00a0]{0,2}[-\u2010-\u2015./_]?[ \t\u00a0]{0,2}"
_SHORT = re.compile(rf"(?<![0-9])([0-9]{{2}})[ ./-]?([0-9]{{2}})[ ./-]?([0-9]{{2}}){_GAP}[0-9]{{4}}(?![0-9])")
_LONG = re.compile(rf"(?<![0-9])([0-9]{{2}})[ ./-]?([0-9]{{2}})[ ./-]?((?:18|19|20)[0-9]{{2}}){_GAP}[0-9]{{4}}(?![0-9])")
_PREFIX = re.compile(r"(?:\+|00)[0-9]{2}[ ]?$")
_INVISIBLE = re.compile("[\\u00ad\\u200b-\\u200f\\u2060\\ufeff]")
REPLACEMENT_DAY = 60


def contains_cpr(text: str) -> bool:
    """Whether somewhere in the text stands what looks like a CPR number."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return any(_is_cpr(match, plain) for pattern in (_SHORT, _LONG) for match in pattern.finditer(plain))


def _is_cpr(match: re.Match[str], text: str) -> bool:
    if _PREFIX.search(text[: match.start()]):
        return False
    day, month, year = (int(part) for part in match.groups())
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
