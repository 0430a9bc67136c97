"""Bearer tokens for programs: printed once, stored as a hash, revocable."""

import secrets
from datetime import datetime

from sqlmodel import Session, col, select

from app.base.errors import Conflict, Invalid, NotFound
from app.base.text import one_line
from app.domain.access import Role
from app.models import ApiToken
from app.services.accounts import hash_key

PREFIX = "straks_"


def create(session: Session, name: str, role: str, at: datetime) -> str:
    """A new token; answers it, for the only time. Raises Invalid on an unknown role, Conflict when the name is taken."""
    name = one_line(name)
    if not name:
        raise Invalid("Et token skal have et navn.", "name")
    if role not in set(Role):
        raise Invalid(f"Rollen skal være en af: {', '.join(Role)}.", "role")
    if session.exec(select(ApiToken).where(ApiToken.name == name)).one_or_none():
        raise Conflict(f"Der er allerede et token, der hedder {name}.", "name")
    token = PREFIX + secrets.token_urlsafe(32)
    session.add(ApiToken(name=name, role=role, token_hash=hash_key(token), created_at=at))
    session.flush()
    return token


def who(session: Session, token: str) -> ApiToken | None:
    """The token's row when it is known and not revoked."""
    return session.exec(select(ApiToken).where(ApiToken.token_hash == hash_key(token), col(ApiToken.revoked_at).is_(None))).one_or_none()


def revoke(session: Session, name: str, at: datetime) -> None:
    """End a token. Raises NotFound."""
    row = session.exec(select(ApiToken).where(ApiToken.name == name, col(ApiToken.revoked_at).is_(None))).one_or_none()
    if row is None:
        raise NotFound(f"Der er intet gyldigt token, der hedder {name}.")
    row.revoked_at = at
    session.add(row)


def all_tokens(session: Session) -> list[ApiToken]:
    return list(session.exec(select(ApiToken).order_by(ApiToken.name)).all())
