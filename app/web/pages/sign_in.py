"""Signing in and out."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from app.base.errors import NotAllowed, NotSignedIn
from app.base.settings import Settings
from app.services import accounts
from app.web.deps import SESSION_COOKIE, DeskDep, MomentDep, SessionDep, SettingsDep
from app.web.render import render

router = APIRouter()
# A person gets few tries; an address more failures, since a whole town hall may share one.
TRIES_PER_NAME = RateLimitItemPerMinute(8)
FAILURES_PER_ADDRESS = RateLimitItemPerMinute(60)
_limiter = MovingWindowRateLimiter(MemoryStorage())
Text = Annotated[str, Form()]


@router.get("/login", name="sign_in_page")
def sign_in_page(request: Request, session: SessionDep, settings: SettingsDep, next: str = "/") -> Response:  # noqa: A002
    return _page(request, session, settings, next)


@router.post("/login", name="sign_in")
def sign_in(
    request: Request,
    session: SessionDep,
    settings: SettingsDep,
    at: MomentDep,
    username: Text = "",
    password: Text = "",
    next: Text = "/",  # noqa: A002
) -> Response:
    address = request.client.host if request.client else "?"
    if not _limiter.test(FAILURES_PER_ADDRESS, "address", address) or not _limiter.hit(TRIES_PER_NAME, "name", username.casefold()[:100]):
        return _page(request, session, settings, next, username, "For mange forsøg. Vent et minut, og prøv igen.", 429)
    try:
        key = accounts.sign_in(session, username, password, at, settings.session_hours)
    except NotSignedIn as error:
        _limiter.hit(FAILURES_PER_ADDRESS, "address", address)
        return _page(request, session, settings, next, username, error.message, 401)
    return _welcome(key, next, settings)


@router.post("/login/demo", name="sign_in_demo")
def sign_in_demo(session: SessionDep, settings: SettingsDep, at: MomentDep, username: Text = "", next: Text = "/") -> Response:  # noqa: A002
    if not settings.is_demo:
        raise NotAllowed("Prøvebrugerne findes kun i prøvetilstand.")
    return _welcome(accounts.sign_in_demo(session, username, at, settings.session_hours), next, settings)


@router.post("/logout", name="sign_out")
def sign_out(request: Request, session: SessionDep, at: MomentDep, user: DeskDep) -> Response:
    accounts.sign_out(session, request.cookies.get(SESSION_COOKIE, ""), at)
    response = RedirectResponse("/login", 303)
    response.delete_cookie(SESSION_COOKIE)
    return response


def _page(
    request: Request, session: SessionDep, settings: Settings, target: str, username: str = "", problem: str = "", status: int = 200
) -> Response:
    values = {
        "target": _own_path(target),
        "username": username,
        "problem": problem,
        "cast": accounts.demo_users(session) if settings.is_demo else [],
    }
    return render(request, "sign_in/sign_in.html", values, status=status)


def _welcome(key: str, target: str, settings: Settings) -> Response:
    response = RedirectResponse(_own_path(target), 303)
    response.set_cookie(SESSION_COOKIE, key, httponly=True, samesite="lax", secure=settings.secure_cookies, max_age=settings.session_hours * 3600)
    return response


def _own_path(target: str) -> str:
    """A path on this site, or the desk: nobody is sent away by a crafted link."""
    is_own = target.startswith("/") and not target.startswith("//") and "\\" not in target and target.isprintable()
    return target if is_own else "/"
