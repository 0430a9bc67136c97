"""The second pair of eyes: a colleague's draft with what it changes, let out or sent back."""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.base.clock import local
from app.base.database import Session
from app.base.errors import Conflict, Invalid, StraksError
from app.domain.diff import words_between
from app.domain.guide_form import ALL_FIELDS, changed
from app.models import User
from app.services import content, drafts, flags, publishing
from app.web import guide_forms
from app.web.deps import ApproverDep, MomentDep, SessionDep
from app.web.errors import status_of
from app.web.forms import Text, TextsDep
from app.web.render import render

router = APIRouter()


@router.get("/edit/approvals/{draft_id}", name="approval_page")
def approval_page(request: Request, session: SessionDep, at: MomentDep, user: ApproverDep, draft_id: str) -> Response:
    return _page(request, session, user, draft_id, at, {}, None)


@router.post("/edit/approvals/{draft_id}/approve", name="approve_draft")
def approve_draft(request: Request, session: SessionDep, at: MomentDep, user: ApproverDep, draft_id: str, texts: TextsDep) -> Response:
    """Now, or with `when=later` at the time that was chosen."""
    slug = publishing.waiting_draft(session, user, draft_id).guide
    try:
        later = guide_forms.moment_of(texts) if texts.get("when") == "later" else None
        publishing.approve(session, user, draft_id, at, later)
    except (Invalid, Conflict) as error:
        session.rollback()
        return _page(request, session, user, draft_id, at, texts, error)
    return RedirectResponse(f"/edit/guides/{slug}?done={'scheduled' if later else 'approved'}", 303)


@router.post("/edit/approvals/{draft_id}/back", name="send_back_draft")
def send_back_draft(request: Request, session: SessionDep, at: MomentDep, user: ApproverDep, draft_id: str, remark: Text = "") -> Response:
    try:
        draft = publishing.send_back(session, user, draft_id, remark, at)
    except Invalid as error:
        session.rollback()
        return _page(request, session, user, draft_id, at, {"remark": remark}, error)
    return RedirectResponse(f"/edit/guides/{draft.guide}?done=sent_back", 303)


def _page(
    request: Request, session: Session, user: User, draft_id: str, at: datetime, typed: dict[str, str], problem: StraksError | None
) -> Response:
    draft, author = publishing.under_review(session, user, draft_id)
    state = drafts.writing(session, user, draft.guide, draft.author)
    before = state.newest if state.guide else drafts.EMPTY
    values = {
        "user": user,
        "at": at,
        "draft": draft,
        "author": author,
        "state": state,
        "card": guide_forms.card_from(session, draft.guide, state.fields, at),
        "preview_of": draft.guide,
        "unit": content.current(session).departments.get(state.fields["department"]),
        "changes": [(ALL_FIELDS[name].label, words_between(before[name], state.fields[name])) for name in changed(before, state.fields)],
        "settled": [flag for flag in flags.of_guide(session, draft.guide) if flag.id in draft.flags],
        "typed": {"publish_at": "", "remark": "", **typed},
        "problems": {problem.field or "": problem.message} if problem else {},
        "soonest": local(at).strftime("%Y-%m-%dT%H:%M"),
    }
    return render(request, "editing/guide_approval.html", values, status=status_of(problem) if problem else 200)
