"""Templates to responses. Everything every page needs is put in here once."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.base.settings import ROOT, Settings
from app.domain.access import Right, may
from app.web import filters
from app.web.assets import asset

TEMPLATES = ROOT / "templates"


@lru_cache(maxsize=2)
def environment(folder: Path = TEMPLATES) -> Environment:
    """The template environment: strict about unknown names, escaping everything."""
    made = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters.update(filters.FILTERS)
    made.globals.update(asset=asset, Right=Right, may=may, **filters.WORDS)
    return made


def render(request: Request, template: str, values: Mapping[str, Any] | None = None, *, status: int = 200) -> HTMLResponse:
    """A template as a response, with the user, the settings and the path of the request."""
    settings: Settings = request.app.state.settings
    context = {
        "user": getattr(request.state, "user", None),
        "settings": settings,
        "path": request.url.path,
        **(values or {}),
    }
    return HTMLResponse(environment().get_template(template).render(context), status)


def wants_fragment(request: Request) -> bool:
    """Whether a form was sent by htmx, which wants the fragment instead of a redirect."""
    return request.headers.get("HX-Request") == "true"
