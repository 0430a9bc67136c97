"""Accounts, sign-in, sessions that run out or are ended, and tokens for programs."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from app.base.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from app.models import ApiToken, UserSession
from app.services import accounts, tokens
from tests.conftest import user

PASSWORD = "korrekt hest batteri"
HOURS = 12


@pytest.fixture
def ida(session: Session) -> str:
    """Ida has a real account with a password."""
    return accounts.add_user(session, " Ida ", "Ida  Iversen", "editor", PASSWORD, departments=["affald"]).username


def test_password_is_stored_as_argon2_only(session: Session, ida: str) -> None:
    stored = user(session, ida)
    assert stored.password_hash.startswith("$argon2id$")
    assert PASSWORD not in stored.password_hash
    assert (stored.username, stored.name, stored.departments) == ("ida", "Ida Iversen", ["affald"])


def test_right_password_opens_a_session_whose_key_is_not_stored(session: Session, ida: str, at: datetime) -> None:
    key = accounts.sign_in(session, "IDA", PASSWORD, at, HOURS)
    found = accounts.who(session, key, at, HOURS)
    assert found is not None
    assert found.username == ida
    assert key not in {row.key_hash for row in session.exec(select(UserSession)).all()}


@pytest.mark.parametrize(
    ("username", "password"), [("ida", "forkert kodeord"), ("ingen", PASSWORD), ("anna", ""), ("anna", PASSWORD), ("ida", ""), ("", "")]
)
def test_every_failed_sign_in_is_refused_in_the_same_words(session: Session, ida: str, at: datetime, username: str, password: str) -> None:
    with pytest.raises(NotSignedIn) as refusal:
        accounts.sign_in(session, username, password, at, HOURS)
    assert refusal.value.message == "Brugernavn eller adgangskode er forkert."


@pytest.mark.parametrize(
    ("username", "name", "role", "password", "field"),
    [
        ("ny", "Ny", "king", PASSWORD, "role"),
        ("ny", "Ny", "operator", "for kort", "password"),
        ("ny", "Ny", "operator", "x" * (accounts.LONGEST_PASSWORD + 1), "password"),
        (" ", "Ny", "operator", PASSWORD, "username"),
        ("ny", " ", "operator", PASSWORD, "username"),
    ],
)
def test_account_that_does_not_fit_is_refused(session: Session, username: str, name: str, role: str, password: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        accounts.add_user(session, username, name, role, password)
    assert refusal.value.field == field


def test_username_is_taken_whatever_its_case(session: Session, ida: str) -> None:
    with pytest.raises(Conflict):
        accounts.add_user(session, "IDA", "En anden", "operator", PASSWORD)


def test_session_ends_after_its_hours(session: Session, at: datetime) -> None:
    key = accounts.sign_in_demo(session, "anna", at, HOURS)
    assert accounts.who(session, key, at + timedelta(hours=HOURS), HOURS) is None


def test_session_in_use_is_prolonged_in_its_second_half(session: Session, at: datetime) -> None:
    key = accounts.sign_in_demo(session, "anna", at, HOURS)
    row = session.get_one(UserSession, accounts.hash_key(key))
    accounts.who(session, key, at + timedelta(hours=5), HOURS)
    assert row.expires_at == at + timedelta(hours=12)
    accounts.who(session, key, at + timedelta(hours=7), HOURS)
    assert row.expires_at == at + timedelta(hours=19)


def test_signing_out_ends_one_session_and_leaves_the_others(session: Session, at: datetime) -> None:
    first, second = (accounts.sign_in_demo(session, "anna", at, HOURS) for _ in range(2))
    accounts.sign_out(session, first, at)
    accounts.sign_out(session, "ukendt", at)
    assert accounts.who(session, first, at, HOURS) is None
    assert accounts.who(session, second, at, HOURS) is not None


def test_revoking_ends_every_session_of_one_user(session: Session, at: datetime) -> None:
    keys = [accounts.sign_in_demo(session, "anna", at, HOURS) for _ in range(2)]
    others = accounts.sign_in_demo(session, "carla", at, HOURS)
    assert accounts.revoke_all(session, "anna", at) == 2
    assert accounts.revoke_all(session, "anna", at) == 0
    assert [accounts.who(session, key, at, HOURS) for key in keys] == [None, None]
    assert accounts.who(session, others, at, HOURS) is not None


def test_closed_account_is_out_at_once_and_cannot_come_in(session: Session, ida: str, at: datetime) -> None:
    key = accounts.sign_in(session, ida, PASSWORD, at, HOURS)
    accounts.set_active(session, ida, active=False)
    assert accounts.who(session, key, at, HOURS) is None
    with pytest.raises(NotSignedIn):
        accounts.sign_in(session, ida, PASSWORD, at, HOURS)
    accounts.set_active(session, ida, active=True)
    assert accounts.sign_in(session, ida, PASSWORD, at, HOURS)


@pytest.mark.parametrize("username", ["ida", "ingen", ""])
def test_only_the_cast_comes_in_without_a_password(session: Session, ida: str, at: datetime, username: str) -> None:
    with pytest.raises(NotAllowed):
        accounts.sign_in_demo(session, username, at, HOURS)


def test_closed_member_of_the_cast_stays_out_and_off_the_list(session: Session, at: datetime) -> None:
    accounts.set_active(session, "carla", active=False)
    assert [person.username for person, _ in accounts.demo_users(session)] == ["anna", "bo", "eva"]
    with pytest.raises(NotAllowed):
        accounts.sign_in_demo(session, "carla", at, HOURS)


def test_inviting_the_cast_twice_changes_nothing(session: Session) -> None:
    before = {row.username: row.id for row in accounts.all_users(session)}
    accounts.ensure_demo_cast(session)
    assert {row.username: row.id for row in accounts.all_users(session)} == before


def test_unknown_user_cannot_be_closed_or_revoked(session: Session, at: datetime) -> None:
    with pytest.raises(NotFound):
        accounts.set_active(session, "ingen", active=False)
    with pytest.raises(NotFound):
        accounts.revoke_all(session, "ingen", at)


def test_token_is_shown_once_and_stored_as_a_hash(session: Session, at: datetime) -> None:
    token = tokens.create(session, "Telefoni", "operator", at)
    row = tokens.who(session, token)
    assert row is not None
    assert (row.name, row.role) == ("Telefoni", "operator")
    assert token not in {value for stored in session.exec(select(ApiToken)).all() for value in stored.model_dump().values()}
    assert token.startswith("straks_")


def test_revoked_token_opens_nothing_and_cannot_be_revoked_again(session: Session, at: datetime) -> None:
    token = tokens.create(session, "Telefoni", "operator", at)
    tokens.revoke(session, "Telefoni", at)
    assert tokens.who(session, token) is None
    with pytest.raises(NotFound):
        tokens.revoke(session, "Telefoni", at)


@pytest.mark.parametrize("token", ["", "straks_", "straks_gæt", "x" * 5000])
def test_guessed_token_is_nobody(session: Session, at: datetime, token: str) -> None:
    tokens.create(session, "Telefoni", "operator", at)
    assert tokens.who(session, token) is None


def test_token_needs_a_name_of_its_own_and_a_role(session: Session, at: datetime) -> None:
    tokens.create(session, "Telefoni", "operator", at)
    with pytest.raises(Conflict):
        tokens.create(session, " Telefoni ", "editor", at)
    with pytest.raises(Invalid):
        tokens.create(session, " ", "operator", at)
    with pytest.raises(Invalid):
        tokens.create(session, "Andet", "king", at)
