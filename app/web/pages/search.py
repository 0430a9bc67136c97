"""Hits for what is being typed, with the best one open beside them."""

from fastapi import APIRouter, Request, Response

from app.services import content, my_day, search
from app.web.deps import DeskDep, MomentDep, SessionDep
from app.web.panels import panel_of
from app.web.render import render

router = APIRouter()


@router.get("/search/results", name="search_results")
def search_results(request: Request, session: SessionDep, at: MomentDep, user: DeskDep, q: str = "", shown: str = "") -> Response:
    """`shown` is what already stands open, as `guide:slug`; it is not sent again."""
    results = search.find(session, q, at)
    best = results.best.hit.document if results.best else None
    is_new = best is not None and f"{best.kind}:{best.slug}" != shown
    values = {
        "results": results,
        "panel": panel_of(session, best.kind, best.slug, at) if best and is_new else None,
        "at": at,
        "is_fragment": True,
        "latest": my_day.latest(session, user, at) if not results.query else [],
        "titles": content.titles(session),
    }
    return render(request, "search/_results.html", values)
