"""Words callers use for other words: found, tried out, added, changed and deleted."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.base.database import Session
from app.base.errors import Conflict, Invalid
from app.domain.access import Right
from app.models import User
from app.services import rights, synonyms
from app.web.deps import EditingReaderDep, EditorDep, MomentDep, SessionDep
from app.web.forms import Text
from app.web.render import render

router = APIRouter()
MOST_ROWS = 100


@router.get("/edit/synonyms", name="synonyms_page")
def synonyms_page(
    request: Request, session: SessionDep, at: MomentDep, user: EditingReaderDep, q: str = "", word: str = "", new: str = "", kept: str = ""
) -> Response:
    """`word` is the synonym to change, `new` one to begin with, `kept` the one that was just kept."""
    typed = {"word": new}
    if word:
        row = synonyms.find(session, word)
        typed = {"word": row.word, "means": synonyms.words_of(row), "was": row.word, "seen": synonyms.words_of(row)}
    return _page(request, session, user, at, q, typed, None, kept)


@router.post("/edit/synonyms", name="save_synonym")
def save_synonym(
    request: Request,
    session: SessionDep,
    at: MomentDep,
    user: EditorDep,
    word: Text = "",
    means: Text = "",
    query: Text = "",
    was: Text = "",
    seen: Text = "",
) -> Response:
    typed = {"word": word, "means": means, "query": query, "was": was, "seen": seen}
    try:
        row = synonyms.save(session, user, word, means, at, was=was, seen=seen if was else None)
    except (Invalid, Conflict) as error:
        session.rollback()
        if isinstance(error, Conflict) and was and error.field == "means":
            typed["seen"] = synonyms.words_of(synonyms.find(session, was))  # the second look is at what stands there now
        return _page(request, session, user, at, "", typed, error)
    return RedirectResponse(request.url_for("synonyms_page").include_query_params(kept=row.word).replace(scheme="", netloc=""), 303)


@router.post("/edit/synonyms/delete", name="delete_synonym")
def delete_synonym(session: SessionDep, at: MomentDep, user: EditorDep, word: Text = "") -> Response:
    synonyms.remove(session, user, word, at)
    return RedirectResponse("/edit/synonyms", 303)


@router.post("/edit/synonyms/try", name="try_synonym")
def try_synonym(
    request: Request, session: SessionDep, at: MomentDep, user: EditingReaderDep, word: Text = "", means: Text = "", query: Text = "", was: Text = ""
) -> Response:
    """A form in the body, not an address: a CPR number that somebody types must not stand in a log of addresses."""
    values = _tried(session, at, {"word": word, "means": means, "query": query, "was": was})
    return render(request, "editing/_synonym_try.html", values)


def _tried(session: Session, at: datetime, typed: dict[str, str]) -> dict[str, Any]:
    try:
        found = synonyms.try_out(session, typed["word"], typed["means"], typed["query"], at, was=typed["was"])
    except Invalid as error:
        return {"tried": None, "refused": error.message if typed["word"] and typed["means"] else ""}
    return {"tried": found, "refused": ""}


def _page(
    request: Request,
    session: Session,
    user: User,
    at: datetime,
    q: str,
    given: dict[str, str],
    problem: Invalid | Conflict | None,
    kept: str = "",
) -> Response:
    typed = {"word": "", "means": "", "query": "", "was": "", "seen": "", **given}
    rows = synonyms.listed(session, q)
    values = {
        **_tried(session, at, typed),
        "rows": rows[:MOST_ROWS],
        "total": len(rows),
        "q": q,
        "typed": typed,
        "problems": {problem.field: problem.message} if problem else {},
        "kept": kept,
        "editable": rights.has(user, Right.EDIT_CONTENT),
    }
    return render(request, "editing/synonyms.html", values, status=422 if problem else 200)
