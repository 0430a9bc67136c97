"""»Kanaler«: figures from other systems, tried before they are taken in, and taken out again."""

from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.base.database import Session
from app.base.errors import Conflict, Invalid, StraksError
from app.domain.channel_plan import Plan
from app.domain.channel_rows import COLUMNS, LARGEST_BYTES, MOST_ROWS
from app.services import channel_imports
from app.web.deps import FigureImporterDep, FigureReaderDep, MomentDep, SessionDep
from app.web.refusals import problems_of, status_after
from app.web.render import render

router = APIRouter()
LARGEST_FIELD = 2 * LARGEST_BYTES + 500_000
# A longer text is mended in its file, not in the field.
LONGEST_MENDED = 100_000
MOST_SHOWN = 300
NOTHING_DONE = {"added": 0, "replaced": 0, "skipped": 0, "removed": 0}
Count = Annotated[int, Query(ge=0, le=MOST_ROWS)]


class SentRows(NamedTuple):
    """Rows as they were sent: a file, or their text, pasted or on the way from the dry run; `shown` marks what the field held already."""

    data: bytes = b""
    text: str = ""
    shown: str = ""
    mark: str = ""
    skip: bool = False


async def rows_from(request: Request) -> SentRows:
    """The form of an import; a field may be as large as the file it carries."""
    async with request.form(max_part_size=LARGEST_FIELD) as form:
        file = form.get("file")
        data = b"" if file is None or isinstance(file, str) else await file.read()
        texts = {name: value for name, value in form.items() if isinstance(value, str)}
    return SentRows(data, texts.get("text", ""), texts.get("shown", ""), texts.get("mark", ""), bool(texts.get("skip")))


RowsDep = Annotated[SentRows, Depends(rows_from)]


@router.get("/figures/channels", name="channels_page")
def channels_page(
    request: Request, session: SessionDep, user: FigureReaderDep, added: Count = 0, replaced: Count = 0, skipped: Count = 0, removed: Count = 0
) -> Response:
    done = {"added": added, "replaced": replaced, "skipped": skipped, "removed": removed}
    return _page(request, session, SentRows(), done=done)


@router.get("/figures/channels/sample.csv", name="channels_sample")
def channels_sample(session: SessionDep, at: MomentDep, user: FigureReaderDep) -> Response:
    # The mark at the beginning tells spreadsheets that it is UTF-8.
    text = "\ufeff" + channel_imports.sample_of(session, at)
    return Response(text, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="kanaler-eksempel.csv"'})


@router.post("/figures/channels/try", name="try_channels")
def try_channels(request: Request, session: SessionDep, at: MomentDep, user: FigureImporterDep, sent: RowsDep) -> Response:
    try:
        sent = sent._replace(text=channel_imports.text_of(sent.data, sent.text, sent.shown))
        plan = channel_imports.dry_run(session, user, sent.text, at)
    except Invalid as error:
        return _page(request, session, sent, error)
    return _plan_page(request, session, sent, plan)


@router.post("/figures/channels/import", name="import_channels")
def import_channels(request: Request, session: SessionDep, at: MomentDep, user: FigureImporterDep, sent: RowsDep) -> Response:
    try:
        plan = channel_imports.take_in(session, user, sent.text, at, mark=sent.mark, skip=sent.skip)
    except (Conflict, Invalid) as error:
        session.rollback()
        try:
            return _plan_page(request, session, sent, channel_imports.dry_run(session, user, sent.text, at), error)
        except Invalid as unreadable:
            return _page(request, session, sent, unreadable)
    counts = f"added={len(plan.added)}&replaced={len(plan.replaced)}&skipped={len(plan.refused)}"
    return RedirectResponse(f"/figures/channels?{counts}", 303)


@router.get("/figures/channels/imports/{slug}", name="channel_import")
def channel_import(request: Request, session: SessionDep, user: FigureImporterDep, slug: str) -> Response:
    values = {"row": channel_imports.find(session, slug)}
    return render(request, "figures/channel_removal.html", values)


@router.post("/figures/channels/imports/{slug}/remove", name="remove_channel_import")
def remove_channel_import(session: SessionDep, at: MomentDep, user: FigureImporterDep, slug: str) -> Response:
    gone = channel_imports.remove(session, user, slug, at)
    return RedirectResponse(f"/figures/channels?removed={min(sum(gone.rows.values()), MOST_ROWS)}", 303)


def _page(request: Request, session: Session, sent: SentRows, error: StraksError | None = None, *, done: dict[str, int] | None = None) -> Response:
    values = {
        "sent": sent,
        "shown": channel_imports.mark_of_text(sent.text) if sent.text.strip() else "",
        "problems": problems_of(error),
        "done": {**NOTHING_DONE, **(done or {})},
        "imports": channel_imports.imports(session),
        "standing": channel_imports.standing(session),
        "columns": COLUMNS,
        "mendable": len(sent.text) <= LONGEST_MENDED,
    }
    return render(request, "figures/channel_imports.html", values, status=status_after(error))


def _plan_page(request: Request, session: Session, sent: SentRows, plan: Plan, error: StraksError | None = None) -> Response:
    values = {
        "sent": sent,
        "plan": plan,
        "names": channel_imports.names(session),
        "problems": problems_of(error),
        "most": MOST_SHOWN,
        "mendable": len(sent.text) <= LONGEST_MENDED,
    }
    return render(request, "figures/channel_plan.html", values, status=status_after(error))
