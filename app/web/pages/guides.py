"""A guide: as a page that can be bookmarked, and as the panel beside the hits."""

from fastapi import APIRouter, Request, Response

from app.services import flags
from app.web.deps import CallerDep, DeskDep, MomentDep, SessionDep
from app.web.forms import Text
from app.web.panels import panel_of
from app.web.render import render

router = APIRouter()


@router.get("/guides/{slug}", name="guide_page")
def guide_page(request: Request, session: SessionDep, at: MomentDep, user: DeskDep, slug: str, lang: str = "da") -> Response:
    panel = panel_of(session, "guide", slug, at, lang)
    return render(request, "guides/guide.html", {"panel": panel, "card": panel.card, "at": at})


@router.get("/guides/{slug}/panel", name="guide_panel")
def guide_panel(request: Request, session: SessionDep, at: MomentDep, user: DeskDep, slug: str, lang: str = "da") -> Response:
    panel = panel_of(session, "guide", slug, at, lang)
    return render(request, panel.template, {"card": panel.card, "at": at})


@router.post("/flags", name="raise_flag")
def raise_flag(
    request: Request, session: SessionDep, at: MomentDep, user: CallerDep, kind: Text = "", guide: Text = "", search: Text = "", note: Text = ""
) -> Response:
    flag = flags.raise_flag(session, user, guide, kind, search, at, note)
    return render(request, "guides/_flagged.html", {"flag": flag})
