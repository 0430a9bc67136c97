"""»Søgningen«: what it has learned from the log and what it could not find, for the editors."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.services import content, learning
from app.web.deps import EditingReaderDep, EditorDep, MomentDep, SessionDep
from app.web.forms import Text
from app.web.render import render

router = APIRouter()


@router.get("/learning", name="learning_page")
def learning_page(request: Request, session: SessionDep, at: MomentDep, user: EditingReaderDep) -> Response:
    values = {
        "lessons": learning.current(session, at, content.current(session).revision).lessons,
        "gaps": learning.gaps(session),
        "titles": content.titles(session),
    }
    return render(request, "learning/learning.html", values)


@router.post("/learning/remove", name="remove_lesson")
def remove_lesson(session: SessionDep, at: MomentDep, user: EditorDep, key: Text = "", guide: Text = "") -> Response:
    learning.remove(session, user, key, guide, at)
    return RedirectResponse("/learning", 303)


@router.post("/learning/close", name="close_gap")
def close_gap(session: SessionDep, user: EditorDep, key: Text = "") -> Response:
    learning.close_gap(session, key)
    return RedirectResponse("/learning", 303)
