"""Guides on paper: for the citizen, and for the desk when the power is out."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response

from app.base.clock import local
from app.base.database import Session
from app.base.errors import Invalid, NotFound
from app.services import content, handouts
from app.services.handouts import CitizenSheet
from app.web.deps import DeskDep, EditingReaderDep, MomentDep, SessionDep
from app.web.render import render

router = APIRouter()
# The headings of a citizen's sheet. What has no translation stands in Danish under a heading that says so.
HEADINGS = {
    "da": {
        "steps": "Sådan gør du",
        "bring": "Det skal du have med",
        "facts": "Priser, frister og grænser",
        "time": "Så lang tid tager det",
        "self": "Gør det selv på nettet",
        "who": "Ring eller kom forbi",
        "printed": "Udskrevet",
        "unchecked": "Teksten er endnu ikke verificeret af kommunen. Spørg, hvis du er i tvivl.",
        "danish": "",
    },
    "en": {
        "steps": "What to do",
        "bring": "What to bring",
        "facts": "Prices, deadlines and limits",
        "time": "",
        "self": "Do it yourself online",
        "who": "Call or visit us",
        "printed": "Printed",
        "unchecked": "The municipality has not verified this text yet. Please ask if you are in doubt.",
        "danish": " (in Danish)",
    },
    "de": {
        "steps": "So gehen Sie vor",
        "bring": "Was Sie mitbringen",
        "facts": "Preise, Fristen und Grenzen",
        "time": "",
        "self": "Online erledigen",
        "who": "Rufen Sie an oder kommen Sie vorbei",
        "printed": "Gedruckt",
        "unchecked": "Die Kommune hat diesen Text noch nicht geprüft. Bitte fragen Sie im Zweifel nach.",
        "danish": " (auf Dänisch)",
    },
}


@router.get("/edit/handouts", name="handouts_page")
def handouts_page(request: Request, session: SessionDep, user: EditingReaderDep) -> Response:
    return _choose(request, session, {})


@router.get("/edit/handouts/citizen", name="citizen_handouts")
def citizen_handouts(
    request: Request, session: SessionDep, at: MomentDep, user: EditingReaderDep, guide: str = "", department: str = "", lang: str = "da"
) -> Response:
    """One guide, or all of a department's."""
    typed = {"guide": guide, "department": department, "lang": lang}
    language = lang if lang in HEADINGS else "da"
    try:
        if not guide and not department:
            raise Invalid("Vælg en guide eller en afdeling.", "guide")
        sheets = [handouts.for_citizen(session, guide, at, language)] if guide else handouts.for_citizens(session, department, at, language)
        if not sheets:
            raise Invalid("Afdelingen har ingen guider til borgere på det sprog.", "guide")
    except (Invalid, NotFound) as error:
        return _choose(request, session, typed, {"guide": error.message})
    return _citizen(request, at, sheets, language, "/edit/handouts")


@router.get("/edit/handouts/desk", name="desk_handouts")
def desk_handouts(request: Request, session: SessionDep, at: MomentDep, user: EditingReaderDep, department: str = "") -> Response:
    try:
        if not department:
            raise Invalid("Vælg en afdeling.", "desk")
        folder = handouts.for_desk(session, department, at)
    except (Invalid, NotFound) as error:
        return _choose(request, session, {"desk": department}, {"desk": error.message})
    values = {"folder": folder, "places": handouts.phone_list(session), "authorities": handouts.authorities(session), "today": local(at).date()}
    return render(request, "handouts/desk.html", values)


@router.get("/edit/handouts/phones", name="phone_list")
def phone_list(request: Request, session: SessionDep, at: MomentDep, user: EditingReaderDep) -> Response:
    values = {"places": handouts.phone_list(session), "authorities": handouts.authorities(session), "today": local(at).date()}
    return render(request, "handouts/phones.html", values)


@router.get("/handouts/guides/{slug}", name="guide_handout")
def guide_handout(request: Request, session: SessionDep, at: MomentDep, user: DeskDep, slug: str, lang: str = "da") -> Response:
    """The citizen's sheet of the guide that is open at the desk."""
    language = lang if lang in HEADINGS else "da"
    sheet = handouts.for_citizen(session, slug, at, language)
    return _citizen(request, at, [sheet], language, f"/guides/{sheet.card.guide.slug}")


def _citizen(request: Request, at: datetime, sheets: list[CitizenSheet], asked: str, back: str) -> Response:
    values = {"sheets": sheets, "headings": HEADINGS, "today": local(at).date(), "asked": asked, "back": back}
    return render(request, "handouts/citizen.html", values)


def _choose(request: Request, session: Session, typed: dict[str, Any], problems: dict[str, str] | None = None) -> Response:
    snapshot = content.current(session)
    units = sorted(snapshot.departments.values(), key=lambda unit: unit.name)
    by_unit = [(unit, sorted((row for row in snapshot.guides.values() if row.department == unit.slug), key=lambda row: row.title)) for unit in units]
    values = {
        "units": units,
        "by_unit": [(unit, rows) for unit, rows in by_unit if rows],
        "typed": {"guide": "", "department": "", "lang": "da", "desk": "", **typed},
        "problems": problems or {},
    }
    return render(request, "editing/handouts.html", values, status=422 if problems else 200)
