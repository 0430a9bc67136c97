"""Who may do what, as one table."""

import pytest

from app.domain.access import ROLE_WORDS, Right, Role, may

TABLE = {
    #           desk  calls notices reading figures channels content approve administer
    "operator": (True, True, False, False, False, False, False, False, False),
    "teamlead": (True, True, True, True, True, True, False, True, False),
    "editor": (True, True, True, True, True, False, True, True, False),
    "admin": (True, True, True, True, True, True, True, True, True),
}
RIGHTS = (
    Right.DESK,
    Right.LOG_CALLS,
    Right.PUBLISH_NOTICES,
    Right.READ_EDITING,
    Right.READ_FIGURES,
    Right.IMPORT_FIGURES,
    Right.EDIT_CONTENT,
    Right.APPROVE,
    Right.ADMINISTER,
)


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


@pytest.mark.parametrize("right", [Right.EDIT_CONTENT, Right.APPROVE])
def test_editor_edits_and_approves_for_the_departments_they_own_and_no_others(right: Right) -> None:
    assert may("editor", right, "affald", ["affald", "bibliotek"])
    assert not may("editor", right, "borgerservice", ["affald", "bibliotek"])
    assert not may("editor", right, "affald", [])


def test_administrator_edits_everywhere_and_team_lead_approves_everywhere() -> None:
    assert may("admin", Right.EDIT_CONTENT, "affald")
    assert may("teamlead", Right.APPROVE, "affald")
    assert not may("teamlead", Right.EDIT_CONTENT, "affald", ["affald"])
    assert not may("operator", Right.APPROVE, "affald", ["affald"])
