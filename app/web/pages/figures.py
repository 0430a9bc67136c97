"""»Tal«: how the calls went, where they are lost, and what to change first."""

from fastapi import APIRouter, Request, Response

from app.services import content
from app.web.deps import FigureReaderDep, SessionDep
from app.web.figure_filters import FiltersDep
from app.web.render import render

router = APIRouter()


@router.get("/figures", name="figures")
def figures_page(request: Request, session: SessionDep, user: FigureReaderDep, filters: FiltersDep) -> Response:
    values = {"filters": filters, "view": filters.view, "snapshot": content.current(session)}
    return render(request, "figures/figures.html", values)
