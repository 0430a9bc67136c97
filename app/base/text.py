"""Text as it comes in: made safe and comparable before anybody looks at it."""

import re
import unicodedata

_CONTROL = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff\\ud800-\\udfff]")
_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """NFC, without control, direction and zero-width characters; newlines are kept. Cleaning twice changes nothing more."""
    return unicodedata.normalize("NFC", _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def one_line(text: str) -> str:
    """Cleaned text on one line, single spaces, no ends."""
    return _SPACES.sub(" ", clean(text)).strip()
