"""Who may do what. One function decides for pages, API and commands alike."""

from enum import StrEnum


class Role(StrEnum):
    """The four roles, by what they do during a day."""

    OPERATOR = "operator"
    TEAMLEAD = "teamlead"
    EDITOR = "editor"
    ADMIN = "admin"


class Right(StrEnum):
    """What a route or a command asks for."""

    DESK = "desk"
    LOG_CALLS = "log_calls"
    PUBLISH_NOTICES = "publish_notices"
    EDIT_CONTENT = "edit_content"
    ADMINISTER = "administer"


_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.OPERATOR: frozenset({Right.DESK, Right.LOG_CALLS}),
    Role.TEAMLEAD: frozenset({Right.DESK, Right.LOG_CALLS, Right.PUBLISH_NOTICES}),
    Role.EDITOR: frozenset({Right.DESK, Right.LOG_CALLS, Right.PUBLISH_NOTICES, Right.EDIT_CONTENT}),
    Role.ADMIN: frozenset(Right),
}

ROLE_WORDS: dict[Role, str] = {
    Role.OPERATOR: "omstillingsmedarbejder",
    Role.TEAMLEAD: "teamleder",
    Role.EDITOR: "redaktør",
    Role.ADMIN: "administrator",
}


def may(role: str, right: Right) -> bool:
    """Whether a role has a right. Unknown roles have none."""
    try:
        return right in _RIGHTS[Role(role)]
    except ValueError:
        return False
