"""A guide: as a page that can be bookmarked, and as the panel beside the hits."""

from fastapi import APIRouter, Request, Response

from app.base.errors import Invalid
from app.services import flags, who
from app.web.deps import CallerDep, DeskDep, MomentDep, SessionDep
from app.web.forms import Text, TextsDep
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


@router.post("/guides/{slug}/who", name="who_takes_over")
def who_takes_over(request: Request, session: SessionDep, at: MomentDep, user: DeskDep, slug: str, given: TextsDep) -> Response:
    """The answers come in the body, are used, and are forgotten."""
    try:
        found, problem = who.takes_it(session, slug, at, given), None
    except Invalid as error:
        kept = {name: value for name, value in given.items() if name != error.field}
        found, problem = who.takes_it(session, slug, at, kept), error
    values = {"who": found, "problem": problem, "typed": given, "at": at}
    return render(request, "guides/_who.html", values, status=422 if problem else 200)


@router.post("/flags", name="raise_flag")
def raise_flag(
    request: Request, session: SessionDep, at: MomentDep, user: CallerDep, kind: Text = "", guide: Text = "", search: Text = "", note: Text = ""
) -> Response:
    flag = flags.raise_flag(session, user, guide, kind, search, at, note)
    return render(request, "guides/_flagged.html", {"flag": flag})
