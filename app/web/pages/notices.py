"""Notices: the strip above the desk, live; and the page where they are written, planned and ended."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from sse_starlette import EventSourceResponse

from app.base.database import Session
from app.base.errors import Invalid
from app.services import content, notices
from app.services.notices import NoticeText
from app.web.deps import CallerDep, DeskDep, MomentDep, PublisherDep, SessionDep
from app.web.forms import Text, Texts, moment_from
from app.web.live import Live
from app.web.render import render, wants_fragment

router = APIRouter()
HOURS = {"": None, "1": 1, "4": 4, "8": 8, "24": 24}
BLANK = {"level": "information", "title": "", "body": "", "say": "", "guide": "", "hours": "", "starts_at": "", "ends_at": "", "departments": ()}


@router.get("/notices/strip", name="notice_strip")
def notice_strip(request: Request, session: SessionDep, at: MomentDep, user: DeskDep) -> Response:
    return render(request, "notices/_strip.html", {"notices": notices.active(session, at, user)})


@router.get("/notices/stream", name="notice_stream")
async def notice_stream(request: Request, user: DeskDep) -> EventSourceResponse:
    """An event whenever the notices have changed; the browser then asks for the strip, which knows whom they are for."""
    live: Live = request.app.state.live

    async def events() -> AsyncIterator[dict[str, str]]:
        async for revision in live.revisions():
            yield {"event": "notices", "data": str(revision)}

    return EventSourceResponse(events(), ping=15)


@router.get("/notices", name="notices_page")
def notices_page(request: Request, session: SessionDep, at: MomentDep, user: PublisherDep, template: str = "") -> Response:
    chosen = next((row for row in notices.templates(session) if row.slug == template), None)
    typed = {"level": chosen.level, "title": chosen.title, "body": chosen.body, "say": chosen.say, "guide": chosen.guide} if chosen else {}
    return _page(request, session, at, typed, None)


@router.get("/notices/now", name="notices_now")
def notices_now(request: Request, session: SessionDep, at: MomentDep, user: PublisherDep) -> Response:
    return render(request, "notices/_now.html", _now(session, at))


@router.post("/notices", name="publish_notice")
def publish_notice(
    request: Request,
    session: SessionDep,
    at: MomentDep,
    user: PublisherDep,
    level: Text = "",
    title: Text = "",
    body: Text = "",
    say: Text = "",
    guide: Text = "",
    hours: Text = "",
    starts_at: Text = "",
    ends_at: Text = "",
    departments: Texts = (),
) -> Response:
    typed = {"level": level, "title": title, "body": body, "say": say, "guide": guide, "hours": hours}
    typed_too = {"starts_at": starts_at, "ends_at": ends_at, "departments": departments}
    try:
        start = moment_from(starts_at, "starts_at")
        lasts = HOURS.get(hours)
        end = moment_from(ends_at, "ends_at") or ((start or at) + timedelta(hours=lasts) if lasts else None)
        notices.publish(session, user, NoticeText(level, title, body, say, guide, end, start, departments), at)
    except Invalid as error:
        session.rollback()
        return _page(request, session, at, {**typed, **typed_too}, error)
    return RedirectResponse("/notices", 303)


@router.post("/notices/{notice_id}/end", name="end_notice")
def end_notice(session: SessionDep, at: MomentDep, user: PublisherDep, notice_id: str) -> Response:
    notices.end(session, notice_id, at, user)
    return RedirectResponse("/notices", 303)


@router.post("/notices/{notice_id}/count", name="count_notice")
def count_notice(
    request: Request, session: SessionDep, at: MomentDep, user: CallerDep, notice_id: str, key: Annotated[str, Form(max_length=80)] = ""
) -> Response:
    """Without JavaScript the form has no key of its own; then every press counts."""
    number = notices.count_one(session, user, notice_id, key or uuid4().hex, at)
    if not wants_fragment(request):
        return RedirectResponse("/", 303)
    return render(request, "notices/_counted.html", {"number": number})


def _page(request: Request, session: Session, at: datetime, typed: dict[str, Any], problem: Invalid | None) -> Response:
    snapshot = content.current(session)
    values = {
        **_now(session, at),
        "templates": notices.templates(session),
        "guides": sorted(snapshot.guides.values(), key=lambda guide: guide.title),
        "typed": {**BLANK, **typed},
        "problem": problem,
    }
    return render(request, "notices/notices.html", values, status=422 if problem else 200)


def _now(session: Session, at: datetime) -> dict[str, Any]:
    """What is above the desks now, what will come, what has been, and how many have rung about it."""
    active, earlier = notices.active(session, at), notices.earlier(session, at)
    return {
        "active": active,
        "planned": notices.planned(session, at),
        "earlier": earlier,
        "numbers": notices.counts(session, [notice.id for notice in (*active, *earlier)]),
        "units": sorted(content.current(session).departments.values(), key=lambda unit: unit.name),
        "names": {slug: unit.name for slug, unit in content.current(session).departments.items()},
    }
