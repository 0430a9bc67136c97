"""Routing tables edited as tables, with the proof and a dry run."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.base.errors import Conflict, Invalid
from app.domain.access import Right
from app.domain.routing_form import EXAMPLES, Judged
from app.domain.routing_sheet import KIND_WORDS, POLICY_WORDS, Sheet, edited, sheet_from, sheet_of
from app.domain.routing_table import Goal
from app.domain.routing_words import change_words, field_words
from app.models import User
from app.services import content, rights, routing_tables
from app.services.routing_tables import NEW, Faulty
from app.web.deps import EditingReaderDep, EditorDep, MomentDep, SessionDep
from app.web.errors import status_of
from app.web.forms import TextsDep
from app.web.render import render, wants_fragment

router = APIRouter()


@router.get("/edit/routing", name="routing_page")
def routing_page(request: Request, session: SessionDep, user: EditingReaderDep, deleted: str = "") -> Response:
    values = {
        "user": user,
        "listed": routing_tables.listed(session),
        "departments": content.current(session).departments,
        "may_edit": rights.has(user, Right.EDIT_CONTENT),
        "deleted": deleted == "yes",
    }
    return render(request, "editing/routing.html", values)


@router.get("/edit/routing/{slug}", name="routing_table_page")
def routing_table_page(
    request: Request, session: SessionDep, user: EditingReaderDep, slug: str, restore: str = "", before: str = "", saved: str = ""
) -> Response:
    more: dict[str, Any] = {"saved": saved == "yes"}
    sheet = routing_tables.sheet(session, slug)
    if restore.isdecimal() and slug != NEW:
        state = routing_tables.state(session, slug, int(restore[:9]), before=before == "yes")
        sheet, more["restored"] = sheet_of(state.content), state
    return _page(request, session, user, slug, sheet, shown=slug != NEW, **more)


@router.post("/edit/routing/{slug}", name="publish_routing_table")
def publish_routing_table(request: Request, session: SessionDep, at: MomentDep, user: EditorDep, slug: str, texts: TextsDep) -> Response:
    texts = _clean(texts)
    sheet, reason = sheet_from(texts), texts.get("reason", "")
    try:
        row = routing_tables.publish(session, user, slug, sheet, texts.get("mark", ""), reason, at)
    except (Invalid, Conflict) as error:
        session.rollback()
        overtaken = error.field == "mark"  # then the next press is meant: the editor has been told what the other did
        kept = {} if overtaken else {"mark": texts.get("mark", "")}
        return _page(request, session, user, slug, sheet, shown=True, reason=reason, problem=error, **kept)
    return RedirectResponse(f"/edit/routing/{row.slug}?saved=yes", 303)


@router.post("/edit/routing/{slug}/sheet", name="routing_sheet")
def routing_sheet(request: Request, session: SessionDep, user: EditorDep, slug: str, texts: TextsDep) -> Response:
    """The sheet after one of its own buttons: a row added, moved or removed, a question added or removed."""
    texts = _clean(texts)
    sheet, shown = edited(sheet_from(texts), texts.get("do", "")), texts.get("shown") == "yes"
    if not wants_fragment(request):
        return _page(request, session, user, slug, sheet, shown=shown, reason=texts.get("reason", ""), mark=texts.get("mark", ""))
    return render(request, "editing/_routing_sheet.html", _sheet_values(session, slug, sheet, shown=shown))


@router.post("/edit/routing/{slug}/proof", name="routing_proof")
def routing_proof(request: Request, session: SessionDep, user: EditorDep, slug: str, texts: TextsDep) -> Response:
    sheet = sheet_from(_clean(texts))
    return render(request, "editing/_routing_proof.html", _proof_values(sheet, routing_tables.judged(session, sheet)))


@router.post("/edit/routing/{slug}/dry-run", name="routing_dry_run")
def routing_dry_run(request: Request, session: SessionDep, at: MomentDep, user: EditorDep, slug: str, texts: TextsDep) -> Response:
    texts = _clean(texts)
    sheet = sheet_from(texts)
    try:
        values = {"tried": routing_tables.tried(session, slug, sheet, at), "tried_at": at, "unreadable": False}
    except Faulty:
        values = {"tried": None, "tried_at": at, "unreadable": True}
    if not wants_fragment(request):
        return _page(request, session, user, slug, sheet, shown=True, reason=texts.get("reason", ""), mark=texts.get("mark", ""), **values)
    return render(request, "editing/_routing_dry_run.html", {**values, "slug": slug, "goal_words": _goal_words(session)})


@router.post("/edit/routing/{slug}/delete", name="delete_routing_table")
def delete_routing_table(session: SessionDep, at: MomentDep, user: EditorDep, slug: str) -> Response:
    routing_tables.delete(session, user, slug, at)
    return RedirectResponse("/edit/routing?deleted=yes", 303)


def _clean(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: text.replace("\x00", "") for name, text in texts.items()}


def _page(request: Request, session: SessionDep, user: User, slug: str, sheet: Sheet, *, shown: bool, **more: Any) -> Response:
    row = None if slug == NEW else routing_tables.find(session, slug)
    problem = more.get("problem")
    units = content.current(session).departments
    values = {
        "user": user,
        "row": row,
        "units": [(unit.slug, unit.name) for unit in _by_name(units.values()) if rights.has(user, Right.EDIT_CONTENT, unit.slug)],
        "department": units[row.department].name if row else "",
        "can_edit": rights.has(user, Right.EDIT_CONTENT, row.department if row else None),
        "guides": routing_tables.guides_of(session, slug),
        "history": routing_tables.history(session, slug),
        "change_words": change_words,
        "mark": routing_tables.mark_of(session, slug),
        "reason": "",
        "problem": None,
        "saved": False,
        "restored": None,
        "tried": None,
        "tried_at": None,
        "unreadable": False,
        "goal_words": _goal_words(session),
        **more,
        **_sheet_values(session, slug, sheet, shown=shown),
    }
    if problem is not None and problem.field:
        values["problems"] = {problem.field: problem.message, **values["problems"]}
    return render(request, "editing/routing_table.html", values, status=status_of(problem) if problem else 200)


def _sheet_values(session: SessionDep, slug: str, sheet: Sheet, *, shown: bool) -> dict[str, Any]:
    snapshot = content.current(session)
    judged = routing_tables.judged(session, sheet)
    return {
        "slug": slug,
        "problems": judged.problems if shown else {},
        "shown": shown,
        "kinds": KIND_WORDS,
        "policies": POLICY_WORDS,
        "examples": EXAMPLES,
        "goal_units": [(f"department:{unit.slug}", unit.name) for unit in _by_name(snapshot.departments.values())],
        "goal_people": [(f"person:{person.slug}", f"{person.name}, {person.title}") for person in _by_name(snapshot.people.values())],
        **_proof_values(sheet, judged),
    }


def _proof_values(sheet: Sheet, judged: Judged) -> dict[str, Any]:
    return {"sheet": sheet, "judged": judged, "field_words": field_words}


def _by_name(rows: Any) -> list[Any]:
    return sorted(rows, key=lambda row: row.name.casefold())


def _goal_words(session: SessionDep) -> Any:
    def words(goal: Goal) -> str:
        return routing_tables.goal_words(session, goal)

    return words
