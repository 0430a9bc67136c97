"""What stands above the desk: published, ordered, ended, counted."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.base.errors import Conflict, Invalid, NotFound
from app.models import Call, Notice
from app.services import notices, revisions
from app.services.notices import NoticeText
from tests.conftest import user
from tests.support.together import at_once

WATER = NoticeText("disturbance", "Vandet er brunt", "Kog vandet.", "Vi ved det.", "affald-glemt")


def publish(session: Session, at: datetime, **changes: object) -> Notice:
    """A notice that Bo has put up."""
    return notices.publish(session, user(session, "bo"), replace(WATER, **changes), at)  # type: ignore[arg-type]


def test_published_notice_stands_above_the_desk_with_its_author(session: Session, at: datetime) -> None:
    made = publish(session, at, title="  Vandet\ner brunt ")
    assert notices.active(session, at) == [made]
    assert (made.title, made.created_by, made.starts_at, made.is_template) == ("Vandet er brunt", user(session, "bo").id, at, False)


def test_gravest_stands_first_then_the_newest(session: Session, at: datetime) -> None:
    for minutes, level in enumerate(("information", "crisis", "disturbance", "disturbance")):
        publish(session, at + timedelta(minutes=minutes), level=level, title=f"{level} {minutes}")
    titles = [notice.title for notice in notices.active(session, at + timedelta(hours=1))]
    assert titles == ["crisis 1", "disturbance 3", "disturbance 2", "information 0"]


def test_notice_ends_by_itself_at_its_moment(session: Session, at: datetime) -> None:
    end = at + timedelta(hours=1)
    made = publish(session, at, ends_at=end)
    assert notices.active(session, end - timedelta(seconds=1)) == [made]
    assert notices.active(session, end) == []
    assert notices.earlier(session, end) == [made]


def test_template_is_no_notice(session: Session, at: datetime) -> None:
    template = notices.templates(session)[0]
    assert template.slug == "stroem"
    assert notices.active(session, at) == []
    with pytest.raises(NotFound):
        notices.end(session, template.id, at)


def test_ending_takes_it_down_and_ending_twice_keeps_the_first_moment(session: Session, at: datetime) -> None:
    made = publish(session, at)
    notices.end(session, made.id, at + timedelta(minutes=1))
    assert notices.end(session, made.id, at + timedelta(minutes=9)).ends_at == at + timedelta(minutes=1)
    assert notices.active(session, at + timedelta(minutes=1)) == []


def test_publishing_and_ending_each_wake_the_screens_once(session: Session, at: datetime) -> None:
    before = revisions.current(session, revisions.NOTICES)
    made = publish(session, at)
    assert revisions.current(session, revisions.NOTICES) == before + 1
    notices.end(session, made.id, at)
    notices.end(session, made.id, at)
    assert revisions.current(session, revisions.NOTICES) == before + 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"level": "panic"}, "level"),
        ({"title": " \n "}, "title"),
        ({"title": "x" * (notices.LONGEST_TITLE + 1)}, "title"),
        ({"body": "x" * (notices.LONGEST_BODY + 1)}, "body"),
        ({"say": "x" * (notices.LONGEST_BODY + 1)}, "say"),
        ({"title": "010190-1234"}, "title"),
        ({"body": "Ring til 010190-1234"}, "body"),
        ({"say": "0101901234"}, "say"),
        ({"level": "crisis", "say": ""}, "say"),
        ({"guide": "findes-ikke"}, "guide"),
        ({"ends_at": datetime.fromisoformat("2026-11-23T10:00:00+00:00")}, "ends_at"),
    ],
)
def test_notice_that_does_not_fit_is_refused_with_its_field(session: Session, at: datetime, changes: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        publish(session, at, **changes)
    assert refusal.value.field == field
    assert session.exec(select(Notice).where(Notice.is_template == False)).all() == []  # noqa: E712


def test_plus_one_logs_a_resolved_call_about_the_notices_guide(session: Session, at: datetime) -> None:
    made, anna = publish(session, at), user(session, "anna")
    assert notices.count_one(session, anna, made.id, "first", at) == 1
    assert notices.count_one(session, anna, made.id, "second", at) == 2
    call = session.exec(select(Call).where(Call.notice_id == made.id)).all()[0]
    assert (call.user_id, call.started_at, call.saved_at) == (anna.id, at, at)


def test_same_key_counts_once_and_each_person_has_their_own_keys(session: Session, at: datetime) -> None:
    made = publish(session, at)
    for _ in range(3):
        assert notices.count_one(session, user(session, "anna"), made.id, "tryk-1", at) == 1
    assert notices.count_one(session, user(session, "carla"), made.id, "tryk-1", at) == 2


def test_same_key_at_once_counts_once(engine: Engine, at: datetime) -> None:
    with Session(engine, expire_on_commit=False) as session:
        made = publish(session, at)
        session.commit()
    at_once(engine, lambda session: notices.count_one(session, user(session, "anna"), made.id, "tryk-1", at))
    with Session(engine) as session:
        assert notices.count(session, made.id) == 1


def test_ended_or_unknown_notice_cannot_be_counted(session: Session, at: datetime) -> None:
    made = publish(session, at)
    notices.end(session, made.id, at)
    with pytest.raises(Conflict):
        notices.count_one(session, user(session, "anna"), made.id, "1", at)
    for unknown in ("findes-ikke", notices.templates(session)[0].id):
        with pytest.raises(NotFound):
            notices.count_one(session, user(session, "anna"), unknown, "1", at)
