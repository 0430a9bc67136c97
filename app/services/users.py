"""Accounts as administrators keep them: made, changed, closed, given a new password, signed out. No secret is ever told to the trail."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from app.base.errors import Conflict, Invalid, NotFound
from app.base.text import one_line
from app.domain.access import Right, Role, may
from app.domain.mail_address import checked_address
from app.domain.privacy import REFUSAL, contains_cpr
from app.models import Department, User, UserSession
from app.services import accounts, rights, trail

KIND = "user"
LONGEST_NAME = 80
LONGEST_USERNAME = 40
# Letters and digits that nobody mistakes for others when they are read aloud; 16 of them are about 78 bits.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4
_USERNAME = re.compile(r"[^\W_][\w.@-]*")
_TAKEN_BY_PAGES = {"new"}


@dataclass(frozen=True)
class Account:
    """A user with how many browsers they are signed in on."""

    user: User
    sessions: int


@dataclass(frozen=True)
class Change:
    """What an administrator wants an account to be."""

    name: str
    role: str
    departments: Sequence[str] = ()
    active: bool = True
    email: str = ""
    weekly_mail: bool = False


def listed(session: Session, at: datetime) -> list[Account]:
    """All accounts, the open ones first, each with its sessions in force."""
    query = select(UserSession.user_id, func.count()).where(col(UserSession.revoked_at).is_(None), UserSession.expires_at > at)
    numbers = dict(session.exec(query.group_by(UserSession.user_id)).all())
    rows = sorted(accounts.all_users(session), key=lambda user: (not user.active, user.demo, user.name.casefold()))
    return [Account(user, numbers.get(user.id, 0)) for user in rows]


def find(session: Session, username: str) -> User:
    """One account. Raises NotFound."""
    user = accounts.by_username(session, username)
    if user is None:
        raise NotFound("Brugeren findes ikke.")
    return user


def add(session: Session, by: User, username: str, wanted: Change, at: datetime) -> tuple[User, str]:
    """A new account and its password, which is shown once and stored nowhere. Raises NotAllowed, Invalid, Conflict with the field."""
    rights.require(by, Right.ADMINISTER)
    name = one_line(username).casefold()
    if not name:
        raise Invalid("Skriv et brugernavn.", "username")
    if contains_cpr(name):
        raise Invalid(REFUSAL, "username")
    if len(name) > LONGEST_USERNAME or not _USERNAME.fullmatch(name) or name in _TAKEN_BY_PAGES:
        raise Invalid(f"Et brugernavn er ét ord på højst {LONGEST_USERNAME} tegn: bogstaver, tal, punktum og bindestreg.", "username")
    _check(session, wanted)
    password = new_password()
    user = accounts.add_user(session, name, wanted.name, wanted.role, password, departments=_departments(wanted))
    user.email, user.weekly_mail = checked_address(wanted.email), wanted.weekly_mail
    trail.record(session, by, "add", KIND, user.username, at, new=_told(user))
    return user, password


def change(session: Session, by: User, username: str, wanted: Change, at: datetime) -> User:
    """Change name, role, departments, mail and whether the account is open. A closed account is signed out at once.

    Nobody takes their own rights away or closes their own account, and the last administrator stays. Raises NotAllowed, Invalid, Conflict.
    """
    rights.require(by, Right.ADMINISTER)
    user = find(session, username)
    _refuse_demo(user)
    _check(session, wanted)
    if user.id == by.id and (wanted.role != user.role or not wanted.active):
        raise Conflict("Du kan ikke fratage dig selv rollen eller lukke din egen konto. Bed en anden administrator.", "role")
    if user.role == Role.ADMIN and user.active and (wanted.role != Role.ADMIN or not wanted.active) and _administrators(session) == [user.id]:
        raise Conflict("Det er den sidste administrator. Giv en anden rollen først.", "role")
    old = _told(user)
    user.name, user.role, user.departments, user.active = one_line(wanted.name), wanted.role, _departments(wanted), wanted.active
    user.email, user.weekly_mail = checked_address(wanted.email), wanted.weekly_mail
    session.add(user)
    session.flush()
    if not user.active:
        accounts.revoke_all(session, user.username, at)
    if _told(user) != old:
        trail.record(session, by, "change", KIND, user.username, at, old=old, new=_told(user))
    return user


def reset_password(session: Session, by: User, username: str, at: datetime) -> tuple[User, str]:
    """A new password, shown once; whoever was signed in with the old one is signed out. Raises NotAllowed, NotFound, Conflict."""
    rights.require(by, Right.ADMINISTER)
    user = find(session, username)
    _refuse_demo(user)
    password = new_password()
    accounts.set_password(session, user, password)
    accounts.revoke_all(session, user.username, at)
    trail.record(session, by, "reset_password", KIND, user.username, at)
    return user, password


def sign_out_everywhere(session: Session, by: User, username: str, at: datetime) -> int:
    """End all sessions of a user; answers how many. Raises NotAllowed, NotFound."""
    rights.require(by, Right.ADMINISTER)
    ended = accounts.revoke_all(session, find(session, username).username, at)
    if ended:
        trail.record(session, by, "sign_out", KIND, one_line(username).casefold(), at)
    return ended


def new_password() -> str:
    """A password that can be read aloud: four groups of four."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def _check(session: Session, wanted: Change) -> None:
    name = one_line(wanted.name)
    if not name:
        raise Invalid("Skriv et navn.", "name")
    if len(name) > LONGEST_NAME:
        raise Invalid(f"Navnet er for langt; højst {LONGEST_NAME} tegn.", "name")
    if contains_cpr(name):
        raise Invalid(REFUSAL, "name")
    if wanted.role not in set(Role):
        raise Invalid("Vælg en rolle.", "role")
    if any(session.get(Department, slug) is None for slug in wanted.departments):
        raise Invalid("Afdelingen findes ikke.", "departments")
    if wanted.role == Role.EDITOR and not wanted.departments:
        raise Invalid("Vælg de afdelinger, redaktøren skriver for.", "departments")
    if not checked_address(wanted.email) and wanted.weekly_mail:
        raise Invalid("Skriv den adresse, ugens tal skal sendes til.", "email")
    if wanted.weekly_mail and not may(wanted.role, Right.READ_FIGURES):
        raise Invalid("Den rolle kan ikke se tallene. Vælg en anden rolle, eller fjern fluebenet ved ugens tal.", "weekly_mail")


def _departments(wanted: Change) -> list[str]:
    return sorted(set(wanted.departments))


def _refuse_demo(user: User) -> None:
    if user.demo:
        raise Conflict("En prøvebruger kan ikke ændres. Opret en rigtig bruger i stedet.")


def _administrators(session: Session) -> list[str]:
    """The open, real administrators; the rows are held, so that two who close each other's accounts do so one after the other."""
    query = select(User.id).where(User.role == Role.ADMIN, col(User.active), col(User.demo).is_(False))
    return list(session.exec(query.with_for_update()).all())


def _told(user: User) -> dict[str, Any]:
    """What the trail may know of an account."""
    told = {"name": user.name, "role": user.role, "departments": list(user.departments), "active": user.active}
    return told | ({"email": user.email, "weekly_mail": user.weekly_mail} if user.email else {})
