"""A guide as a form: found in the list, begun, saved as it is typed, previewed, merged."""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.base.database import Session
from app.base.errors import Conflict, Invalid, StraksError
from app.domain.diff import words_between
from app.domain.guide_content import guide_from, showable
from app.domain.guide_form import ALL_FIELDS, content_from
from app.models import Draft, User
from app.services import content, drafts, guide_list, who
from app.services.guide_list import Wanted
from app.web import guide_forms
from app.web.deps import EditingReaderDep, EditorDep, MomentDep, SessionDep
from app.web.forms import Text, TextsDep
from app.web.guide_forms import Shown, form_page
from app.web.render import render, wants_fragment

router = APIRouter()
PAGE_SIZE = 100
MINE, ALL = "mine", "all"


@router.get("/edit/guides", name="guide_list_page")
def guide_list_page(
    request: Request,
    session: SessionDep,
    at: MomentDep,
    user: EditingReaderDep,
    department: str = "",
    q: str = "",
    archived: str = "",
    page: str = "1",
    new: str = "",
    title: str = "",
) -> Response:
    """With `new`, the form for a new guide is open, with the title that is known already."""
    typed = {"department": department, "q": q, "archived": archived, "page": page, "is_new": new, "new_title": title}
    return _list_page(request, session, at, user, typed)


@router.post("/edit/guides", name="begin_guide")
def begin_guide(request: Request, session: SessionDep, at: MomentDep, user: EditorDep, title: Text = "", department: Text = "") -> Response:
    try:
        draft = drafts.begin(session, user, title, department, at)
    except (Invalid, Conflict) as error:
        session.rollback()
        return _list_page(request, session, at, user, {"new_title": title, "new_department": department}, error)
    return RedirectResponse(f"/edit/guides/{draft.guide}", 303)


def _list_page(request: Request, session: Session, at: datetime, user: User, typed: dict[str, str], problem: StraksError | None = None) -> Response:
    units = guide_list.departments(session, user)
    own = [unit.slug for unit, mine in units if mine]
    chosen = typed.get("department") or (MINE if 0 < len(own) < len(units) else ALL)
    wanted_units = {MINE: own, ALL: None}.get(chosen, [chosen])
    rows = guide_list.listed(session, user, Wanted(wanted_units, typed.get("q", "").replace("\x00", ""), bool(typed.get("archived"))), at)
    pages = max(1, -(-len(rows) // PAGE_SIZE))
    page = min(max(1, guide_forms.number_of(typed.get("page", "1"))), pages)
    values = {
        "user": user,
        "at": at,
        "units": units,
        "names": {unit.slug: unit.name for unit, _ in units},
        "own": own,
        "chosen": chosen,
        "typed": {"q": "", "archived": "", "is_new": "", "new_title": "", "new_department": own[0] if own else "", **typed},
        "rows": rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        "count": len(rows),
        "page": page,
        "pages": pages,
        "problems": {f"new_{problem.field}": problem.message} if problem else {},
    }
    return render(request, "editing/guides.html", values, status=422 if problem else 200)


@router.get("/edit/guides/{slug}", name="guide_form_page")
def guide_form_page(request: Request, session: SessionDep, at: MomentDep, user: EditingReaderDep, slug: str, done: str = "") -> Response:
    return form_page(request, session, user, slug, at, Shown(done=done))


@router.post("/edit/guides/{slug}/draft", name="save_draft")
def save_draft(request: Request, session: SessionDep, at: MomentDep, user: EditorDep, slug: str, texts: TextsDep) -> Response:
    """With htmx: the fields that were changed, answered by the save mark. Without: the whole form, answered by the page."""
    if wants_fragment(request):
        return _autosave(request, session, at, user, slug, texts)
    try:
        guide_forms.keep_whole(session, user, slug, texts, at)
    except (Invalid, Conflict) as error:
        session.rollback()
        return form_page(request, session, user, slug, at, Shown(typed=texts, problem=error, is_unsaved=True))
    return RedirectResponse(f"/edit/guides/{slug}?done=saved", 303)


def _autosave(request: Request, session: Session, at: datetime, user: User, slug: str, texts: dict[str, str]) -> Response:
    draft: Draft | None = None
    try:
        draft = drafts.save(session, user, slug, guide_forms.typed_fields(texts), guide_forms.number_of(texts.get("base_version", "")), at)
        problem = None
    except Invalid as error:
        session.rollback()
        problem = error
    state = drafts.writing(session, user, slug)
    values = {"draft": draft, "problem": problem, "at": at, "state": state, "user": user, **guide_forms.newer(session, state)}
    return render(request, "editing/_guide_saved.html", values, status=422 if problem else 200)


@router.post("/edit/guides/{slug}/preview", name="preview_typed")
def preview_typed(request: Request, session: SessionDep, at: MomentDep, user: EditorDep, slug: str, texts: TextsDep, lang: str = "da") -> Response:
    """The guide with what is being typed right now, which is not kept."""
    fields = {**drafts.writing(session, user, slug).fields, **guide_forms.typed_fields(texts)}
    return _preview(request, session, at, slug, fields, lang)


@router.get("/edit/guides/{slug}/preview", name="preview_draft")
def preview_draft(request: Request, session: SessionDep, at: MomentDep, user: EditingReaderDep, slug: str, lang: str = "da") -> Response:
    return _preview(request, session, at, slug, dict(drafts.writing(session, user, slug).fields), lang)


def _preview(request: Request, session: Session, at: datetime, slug: str, fields: dict[str, str], lang: str) -> Response:
    values = {"card": guide_forms.card_from(session, slug, fields, at, lang), "at": at, "preview_of": slug}
    return render(request, "editing/_guide_preview.html", values)


@router.post("/edit/guides/{slug}/preview/who", name="preview_who")
def preview_who(request: Request, session: SessionDep, at: MomentDep, user: EditingReaderDep, slug: str, given: TextsDep) -> Response:
    """Who would take over, tried in the preview; the answers are used and forgotten."""
    fields = drafts.writing(session, user, slug).fields
    guide, snapshot = guide_from(slug, showable(content_from(fields, None))), content.current(session)
    try:
        found, problem = who.who(snapshot, guide, at, given), None
    except Invalid as error:
        kept = {name: value for name, value in given.items() if name != error.field}
        found, problem = who.who(snapshot, guide, at, kept), error
    values = {"who": found, "problem": problem, "typed": given, "at": at, "preview_of": slug}
    return render(request, "guides/_who.html", values, status=422 if problem else 200)


@router.post("/edit/guides/{slug}/discard", name="discard_draft")
def discard_draft(session: SessionDep, user: EditorDep, slug: str) -> Response:
    is_published = drafts.discard(session, user, slug)
    return RedirectResponse(f"/edit/guides/{slug}?done=discarded" if is_published else "/edit/guides", 303)


@router.get("/edit/guides/{slug}/merge", name="merge_page")
def merge_page(request: Request, session: SessionDep, at: MomentDep, user: EditorDep, slug: str) -> Response:
    return _merge(request, session, user, slug, {}, None)


@router.post("/edit/guides/{slug}/merge", name="merge_draft")
def merge_draft(request: Request, session: SessionDep, at: MomentDep, user: EditorDep, slug: str, texts: TextsDep) -> Response:
    chosen = {name.removeprefix("choose."): choice for name, choice in texts.items() if name.startswith("choose.")}
    try:
        drafts.resolve(session, user, slug, chosen, at, guide_forms.number_of(texts.get("version", "")))
    except (Invalid, Conflict) as error:
        session.rollback()
        return _merge(request, session, user, slug, chosen, error)
    return RedirectResponse(f"/edit/guides/{slug}?done=merged", 303)


def _merge(request: Request, session: Session, user: User, slug: str, chosen: dict[str, str], problem: StraksError | None) -> Response:
    state = drafts.writing(session, user, slug)
    if state.draft is None or state.merged is None or not guide_forms.may_write(user, state):
        return RedirectResponse(f"/edit/guides/{slug}", 303)
    was, mine, theirs = state.base, state.fields, state.newest
    values = {
        "user": user,
        "state": state,
        "labels": ALL_FIELDS,
        "taken": [(name, words_between(was.get(name, ""), theirs.get(name, ""))) for name in state.merged.theirs],
        "conflicts": [
            (name, words_between(was.get(name, ""), mine.get(name, "")), words_between(was.get(name, ""), theirs.get(name, "")))
            for name in state.merged.conflicts
        ],
        "chosen": chosen,
        "problem": problem,
        **guide_forms.newer(session, state),
    }
    return render(request, "editing/guide_merge.html", values, status=422 if problem else 200)
