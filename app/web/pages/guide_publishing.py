"""A draft on its way out: published now or at a time, or sent to a second person; and guides taken off the desks and brought back."""

from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.base.database import Session
from app.base.errors import Conflict, Invalid, NotAllowed
from app.models import User
from app.services import guides, publishing
from app.web import guide_forms
from app.web.deps import EditorDep, MomentDep, SessionDep
from app.web.forms import Text, TextsDep
from app.web.guide_forms import Shown, form_page

router = APIRouter()


@router.post("/edit/guides/{slug}/publish", name="publish_guide")
def publish_guide(request: Request, session: SessionDep, at: MomentDep, user: EditorDep, slug: str, texts: TextsDep) -> Response:
    """Now, or with `when=later` at the time that was chosen."""

    def send() -> str:
        later = guide_forms.moment_of(texts) if texts.get("when") == "later" else None
        flags, answer = guide_forms.ticked_flags(texts), texts.get("answer", "")
        publishing.publish(session, user, slug, texts.get("reason", ""), at, publish_at=later, answer=answer, flags=flags)
        return "scheduled" if later else "published"

    return _send(request, session, at, user, slug, texts, send)


@router.post("/edit/guides/{slug}/submit", name="submit_guide")
def submit_guide(request: Request, session: SessionDep, at: MomentDep, user: EditorDep, slug: str, texts: TextsDep) -> Response:
    def send() -> str:
        flags, answer = guide_forms.ticked_flags(texts), texts.get("answer", "")
        publishing.submit(session, user, slug, texts.get("reason", ""), at, answer=answer, flags=flags)
        return "submitted"

    return _send(request, session, at, user, slug, texts, send)


def _send(request: Request, session: Session, at: datetime, user: User, slug: str, texts: dict[str, str], send: Callable[[], str]) -> Response:
    """Save, then send. What was typed is kept in the draft also when it cannot go out yet."""
    try:
        guide_forms.keep_whole(session, user, slug, texts, at)
    except (Invalid, Conflict) as error:
        session.rollback()
        return form_page(request, session, user, slug, at, Shown(typed=texts, problem=error, is_unsaved=True))
    try:
        with session.begin_nested():
            done = send()
    except (Invalid, Conflict, NotAllowed) as error:
        return form_page(request, session, user, slug, at, Shown(typed=texts, problem=error))
    return RedirectResponse(f"/edit/guides/{slug}?done={done}", 303)


@router.post("/edit/guides/{slug}/archive", name="archive_guide")
def archive_guide(request: Request, session: SessionDep, at: MomentDep, user: EditorDep, slug: str, archive_reason: Text = "") -> Response:
    try:
        if not archive_reason.strip():
            raise Invalid("Skriv, hvorfor guiden skal væk.", "reason")
        guides.archive(session, user, slug, at, archive_reason)
    except Invalid as error:
        session.rollback()
        return _refused(request, session, user, slug, at, archive_reason, error)
    return RedirectResponse(f"/edit/guides/{slug}?done=archived", 303)


@router.post("/edit/guides/{slug}/bring-back", name="bring_back_guide")
def bring_back_guide(request: Request, session: SessionDep, at: MomentDep, user: EditorDep, slug: str, archive_reason: Text = "") -> Response:
    try:
        guides.bring_back(session, user, slug, at, archive_reason)
    except (Invalid, Conflict) as error:
        session.rollback()
        return _refused(request, session, user, slug, at, archive_reason, error)
    return RedirectResponse(f"/edit/guides/{slug}?done=brought_back", 303)


def _refused(request: Request, session: Session, user: User, slug: str, at: datetime, reason: str, error: Invalid | Conflict) -> Response:
    """The field of this form is not the reason of a change; it has its own name on the page."""
    moved = type(error)(error.message, "archive_reason")
    return form_page(request, session, user, slug, at, Shown(archive_reason=reason, problem=moved))
