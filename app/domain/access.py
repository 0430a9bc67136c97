"""Who may do what. One function decides for pages, API and commands alike."""

from collections.abc import Collection
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
    READ_EDITING = "read_editing"
    READ_FIGURES = "read_figures"
    IMPORT_FIGURES = "import_figures"
    EDIT_CONTENT = "edit_content"
    APPROVE = "approve"
    ADMINISTER = "administer"


_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.OPERATOR: frozenset({Right.DESK, Right.LOG_CALLS}),
    Role.TEAMLEAD: frozenset(
        {
            Right.DESK,
            Right.LOG_CALLS,
            Right.PUBLISH_NOTICES,
            Right.READ_EDITING,
            Right.READ_FIGURES,
            Right.IMPORT_FIGURES,
            Right.APPROVE,
        }
    ),
    Role.EDITOR: frozenset(
        {Right.DESK, Right.LOG_CALLS, Right.PUBLISH_NOTICES, Right.READ_EDITING, Right.READ_FIGURES, Right.EDIT_CONTENT, Right.APPROVE}
    ),
    Role.ADMIN: frozenset(Right),
}
# An editor edits and approves for the departments they own; the other roles have their rights everywhere.
_OWNED_ONLY = {Role.EDITOR: frozenset({Right.EDIT_CONTENT, Right.APPROVE})}

ROLE_WORDS: dict[Role, str] = {
    Role.OPERATOR: "omstillingsmedarbejder",
    Role.TEAMLEAD: "teamleder",
    Role.EDITOR: "redaktør",
    Role.ADMIN: "administrator",
}


def may(role: str, right: Right, department: str | None = None, owned: Collection[str] = ()) -> bool:
    """Whether a role has a right: at all, or on what a department owns when one is named. `owned` are the user's own departments.

    Unknown roles have no rights.
    """
    try:
        known = Role(role)
    except ValueError:
        return False
    if right not in _RIGHTS[known]:
        return False
    return department is None or right not in _OWNED_ONLY.get(known, ()) or department in owned
