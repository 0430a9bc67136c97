"""Refusals by name. Each carries a Danish sentence for the operator; only `web/errors.py` knows status numbers."""


class StraksError(Exception):
    """A refusal with a sentence for the user, and the field it belongs to when there is one."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotSignedIn(StraksError):
    """Nobody is signed in, or the session has ended."""


class NotAllowed(StraksError):
    """Signed in, but without the right."""


class NotFound(StraksError):
    """What was asked for is not there, or is not the user's to see."""


class Conflict(StraksError):
    """Somebody else, or an earlier click, was there first."""


class Invalid(StraksError):
    """The input cannot be used as it is."""


class BadContent(StraksError):
    """The knowledge base holds something that cannot be read."""


class Misconfigured(StraksError):
    """The program refuses to start with these settings."""
