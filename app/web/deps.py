"""What handlers ask for, as types: a handler's signature is its contract.

Every route declares a right through one of these, or stands in `PUBLIC`; a test walks the routes.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Annotated, Any, NamedTuple

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.base import clock
from app.base.database import Engine, Session, session_scope
from app.base.errors import NotAllowed, NotSignedIn
from app.base.settings import Settings
from app.domain.access import Right, may
from app.models import ApiToken, User
from app.services import accounts, tokens

SESSION_COOKIE = "straks_session"
PUBLIC = frozenset({"sign_in_page", "sign_in", "sign_in_demo", "healthz", "readyz", "metrics", "openapi", "static"})
NO_TOKEN = "Kaldet mangler et gyldigt token: Authorization: Bearer ..."  # noqa: S105


def get_settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def get_engine(request: Request) -> Engine:
    engine: Engine = request.app.state.engine
    return engine


def get_moment() -> datetime:
    return clock.now()


EngineDep = Annotated[Engine, Depends(get_engine)]
SettingsDep = Annotated[Settings, Depends(get_settings)]
MomentDep = Annotated[datetime, Depends(get_moment)]


def get_session(engine: EngineDep) -> Iterator[Session]:
    """One session a request, committed before the answer goes out (see SessionDep)."""
    with session_scope(engine) as session:
        yield session


# scope="function": the commit happens before the response is sent, so that a failing commit cannot answer 200.
SessionDep = Annotated[Session, Depends(get_session, scope="function")]


def current_user(request: Request, session: SessionDep, settings: SettingsDep, at: MomentDep) -> User:
    """The signed-in user. Raises NotSignedIn."""
    key = request.cookies.get(SESSION_COOKIE, "")
    user = accounts.who(session, key, at, settings.session_hours) if key else None
    if user is None or (user.demo and not settings.is_demo):
        raise NotSignedIn("Du er logget ud. Log ind igen.")
    session.expunge(user)  # so that an error page can still name them after a rollback
    request.state.user = user
    return user


CurrentUserDep = Annotated[User, Depends(current_user)]


def user_with(right: Right) -> Callable[[User], User]:
    """A dependency that answers the signed-in user, or refuses one without the right."""

    def check(user: CurrentUserDep) -> User:
        if not may(user.role, right):
            raise NotAllowed("Det har du ikke adgang til.")
        return user

    check.right = right  # type: ignore[attr-defined]
    return check


class Program(NamedTuple):
    """A program that calls the API, by its token."""

    token: ApiToken

    @property
    def logged_by(self) -> str:
        return f"token:{self.token.id}"


_bearer = HTTPBearer(auto_error=False, description="Et token fra `straks token create`.")


def program_with(right: Right) -> Callable[..., Program]:
    """A dependency that answers the program behind a bearer token, or refuses one without the right."""

    def check(session: SessionDep, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]) -> Program:
        token = tokens.who(session, credentials.credentials) if credentials else None
        if token is None:
            raise NotSignedIn(NO_TOKEN)
        if not may(token.role, right):
            raise NotAllowed("Tokenet har ikke adgang til det.")
        return Program(token)

    check.right = right  # type: ignore[attr-defined]
    return check


def rights_of(dependant: Any) -> set[Right]:
    """The rights that a route's dependencies ask for."""
    found = {dependant.call.right} if hasattr(dependant.call, "right") else set()
    for inner in dependant.dependencies:
        found |= rights_of(inner)
    return found


DeskDep = Annotated[User, Depends(user_with(Right.DESK))]
CallerDep = Annotated[User, Depends(user_with(Right.LOG_CALLS))]
PublisherDep = Annotated[User, Depends(user_with(Right.PUBLISH_NOTICES))]
EditingReaderDep = Annotated[User, Depends(user_with(Right.READ_EDITING))]
EditorDep = Annotated[User, Depends(user_with(Right.EDIT_CONTENT))]
FigureReaderDep = Annotated[User, Depends(user_with(Right.READ_FIGURES))]
FigureImporterDep = Annotated[User, Depends(user_with(Right.IMPORT_FIGURES))]
ApproverDep = Annotated[User, Depends(user_with(Right.APPROVE))]
AdminDep = Annotated[User, Depends(user_with(Right.ADMINISTER))]
ReaderProgramDep = Annotated[Program, Depends(program_with(Right.DESK))]
CallerProgramDep = Annotated[Program, Depends(program_with(Right.LOG_CALLS))]
FigureProgramDep = Annotated[Program, Depends(program_with(Right.READ_FIGURES))]
