"""The versions of a guide: compared, restored, shown as they were; and whether they worked."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import AwareDatetime

from app.base.clock import local
from app.base.errors import Conflict, Invalid
from app.domain.access import Right
from app.domain.guide import year_after
from app.models import User
from app.services import effects, guides, past, rights, versions
from app.web.deps import DeskDep, EditingReaderDep, EditorDep, MomentDep, SessionDep
from app.web.forms import Text
from app.web.render import render

router = APIRouter()
HIGHEST = 1_000_000
Number = Annotated[int, Path(ge=1, le=HIGHEST)]
Chosen = Annotated[int | None, Query(ge=1, le=HIGHEST)]
WAITING = "/edit"


@router.get("/edit/guides/{slug}/versions", name="guide_versions")
def versions_page(
    request: Request,
    session: SessionDep,
    at: MomentDep,
    user: EditingReaderDep,
    slug: str,
    old: Chosen = None,
    new: Chosen = None,
    before: Chosen = None,
    verified: str = "",
) -> Response:
    """Two chosen versions are compared; with one alone, or twice the same, the page says what to do."""
    compared, problem = None, None
    if old is not None or new is not None:
        try:
            compared = versions.comparison(session, slug, old or new or 1, new or old or 1)
        except Invalid as error:
            problem = error
    chosen = {"old": old, "new": new, "before": before, "compared": compared, "verified": bool(verified), "problem": problem}
    return _page(request, session, at, user, slug, chosen, 422 if problem else 200)


@router.post("/edit/guides/{slug}/versions/{number}/restore", name="restore_version")
def restore_version(request: Request, session: SessionDep, at: MomentDep, user: EditorDep, slug: str, number: Number, instead: Text = "") -> Response:
    try:
        versions.restore(session, user, slug, number, at, instead=bool(instead))
    except Conflict as error:
        session.rollback()
        return _page(request, session, at, user, slug, {"refused": error, "number": number}, 409)
    return RedirectResponse(f"/edit/guides/{slug}", 303)


@router.post("/edit/guides/{slug}/verify", name="verify_guide")
def verify_guide(request: Request, session: SessionDep, at: MomentDep, user: EditorDep, slug: str, until: Text = "", back: Text = "") -> Response:
    """Without a day it is a year. `back` is the list that one came from."""
    try:
        guides.verify(session, user, slug, _day(until) or year_after(local(at).date()), at)
    except Invalid as error:
        session.rollback()
        return _page(request, session, at, user, slug, {"until": until, "problem": error}, 422)
    return RedirectResponse(WAITING if back == WAITING else f"/edit/guides/{slug}/versions?verified=1", 303)


@router.get("/edit/guides/{slug}/effect", name="guide_effect")
def effect_page(request: Request, session: SessionDep, at: MomentDep, user: EditingReaderDep, slug: str) -> Response:
    found = effects.worked(session, slug, at)
    values = {"guide": found.guide, "worked": found, "around": effects.around(session, slug, at), "today": local(at).date()}
    return render(request, "editing/effect.html", values)


@router.get("/guides/{slug}/versions/{number}", name="guide_as_it_was")
def guide_as_it_was(
    request: Request,
    session: SessionDep,
    at: MomentDep,
    user: DeskDep,
    slug: str,
    number: Number,
    moment: Annotated[AwareDatetime | None, Query(alias="at")] = None,
    lang: str = "da",
) -> Response:
    """The desk's own panel; its language buttons would fetch what the guide says now, so the page has links of its own."""
    shown = past.as_it_was(session, slug, number, moment, at, lang)
    values = {"past": shown, "card": replace(shown.card, languages=(shown.card.language,)), "at": at}
    return render(request, "editing/versions_past.html", values)


def _page(request: Request, session: SessionDep, at: datetime, user: User, slug: str, given: Mapping[str, Any], status: int = 200) -> Response:
    known = {"old": None, "new": None, "before": None, "compared": None, "verified": False, "problem": None, "refused": None, "number": None, **given}
    history = versions.history(session, slug, known["before"])
    values = {
        "history": history,
        "guide": history.guide,
        "worked": effects.worked(session, slug, at, most=1),
        "today": local(at).date(),
        "until": year_after(local(at).date()).isoformat(),
        "can_edit": rights.has(user, Right.EDIT_CONTENT, history.guide.department),
        **known,
    }
    return render(request, "editing/versions.html", values, status=status)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError as error:
        raise Invalid("Skriv en dato som 2026-12-31.", "until") from error
