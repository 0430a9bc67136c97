"""Guides on the desks: taken off, brought back, vouched for, and each version kept."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from app.base.errors import Conflict, Invalid, NotAllowed, NotFound
from app.models import Guide
from app.services import content, guides, publishing, trail
from app.services.trail import Filter
from tests.conftest import user

SLUG = "pas-forny"


def test_archived_guide_is_off_the_desks_and_comes_back_as_it_was(session: Session, at: datetime) -> None:
    bo = user(session, "bo")
    guides.archive(session, bo, SLUG, at, " slået  sammen ")
    session.commit()
    assert SLUG not in content.current(session).guides
    guides.archive(session, bo, SLUG, at + timedelta(days=1), "igen")
    assert guides.find(session, SLUG).archived_at == at
    guides.bring_back(session, bo, SLUG, at, "skulle bruges alligevel")
    session.commit()
    assert content.current(session).guides[SLUG].version == 1
    entries = trail.read(session, Filter(slug=SLUG))
    assert [(entry.action, entry.reason) for entry in entries] == [("bring_back", "skulle bruges alligevel"), ("archive", "slået sammen")]


def test_archiving_asks_for_the_right_and_a_reason_without_a_cpr_number(session: Session, at: datetime) -> None:
    for username in ("anna", "carla"):
        with pytest.raises(NotAllowed):
            guides.archive(session, user(session, username), SLUG, at, "væk")
    with pytest.raises(NotAllowed):
        guides.bring_back(session, user(session, "bo"), "hjemmehjaelp-udeblevet", at)
    with pytest.raises(Invalid) as refused:
        guides.archive(session, user(session, "bo"), SLUG, at, "om 010190-0001")
    assert refused.value.field == "reason"
    assert guides.find(session, SLUG).archived_at is None


def test_guide_leaves_the_desks_after_its_last_day_and_not_before(session: Session, at: datetime) -> None:
    session.get_one(Guide, SLUG).expires_on = date(2026, 11, 23)
    assert publishing.run_due(session, at) == []
    assert publishing.run_due(session, at + timedelta(days=1)) == [SLUG]
    assert publishing.run_due(session, at + timedelta(days=1)) == []
    entry = trail.read(session, Filter(slug=SLUG))[0]
    assert (entry.action, entry.by, entry.by_name) == ("archive", None, trail.BY_PROGRAM)
    with pytest.raises(Conflict):
        guides.bring_back(session, user(session, "bo"), SLUG, at + timedelta(days=1))


def test_vouching_renews_the_day_and_makes_no_version(session: Session, at: datetime) -> None:
    bo = user(session, "bo")
    guides.verify(session, bo, SLUG, date(2027, 5, 1), at)
    guide = guides.find(session, SLUG)
    assert (guide.verified_by, guide.verified_on, guide.verified_until, guide.version) == (bo.name, date(2026, 11, 23), date(2027, 5, 1), 1)
    with pytest.raises(Invalid) as refused:
        guides.verify(session, bo, SLUG, date(2026, 11, 23), at)
    assert refused.value.field == "until"


def test_versions_are_kept_once_and_the_newest_names_its_author(session: Session, at: datetime) -> None:
    guides.keep_versions(session, at)
    guides.keep_versions(session, at + timedelta(days=1))
    assert [(row.number, row.published_at) for row in guides.versions(session, SLUG)] == [(1, at)]
    guide = guides.find(session, SLUG)
    kept = guides.latest(session, guide)
    assert kept and (kept[0].number, kept[1]) == (1, "")
    guides.publish(session, user(session, "bo"), SLUG, {**kept[0].content, "say": "Nyt."}, at)
    newest = guides.latest(session, guide)
    assert newest and (newest[0].number, newest[1]) == (2, "Bo Redaktør")
    with pytest.raises(NotFound):
        guides.version(session, SLUG, 3)


def test_what_a_guide_may_point_to_leaves_archived_guides_out(session: Session, at: datetime) -> None:
    assert "pas-mistet" in guides.known(session).guides
    guides.archive(session, user(session, "bo"), "pas-mistet", at, "væk")
    known = guides.known(session)
    assert "pas-mistet" not in known.guides
    assert {"borgerservice", "affald"} <= set(known.departments)
    assert known.facts == {"pas-pris"}
