"""Departments and their hours, edited by those who may, with a look at any moment."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.base.clock import at_local, local
from app.base.database import Session
from app.base.errors import Conflict, Invalid, NotAllowed, StraksError
from app.domain.access import Right
from app.domain.department_form import LANGUAGES, SPECIAL_FIELDS, content_of, texts_of
from app.domain.hours import DANISH_WEEKDAYS, WEEKDAYS
from app.domain.typed_form import TypedForm, rows_shown, with_one_more_row
from app.models import Department, User
from app.services import departments, rights
from app.web.deps import AdminDep, EditingReaderDep, EditorDep, MomentDep, SessionDep
from app.web.forms import TextsDep
from app.web.refusals import mark_for, problems_of, status_after
from app.web.render import render

router = APIRouter()


@router.get("/edit/departments", name="departments_page")
def departments_page(request: Request, session: SessionDep, at: MomentDep, user: EditingReaderDep, q: str = "") -> Response:
    values = {"rows": departments.rows(session, at, q), "q": q, "own": departments.own_names(session, user)}
    return render(request, "editing/departments.html", values)


@router.get("/edit/departments/new", name="new_department")
def new_department(request: Request, session: SessionDep, at: MomentDep, user: AdminDep) -> Response:
    return _page(request, session, at, user, None, None)


@router.post("/edit/departments", name="create_department")
def create_department(request: Request, session: SessionDep, at: MomentDep, user: AdminDep, texts: TextsDep) -> Response:
    if texts.get("action"):
        return _page(request, session, at, user, None, _acted(texts))
    try:
        made = departments.create(session, user, texts, at)
    except (Invalid, NotAllowed) as error:
        session.rollback()
        return _page(request, session, at, user, None, texts, error)
    return RedirectResponse(f"/edit/departments/{made.slug}?saved=yes", 303)


@router.post("/edit/departments/open", name="department_open")
def department_open(request: Request, session: SessionDep, at: MomentDep, user: EditingReaderDep, texts: TextsDep) -> Response:
    if "hours-mon" not in texts:  # a reader's form is locked and sends only the moment
        texts = {**texts_of(content_of(departments.find(session, texts.get("slug", "")))), **texts}
    return render(request, "editing/_department_open.html", _open(session, at, texts))


@router.get("/edit/departments/{slug}", name="edit_department")
def edit_department(request: Request, session: SessionDep, at: MomentDep, user: EditingReaderDep, slug: str, saved: str = "") -> Response:
    return _page(request, session, at, user, departments.find(session, slug), None, saved=bool(saved))


@router.post("/edit/departments/{slug}", name="save_department")
def save_department(request: Request, session: SessionDep, at: MomentDep, user: EditorDep, texts: TextsDep, slug: str) -> Response:
    department = departments.find(session, slug)
    if texts.get("action"):
        return _page(request, session, at, user, department, _acted(texts))
    if not rights.has(user, Right.ADMINISTER):  # the box is shown to administrators only
        texts = {**texts, "four_eyes": "on" if department.four_eyes else ""}
    try:
        departments.save(session, user, slug, texts, at)
    except (Invalid, Conflict, NotAllowed) as error:
        session.rollback()
        return _page(request, session, at, user, departments.find(session, slug), texts, error)
    return RedirectResponse(f"/edit/departments/{slug}?saved=yes", 303)


def _page(
    request: Request,
    session: Session,
    at: datetime,
    user: User,
    department: Department | None,
    texts: Mapping[str, str] | None,
    error: StraksError | None = None,
    *,
    saved: bool = False,
) -> Response:
    """The form of a department, with what was typed when it was refused."""
    content = content_of(department) if department else None
    shown = dict(texts if texts is not None else texts_of(content) if content else {"language-da": "on"})
    shown.setdefault("moment_day", local(at).date().isoformat())
    shown.setdefault("moment_time", local(at).strftime("%H:%M"))
    slug = department.slug if department else ""
    values = {
        "department": department,
        "texts": shown,
        "numbers": rows_shown(shown, SPECIAL_FIELDS),
        "problems": problems_of(error),
        "mark": mark_for(content, texts, error),
        "week": list(zip(WEEKDAYS, DANISH_WEEKDAYS, strict=True)),
        "languages": LANGUAGES,
        "others": [(other, name) for other, name in departments.names(session).items() if other != slug],
        "may_save": rights.has(user, Right.EDIT_CONTENT, slug) if department else rights.has(user, Right.ADMINISTER),
        "is_admin": rights.has(user, Right.ADMINISTER),
        "saved": saved,
        **_open(session, at, {**shown, "slug": slug}),
    }
    return render(request, "editing/department.html", values, status=status_after(error))


def _open(session: Session, at: datetime, texts: Mapping[str, str]) -> dict[str, Any]:
    """Whether the department would be open at the moment that is typed in the form."""
    form = TypedForm(texts)
    day = form.day("moment_day")
    try:
        wall = time.fromisoformat(texts.get("moment_time", ""))
        form.finish()
        if day is None:
            raise Invalid("Vælg en dag.")
        moment = at_local(day, wall.replace(tzinfo=None))
        return {"moment": moment, "availability": departments.open_at(session, texts.get("slug", ""), texts, moment), "cannot": ""}
    except Invalid as error:
        return {"moment": at, "availability": None, "cannot": error.message}
    except (ValueError, OverflowError):
        return {"moment": at, "availability": None, "cannot": "Vælg et klokkeslæt."}


def _acted(texts: Mapping[str, str]) -> dict[str, str]:
    """The form after a button that only changes what it shows."""
    return with_one_more_row(texts) if texts.get("action") == "add" else dict(texts)
