"""Form fields as types with their limits. Codes and lengths are judged in the services, which have the sentences."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Form, Request
from pydantic import AfterValidator

from app.base.clock import at_local
from app.base.errors import Invalid
from app.domain.outcomes import Ending
from app.services.calls import Details, Trail


def _without_nul(text: str) -> str:
    """PostgreSQL cannot hold this character, so it must not even be looked up."""
    return text.replace("\x00", "")


Text = Annotated[str, AfterValidator(_without_nul), Form()]
# A box that was ticked for each of several things; nothing ticked is nothing sent.
Texts = Annotated[Sequence[str], AfterValidator(lambda texts: tuple(_without_nul(text) for text in texts)), Form()]
Yes = {"true": True, "false": False, "": None}


def trail_from(
    search: Text = "",
    guide: Text = "",
    department: Text = "",
) -> Trail:
    """What stood on the desk when a form was sent."""
    return Trail(search, guide, department)


def ending_from(outcome: Text = "", reached: Text = "", offer: Text = "", reason: Text = "") -> Ending:
    """How a question ended, as far as has been said. A button can say two things: `transferred:reached`, `transferred:not_reached`."""
    outcome, _, said = outcome.partition(":")
    reached = {"reached": "true", "not_reached": "false"}.get(said, reached)
    return Ending(outcome, Yes.get(reached), offer, reason)


async def texts_from(request: Request) -> dict[str, str]:
    """The form as it was sent. A declared form field cannot tell an empty field from one that was not sent. Raises Invalid on a file."""
    texts: dict[str, str] = {}
    async with request.form() as form:
        for name, value in form.items():
            if not isinstance(value, str):
                raise Invalid(f"»{name}« skal være tekst.", name)
            texts[name] = value
    return texts


TextsDep = Annotated[dict[str, str], Depends(texts_from)]


def details_from(texts: TextsDep) -> Details:
    """What else is said about a call; a field that was not sent is left as it is, an empty one is emptied."""
    return Details(texts.get("caller_type"), texts.get("language"), texts.get("answer_in_guide"), texts.get("note"), texts.get("avoidable"))


def moment_from(text: str, field: str) -> datetime | None:
    """A Danish wall clock as a `datetime-local` field sends it, as a moment; None when it is empty. Raises Invalid with the field."""
    if not text.strip():
        return None
    try:
        wall = datetime.fromisoformat(text.strip())
        return at_local(wall.date(), wall.time().replace(tzinfo=None))
    except (ValueError, OverflowError) as error:
        raise Invalid("Skriv en dato og et klokkeslæt.", field) from error
