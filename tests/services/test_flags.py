"""A word from the desk to the one who owns a guide."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from app.base.errors import Invalid, NotFound
from app.models import Flag
from app.services import flags
from tests.conftest import user


def test_flag_carries_guide_department_search_and_note(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    flag = flags.raise_flag(session, anna, "pas-forny", "wrong", " forny\npas ", at, "prisen er gammel")
    assert (flag.guide, flag.department, flag.kind) == ("pas-forny", "borgerservice", "wrong")
    assert (flag.search_text, flag.note, flag.flagged_by, flag.flagged_at) == ("forny pas", "prisen er gammel", anna.id, at)


def test_missing_guide_can_be_flagged_without_one(session: Session, at: datetime) -> None:
    flag = flags.raise_flag(session, user(session, "anna"), "", "missing", "drone over byen", at)
    assert (flag.guide, flag.department) == (None, None)


def test_same_flag_twice_is_one_but_another_person_or_search_is_not(session: Session, at: datetime) -> None:
    anna, bo = user(session, "anna"), user(session, "bo")
    first = flags.raise_flag(session, anna, "pas-forny", "wrong", "pas", at)
    assert flags.raise_flag(session, anna, "pas-forny", "wrong", "pas", at).id == first.id
    assert flags.raise_flag(session, bo, "pas-forny", "wrong", "pas", at).id != first.id
    assert flags.raise_flag(session, anna, "pas-forny", "wrong", "rejsepas", at).id != first.id


def test_flag_that_was_dealt_with_can_be_raised_again(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    first = flags.raise_flag(session, anna, "pas-forny", "unclear", "", at)
    first.closed_at = at
    session.flush()
    assert flags.raise_flag(session, anna, "pas-forny", "unclear", "", at).id != first.id


@pytest.mark.parametrize(
    ("guide", "kind", "search", "note", "field"),
    [
        ("pas-forny", "ugly", "", "", "kind"),
        ("", "wrong", "", "", "guide"),
        ("pas-forny", "wrong", "010190-1234", "", "search"),
        ("pas-forny", "wrong", "", "0101901234", "note"),
        ("pas-forny", "wrong", "x" * (flags.LONGEST_TEXT + 1), "", "search"),
        ("pas-forny", "wrong", "", "x" * (flags.LONGEST_TEXT + 1), "note"),
    ],
)
def test_flag_that_does_not_fit_is_refused(session: Session, at: datetime, guide: str, kind: str, search: str, note: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        flags.raise_flag(session, user(session, "anna"), guide, kind, search, at, note)
    assert refusal.value.field == field
    assert session.exec(select(Flag)).all() == []


def test_flag_on_an_unknown_guide_is_refused(session: Session, at: datetime) -> None:
    with pytest.raises(NotFound):
        flags.raise_flag(session, user(session, "anna"), "findes-ikke", "wrong", "", at)


def test_open_flags_are_newest_first_and_can_be_asked_for_by_department(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    for minutes, guide in enumerate(("pas-forny", "affald-glemt", "pas-mistet")):
        flags.raise_flag(session, anna, guide, "out_of_date", "", at + timedelta(minutes=minutes))
    assert [flag.guide for flag in flags.open_flags(session)] == ["pas-mistet", "affald-glemt", "pas-forny"]
    assert [flag.guide for flag in flags.open_flags(session, ["affald"])] == ["affald-glemt"]
    assert flags.open_flags(session, []) == []
