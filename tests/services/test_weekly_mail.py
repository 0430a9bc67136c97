"""What the weekly mail says, against calls counted by hand; who gets it; and that each week is taken on once, in both kinds of store."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.base.database import session_scope
from app.domain.outcomes import Ending
from app.domain.weekly import Week
from app.models import User, WeeklyMail
from app.models.call import SIMULATION
from app.services import accounts, finished_calls, weekly_mail
from app.services.finished_calls import CallEntry, QuestionEntry
from tests.support.together import at_once
from tests.support.town import MONDAY

WEEK = Week(date(2026, 11, 16))


def log(session: Session, began: datetime, settled: int, unsettled: int, by: str = "token:test") -> None:
    endings = [Ending("resolved")] * settled + [Ending("message", reason="no_guide")] * unsettled
    for number, ending in enumerate(endings):
        entry = CallEntry(began, began, f"{began.isoformat()}-{number}", [QuestionEntry(ending, topic="pas-forny")])
        finished_calls.log(session, by, entry, MONDAY)


def reader(session: Session, username: str, **values: object) -> User:
    made = accounts.add_user(session, username, username.capitalize(), "teamlead", "korrekt hest batteri")
    given: dict[str, object] = {"email": f"{username}@kommune.dk", "weekly_mail": True, **values}
    for name, value in given.items():
        setattr(made, name, value)
    session.add(made)
    session.flush()
    return made


def test_letter_tells_last_week_against_the_four_before(session: Session) -> None:
    log(session, datetime.fromisoformat("2026-11-15T23:59:00+01:00"), 3, 7)  # Sunday of the week before
    log(session, datetime.fromisoformat("2026-11-16T00:00:00+01:00"), 4, 1)  # Monday
    log(session, datetime.fromisoformat("2026-11-22T23:59:00+01:00"), 3, 2)  # Sunday
    log(session, datetime.fromisoformat("2026-11-23T00:00:00+01:00"), 9, 0)  # today: not yet
    log(session, datetime.fromisoformat("2026-10-18T12:00:00+02:00"), 9, 0)  # five weeks before
    letter = weekly_mail.letter(session, WEEK, MONDAY)
    assert letter.sentence == "Uge 47 (16.-22. november 2026): 10 opkald, 70 % straksafklaret (40-89 %), ikke sikkert over de fire uger før (30 %)."
    assert letter.subject == "Straks uge 47: 70 % straksafklaret, 10 opkald"
    assert (letter.week_days.first, letter.week_days.last) == (date(2026, 11, 16), date(2026, 11, 22))
    assert (letter.month_days.first, letter.month_days.last) == (date(2026, 10, 26), date(2026, 11, 22))
    assert [(bucket.stretch.name, bucket.tally.counted) for bucket in letter.trend.buckets] == [
        ("2026-W42", 9), ("2026-W43", 0), ("2026-W44", 0), ("2026-W45", 0), ("2026-W46", 10), ("2026-W47", 10)
    ]  # fmt: skip
    assert letter.simulated == 0
    assert "Forny pas" in letter.things[0]
    assert len(letter.things) <= 3


def test_letter_about_nothing_and_about_few_says_so(session: Session) -> None:
    empty = weekly_mail.letter(session, WEEK, MONDAY)
    assert (empty.subject, list(empty.things)) == ("Straks uge 47: ingen opkald", [])
    assert len(empty.trend.buckets) == 1
    log(session, MONDAY - timedelta(days=3), 1, 1)
    few = weekly_mail.letter(session, WEEK, MONDAY)
    assert few.sentence.endswith("2 opkald, for få til at vise en andel.")
    assert list(few.things) == []


def test_made_up_calls_are_said_to_be_even_when_they_are_only_in_the_trend(session: Session) -> None:
    log(session, MONDAY - timedelta(days=3), 6, 0)
    log(session, MONDAY - timedelta(days=60), 6, 0, SIMULATION)
    letter = weekly_mail.letter(session, WEEK, MONDAY)
    assert letter.simulated == 6
    assert letter.subject.startswith("[Simulerede tal] ")


def test_mail_goes_to_who_is_ticked_open_and_may_see_the_figures(session: Session) -> None:
    reader(session, "karen")
    reader(session, "closed", active=False)
    reader(session, "unticked", weekly_mail=False)
    reader(session, "nowhere", email="")
    reader(session, "lowered", role="operator")
    assert [person.address for person in weekly_mail.recipients(session)] == ["karen@kommune.dk"]


def test_week_is_taken_by_one_of_several_workers_and_only_once(engine: Engine) -> None:
    with session_scope(engine) as session:
        reader(session, "karen")
    assert sorted(at_once(engine, lambda session: weekly_mail.take(session, WEEK, MONDAY), times=4)) == [False, False, False, True]
    with session_scope(engine) as session:
        assert not weekly_mail.take(session, WEEK, MONDAY)
        assert weekly_mail.take(session, Week(date(2026, 11, 23)), MONDAY + timedelta(days=7))
        assert session.exec(select(WeeklyMail.problem)).all() == [weekly_mail.NOT_YET] * 2


def test_nobody_takes_a_week_that_nobody_is_to_read(session: Session) -> None:
    assert not weekly_mail.take(session, WEEK, MONDAY)
    reader(session, "karen")
    assert weekly_mail.take(session, WEEK, MONDAY + timedelta(hours=2))


def test_how_it_went_is_kept_with_the_week(session: Session) -> None:
    reader(session, "karen")
    assert weekly_mail.newest(session) is None
    weekly_mail.take(session, WEEK, MONDAY)
    weekly_mail.note(session, WEEK, 1, "")
    row = weekly_mail.newest(session)
    assert row is not None
    assert (row.week, row.sent, row.problem) == ("2026-W47", 1, "")


@pytest.mark.parametrize("week", [Week(date(2020, 1, 6))])
def test_week_long_before_the_first_call_has_a_letter_too(session: Session, week: Week) -> None:
    assert weekly_mail.letter(session, week, MONDAY).subject == "Straks uge 2: ingen opkald"
