"""People, edited one by one or from a list."""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from app.base.database import Session
from app.base.errors import Conflict, Invalid, NotAllowed, StraksError
from app.domain.access import Right
from app.domain.csv_table import LARGEST_BYTES
from app.domain.people_list import COLUMNS, Plan
from app.domain.person_form import content_of, texts_of
from app.models import Person, User
from app.services import departments, people, people_lists, rights
from app.web.deps import EditingReaderDep, EditorDep, MomentDep, SessionDep
from app.web.forms import TextsDep
from app.web.refusals import mark_for, problems_of, status_after
from app.web.render import render

router = APIRouter()
LARGEST_FIELD = 2 * LARGEST_BYTES + 100_000
MOST_SHOWN = 300


class SentList(NamedTuple):
    """A list as it was sent: the file, or its text on the way from the dry run to doing it."""

    data: bytes
    text: str
    source: str
    demo: bool
    mark: str


async def list_from(request: Request) -> SentList:
    """The form of an import; a field may be as large as the file it carries."""
    async with request.form(max_part_size=LARGEST_FIELD) as form:
        file = form.get("file")
        data = b"" if file is None or isinstance(file, str) else await file.read()
        texts = {name: value for name, value in form.items() if isinstance(value, str)}
    return SentList(data, texts.get("text", ""), texts.get("source", ""), bool(texts.get("demo")), texts.get("mark", ""))


ListDep = Annotated[SentList, Depends(list_from)]


@router.get("/edit/people", name="people_page")
def people_page(request: Request, session: SessionDep, user: EditingReaderDep, q: str = "", done: str = "") -> Response:
    own = departments.own_names(session, user)
    return render(request, "editing/people.html", {"rows": people.rows(session, q), "q": q, "own": own, "done": done, "most": MOST_SHOWN})


@router.get("/edit/people/export", name="export_people")
def export_people(session: SessionDep, user: EditingReaderDep) -> Response:
    # The mark at the beginning tells spreadsheets that it is UTF-8.
    text = "\ufeff" + people_lists.handed_out(session)
    return Response(text, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="medarbejdere.csv"'})


@router.get("/edit/people/import", name="people_import")
def people_import(request: Request, session: SessionDep, user: EditorDep) -> Response:
    return _import_page(request, session, user, SentList(b"", "", "", False, ""), None)


@router.post("/edit/people/import", name="try_people")
def try_people(request: Request, session: SessionDep, user: EditorDep, sent: ListDep) -> Response:
    try:
        sent = sent._replace(text=people_lists.text_of(sent.data))
        plan = people_lists.dry_run(session, user, sent.text, sent.source, demo=sent.demo)
    except Invalid as error:
        return _import_page(request, session, user, sent, None, error)
    return _import_page(request, session, user, sent, plan)


@router.post("/edit/people/import/done", name="import_people")
def import_people(request: Request, session: SessionDep, at: MomentDep, user: EditorDep, sent: ListDep) -> Response:
    try:
        plan = people_lists.take_in(session, user, sent.text, sent.source, at, demo=sent.demo, mark=sent.mark)
    except Conflict as error:
        session.rollback()
        plan = people_lists.dry_run(session, user, sent.text, sent.source, demo=sent.demo)
        return _import_page(request, session, user, sent, plan, error)
    except Invalid as error:
        session.rollback()
        return _import_page(request, session, user, sent, None, error)
    return RedirectResponse(f"/edit/people?done={len(plan.added)}-{len(plan.changed)}", 303)


@router.get("/edit/people/new", name="new_person")
def new_person(request: Request, session: SessionDep, user: EditorDep) -> Response:
    return _page(request, session, user, None, None)


@router.post("/edit/people", name="create_person")
def create_person(request: Request, session: SessionDep, at: MomentDep, user: EditorDep, texts: TextsDep) -> Response:
    try:
        person = people.create(session, user, texts, at)
    except (Invalid, NotAllowed) as error:
        session.rollback()
        return _page(request, session, user, None, texts, error)
    return RedirectResponse(f"/edit/people/{person.slug}?saved=yes", 303)


@router.get("/edit/people/{slug}", name="edit_person")
def edit_person(request: Request, session: SessionDep, user: EditingReaderDep, slug: str, saved: str = "") -> Response:
    return _page(request, session, user, people.find(session, slug), None, saved=bool(saved))


@router.post("/edit/people/{slug}", name="save_person")
def save_person(request: Request, session: SessionDep, at: MomentDep, user: EditorDep, texts: TextsDep, slug: str) -> Response:
    try:
        people.save(session, user, slug, texts, at)
    except (Invalid, Conflict, NotAllowed) as error:
        session.rollback()
        return _page(request, session, user, people.find(session, slug), texts, error)
    return RedirectResponse(f"/edit/people/{slug}?saved=yes", 303)


@router.post("/edit/people/{slug}/delete", name="delete_person")
def delete_person(request: Request, session: SessionDep, at: MomentDep, user: EditorDep, slug: str) -> Response:
    try:
        people.delete(session, user, slug, at)
    except Conflict as error:
        session.rollback()
        return _page(request, session, user, people.find(session, slug), None, error)
    return RedirectResponse("/edit/people?done=deleted", 303)


def _page(
    request: Request,
    session: Session,
    user: User,
    person: Person | None,
    texts: Mapping[str, str] | None,
    error: StraksError | None = None,
    *,
    saved: bool = False,
) -> Response:
    """The form of a person, with what was typed when it was refused."""
    content = content_of(person) if person else None
    own, names = departments.own_names(session, user), departments.names(session)
    values = {
        "person": person,
        "texts": texts if texts is not None else texts_of(content) if content else {},
        "problems": problems_of(error),
        "mark": mark_for(content, texts, error),
        "departments": [(slug, name) for slug, name in names.items() if slug in own or (person and slug == person.department)],
        "owner": names.get(person.department, "") if person else "",
        "tables": people.pointing_to(session, person.slug) if person else [],
        "may_save": rights.has(user, Right.EDIT_CONTENT, person.department if person else None),
        "saved": saved,
    }
    return render(request, "editing/person.html", values, status=status_after(error))


def _import_page(request: Request, session: Session, user: User, sent: SentList, plan: Plan | None, error: StraksError | None = None) -> Response:
    values = {
        "sent": sent,
        "plan": plan,
        "names": departments.names(session),
        "problems": problems_of(error),
        "columns": COLUMNS,
        "most": MOST_SHOWN,
    }
    return render(request, "editing/people_import.html", values, status=status_after(error))
