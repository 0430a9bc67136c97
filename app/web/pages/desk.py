"""The desk: one search field, the hits, the open guide, the call."""

from datetime import datetime

from fastapi import APIRouter, Request, Response

from app.base.database import Session
from app.models import Guide
from app.services import calls, content, my_day, notices, search
from app.web.deps import DeskDep, MomentDep, SessionDep
from app.web.panels import panel_of
from app.web.render import render

router = APIRouter()


@router.get("/", name="desk")
def desk(request: Request, session: SessionDep, at: MomentDep, user: DeskDep) -> Response:
    in_progress = calls.in_progress(session, user)
    results = search.find(session, in_progress.call.search_text if in_progress else "", at)
    best = results.best.hit.document if results.best else None
    values = {
        "results": results,
        "in_progress": in_progress,
        "saved": None,
        "at": at,
        "notices": notices.active(session, at, user),
        "most_asked": _most_asked(session, at),
        "titles": content.titles(session),
        "latest": my_day.latest(session, user, at),
        "panel": panel_of(session, best.kind, best.slug, at) if best else None,
    }
    return render(request, "desk/desk.html", values)


@router.get("/desk/empty", name="desk_empty")
def desk_empty(request: Request, session: SessionDep, at: MomentDep, user: DeskDep) -> Response:
    return render(request, "desk/_empty.html", {"most_asked": _most_asked(session, at)})


@router.get("/keys", name="keys")
def keys(request: Request, user: DeskDep) -> Response:
    return render(request, "desk/keys.html")


def _most_asked(session: Session, at: datetime) -> list[Guide]:
    guides = content.current(session).guides
    return [guides[slug] for slug in my_day.most_asked(session, at) if slug in guides]
