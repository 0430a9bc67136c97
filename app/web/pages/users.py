"""Accounts: who may sign in, as what, and for which departments; and one's own password."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.base.database import Session
from app.base.errors import Conflict, Invalid, NotAllowed
from app.models import User
from app.services import accounts, content, users, weekly_mail
from app.services.users import Change
from app.web.deps import AdminDep, DeskDep, MomentDep, SessionDep
from app.web.forms import Text, Texts
from app.web.render import render

router = APIRouter()
BLANK: dict[str, Any] = {"username": "", "name": "", "role": "operator", "departments": (), "active": True, "email": "", "weekly_mail": False}


@router.get("/edit/users", name="users_page")
def users_page(request: Request, session: SessionDep, at: MomentDep, user: AdminDep, said: str = "") -> Response:
    return _list(request, session, at, said=said)


@router.get("/edit/users/new", name="new_user_page")
def new_user_page(request: Request, session: SessionDep, user: AdminDep) -> Response:
    return _form(request, session, None, BLANK)


@router.post("/edit/users/new", name="add_user")
def add_user(
    request: Request,
    session: SessionDep,
    at: MomentDep,
    user: AdminDep,
    username: Text = "",
    name: Text = "",
    role: Text = "",
    departments: Texts = (),
    email: Text = "",
    weekly_mail: Text = "",
) -> Response:
    """The answer itself shows the password: it is in no address and cannot be asked for again."""
    wanted = Change(name, role, departments, email=email, weekly_mail=weekly_mail == "on")
    try:
        made, password = users.add(session, user, username, wanted, at)
    except (Invalid, Conflict) as error:
        session.rollback()
        return _form(request, session, None, {"username": username, **vars(wanted)}, error)
    return _list(request, session, at, fresh=made, password=password)


@router.get("/edit/users/{slug}", name="user_page")
def user_page(request: Request, session: SessionDep, user: AdminDep, slug: str) -> Response:
    found = users.find(session, slug)
    return _form(request, session, found, {name: getattr(found, name) for name in BLANK})


@router.post("/edit/users/{slug}", name="change_user")
def change_user(
    request: Request,
    session: SessionDep,
    at: MomentDep,
    user: AdminDep,
    slug: str,
    name: Text = "",
    role: Text = "",
    departments: Texts = (),
    active: Text = "",
    email: Text = "",
    weekly_mail: Text = "",
) -> Response:
    wanted = Change(name, role, departments, active == "on", email, weekly_mail == "on")
    try:
        users.change(session, user, slug, wanted, at)
    except (Invalid, Conflict) as error:
        session.rollback()
        return _form(request, session, users.find(session, slug), {"username": slug, **vars(wanted)}, error)
    return RedirectResponse("/edit/users?said=kept", 303)


@router.post("/edit/users/{slug}/password", name="reset_password")
def reset_password(request: Request, session: SessionDep, at: MomentDep, user: AdminDep, slug: str) -> Response:
    found, password = users.reset_password(session, user, slug, at)
    return _list(request, session, at, fresh=found, password=password)


@router.post("/edit/users/{slug}/sign-out", name="sign_out_everywhere")
def sign_out_everywhere(session: SessionDep, at: MomentDep, user: AdminDep, slug: str) -> Response:
    users.sign_out_everywhere(session, user, slug, at)
    return RedirectResponse("/edit/users?said=signed-out", 303)


@router.get("/password", name="password_page")
def password_page(request: Request, user: DeskDep) -> Response:
    return render(request, "editing/users_password.html", {"problems": {}})


@router.post("/password", name="change_password")
def change_password(
    request: Request, session: SessionDep, at: MomentDep, user: DeskDep, password_now: Text = "", password: Text = "", password_again: Text = ""
) -> Response:
    """What was typed is not shown again: it is secret."""
    try:
        if password != password_again:
            raise Invalid("De to nye adgangskoder er ikke ens.", "password_again")
        accounts.change_own_password(session, user.username, password_now, password, at)
    except (Invalid, NotAllowed) as error:
        session.rollback()
        return render(request, "editing/users_password.html", {"problems": {error.field or "password_now": error.message}}, status=422)
    return RedirectResponse("/login", 303)


def _list(request: Request, session: Session, at: datetime, *, said: str = "", fresh: User | None = None, password: str = "") -> Response:
    units = content.current(session).departments
    values = {
        "accounts": users.listed(session, at),
        "names": {slug: unit.name for slug, unit in units.items()},
        "said": {"kept": "Ændringen er gemt.", "signed-out": "Brugeren er logget ud alle steder."}.get(said, ""),
        "fresh": fresh,
        "mailed": weekly_mail.newest(session),
        "password": password,
    }
    return render(request, "editing/users.html", values)


def _form(request: Request, session: Session, found: User | None, typed: dict[str, Any], problem: Invalid | Conflict | None = None) -> Response:
    values = {
        "found": found,
        "typed": typed,
        "problems": {problem.field or "username": problem.message} if problem else {},
        "units": sorted(content.current(session).departments.values(), key=lambda unit: unit.name),
    }
    status = 200 if problem is None else 422 if isinstance(problem, Invalid) else 409
    return render(request, "editing/users_form.html", values, status=status)
