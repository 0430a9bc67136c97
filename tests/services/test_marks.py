"""What happened in a time, found in the versions, the trail, the notices and made-up histories of both kinds of store."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.domain.guide_content import content_of
from app.domain.marks import Mark, MarkKind
from app.models import SimulatedEvent
from app.services import figures, guides, look_back, marks, notices, trail
from app.services.figures import Wanted
from app.services.notices import NoticeText
from tests.conftest import user
from tests.support.queries import counted

DAY = timedelta(days=1)
MONTH = Wanted(date(2026, 10, 25), date(2026, 11, 23))
OFFICE, LATER = {"mon": ["10:00-15:00"]}, {"mon": ["09:00-15:00"]}


def found(session: Session, at: datetime, wanted: Wanted = MONTH) -> list[Mark]:
    return marks.read(session, look_back.read(session, figures.view(session, wanted, at)), at)


def publish(session: Session, slug: str, at: datetime) -> None:
    guides.publish(session, user(session, "bo"), slug, {**content_of(guides.find(session, slug)), "say": f"Nyt {at}."}, at)


def hours(session: Session, at: datetime, old: dict[str, Any] | None, new: dict[str, Any]) -> None:
    given = {"name": "Borgerservice"}
    before = {**given, **old} if old is not None else None
    trail.record(session, user(session, "eva"), "change", "department", "borgerservice", at, old=before, new={**given, **new})


def routing(session: Session, at: datetime, old: dict[str, Any], new: dict[str, Any]) -> None:
    title = {"title": "Hvem tager pas"}
    trail.record(session, user(session, "bo"), "publish", "routing", "pas-hold", at, old={**title, **old}, new={**title, **new})


@pytest.fixture
def town(session: Session, at: datetime) -> Session:
    """A town whose guides were there a year ago, two of them with a routing table."""
    guides.keep_versions(session, at - 365 * DAY)
    for slug in ("pas-forny", "pas-mistet"):
        guide = guides.find(session, slug)
        guide.routing = "pas-hold"
        session.add(guide)
    session.flush()
    return session


def test_guides_that_came_with_the_program_are_no_change_but_later_versions_and_new_guides_are(town: Session, at: datetime) -> None:
    publish(town, "pas-forny", at - 3 * DAY)
    content = content_of(guides.find(town, "affald-glemt"))
    guides.publish(town, user(town, "bo"), "affald-ny", {**content, "title": "Ny beholder"}, at - 2 * DAY)
    assert [(mark.title, mark.topics, mark.department) for mark in found(town, at)] == [
        ("Guiden »Ny beholder« udgivet", ("affald-ny",), "affald"),
        ("Guiden »Forny pas« ændret", ("pas-forny",), "borgerservice"),
    ]
    early = Wanted(date(2025, 11, 10), date(2025, 12, 10))
    assert found(town, at, early) == []


def test_archived_guide_keeps_its_name(town: Session, at: datetime) -> None:
    publish(town, "pas-forny", at - 3 * DAY)
    guides.archive(town, user(town, "bo"), "pas-forny", at - DAY, "")
    assert [mark.title for mark in found(town, at)] == ["Guiden »Forny pas« ændret"]


def test_only_other_hours_are_a_change_of_hours(town: Session, at: datetime) -> None:
    hours(town, at - 3 * DAY, {"hours": OFFICE, "phone": "1"}, {"hours": OFFICE, "phone": "2"})
    hours(town, at - 2 * DAY, {"hours": OFFICE}, {"hours": LATER})
    hours(town, at - DAY, None, {"hours": LATER})
    (mark,) = found(town, at)
    assert (mark.at, mark.kind, mark.department, mark.title) == (
        at - 2 * DAY,
        MarkKind.HOURS,
        "borgerservice",
        "Borgerservice har fået nye åbningstider",
    )


def test_routing_table_that_leads_elsewhere_is_a_change_of_its_guides(town: Session, at: datetime) -> None:
    routing(town, at - 3 * DAY, {"rows": [1], "note": "x"}, {"rows": [1], "note": "y"})
    routing(town, at - 2 * DAY, {"rows": [1]}, {"rows": [2]})
    (mark,) = found(town, at)
    assert (mark.kind, mark.topics, mark.department) == (MarkKind.ROUTING, ("pas-forny", "pas-mistet"), "borgerservice")
    assert mark.title == "Fordelingsreglerne »Hvem tager pas« rettet"


def test_crisis_is_marked_and_lesser_notices_are_not(town: Session, at: datetime) -> None:
    carla = user(town, "carla")
    notices.publish(town, carla, NoticeText("crisis", "Strømmen er væk", say="Vi ved det."), at - 2 * DAY)
    notices.publish(town, carla, NoticeText("disturbance", "Printeren er i stykker"), at - DAY)
    notices.publish(town, carla, NoticeText("crisis", "Kommer først", say="Vi ved det.", starts_at=at + DAY), at - DAY)
    assert [(mark.kind, mark.title) for mark in found(town, at)] == [(MarkKind.STORM, "Krisemeddelelse: Strømmen er væk")]


def test_made_up_happenings_are_marked_as_such(town: Session, at: datetime) -> None:
    town.add(SimulatedEvent(at=at - 2 * DAY, kind="guide", slug="pas-forny", words="Guiden »Forny pas« udgivet (simuleret)"))
    town.add(SimulatedEvent(at=at - 3 * DAY, kind="hours", slug="affald", words="Affald åbner kl. 9"))
    town.add(SimulatedEvent(at=at - 4 * DAY, kind="routing", slug="pas-hold", words="Rettet"))
    town.add(SimulatedEvent(at=at - 5 * DAY, kind="storm", slug="stroemsvigt", words="Storm"))
    town.flush()
    assert [(mark.kind, mark.words, mark.topics, mark.department) for mark in found(town, at)] == [
        (MarkKind.GUIDE, "Guiden »Forny pas« udgivet (simuleret)", ("pas-forny",), "borgerservice"),
        (MarkKind.HOURS, "Affald åbner kl. 9 (simuleret)", (), "affald"),
        (MarkKind.ROUTING, "Rettet (simuleret)", ("pas-forny", "pas-mistet"), "borgerservice"),
        (MarkKind.STORM, "Storm (simuleret)", (), "omstilling"),
    ]


@pytest.mark.parametrize(
    ("wanted", "kinds"),
    [
        ({}, ["guide", "storm", "hours", "guide"]),
        ({"topic": "pas-forny"}, ["guide", "storm"]),
        ({"department": "borgerservice"}, ["guide", "storm", "hours"]),
        ({"department": "hjemmepleje"}, ["storm"]),
        ({"topic": "affald-glemt", "department": "affald"}, ["storm", "guide"]),
        ({"language": "en"}, ["guide", "storm", "hours", "guide"]),
    ],
)
def test_filters_leave_what_they_are_about(town: Session, at: datetime, wanted: dict[str, str], kinds: list[str]) -> None:
    publish(town, "affald-glemt", at - 4 * DAY)
    hours(town, at - 3 * DAY, {"hours": OFFICE}, {"hours": LATER})
    notices.publish(town, user(town, "carla"), NoticeText("crisis", "Strømmen er væk", say="Vi ved det."), at - 2 * DAY)
    publish(town, "pas-forny", at - DAY)
    assert [mark.kind for mark in found(town, at, replace(MONTH, **wanted))] == kinds


def test_what_has_not_happened_yet_and_what_came_long_before_is_no_mark(town: Session, at: datetime) -> None:
    publish(town, "pas-forny", at - 200 * DAY)
    town.add(SimulatedEvent(at=at + timedelta(hours=1), kind="guide", slug="pas-forny", words="Senere"))
    town.flush()
    assert found(town, at) == []
    assert len(found(town, at, Wanted(date(2026, 6, 1), date(2026, 11, 23)))) == 1


def test_marks_take_few_queries_however_many_there_are(town: Session, engine: Engine, at: datetime) -> None:
    for number in range(1, 31):
        publish(town, "pas-forny", at - number * DAY)
    back = look_back.read(town, figures.view(town, MONTH, at))
    with counted(engine) as seen:
        assert len(marks.read(town, back, at)) == 30
    assert len(seen) <= 6
