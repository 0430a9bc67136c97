"""»Mine opkald i dag«: what I logged, correctable, with my own figures that only I see."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from app.base.errors import Invalid
from app.domain.outcomes import Ending
from app.services import content, my_day
from app.services.calls import Details
from app.web.deps import CallerDep, MomentDep, SessionDep
from app.web.forms import details_from, ending_from
from app.web.render import render

router = APIRouter()


@router.get("/my-day", name="my_day")
def my_day_page(request: Request, session: SessionDep, at: MomentDep, user: CallerDep, corrected: str = "") -> Response:
    guides = content.current(session).guides
    values = {"day": my_day.of(session, user, at), "guides": guides, "at": at, "corrected": corrected}
    return render(request, "my_day/my_day.html", values)


@router.get("/my-day/{question_id}", name="correct_page")
def correct_page(request: Request, session: SessionDep, at: MomentDep, user: CallerDep, question_id: str) -> Response:
    call, question = my_day.one(session, user, question_id)
    typed = {
        "outcome": question.outcome,
        "reached": question.reached,
        "offer": question.offer,
        "reason": question.reason,
        "note": question.note,
        "answer_in_guide": question.answer_in_guide,
        "avoidable": question.avoidable,
        "caller_type": call.caller_type,
    }
    return _form(request, session, question_id, typed, None)


@router.post("/my-day/{question_id}", name="correct_question")
def correct_question(
    request: Request,
    session: SessionDep,
    user: CallerDep,
    question_id: str,
    ending: Annotated[Ending, Depends(ending_from)],
    details: Annotated[Details, Depends(details_from)],
) -> Response:
    try:
        my_day.correct(session, user, question_id, ending, details)
    except Invalid as error:
        session.rollback()
        return _form(request, session, question_id, {**ending.__dict__, **details.__dict__}, error)
    return RedirectResponse(f"/my-day?corrected={question_id}", 303)


def _form(request: Request, session: SessionDep, question_id: str, typed: Mapping[str, object], problem: Invalid | None) -> Response:
    call, question = my_day.one(session, request.state.user, question_id)
    guide = content.current(session).guides.get(question.topic or "")
    values = {"call": call, "question": question, "guide": guide, "typed": typed, "problem": problem}
    return render(request, "my_day/correct.html", values, status=422 if problem else 200)
