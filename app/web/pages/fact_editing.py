"""Facts: edited in one place, with every guide they touch."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.base.clock import local
from app.base.database import Session
from app.base.errors import Conflict, Invalid, NotAllowed, StraksError
from app.domain.access import Right
from app.domain.fact_form import ROW_FIELDS, content_from, content_of, gaps, texts_of
from app.domain.facts import UNITS, as_date, value_on
from app.domain.typed_form import rows_shown, with_one_more_row
from app.models import Fact, User
from app.services import departments, facts, rights
from app.web.deps import EditingReaderDep, EditorDep, MomentDep, SessionDep
from app.web.forms import TextsDep
from app.web.refusals import mark_for, problems_of, status_after
from app.web.render import render

router = APIRouter()


@router.get("/edit/facts", name="facts_page")
def facts_page(request: Request, session: SessionDep, at: MomentDep, user: EditingReaderDep, q: str = "", deleted: str = "") -> Response:
    values = {"rows": facts.rows(session, at, q), "q": q, "deleted": deleted, "may_add": bool(departments.own_names(session, user))}
    return render(request, "editing/facts.html", values)


@router.get("/edit/facts/new", name="new_fact")
def new_fact(request: Request, session: SessionDep, at: MomentDep, user: EditorDep) -> Response:
    return _page(request, session, at, user, None, None)


@router.post("/edit/facts", name="create_fact")
def create_fact(request: Request, session: SessionDep, at: MomentDep, user: EditorDep, texts: TextsDep) -> Response:
    if texts.get("action") == "add":
        return _page(request, session, at, user, None, with_one_more_row(texts))
    try:
        fact = facts.create(session, user, texts, at)
    except (Invalid, NotAllowed) as error:
        session.rollback()
        return _page(request, session, at, user, None, texts, error)
    return RedirectResponse(f"/edit/facts/{fact.slug}?saved=yes", 303)


@router.get("/edit/facts/{slug}", name="fact_page")
def fact_page(request: Request, session: SessionDep, at: MomentDep, user: EditingReaderDep, slug: str, saved: str = "") -> Response:
    return _page(request, session, at, user, facts.find(session, slug), None, saved=bool(saved))


@router.post("/edit/facts/{slug}", name="save_fact")
def save_fact(request: Request, session: SessionDep, at: MomentDep, user: EditorDep, texts: TextsDep, slug: str) -> Response:
    fact = facts.find(session, slug)
    if texts.get("action") == "add":
        return _page(request, session, at, user, fact, with_one_more_row(texts))
    try:
        facts.save(session, user, slug, texts, at)
    except (Invalid, Conflict, NotAllowed) as error:
        session.rollback()
        return _page(request, session, at, user, facts.find(session, slug), texts, error)
    return RedirectResponse(f"/edit/facts/{slug}?saved=yes", 303)


@router.post("/edit/facts/{slug}/delete", name="delete_fact")
def delete_fact(request: Request, session: SessionDep, at: MomentDep, user: EditorDep, slug: str) -> Response:
    try:
        facts.delete(session, user, slug, at)
    except Conflict as error:
        session.rollback()
        return _page(request, session, at, user, facts.find(session, slug), None, error)
    return RedirectResponse("/edit/facts?deleted=yes", 303)


@router.post("/edit/facts/{slug}/effect", name="fact_effect")
def fact_effect(request: Request, session: SessionDep, at: MomentDep, user: EditingReaderDep, texts: TextsDep, slug: str) -> Response:
    facts.find(session, slug)
    return render(request, "editing/_fact_effect.html", _effect(session, at, slug, texts))


def _page(
    request: Request,
    session: Session,
    at: datetime,
    user: User,
    fact: Fact | None,
    texts: Mapping[str, str] | None,
    error: StraksError | None = None,
    *,
    saved: bool = False,
) -> Response:
    """The form of a fact, with what was typed when it was refused."""
    content = content_of(fact) if fact else None
    shown = texts if texts is not None else texts_of(content) if content else {"unit": "kr."}
    own, names = departments.own_names(session, user), departments.names(session)
    values = {
        "fact": fact,
        "texts": shown,
        "numbers": rows_shown(shown, ROW_FIELDS),
        "problems": problems_of(error),
        "mark": mark_for(content, texts, error),
        "units": [(unit, unit) for unit in UNITS],
        "departments": [(slug, name) for slug, name in names.items() if slug in own or (fact and slug == fact.department)],
        "owner": names.get(fact.department, "") if fact else "",
        "may_save": rights.has(user, Right.EDIT_CONTENT, fact.department if fact else None),
        "saved": saved,
        **(_effect(session, at, fact.slug, shown) if fact else {"touched": [], "today": "", "coming": [], "warnings": {}, "cannot": ""}),
    }
    return render(request, "editing/fact.html", values, status=status_after(error))


def _effect(session: Session, at: datetime, slug: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """What the form would make of every guide it touches; as long as it cannot be read, what the guides say now."""
    day = local(at).date()
    try:
        content = content_from(texts, day)
    except Invalid as error:
        return {"touched": facts.touched(session, slug, None, day), "cannot": error.message, "today": "", "coming": [], "warnings": {}}
    fact = Fact(slug=slug, **content)
    starts = sorted(start for row in content["periods"] if (start := as_date(row.get("from"))) and start > day)
    return {
        "touched": facts.touched(session, slug, content, day),
        "cannot": "",
        "today": value_on(fact, day).words(),
        "coming": [(start, value_on(fact, start).words()) for start in starts[:1]],
        "warnings": gaps(texts, content),
    }
