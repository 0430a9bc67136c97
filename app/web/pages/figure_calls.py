"""The calls behind a number of »Tal«: what they were about and how they ended, never who rang and never who answered."""

from fastapi import APIRouter, Request, Response

from app.base.errors import Invalid
from app.domain.figure_calls import Asked, asked_from, heading
from app.domain.figures import FEWEST_SHOWN
from app.domain.outcomes import CALLER_WORDS, LANGUAGE_WORDS, CallerType, Language
from app.services import call_list, content
from app.web.deps import FigureReaderDep, SessionDep
from app.web.figure_filters import Filters, FiltersDep
from app.web.render import render

router = APIRouter()
NAMES = ("show", "reason", "avoidable", "weekday", "hour")
LONGEST_ID = 40


@router.get("/figures/calls", name="figure_calls")
def figure_calls(request: Request, session: SessionDep, user: FigureReaderDep, filters: FiltersDep) -> Response:
    texts = {name: request.query_params.get(name, "").strip() for name in NAMES}
    kept = {name: text for name, text in texts.items() if text}
    values = {"filters": filters, "view": filters.view, "kept": kept, "fewest": FEWEST_SHOWN}
    try:
        asked = asked_from(texts)
    except Invalid as error:
        values |= {"page": None, "heading": "Opkaldene bag et tal", "problem": error.message, "kept": {}}
        return render(request, "figures/calls.html", values, status=422)
    page = call_list.page(session, filters.view, asked, request.query_params.get("before", "")[:LONGEST_ID])
    values |= {"page": page, "heading": _heading(filters, asked, page.behind.calls), "problem": "", "guides": content.current(session).guides}
    return render(request, "figures/calls.html", values)


def _heading(filters: Filters, asked: Asked, calls: int) -> str:
    wanted, view = filters.wanted, filters.view
    named = {
        "topic": view.topics.get(wanted.topic, wanted.topic),
        "department": view.departments.get(wanted.department, wanted.department),
        "caller_type": CALLER_WORDS[CallerType(wanted.caller_type)] if wanted.caller_type else "",
        "language": LANGUAGE_WORDS[Language(wanted.language)] if wanted.language else "",
    }
    return heading(asked, calls, wanted.first, wanted.last, named)
