"""The knowledge base in and out of the browser as a ZIP file."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.base.clock import local
from app.base.errors import Conflict, Invalid
from app.services import exchange
from app.web.deps import AdminDep, EditorDep, MomentDep, SessionDep, SettingsDep
from app.web.forms import Text
from app.web.render import render

router = APIRouter()


async def uploaded(request: Request, user: AdminDep) -> bytes:
    """The file that was sent, read only when the sender may send one. Nothing when there is none."""
    async with request.form(max_files=1, max_fields=5) as form:
        sent = form.get("file")
        if sent is None or isinstance(sent, str):
            return b""
        return await sent.read(exchange.LARGEST_UPLOAD + 1)


UploadDep = Annotated[bytes, Depends(uploaded)]


@router.get("/edit/exchange", name="exchange_page")
def exchange_page(request: Request, user: EditorDep) -> Response:
    return _page(request)


@router.get("/edit/exchange/knowledge_base.zip", name="download_knowledge_base")
def download_knowledge_base(session: SessionDep, at: MomentDep, user: EditorDep) -> Response:
    name = f"vidensbase-{local(at):%Y-%m-%d}.zip"
    data = exchange.download(session, user, at)
    return Response(data, media_type="application/zip", headers={"Content-Disposition": f'attachment; filename="{name}"'})


@router.post("/edit/exchange", name="look_at_knowledge_base")
def look_at_knowledge_base(
    request: Request, session: SessionDep, at: MomentDep, user: AdminDep, settings: SettingsDep, upload: UploadDep
) -> Response:
    try:
        plan = exchange.look(session, user, upload, settings.data_dir, at)
    except Invalid as error:
        return _page(request, 422, problem=error)
    return _page(request, 422 if plan.problems else 200, plan=plan)


@router.post("/edit/exchange/import", name="import_knowledge_base")
def import_knowledge_base(
    request: Request, session: SessionDep, at: MomentDep, user: AdminDep, settings: SettingsDep, key: Text = "", revision: Text = ""
) -> Response:
    try:
        number = int(revision) if revision.isascii() and revision.isdigit() else -1
        done = exchange.carry_out(session, user, key, number, settings.data_dir, at)
    except Conflict as error:
        session.rollback()
        return _page(request, 409, problem=error)
    exchange.forget(user, settings.data_dir)
    return _page(request, done=done)


@router.post("/edit/exchange/forget", name="forget_upload")
def forget_upload(request: Request, user: AdminDep, settings: SettingsDep) -> Response:
    exchange.forget(user, settings.data_dir)
    return _page(request)


def _page(request: Request, status: int = 200, **values: Any) -> Response:
    return render(request, "editing/exchange.html", {"plan": None, "problem": None, "done": None, "nouns": exchange.NOUNS, **values}, status=status)
