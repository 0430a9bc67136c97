"""A counting week, against contacts written down by hand."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session

from app.models import Call, CallQuestion, ChannelFigure, Guide
from app.models.call import SIMULATION
from app.services import counting_week
from tests.support.town import MONDAY

MONDAY_BEFORE = date(2026, 11, 16)
TEN = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


def log(session: Session, key: str, began: datetime, *endings: Mapping[str, object], by: str = "user:x") -> None:
    call = Call(logged_by=by, started_at=began, saved_at=MONDAY, idempotency_key=key)
    session.add(call)
    session.flush()
    session.add_all(CallQuestion(call_id=call.id, position=place, **ending) for place, ending in enumerate(endings))
    session.flush()


@pytest.fixture
def week(session: Session) -> Session:
    """Six calls of a week in which one channel more has told its numbers."""
    guide = session.get_one(Guide, "pas-forny")
    guide.kle = "23.05.00"
    session.add(guide)
    settled = {"topic": "pas-forny", "outcome": "resolved"}
    log(session, "1", TEN, settled)
    log(session, "2", TEN, settled, {"topic": "affald-glemt", "outcome": "transferred", "reached": True, "reason": "needs_decision"})
    log(session, "3", TEN, {"outcome": "wrong_number"})
    log(session, "4", TEN, {"outcome": "test"})
    log(session, "5", TEN, settled, by=SIMULATION)
    log(session, "sunday, last minute", datetime(2026, 11, 22, 22, 59, tzinfo=UTC), {"topic": "affald-glemt", "outcome": "self_service"})
    log(session, "the monday after", datetime(2026, 11, 22, 23, 0, tzinfo=UTC), settled)
    told = {"imported_by": "carla", "imported_at": MONDAY}
    session.add(ChannelFigure(day=date(2026, 11, 17), channel="counter", topic="pas-forny", contacts=12, **told))
    session.add(ChannelFigure(day=date(2026, 11, 17), channel="phone", contacts=400, **told))
    session.add(ChannelFigure(day=date(2026, 11, 23), channel="counter", contacts=99, **told))
    session.commit()
    return session


def test_week_is_counted_as_by_hand(week: Session) -> None:
    table = counting_week.table(week, MONDAY_BEFORE)
    assert table.slug == "taelleuge-2026-47"
    sixteenth, seventeenth, sunday = (MONDAY_BEFORE + timedelta(days=days) for days in (0, 1, 6))
    assert list(table.rows) == [
        (sixteenth, "Telefon", "", "Ikke oplyst", "Fejlopkald", "ja", "nej", 1),
        (sixteenth, "Telefon", "", "Glemt tømning af affald", "Viderestillet", "ja", "nej", 1),
        (sixteenth, "Telefon", "23.05.00", "Forny pas", "Afklaret", "nej", "nej", 2),
        (sixteenth, "Telefon", "23.05.00", "Forny pas", "Afklaret", "nej", "ja", 1),
        (seventeenth, "Fremmøde", "23.05.00", "Forny pas", "Ikke oplyst", "Ikke oplyst", "nej", 12),
        (sunday, "Telefon", "", "Glemt tømning af affald", "Henvist til selvbetjening", "nej", "nej", 1),
    ]


def test_call_of_a_week_in_which_the_clock_is_set_back_stands_on_its_day(session: Session) -> None:
    for key, hours in (("first", 0), ("again", 1), ("last", 22)):
        log(session, key, datetime(2026, 10, 25, hours, 30, tzinfo=UTC), {"outcome": "resolved"})
    found = counting_week.contacts(session, date(2026, 10, 19))
    assert {(contact.day, number) for contact, number in found.items()} == {(date(2026, 10, 25), 3)}


def test_week_without_contacts_has_a_head_alone(session: Session) -> None:
    table = counting_week.table(session, date(2028, 2, 28))
    assert (list(table.rows), len(table.head)) == ([], 8)
