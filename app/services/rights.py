"""Whether this user may do this here: the one question every change asks first."""

from app.base.errors import NotAllowed
from app.domain.access import Right, may
from app.models import User

NOT_YOURS = "Det hører til en afdeling, som du ikke redigerer."


def has(user: User, right: Right, department: str | None = None) -> bool:
    """Whether a user has a right, on what a department owns when one is named."""
    return may(user.role, right, department, user.departments)


def require(user: User, right: Right, *departments: str) -> None:
    """Raises NotAllowed unless the user has a right on what each of the departments owns."""
    if not has(user, right) or not all(has(user, right, department) for department in departments):
        raise NotAllowed(NOT_YOURS)
