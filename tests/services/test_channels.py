"""The phone from the log beside the imported channels, in both kinds of store, counted by hand."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from app.domain.figures import share
from app.domain.outcomes import Ending
from app.models import ChannelFigure
from app.services import channels, figures, finished_calls
from app.services.channels import Channels
from app.services.figures import Wanted
from app.services.finished_calls import CallEntry, QuestionEntry
from tests.support.queries import counted
from tests.support.town import MONDAY

WEEK = Wanted(date(2026, 11, 16), date(2026, 11, 22))
MONTH = Wanted(date(2026, 10, 26), date(2026, 11, 22))


def tell(session: Session, day: date, channel: str, contacts: int, department: str = "", topic: str = "") -> None:
    session.add(ChannelFigure(day=day, channel=channel, department=department, topic=topic, contacts=contacts, imported_by="x", imported_at=MONDAY))
    session.flush()


def ring(session: Session, day: date, topic: str, times: int, outcome: str = "resolved") -> None:
    department = {"pas-forny": "borgerservice", "affald-glemt": "affald"}.get(topic, "")
    for place in range(times):
        at = datetime.combine(day, MONDAY.timetz()) - timedelta(minutes=place)
        question = QuestionEntry(Ending(outcome), topic=topic, department=department)
        finished_calls.log(session, "token:x", CallEntry(at, at, f"{day}-{topic}-{outcome}-{place}", [question]), MONDAY)


@pytest.fixture
def told(session: Session) -> Session:
    """Thursday and Friday: calls, counter visits by topic, mail in all; the week before: mail alone."""
    thursday, friday = date(2026, 11, 19), date(2026, 11, 20)
    ring(session, thursday, "pas-forny", 6)
    ring(session, thursday, "", 1, "wrong_number")
    ring(session, friday, "affald-glemt", 5)
    tell(session, friday, "counter", 12, "borgerservice", "pas-forny")
    tell(session, friday, "counter", 8, "borgerservice")
    tell(session, thursday, "counter", 7, "affald", "affald-glemt")
    tell(session, thursday, "mail", 20)
    tell(session, friday, "mail", 30)
    tell(session, date(2026, 11, 12), "mail", 40)
    tell(session, friday, "phone", 10)
    return session


def seen(session: Session, **filters: str) -> Channels:
    return channels.of(session, figures.view(session, Wanted(WEEK.first, WEEK.last, **filters), MONDAY))


def test_phone_stands_beside_the_other_channels(told: Session) -> None:
    picture = seen(told).picture
    assert picture is not None
    assert [(line.channel, line.contacts, line.days) for line in picture.lines] == [("phone", 11, 2), ("counter", 27, 2), ("mail", 50, 2)]
    assert (picture.of, picture.common) == (7, 2)
    assert picture.lines[0].share == share(11, 88)
    assert picture.lines[2].change.value == pytest.approx(25 / 40 - 1)


def test_answered_calls_feed_coverage_and_are_no_channel_of_their_own(told: Session) -> None:
    found = seen(told)
    assert found.answered == 10
    assert found.coverage is not None
    assert (found.coverage.value, found.coverage.n) == (0.5, 10)


def test_topics_and_departments_are_listed_where_they_are_told(told: Session) -> None:
    found = seen(told)
    assert found.topics is not None
    assert found.topics.rows == [("pas-forny", {"phone": 6, "counter": 12}), ("affald-glemt", {"phone": 5, "counter": 7})]
    assert found.topics.untold == ["mail"]
    assert found.departments is not None
    assert found.departments.rows == [("borgerservice", {"phone": 6, "counter": 20}), ("affald", {"phone": 5, "counter": 7})]


def test_topic_is_told_on_days_that_are_divided_by_topic_and_is_nought_on_those_without_it(told: Session) -> None:
    found = seen(told, topic="affald-glemt")
    assert found.picture is not None
    assert [(line.channel, line.contacts, line.days) for line in found.picture.lines] == [("phone", 5, 2), ("counter", 7, 2)]
    assert (found.undivided, found.topics, found.coverage) == (["mail"], None, None)


def test_department_is_told_on_the_days_it_tells_itself(told: Session) -> None:
    found = seen(told, department="borgerservice")
    assert found.picture is not None
    assert [(line.channel, line.contacts, line.days) for line in found.picture.lines] == [("phone", 6, 2), ("counter", 20, 1)]
    assert found.undivided == ["mail"]


def test_department_that_no_other_channel_tells_of_is_said_to_be_so(told: Session) -> None:
    found = seen(told, department="hjemmepleje")
    assert (found.picture, found.undivided) == (None, ["counter", "mail"])


@pytest.mark.parametrize("filters", [{"caller_type": "citizen"}, {"language": "da"}])
def test_other_channels_do_not_tell_who_asks(told: Session, filters: dict[str, str]) -> None:
    found = seen(told, **filters)
    assert (found.picture, found.asks_who) == (None, True)


def test_nothing_imported_and_nothing_in_the_period_are_told_apart(session: Session) -> None:
    assert seen(session) == Channels()
    tell(session, date(2026, 3, 2), "mail", 3)
    tell(session, date(2026, 11, 20), "phone", 10)
    found = seen(session)
    assert (found.picture, found.newest) == (None, date(2026, 3, 2))


def test_days_to_come_are_no_days_without_figures(told: Session) -> None:
    found = channels.of(told, figures.view(told, Wanted(WEEK.first, date(2026, 12, 31)), MONDAY))
    assert found.picture is not None
    assert found.picture.of == 8


def test_tables_hold_what_the_page_shows(told: Session) -> None:
    for place in range(28):
        tell(told, MONTH.first + timedelta(days=place), "chat", 9)
    view = figures.view(told, MONTH, MONDAY)
    tables = {table.slug: table for table in channels.tables(told, view)}
    assert list(tables) == ["kanaler", "kanaler-udvikling", "kanaler-emner", "kanaler-afdelinger"]
    assert [row[1] for row in tables["kanaler"].rows] == [11, 27, 90, 252]
    assert tables["kanaler-emner"].rows[0] == ("Forny pas", 6, 12)
    assert tables["kanaler-afdelinger"].rows[0][0] == "Borgerservice"
    assert {len(row) for row in tables["kanaler-udvikling"].rows} == {4}


def test_page_asks_the_store_for_the_same_few_things_however_much_there_is(told: Session) -> None:
    view = figures.view(told, WEEK, MONDAY)
    channels.of(told, view)
    with counted(told.get_bind().engine) as few:
        channels.of(told, view)
    for place in range(60):
        tell(told, WEEK.first + timedelta(days=place % 7), "booking", 3, f"afdeling-{place}", f"emne-{place}")
    with counted(told.get_bind().engine) as many:
        channels.of(told, view)
    assert len(many) == len(few) < 10
