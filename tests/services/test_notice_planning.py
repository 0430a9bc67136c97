"""Notices for some, notices for later, and how many rang about each."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session

from app.base.errors import Invalid
from app.models import Notice, User
from app.services import notices, revisions, trail
from app.services.notices import NoticeText
from tests.conftest import user

HOUR = timedelta(hours=1)


def publish(session: Session, at: datetime, **given: object) -> Notice:
    return notices.publish(session, user(session, "bo"), NoticeText("information", "Vand", **given), at)  # type: ignore[arg-type]


def of(*departments: str) -> User:
    return User(username="x", name="X", role="editor", departments=list(departments))


@pytest.mark.parametrize(
    ("target", "departments", "seen"),
    [((), (), True), ((), ("affald",), True), (("affald",), (), True), (("affald",), ("affald", "bo"), True), (("affald",), ("hjemmepleje",), False)],
)
def test_notice_is_seen_by_everyone_or_by_the_departments_it_is_for(
    session: Session, at: datetime, target: tuple[str, ...], departments: tuple[str, ...], seen: bool
) -> None:
    made = publish(session, at, departments=target)
    assert notices.active(session, at, of(*departments)) == ([made] if seen else [])
    assert notices.active(session, at) == [made]


def test_planned_notice_comes_by_itself_wakes_the_screens_and_goes_again(session: Session, at: datetime) -> None:
    made = publish(session, at, starts_at=at + HOUR, ends_at=at + 2 * HOUR)
    before = notices.above(session, at)
    assert (notices.active(session, at), notices.planned(session, at)) == ([], [made])
    assert notices.above(session, at + HOUR) != before
    assert (notices.active(session, at + HOUR), notices.planned(session, at + HOUR)) == ([made], [])
    assert notices.active(session, at + 2 * HOUR) == []
    assert notices.earlier(session, at + 2 * HOUR) == [made]


def test_cancelled_notice_never_comes(session: Session, at: datetime) -> None:
    made = publish(session, at, starts_at=at + HOUR)
    revision = revisions.current(session, revisions.NOTICES)
    notices.end(session, made.id, at, user(session, "carla"))
    notices.end(session, made.id, at, user(session, "carla"))
    assert revisions.current(session, revisions.NOTICES) == revision + 1
    assert notices.planned(session, at) == notices.active(session, at + HOUR) == []
    assert notices.earlier(session, at) == [made]


def test_start_that_has_just_passed_is_now_and_an_old_one_is_refused(session: Session, at: datetime) -> None:
    assert publish(session, at, starts_at=at - timedelta(seconds=59)).starts_at == at
    with pytest.raises(Invalid) as refusal:
        publish(session, at, starts_at=at - HOUR)
    assert refusal.value.field == "starts_at"


@pytest.mark.parametrize(
    ("given", "field"), [({"departments": ["findes-ikke"]}, "departments"), ({"starts_at": 2 * HOUR, "ends_at": HOUR}, "ends_at")]
)
def test_target_and_time_that_do_not_fit_are_refused(session: Session, at: datetime, given: dict[str, object], field: str) -> None:
    given = {name: at + value if isinstance(value, timedelta) else value for name, value in given.items()}
    with pytest.raises(Invalid) as refusal:
        publish(session, at, **given)
    assert refusal.value.field == field


def test_trail_tells_who_put_it_up_planned_it_took_it_down_or_cancelled_it(session: Session, at: datetime) -> None:
    now, later = publish(session, at, departments=["affald"]), publish(session, at, starts_at=at + HOUR)
    notices.end(session, now.id, at, user(session, "carla"))
    notices.end(session, later.id, at, user(session, "carla"))
    entries = [(entry.action, entry.slug, entry.by_name) for entry in reversed(trail.read(session, trail.Filter(kind="notice")))]
    assert entries == [
        ("publish", now.id, "Bo Redaktør"),
        ("plan", later.id, "Bo Redaktør"),
        ("end", now.id, "Carla Teamleder"),
        ("cancel", later.id, "Carla Teamleder"),
    ]
    assert trail.read(session, trail.Filter(slug=now.id))[1].new["departments"] == ["affald"]  # type: ignore[index]


def test_calls_about_many_notices_are_counted_by_one_question(session: Session, at: datetime) -> None:
    made = [publish(session, at) for _ in range(3)]
    for key, notice in (("1", made[0]), ("2", made[0]), ("3", made[2])):
        notices.count_one(session, user(session, "anna"), notice.id, key, at)
    asked: list[str] = []
    event.listen(session.connection(), "before_cursor_execute", lambda _conn, _cursor, statement, *_: asked.append(statement))
    assert dict(notices.counts(session, [notice.id for notice in made])) == {made[0].id: 2, made[1].id: 0, made[2].id: 1}
    assert len(asked) == 1
    assert notices.counts(session, []) == {}
