"""Closing days: added, changed and removed, with what they mean for a department."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.base.clock import local
from app.base.database import Session
from app.base.errors import Conflict, Invalid, NotAllowed, StraksError
from app.domain.access import Right
from app.domain.closure_form import content_of, holidays_from, texts_of
from app.models import Closure, User
from app.services import closures, departments, rights
from app.web.deps import EditingReaderDep, EditorDep, MomentDep, SessionDep
from app.web.forms import TextsDep
from app.web.refusals import mark_for, problems_of, status_after
from app.web.render import render

router = APIRouter()


@router.get("/edit/closures", name="closures_page")
def closures_page(request: Request, session: SessionDep, at: MomentDep, user: EditingReaderDep, saved: str = "") -> Response:
    values = {
        "rows": [(row, day, closures.may_change(user, row)) for row, day in closures.rows(session, at)],
        "today": local(at).date(),
        "names": departments.names(session),
        "holidays": holidays_from(local(at).date()),
        "saved": saved,
        "may_add": rights.has(user, Right.EDIT_CONTENT),
    }
    return render(request, "editing/closures.html", values)


@router.get("/edit/closures/new", name="new_closure")
def new_closure(request: Request, session: SessionDep, at: MomentDep, user: EditorDep) -> Response:
    return _page(request, session, at, user, None, None)


@router.post("/edit/closures", name="create_closure")
def create_closure(request: Request, session: SessionDep, at: MomentDep, user: EditorDep, texts: TextsDep) -> Response:
    if texts.get("action"):
        return _page(request, session, at, user, None, texts)
    try:
        closures.create(session, user, texts, at)
    except (Invalid, NotAllowed) as error:
        session.rollback()
        return _page(request, session, at, user, None, texts, error)
    return RedirectResponse("/edit/closures?saved=added", 303)


@router.post("/edit/closures/meaning", name="closure_meaning")
def closure_meaning(request: Request, session: SessionDep, at: MomentDep, user: EditingReaderDep, texts: TextsDep) -> Response:
    if "day" not in texts:  # a reader's form is locked and sends only the department
        texts = {**texts_of(content_of(closures.find(session, texts.get("was", ""))), local(at).date()), **texts}
    return render(request, "editing/_closure_meaning.html", _meaning(session, at, texts))


@router.get("/edit/closures/{slug}", name="closure_page")
def closure_page(request: Request, session: SessionDep, at: MomentDep, user: EditingReaderDep, slug: str) -> Response:
    return _page(request, session, at, user, closures.find(session, slug), None)


@router.post("/edit/closures/{slug}", name="save_closure")
def save_closure(request: Request, session: SessionDep, at: MomentDep, user: EditorDep, texts: TextsDep, slug: str) -> Response:
    closure = closures.find(session, slug)
    if texts.get("action"):
        return _page(request, session, at, user, closure, texts)
    try:
        closures.save(session, user, slug, texts, at)
    except (Invalid, Conflict, NotAllowed) as error:
        session.rollback()
        return _page(request, session, at, user, closures.find(session, slug), texts, error)
    return RedirectResponse("/edit/closures?saved=changed", 303)


@router.post("/edit/closures/{slug}/remove", name="remove_closure")
def remove_closure(session: SessionDep, at: MomentDep, user: EditorDep, slug: str) -> Response:
    closures.remove(session, user, slug, at)
    return RedirectResponse("/edit/closures?saved=removed", 303)


def _page(
    request: Request,
    session: Session,
    at: datetime,
    user: User,
    closure: Closure | None,
    texts: Mapping[str, str] | None,
    error: StraksError | None = None,
) -> Response:
    """The form of a closing day, with what was typed when it was refused."""
    content = content_of(closure) if closure else None
    is_admin = rights.has(user, Right.ADMINISTER)
    shown = dict(texts if texts is not None else texts_of(content, local(at).date()) if content else {"all": "on" if is_admin else ""})
    own, names = departments.own_names(session, user), departments.names(session)
    preview = next((slug for slug in names if shown.get(f"department-{slug}")), next(iter(own or names), ""))
    shown["preview"] = shown.get("preview") or preview
    values = {
        "closure": closure,
        "texts": shown,
        "problems": problems_of(error),
        "mark": mark_for(content, texts, error),
        "names": names,
        "choices": {slug: name for slug, name in names.items() if slug in own or shown.get(f"department-{slug}")},
        "is_admin": is_admin,
        "may_save": closures.may_change(user, closure) if closure else rights.has(user, Right.EDIT_CONTENT),
        **_meaning(session, at, {**shown, "was": closure.day if closure else ""}),
    }
    return render(request, "editing/closure.html", values, status=status_after(error))


def _meaning(session: Session, at: datetime, texts: Mapping[str, str]) -> dict[str, Any]:
    """What the form means for the department that was chosen to look at."""
    try:
        found = closures.means(session, texts, texts.get("preview", ""), texts.get("was", ""), at)
    except Invalid as error:
        return {"meaning": None, "unit": "", "cannot": error.message}
    return {"meaning": found, "unit": departments.names(session).get(texts.get("preview", ""), ""), "cannot": ""}
