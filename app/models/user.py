"""Who may sign in, their sessions, and tokens for programs."""

from sqlmodel import Field, SQLModel

from app.models.columns import Moment, document, moment, new_id


class User(SQLModel, table=True):
    """A local account. `departments` are the ones an editor owns."""

    __tablename__ = "user"

    id: str = Field(default_factory=new_id, primary_key=True)
    username: str = Field(unique=True, index=True)
    name: str
    role: str
    password_hash: str = ""
    departments: list[str] = document(list)
    active: bool = True
    demo: bool = False
    email: str = ""
    weekly_mail: bool = False


class UserSession(SQLModel, table=True):
    """A sign-in on one browser; a row, so that it can be revoked. Only a hash of its key is kept."""

    __tablename__ = "user_session"

    key_hash: str = Field(primary_key=True)
    user_id: str = Field(foreign_key="user.id", index=True)
    created_at: Moment = moment()
    expires_at: Moment = moment()
    revoked_at: Moment | None = moment(nullable=True)


class ApiToken(SQLModel, table=True):
    """A bearer token for a program; only its hash is kept."""

    __tablename__ = "api_token"

    id: str = Field(default_factory=new_id, primary_key=True)
    name: str = Field(unique=True)
    role: str
    token_hash: str = Field(unique=True, index=True)
    created_at: Moment = moment()
    revoked_at: Moment | None = moment(nullable=True)
