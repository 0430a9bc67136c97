"""The audit trail: who may read what of it, found again by filters, and never altered."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from app.base.errors import NotAllowed
from app.models import TrailEntry
from app.services import trail
from app.services.trail import BY_PROGRAM, Filter
from tests.conftest import user


@pytest.fixture
def written(session: Session, at: datetime) -> Session:
    """Bo has changed two guides, Eva a fact and a user, the program has archived a guide."""
    bo, eva = user(session, "bo"), user(session, "eva")
    trail.record(session, bo, "publish", "guide", "pas-forny", at, department="borgerservice", reason="Ny pris", old={"say": "a"}, new={"say": "b"})
    trail.record(session, bo, "publish", "guide", "affald-glemt", at, department="affald")
    trail.record(session, eva, "change", "fact", "pas-pris", at, department="borgerservice")
    trail.record(session, eva, "create", "user", "gry", at, new={"role": "operator"})
    trail.record(session, None, "archive", "guide", "pas-mistet", at + timedelta(minutes=1), department="borgerservice")
    return session


def slugs(session: Session, username: str, wanted: Filter = Filter()) -> list[str]:  # noqa: B008
    return [entry.slug for entry in trail.seen_by(session, user(session, username), wanted)]


def test_administrator_sees_everything_newest_first(written: Session) -> None:
    assert slugs(written, "eva") == ["pas-mistet", "gry", "pas-pris", "affald-glemt", "pas-forny"]


@pytest.mark.parametrize("username", ["bo", "carla"])
def test_others_see_all_departments_but_nothing_about_users(written: Session, username: str) -> None:
    assert slugs(written, username) == ["pas-mistet", "pas-pris", "affald-glemt", "pas-forny"]
    assert slugs(written, username, Filter(name="gry")) == []
    with pytest.raises(NotAllowed):
        slugs(written, username, Filter(kind="user"))


def test_operator_sees_none_of_it(written: Session) -> None:
    with pytest.raises(NotAllowed):
        slugs(written, "anna")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(kind="guide"), ["pas-mistet", "affald-glemt", "pas-forny"]),
        (Filter(kind="user"), ["gry"]),
        (Filter(slug="pas-forny"), ["pas-forny"]),
        (Filter(name="PAS"), ["pas-mistet", "pas-pris", "pas-forny"]),
        (Filter(name="%"), []),
        (Filter(department="affald"), ["affald-glemt"]),
        (Filter(by=BY_PROGRAM), ["pas-mistet"]),
        (Filter(by="ukendt"), []),
        (Filter(kind="guide", department="borgerservice", name="mistet"), ["pas-mistet"]),
    ],
)
def test_filter_leaves_only_what_fits(written: Session, wanted: Filter, found: list[str]) -> None:
    assert slugs(written, "eva", wanted) == found


def test_filter_by_who_takes_a_user(written: Session) -> None:
    assert slugs(written, "eva", Filter(by=user(written, "bo").id)) == ["affald-glemt", "pas-forny"]


def test_reading_goes_on_before_an_entry(written: Session) -> None:
    eva = user(written, "eva")
    first = trail.seen_by(written, eva, Filter(), 2)
    rest = trail.seen_by(written, eva, Filter(before=first[-1].id), 50)
    assert [entry.slug for entry in [*first, *rest]] == slugs(written, "eva")


def test_whole_trail_comes_in_handfuls_to_administrators_alone(written: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "MOST", 2)
    handfuls = list(trail.every(written, user(written, "eva"), Filter()))
    assert [[entry.slug for entry in entries] for entries in handfuls] == [["pas-mistet", "gry"], ["pas-pris", "affald-glemt"], ["pas-forny"]]
    with pytest.raises(NotAllowed):
        list(trail.every(written, user(written, "bo"), Filter()))


def test_authors_are_those_who_may_change_something(written: Session) -> None:
    names = [name for _, name in trail.authors(written)]
    assert user(written, "bo").name in names
    assert user(written, "anna").name not in names
    assert trail.authors(written)[-1][0] == BY_PROGRAM


@pytest.mark.parametrize(
    "change", ["UPDATE trail_entry SET by_name = 'en anden'", "DELETE FROM trail_entry", "DELETE FROM trail_entry WHERE slug = 'gry'"]
)
def test_store_lets_nobody_alter_the_trail(written: Session, change: str) -> None:
    written.commit()
    before = [(entry.id, entry.by_name) for entry in written.exec(select(TrailEntry)).all()]
    with pytest.raises(DBAPIError, match="trail_entry is not changed"):
        written.connection().execute(text(change))
    written.rollback()
    assert [(entry.id, entry.by_name) for entry in written.exec(select(TrailEntry)).all()] == before


@pytest.mark.parametrize("table", ["trail_entry", "guide_version"])
def test_store_lets_nobody_empty_the_table(session: Session, table: str) -> None:
    if session.get_bind().dialect.name != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DBAPIError, match=f"{table} is not changed"):
        session.connection().execute(text(f"TRUNCATE {table} CASCADE"))
