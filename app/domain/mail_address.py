"""A mail address as it may be kept: one plain address that a mail can be sent to."""

import re

from app.base.errors import Invalid
from app.base.text import one_line
from app.domain.privacy import REFUSAL, contains_cpr

LONGEST = 200
NO_ADDRESS = "Det er ikke en mailadresse. Skriv den som karen@kommune.dk."
_PART = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@(?:{_PART}\.)+[A-Za-z]{{2,63}}")


def checked_address(text: str, field: str = "email") -> str:
    """An address, or "" when nothing was written. Raises Invalid with the field when it is none, or holds a CPR number."""
    address = one_line(text)
    if not address:
        return ""
    if contains_cpr(address):
        raise Invalid(REFUSAL, field)
    if len(address) > LONGEST or not _ADDRESS.fullmatch(address):
        raise Invalid(NO_ADDRESS, field)
    return address
