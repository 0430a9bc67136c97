"""Beside the form: plain language, findability, suggestions from the log."""

import json
from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.base.database import Session
from app.base.errors import Invalid, NotFound, StraksError
from app.domain import plain_language as rules
from app.domain.access import Right
from app.domain.plain_language import HintKind
from app.domain.readability import SAY_LIMIT
from app.domain.suggestions import Suggestion
from app.models import User
from app.services import content, drafts, findability, plain_language, rights, suggestions
from app.web.deps import EditingReaderDep, EditorDep, MomentDep, SessionDep
from app.web.forms import Text
from app.web.render import render, wants_fragment

router = APIRouter()
# What the help column shows at once; the rest is one press away.
FIELDS_SHOWN = 4
PHRASES_SHOWN = 5
PHRASE_FIELD = "phrases.da"
LINE_ADDED = "straks:line-added"


@router.get("/edit/guides/{slug}/help", name="guide_help")
def guide_help(request: Request, session: SessionDep, at: MomentDep, user: EditingReaderDep, slug: str) -> Response:
    return _help(request, session, user, slug, at)


@router.post("/edit/guides/{slug}/suggestions/accept", name="accept_suggestion")
def accept_suggestion(
    request: Request, session: SessionDep, at: MomentDep, user: EditorDep, slug: str, words: Text = "", how: Text = suggestions.PHRASE
) -> Response:
    try:
        found = suggestions.accept(session, user, slug, words, how, at)
    except (Invalid, NotFound) as error:
        session.rollback()
        return _refused(request, session, user, slug, at, error)
    if how == suggestions.SYNONYM:
        return _answered(request, session, user, slug, at, f"»{found.words}« finder nu det samme som »{found.synonym_for}«.")
    answer = _answered(request, session, user, slug, at, f"»{found.words}« står nu i »Sådan siger borgeren« i din kladde.")
    draft = drafts.of(session, slug, user.id)
    told = {"field": PHRASE_FIELD, "line": found.words, "saved": draft.saved if draft else 0, "base": draft.base_version if draft else 0}
    answer.headers["HX-Trigger"] = json.dumps({LINE_ADDED: told})
    return answer


@router.post("/edit/guides/{slug}/suggestions/decline", name="decline_suggestion")
def decline_suggestion(request: Request, session: SessionDep, at: MomentDep, user: EditorDep, slug: str, words: Text = "") -> Response:
    try:
        found: Suggestion = suggestions.decline(session, user, slug, words, at)
    except NotFound as error:
        session.rollback()
        return _refused(request, session, user, slug, at, error)
    return _answered(request, session, user, slug, at, f"»{found.words}« bliver ikke foreslået igen.")


def _answered(request: Request, session: Session, user: User, slug: str, at: datetime, done: str) -> Response:
    """The help again with what was done, or back to the form without JavaScript."""
    if not wants_fragment(request):
        return RedirectResponse(f"/edit/guides/{slug}", 303)
    return _help(request, session, user, slug, at, done=done)


def _refused(request: Request, session: Session, user: User, slug: str, at: datetime, problem: Invalid | NotFound) -> Response:
    if not wants_fragment(request) or slug not in content.current(session).guides:
        raise problem
    return _help(request, session, user, slug, at, problem=problem)


def _help(request: Request, session: Session, user: User, slug: str, at: datetime, done: str = "", problem: StraksError | None = None) -> Response:
    state = drafts.writing(session, user, slug)
    owner = state.draft.department if state.draft else state.guide.department if state.guide else ""
    may_answer = rights.has(user, Right.EDIT_CONTENT, owner)
    values = {
        "slug": slug,
        "done": done,
        "problem": problem,
        "hints": plain_language.of(session, state.fields),
        "HintKind": HintKind,
        "HINTS_SHOWN": rules.SHOWN,
        "FIELDS_SHOWN": FIELDS_SHOWN,
        "PHRASES_SHOWN": PHRASES_SHOWN,
        "SAY_LIMIT": SAY_LIMIT,
        "spoken": rules.spoken(state.fields),
        "found": findability.check(session, slug, state.fields),
        "suggestions": suggestions.of_guide(session, slug, at) if may_answer else [],
        "may_answer": may_answer,
    }
    return render(request, "editing/_help.html", values, status=422 if problem else 200)
