"""»Hent tal«: the tables of the figures, the calls themselves and a counting week, to take away; about the same calls as the page."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from app.base.clock import local
from app.base.errors import Invalid
from app.domain.counting_week import HEAD, KIND_WORDS, MISDIRECTED_WORDS, week_from, week_name
from app.domain.figure_csv import as_csv
from app.domain.figure_workbook import workbook
from app.services import call_export, counting_week, figure_tables
from app.services.call_export import Export
from app.web.deps import EngineDep, FigureReaderDep, MomentDep, SessionDep, SettingsDep
from app.web.figure_filters import Filters, FiltersDep
from app.web.render import render

router = APIRouter()
Week = Annotated[str, Query(alias="week")]
CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_WEEK = 40


@router.get("/figures/export", name="figure_export")
def figure_export(request: Request, session: SessionDep, user: FigureReaderDep, at: MomentDep, filters: FiltersDep, week: Week = "") -> Response:
    today, week = local(at).date(), week[:LONGEST_WEEK]
    values = {
        "filters": filters,
        "view": filters.view,
        "makers": figure_tables.MAKERS,
        "kinds": KIND_WORDS.values(),
        "misdirected": MISDIRECTED_WORDS,
    }
    values |= {
        "planned": None,
        "not_planned": "",
        "week": week or week_name(week_from("", today)),
        "week_problem": "",
        "contacts": None,
        "head": HEAD,
    }
    try:
        values["planned"] = call_export.planned(filters.view)
    except Invalid as error:
        values["not_planned"] = error.message
    try:
        values["contacts"] = sum(counting_week.contacts(session, week_from(week, today)).values())
    except Invalid as error:
        values["week_problem"] = error.message
    return render(request, "figures/export.html", values, status=422 if values["week_problem"] else 200)


@router.get("/figures/tables.xlsx", name="figure_workbook")
def figure_workbook(session: SessionDep, user: FigureReaderDep, settings: SettingsDep, filters: FiltersDep) -> Response:
    _refuse_what_means_nothing(filters)
    data = workbook(figure_tables.about(filters.view, settings.municipality), figure_tables.every(session, filters.view))
    return Response(data, media_type=XLSX, headers=_named(f"straks-tal-{_about(filters)}.xlsx"))


@router.get("/figures/tables/{slug}.csv", name="figure_table")
def figure_table(session: SessionDep, user: FigureReaderDep, filters: FiltersDep, slug: str) -> Response:
    _refuse_what_means_nothing(filters)
    table = figure_tables.one(session, filters.view, slug)
    return Response(as_csv(table), media_type=CSV, headers=_named(f"straks-{table.slug}-{_about(filters)}.csv"))


@router.get("/figures/calls.csv", name="figure_calls_file")
def figure_calls_file(engine: EngineDep, user: FigureReaderDep, filters: FiltersDep) -> Response:
    """Streamed from sessions of its own: the request's has ended when the first row goes out."""
    _refuse_what_means_nothing(filters)
    planned: Export = call_export.planned(filters.view)
    headers = _named(f"straks-opkald-{_about(filters)}.csv") | {"X-Straks-Rows": str(planned.rows)}
    return StreamingResponse(call_export.text(engine, filters.view, planned), media_type=CSV, headers=headers)


@router.get("/figures/counting-week.csv", name="figure_counting_week")
def figure_counting_week(session: SessionDep, user: FigureReaderDep, at: MomentDep, week: Week = "") -> Response:
    table = counting_week.table(session, week_from(week[:LONGEST_WEEK], local(at).date()))
    return Response(as_csv(table), media_type=CSV, headers=_named(f"{table.slug}.csv"))


def _refuse_what_means_nothing(filters: Filters) -> None:
    """A page shows the usual days instead and says so at the field; a file would be taken for what was asked. Raises Invalid."""
    for field, problem in filters.problems.items():
        if problem:
            raise Invalid(problem, field)


def _about(filters: Filters) -> str:
    """What the name of a file says: its days, and that calls in it are made up, for a file is soon apart from its page."""
    days = f"{filters.wanted.first}-til-{filters.wanted.last}"
    return f"{days}-simuleret" if filters.view.tally.simulated else days


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
