"""Local accounts, sign-in, and sessions that can be revoked."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from pwdlib import PasswordHash
from sqlmodel import Session, col, select

from app.base.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from app.base.settings import settings
from app.base.text import one_line
from app.domain.access import ROLE_WORDS, Role
from app.models import User, UserSession

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
_hasher = PasswordHash.recommended()
_DUMMY_HASH = _hasher.hash(secrets.token_urlsafe(16))

DEMO_CAST: tuple[tuple[str, str, Role, list[str]], ...] = (
    ("anna", "Anna Omstilling", Role.OPERATOR, []),
    ("carla", "Carla Teamleder", Role.TEAMLEAD, []),
    ("bo", "Bo Redaktør", Role.EDITOR, ["borgerservice", "affald", "bibliotek", "vej-park"]),
    ("eva", "Eva Administrator", Role.ADMIN, []),
)


def hash_key(key: str) -> str:
    """What is stored of a session key or token: its SHA-256 under the program's secret, so that a copied database opens nothing."""
    return hmac.new(settings().secret.encode(), key.encode(), hashlib.sha256).hexdigest()


def add_user(session: Session, username: str, name: str, role: str, password: str, *, departments: Sequence[str] = ()) -> User:
    """A new account. Raises Invalid on a weak password or unknown role, Conflict when the name is taken."""
    if role not in set(Role):
        raise Invalid(f"Rollen skal være en af: {', '.join(Role)}.", "role")
    _check_password(password)
    username = one_line(username).casefold()
    if not username or not one_line(name):
        raise Invalid("Brugernavn og navn skal udfyldes.", "username")
    if by_username(session, username):
        raise Conflict(f"Der er allerede en bruger, der hedder {username}.", "username")
    user = User(username=username, name=one_line(name), role=role, password_hash=_hasher.hash(password), departments=list(departments))
    session.add(user)
    session.flush()
    return user


def set_password(session: Session, user: User, password: str) -> None:
    """Give a user another password. Raises Invalid on a weak one, NotAllowed for a demo user, who has none."""
    if user.demo:
        raise NotAllowed("En prøvebruger har ingen adgangskode.")
    _check_password(password)
    user.password_hash = _hasher.hash(password)
    session.add(user)
    session.flush()


def change_own_password(session: Session, username: str, old: str, new: str, at: datetime) -> None:
    """A user's own change of password; every browser is signed out. Raises Invalid with the field, NotAllowed for a demo user."""
    user = by_username(session, username)
    if user is None or user.demo or not user.password_hash:
        raise NotAllowed("En prøvebruger har ingen adgangskode.")
    if not _hasher.verify(old[:LONGEST_PASSWORD], user.password_hash):
        raise Invalid("Det er ikke den adgangskode, du har nu.", "password_now")
    if old == new:
        raise Invalid("Vælg en anden end den, du har nu.", "password")
    set_password(session, user, new)
    revoke_all(session, user.username, at)


def _check_password(password: str) -> None:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Invalid(f"Adgangskoden skal have mindst {SHORTEST_PASSWORD} tegn.", "password")


def ensure_demo_cast(session: Session) -> None:
    """The openly invented users of demo mode, without passwords."""
    for username, name, role, departments in DEMO_CAST:
        known = by_username(session, username)
        if known is None:
            session.add(User(username=username, name=name, role=role, departments=list(departments), demo=True))
        elif known.demo and not known.departments and departments:
            known.departments = departments  # from before editors owned departments
            session.add(known)
    session.flush()


def by_username(session: Session, username: str) -> User | None:
    return session.exec(select(User).where(User.username == one_line(username).casefold())).one_or_none()


def demo_users(session: Session) -> list[tuple[User, str]]:
    """The demo users with their roles in words, in the order of the cast."""
    by_name = {user.username: user for user in session.exec(select(User).where(col(User.demo), col(User.active))).all()}
    return [(by_name[username], ROLE_WORDS[role]) for username, _, role, _ in DEMO_CAST if username in by_name]


def sign_in(session: Session, username: str, password: str, at: datetime, hours: int) -> str:
    """Check a password and open a session; answers the session key. Raises NotSignedIn, the same for every cause."""
    user = by_username(session, username)
    stored = user.password_hash if user and user.active and user.password_hash else _DUMMY_HASH
    fits = _hasher.verify(password[:LONGEST_PASSWORD], stored)
    if user is None or stored is _DUMMY_HASH or not fits:
        raise NotSignedIn("Brugernavn eller adgangskode er forkert.", "password")
    return open_session(session, user, at, hours)


def sign_in_demo(session: Session, username: str, at: datetime, hours: int) -> str:
    """Open a session for a demo user without a password. Raises NotAllowed for anybody else."""
    user = by_username(session, username)
    if user is None or not user.demo or not user.active:
        raise NotAllowed("Kun prøvebrugerne kan logge ind uden adgangskode.")
    return open_session(session, user, at, hours)


def open_session(session: Session, user: User, at: datetime, hours: int) -> str:
    """A new session for a user; answers its key, which is not stored."""
    key = secrets.token_urlsafe(32)
    session.add(UserSession(key_hash=hash_key(key), user_id=user.id, created_at=at, expires_at=at + timedelta(hours=hours)))
    session.flush()
    return key


def who(session: Session, key: str, at: datetime, hours: int) -> User | None:
    """The user of a session key, or None; a session in use is prolonged when half its time has gone."""
    row = session.get(UserSession, hash_key(key))
    if row is None or row.revoked_at is not None or row.expires_at <= at:
        return None
    user = session.get(User, row.user_id)
    if user is None or not user.active:
        return None
    if row.expires_at - at < timedelta(hours=hours) / 2:
        row.expires_at = at + timedelta(hours=hours)
        session.add(row)
    return user


def sign_out(session: Session, key: str, at: datetime) -> None:
    """End one session; a key that is not known is no error."""
    row = session.get(UserSession, hash_key(key))
    if row is not None and row.revoked_at is None:
        row.revoked_at = at
        session.add(row)


def revoke_all(session: Session, username: str, at: datetime) -> int:
    """End every session of a user; answers how many. Raises NotFound."""
    user = by_username(session, username)
    if user is None:
        raise NotFound(f"Der er ingen bruger, der hedder {username}.")
    rows = session.exec(select(UserSession).where(UserSession.user_id == user.id, col(UserSession.revoked_at).is_(None))).all()
    for row in rows:
        row.revoked_at = at
        session.add(row)
    return len(rows)


def set_active(session: Session, username: str, *, active: bool) -> User:
    """Close or reopen an account. Raises NotFound."""
    user = by_username(session, username)
    if user is None:
        raise NotFound(f"Der er ingen bruger, der hedder {username}.")
    user.active = active
    session.add(user)
    return user


def all_users(session: Session) -> list[User]:
    return list(session.exec(select(User).order_by(User.username)).all())
