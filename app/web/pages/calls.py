"""The call bar: start, attach, settle, undo. Every answer is the bar as it now is."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from app.base.errors import Invalid
from app.domain.outcomes import Ending
from app.services import calls, content, learning, search
from app.services.calls import CallInProgress, Details, SavedCall, Trail
from app.web.deps import CallerDep, MomentDep, SessionDep
from app.web.forms import Text, details_from, ending_from, trail_from
from app.web.render import render, wants_fragment

router = APIRouter()
TrailDep = Annotated[Trail, Depends(trail_from)]
EndingDep = Annotated[Ending, Depends(ending_from)]
DetailsDep = Annotated[Details, Depends(details_from)]


@router.get("/calls/bar", name="call_bar")
def call_bar(request: Request, session: SessionDep, at: MomentDep, user: CallerDep) -> Response:
    return _bar(request, session, at, calls.in_progress(session, user))


@router.post("/calls", name="start_call")
def start_call(request: Request, session: SessionDep, at: MomentDep, user: CallerDep) -> Response:
    return _bar(request, session, at, calls.start(session, user, at))


@router.post("/calls/trail", name="note_trail")
def note_trail(request: Request, session: SessionDep, at: MomentDep, user: CallerDep, trail: TrailDep) -> Response:
    state = calls.note_trail(session, user, trail, at)
    if trail.search and not trail.guide and search.is_gap(search.find(session, trail.search, at)):
        learning.note_gap(session, trail.search, at)
    return _bar(request, session, at, state)


@router.post("/calls/details", name="note_details")
def note_details(request: Request, session: SessionDep, at: MomentDep, user: CallerDep, details: DetailsDep) -> Response:
    try:
        return _bar(request, session, at, calls.note_details(session, user, details, at))
    except Invalid as error:
        return _refused(request, session, at, user, error, details.note)


@router.post("/calls/questions", name="next_question")
def next_question(request: Request, session: SessionDep, at: MomentDep, user: CallerDep, trail: TrailDep, details: DetailsDep) -> Response:
    try:
        return _bar(request, session, at, calls.next_question(session, user, trail, at, details))
    except Invalid as error:
        return _refused(request, session, at, user, error, details.note)


@router.post("/calls/settle", name="settle_question")
def settle_question(
    request: Request,
    session: SessionDep,
    at: MomentDep,
    user: CallerDep,
    trail: TrailDep,
    ending: EndingDep,
    details: DetailsDep,
    question: Text = "",
) -> Response:
    try:
        if not question:
            question = calls.start(session, user, at).question.id
        return _bar(request, session, at, calls.settle(session, user, question, ending, trail, at, details))
    except Invalid as error:
        return _refused(request, session, at, user, error, details.note)


@router.post("/calls/reopen", name="reopen_ending")
def reopen_ending(request: Request, session: SessionDep, at: MomentDep, user: CallerDep) -> Response:
    """Back from "why was it not settled?" to the six outcomes."""
    return _bar(request, session, at, calls.forget_ending(session, user, at))


@router.post("/calls/{call_id}/undo", name="undo_call")
def undo_call(request: Request, session: SessionDep, at: MomentDep, user: CallerDep, call_id: str) -> Response:
    return _bar(request, session, at, calls.undo(session, user, call_id, at))


def _refused(request: Request, session: SessionDep, at: datetime, user: CallerDep, error: Invalid, note: str | None) -> Response:
    """The bar with the refusal at its field and the typed text still there; nothing of it is stored. Without JavaScript, the error's page."""
    if not wants_fragment(request):
        raise error
    session.rollback()
    return _bar(request, session, at, calls.in_progress(session, user), error=error, typed_note=note, status=422)


def _bar(
    request: Request,
    session: SessionDep,
    at: datetime,
    state: CallInProgress | SavedCall | None,
    *,
    error: Invalid | None = None,
    typed_note: str | None = None,
    status: int = 200,
) -> Response:
    if not wants_fragment(request) and request.method == "POST":
        return RedirectResponse("/", 303)
    values = {
        "in_progress": state if isinstance(state, CallInProgress) else None,
        "saved": state if isinstance(state, SavedCall) else None,
        "titles": content.titles(session),
        "at": at,
        "problem": error,
        "typed_note": typed_note,
    }
    return render(request, "calls/_bar.html", values, status=status)
