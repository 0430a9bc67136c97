"""The versions of a guide: listed with names, compared, taken back into a draft, and never altered."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from app.base.errors import Conflict, Invalid, NotAllowed, NotFound
from app.domain.guide_content import content_of
from app.models import Department, Draft, GuideVersion
from app.services import drafts, guides, publishing, versions
from tests.conftest import user

DAY = timedelta(days=1)


@pytest.fixture
def twice(session: Session, at: datetime) -> Session:
    """The passport guide in three versions: from the knowledge base, with a new sentence, with another and a new title."""
    return settled(session, at)


@pytest.fixture
def small(sqlite_session: Session, at: datetime) -> Session:
    """The same on SQLite alone."""
    return settled(sqlite_session, at)


def settled(session: Session, at: datetime) -> Session:
    guides.keep_versions(session, at - 30 * DAY)
    bo, eva = user(session, "bo"), user(session, "eva")
    content = content_of(guides.find(session, "pas-forny"))
    guides.publish(session, bo, "pas-forny", {**content, "say": "Bestil tid på nettet."}, at - 20 * DAY, reason="Kortere", approved_by=eva.id)
    guides.publish(session, eva, "pas-forny", {**content, "say": "Bestil tid hos os.", "title": "Nyt pas"}, at - 10 * DAY, reason="Ny lov")
    return session


def test_history_tells_who_when_why_and_what(twice: Session) -> None:
    found = versions.history(twice, "pas-forny")
    told = [(row.version.number, row.published_by, row.approved_by, row.version.reason, row.changed) for row in found.rows]
    assert told == [
        (3, user(twice, "eva").name, "", "Ny lov", ["Titel", "Sig"]),
        (2, user(twice, "bo").name, user(twice, "eva").name, "Kortere", ["Sig"]),
        (1, "", "", "Fra vidensbasen", None),
    ]
    assert found.older is None


def test_long_history_is_told_a_handful_at_a_time(small: Session, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "MOST", 2)
    first = versions.history(small, "pas-forny")
    assert ([row.version.number for row in first.rows], first.older, first.rows[-1].changed) == ([3, 2], 2, ["Sig"])
    rest = versions.history(small, "pas-forny", before=first.older)
    assert ([row.version.number for row in rest.rows], rest.older) == ([1], None)


def test_any_two_versions_are_compared_the_older_first(small: Session) -> None:
    found = versions.comparison(small, "pas-forny", 3, 2)
    assert (found.old.number, found.new.number) == (2, 3)
    assert [(change.group, change.label) for change in found.changes] == [("Svaret", "Titel"), ("Svaret", "Sig")]
    assert [(piece.kind, piece.text) for piece in found.changes[1].pieces] == [
        ("same", "Bestil tid "),
        ("gone", "på nettet."),
        ("come", "hos os."),
    ]


def test_version_is_not_compared_with_itself_or_with_none(small: Session) -> None:
    with pytest.raises(Invalid):
        versions.comparison(small, "pas-forny", 2, 2)
    with pytest.raises(NotFound):
        versions.comparison(small, "pas-forny", 2, 9)
    with pytest.raises(NotFound):
        versions.history(small, "findes-ikke")


def test_restored_version_goes_the_usual_way_out(twice: Session, at: datetime) -> None:
    bo = user(twice, "bo")
    draft = versions.restore(twice, bo, "pas-forny", 2, at)
    assert (draft.author, draft.base_version, draft.reason, draft.fields["say"]) == (bo.id, 3, "Gendannet udgave 2", "Bestil tid på nettet.")
    assert guides.find(twice, "pas-forny").say == "Bestil tid hos os."
    publishing.publish(twice, bo, "pas-forny", draft.reason, at)
    guide = guides.find(twice, "pas-forny")
    assert (guide.version, guide.say, guide.title) == (4, "Bestil tid på nettet.", "Forny pas")
    assert versions.history(twice, "pas-forny").rows[0].version.reason == "Gendannet udgave 2"


def test_verification_and_last_day_do_not_come_back(small: Session, at: datetime) -> None:
    bo = user(small, "bo")
    content = content_of(guides.find(small, "pas-forny"))
    vouched = {
        **content,
        "verified_by": "Bo",
        "verified_on": "2026-11-01",
        "verified_until": "2027-11-01",
        "expires_on": "2027-01-01",
        "say": "Fra og med.",
    }
    guides.publish(small, bo, "pas-forny", vouched, at)
    guides.publish(small, bo, "pas-forny", {**content, "say": "Nu.", "expires_on": "2028-01-01"}, at)
    draft = versions.restore(small, bo, "pas-forny", 4, at)
    assert draft.fields["say"] == "Fra og med."
    assert (draft.fields["verified_by"], draft.fields["verified_until"], draft.fields["expires_on"]) == ("", "", "2028-01-01")


def test_what_somebody_is_writing_is_not_lost_by_a_restore(small: Session, at: datetime) -> None:
    bo = user(small, "bo")
    drafts.save(small, bo, "pas-forny", {"say": "Halvskrevet."}, 3, at)
    with pytest.raises(Conflict) as refused:
        versions.restore(small, bo, "pas-forny", 1, at)
    assert refused.value.field == "draft"
    kept = drafts.of(small, "pas-forny", bo.id)
    assert kept is not None
    assert kept.fields["say"] == "Halvskrevet."
    draft = versions.restore(small, bo, "pas-forny", 1, at, instead=True)
    assert draft.fields["say"] == "Du skal bestille tid. Et pas koster {fact:pas-pris}."
    assert len(small.exec(select(Draft)).all()) == 1


def test_draft_without_a_change_is_no_hindrance_even_on_an_old_version(small: Session, at: datetime) -> None:
    bo = user(small, "bo")
    drafts.save(small, bo, "pas-forny", {"say": "Noget."}, 2, at)
    drafts.save(small, bo, "pas-forny", {"say": "Bestil tid på nettet."}, 2, at)
    draft = versions.restore(small, bo, "pas-forny", 1, at)
    assert (draft.base_version, draft.fields["title"]) == (3, "Forny pas")


def test_version_that_stands_already_is_not_restored(small: Session, at: datetime) -> None:
    with pytest.raises(Conflict) as refused:
        versions.restore(small, user(small, "bo"), "pas-forny", 3, at)
    assert refused.value.message == "Guiden siger allerede det samme som udgave 3."


def test_archived_guide_comes_back_with_its_earlier_words(small: Session, at: datetime) -> None:
    bo = user(small, "bo")
    guides.archive(small, bo, "pas-forny", at, "")
    draft = versions.restore(small, bo, "pas-forny", 2, at)
    publishing.publish(small, bo, "pas-forny", draft.reason, at)
    guide = guides.find(small, "pas-forny")
    assert (guide.archived_at, guide.say) == (None, "Bestil tid på nettet.")


@pytest.mark.parametrize("username", ["anna", "carla"])
def test_who_may_not_edit_may_not_restore(small: Session, at: datetime, username: str) -> None:
    with pytest.raises(NotAllowed):
        versions.restore(small, user(small, username), "pas-forny", 1, at)


def test_editor_does_not_restore_into_a_department_of_others(small: Session, at: datetime) -> None:
    bo, eva = user(small, "bo"), user(small, "eva")
    content = content_of(guides.find(small, "pas-forny"))
    guides.publish(small, eva, "pas-forny", {**content, "department": "hjemmepleje"}, at)
    guides.publish(small, eva, "pas-forny", content, at)
    with pytest.raises(NotAllowed):
        versions.restore(small, bo, "pas-forny", 4, at)
    assert small.get(Department, "hjemmepleje") is not None


@pytest.mark.parametrize("change", ["UPDATE guide_version SET reason = 'en anden'", "DELETE FROM guide_version WHERE number = 1"])
def test_store_lets_nobody_alter_a_version(twice: Session, change: str) -> None:
    twice.commit()
    with pytest.raises(DBAPIError, match="guide_version is not changed"):
        twice.connection().execute(text(change))
    twice.rollback()
    assert [row.reason for row in twice.exec(select(GuideVersion).where(GuideVersion.guide == "pas-forny").order_by("number")).all()] == [
        "Fra vidensbasen",
        "Kortere",
        "Ny lov",
    ]
