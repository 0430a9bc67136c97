"""Who may do what, as one table."""

import pytest

from app.domain.access import ROLE_WORDS, Right, Role, may

TABLE = {
    #           desk  calls notices content administer
    "operator": (True, True, False, False, False),
    "teamlead": (True, True, True, False, False),
    "editor": (True, True, True, True, False),
    "admin": (True, True, True, True, True),
}
RIGHTS = (Right.DESK, Right.LOG_CALLS, Right.PUBLISH_NOTICES, Right.EDIT_CONTENT, Right.ADMINISTER)


@pytest.mark.parametrize("role", TABLE)
def test_role_has_these_rights_and_no_others(role: str) -> None:
    assert tuple(may(role, right) for right in RIGHTS) == TABLE[role]


def test_table_holds_every_role_and_every_right() -> None:
    assert set(TABLE) == set(Role)
    assert set(RIGHTS) == set(Right)


@pytest.mark.parametrize("role", ["", "root", "Admin", "admin ", "operator,admin"])
def test_unknown_role_has_no_rights_at_all(role: str) -> None:
    assert not any(may(role, right) for right in Right)


def test_every_role_has_its_word_on_the_screen() -> None:
    assert set(ROLE_WORDS) == set(Role)
    assert len(set(ROLE_WORDS.values())) == len(Role)
