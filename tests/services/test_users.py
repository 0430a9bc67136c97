"""Accounts as administrators keep them, and what the trail may know of them."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlmodel import Session, select

from app.base.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from app.domain.trail import differences
from app.models import TrailEntry, User
from app.services import accounts, trail, users
from app.services.users import Change
from tests.conftest import user

KAJA = Change("Kaja Karlsen", "editor", ["affald"])


@pytest.fixture
def root(session: Session) -> User:
    """Rita is a real administrator."""
    return accounts.add_user(session, "rita", "Rita Rod", "admin", "korrekt hest batteri")


def test_new_user_signs_in_with_the_password_that_was_shown(session: Session, root: User, at: datetime) -> None:
    made, password = users.add(session, root, " Kaja ", KAJA, at)
    assert (made.username, made.name, made.role, made.departments, made.demo) == ("kaja", "Kaja Karlsen", "editor", ["affald"], False)
    assert accounts.sign_in(session, "kaja", password, at, 12)
    assert users.new_password() != users.new_password()


def test_no_trail_entry_holds_a_password_or_its_hash(session: Session, root: User, at: datetime) -> None:
    made, first = users.add(session, root, "kaja", KAJA, at)
    _, second = users.reset_password(session, root, "kaja", at)
    users.change(session, root, "kaja", replace(KAJA, role="operator", departments=[]), at)
    entries = session.exec(select(TrailEntry).where(TrailEntry.kind == "user")).all()
    assert [entry.action for entry in entries] == ["add", "reset_password", "change"]
    told = repr([entry.model_dump() for entry in entries])
    assert not any(secret in told for secret in (first, second, made.password_hash, "argon2"))
    assert (entries[2].old, entries[2].new) == (
        {"name": "Kaja Karlsen", "role": "editor", "departments": ["affald"], "active": True},
        {"name": "Kaja Karlsen", "role": "operator", "departments": [], "active": True},
    )


def test_who_gets_the_weekly_mail_is_kept_and_stands_in_the_trail(session: Session, root: User, at: datetime) -> None:
    lead = Change("Kaja Karlsen", "teamlead", email=" kaja@kommune.dk ", weekly_mail=True)
    made, _ = users.add(session, root, "kaja", lead, at)
    assert (made.email, made.weekly_mail) == ("kaja@kommune.dk", True)
    users.change(session, root, "kaja", replace(lead, email="", weekly_mail=False), at)
    assert (made.email, made.weekly_mail) == ("", False)
    added, changed = session.exec(select(TrailEntry).where(TrailEntry.kind == "user").order_by(TrailEntry.id)).all()  # type: ignore[arg-type]
    assert added.new is not None
    assert (added.new["email"], added.new["weekly_mail"]) == ("kaja@kommune.dk", True)
    assert [row.label for row in differences(changed.old, changed.new)] == ["E-mail", "Får ugens tal"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "kaja"}, "email"),
        ({"email": "kaja@kommune"}, "email"),
        ({"email": "kaja@kommune.dk, ole@kommune.dk"}, "email"),
        ({"email": "Kaja <kaja@kommune.dk>"}, "email"),
        ({"email": "kaja@kommune.dk\nBcc: ole@kommune.dk"}, "email"),
        ({"email": "0101901234@kommune.dk"}, "email"),
        ({"email": f"{'x' * 200}@kommune.dk"}, "email"),
        ({"weekly_mail": True}, "email"),
        ({"email": "kaja@kommune.dk", "weekly_mail": True, "role": "operator"}, "weekly_mail"),
    ],
)
def test_mail_that_could_not_be_sent_or_may_not_is_refused(
    session: Session, root: User, at: datetime, changes: dict[str, object], field: str
) -> None:
    for wanted in (Change("Kaja", "teamlead"), Change("Rita Rod", "admin")):
        with pytest.raises(Invalid) as refusal:
            users.add(session, root, "kaja", replace(wanted, **changes), at)  # type: ignore[arg-type]
        assert refusal.value.field == field
        assert refusal.value.message.endswith(".")


def test_new_password_ends_the_old_one_and_every_session(session: Session, root: User, at: datetime) -> None:
    _, first = users.add(session, root, "kaja", KAJA, at)
    key = accounts.sign_in(session, "kaja", first, at, 12)
    _, second = users.reset_password(session, root, "kaja", at)
    assert accounts.who(session, key, at, 12) is None
    with pytest.raises(NotSignedIn):
        accounts.sign_in(session, "kaja", first, at, 12)
    assert accounts.sign_in(session, "kaja", second, at, 12)


def test_closed_account_is_signed_out_at_once(session: Session, root: User, at: datetime) -> None:
    _, password = users.add(session, root, "kaja", KAJA, at)
    key = accounts.sign_in(session, "kaja", password, at, 12)
    assert [account.sessions for account in users.listed(session, at) if account.user.username == "kaja"] == [1]
    users.change(session, root, "kaja", replace(KAJA, active=False), at)
    assert accounts.who(session, key, at, 12) is None
    users.change(session, root, "kaja", KAJA, at)
    assert accounts.who(session, key, at, 12) is None


def test_signing_out_everywhere_counts_the_sessions(session: Session, root: User, at: datetime) -> None:
    for _ in range(2):
        accounts.open_session(session, user(session, "anna"), at, 12)
    assert users.sign_out_everywhere(session, root, "anna", at) == 2
    assert users.sign_out_everywhere(session, root, "anna", at) == 0
    assert [entry.action for entry in trail.read(session, trail.Filter(kind="user"))] == ["sign_out"]


@pytest.mark.parametrize("changes", [{"role": "editor", "departments": ["affald"]}, {"active": False}])
def test_administrator_cannot_lock_themselves_out(session: Session, root: User, at: datetime, changes: dict[str, object]) -> None:
    accounts.add_user(session, "omar", "Omar", "admin", "korrekt hest batteri")
    with pytest.raises(Conflict) as refusal:
        users.change(session, root, "rita", replace(Change("Rita Rod", "admin"), **changes), at)  # type: ignore[arg-type]
    assert "dig selv" in refusal.value.message
    assert users.change(session, root, "rita", Change("Rita Rodsen", "admin"), at).name == "Rita Rodsen"


def test_last_real_administrator_stays_whoever_asks(session: Session, root: User, at: datetime) -> None:
    eva = user(session, "eva")
    for wanted in (Change("Rita", "operator"), Change("Rita", "admin", active=False)):
        with pytest.raises(Conflict) as refusal:
            users.change(session, eva, "rita", wanted, at)
        assert "sidste administrator" in refusal.value.message
    accounts.add_user(session, "omar", "Omar", "admin", "korrekt hest batteri")
    assert users.change(session, eva, "rita", Change("Rita", "operator"), at).role == "operator"


def test_demo_user_can_become_nothing_else(session: Session, root: User, at: datetime) -> None:
    with pytest.raises(Conflict):
        users.change(session, root, "bo", Change("Bo", "admin"), at)
    with pytest.raises(Conflict):
        users.reset_password(session, root, "bo", at)
    with pytest.raises(NotAllowed):
        accounts.set_password(session, user(session, "bo"), "korrekt hest batteri")
    assert (user(session, "bo").password_hash, user(session, "bo").role) == ("", "editor")


@pytest.mark.parametrize(
    ("username", "changes", "field"),
    [
        ("", {}, "username"),
        ("kaja karlsen", {}, "username"),
        ("../x", {}, "username"),
        ("new", {}, "username"),
        ("x" * 41, {}, "username"),
        ("010190-1234", {}, "username"),
        ("kaja", {"name": " "}, "name"),
        ("kaja", {"name": "x" * 81}, "name"),
        ("kaja", {"name": "Kaja 010190-1234"}, "name"),
        ("kaja", {"role": "king"}, "role"),
        ("kaja", {"departments": ["findes-ikke"]}, "departments"),
        ("kaja", {"departments": []}, "departments"),
    ],
)
def test_account_that_does_not_fit_is_refused_with_its_field(
    session: Session, root: User, at: datetime, username: str, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        users.add(session, root, username, replace(KAJA, **changes), at)  # type: ignore[arg-type]
    assert refusal.value.field == field


def test_taken_username_and_unknown_user_are_refused(session: Session, root: User, at: datetime) -> None:
    with pytest.raises(Conflict):
        users.add(session, root, "BO", KAJA, at)
    for act in (users.reset_password, users.sign_out_everywhere):
        with pytest.raises(NotFound):
            act(session, root, "ingen", at)


def test_only_administrators_may(session: Session, root: User, at: datetime) -> None:
    for name in ("anna", "bo", "carla"):
        by = user(session, name)
        with pytest.raises(NotAllowed):
            users.add(session, by, "kaja", KAJA, at)
        with pytest.raises(NotAllowed):
            users.change(session, by, "rita", Change("Rita", "operator"), at)
        with pytest.raises(NotAllowed):
            users.reset_password(session, by, "rita", at)
        with pytest.raises(NotAllowed):
            users.sign_out_everywhere(session, by, "rita", at)


def test_own_password_is_changed_by_who_knows_it(session: Session, root: User, at: datetime) -> None:
    key = accounts.sign_in(session, "rita", "korrekt hest batteri", at, 12)
    with pytest.raises(Invalid) as refusal:
        accounts.change_own_password(session, "rita", "forkert", "ny hest batteri", at)
    assert refusal.value.field == "password_now"
    for weak in ("kort", "korrekt hest batteri"):
        with pytest.raises(Invalid):
            accounts.change_own_password(session, "rita", "korrekt hest batteri", weak, at)
    accounts.change_own_password(session, "rita", "korrekt hest batteri", "ny hest batteri", at)
    assert accounts.who(session, key, at, 12) is None
    assert accounts.sign_in(session, "rita", "ny hest batteri", at, 12)
