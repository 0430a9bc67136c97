"""What a refused form shows: its problems by field, and the mark of what stood there when it was opened."""

from collections.abc import Mapping
from typing import Any

from app.base.errors import Conflict, StraksError
from app.domain.typed_form import Refused, mark_of
from app.web.errors import status_of


def problems_of(error: StraksError | None) -> dict[str, str]:
    """The problems of a refusal by field; one that belongs to no field stands under the empty name."""
    if error is None:
        return {}
    return error.problems if isinstance(error, Refused) else {error.field or "": error.message}


def status_after(error: StraksError | None) -> int:
    """The status of a page that shows a form again."""
    return status_of(error) if error else 200


def mark_for(content: Mapping[str, Any] | None, texts: Mapping[str, str] | None, error: StraksError | None) -> str:
    """The mark a form carries: what it was opened with, until somebody has been told that it has changed meanwhile."""
    if texts is None or isinstance(error, Conflict):
        return mark_of(content)
    return texts.get("mark", "")
