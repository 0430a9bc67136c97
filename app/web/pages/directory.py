"""Departments and people: as pages, and as panels beside the hits."""

from fastapi import APIRouter, Request, Response

from app.web.deps import DeskDep, MomentDep, SessionDep
from app.web.panels import panel_of
from app.web.render import render

router = APIRouter()


@router.get("/departments/{slug}", name="department_page")
def department_page(request: Request, session: SessionDep, at: MomentDep, user: DeskDep, slug: str) -> Response:
    panel = panel_of(session, "department", slug, at)
    return render(request, "departments/department.html", {"panel": panel, "card": panel.card, "at": at})


@router.get("/departments/{slug}/panel", name="department_panel")
def department_panel(request: Request, session: SessionDep, at: MomentDep, user: DeskDep, slug: str) -> Response:
    panel = panel_of(session, "department", slug, at)
    return render(request, panel.template, {"card": panel.card, "at": at})


@router.get("/people/{slug}", name="person_page")
def person_page(request: Request, session: SessionDep, at: MomentDep, user: DeskDep, slug: str) -> Response:
    panel = panel_of(session, "person", slug, at)
    return render(request, "people/person.html", {"panel": panel, "card": panel.card, "at": at})


@router.get("/people/{slug}/panel", name="person_panel")
def person_panel(request: Request, session: SessionDep, at: MomentDep, user: DeskDep, slug: str) -> Response:
    panel = panel_of(session, "person", slug, at)
    return render(request, panel.template, {"card": panel.card, "at": at})
