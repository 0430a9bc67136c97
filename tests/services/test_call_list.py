"""The calls behind a number are the calls that were counted: listed by the store, counted by the columns."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.base.database import session_scope
from app.domain.figure_calls import ANY, Asked, Show, behind
from app.domain.outcomes import Avoidable, Offer, Outcome, Reason
from app.models import Call, CallQuestion
from app.models.call import SIMULATION
from app.services import call_list, call_log, figures
from app.services.call_list import ListedCall, ListedQuestion
from app.services.figures import View, Wanted
from tests.support.queries import counted
from tests.support.town import MONDAY

MONTH = Wanted(date(2026, 10, 20), date(2026, 11, 23))
TOPICS = (None, "pas-forny", "affald-glemt")
UNITS = (None, "borgerservice", "affald")
REASONS = (Reason.NO_GUIDE, Reason.CLOSED, Reason.NEEDS_CASE_ACCESS, Reason.NAMED_PERSON)


def question_at_random(chance: Random, call_id: str, position: int) -> CallQuestion:
    """Any question, sensible or not: the store and the columns must agree about all of them."""
    return CallQuestion(
        call_id=call_id,
        position=position,
        topic=chance.choice(TOPICS),
        department=chance.choice(UNITS),
        outcome=chance.choice(list(Outcome)),
        reached=chance.choice((None, True, False)),
        offer=chance.choice(("", *Offer)),
        reason=chance.choice(("", *REASONS)),
        answer_in_guide=chance.choice(("", "found", "partly", "not_found")),
        avoidable=chance.choice(("", "", *Avoidable)),
    )


def fill(engine: Engine, calls: int, seed: int = 1) -> None:
    """Calls at random in five weeks in which the clock is set back, many in the same second and some not saved."""
    chance = Random(seed)
    with session_scope(engine) as session:
        for number in range(calls):
            began = MONDAY - timedelta(minutes=chance.choice((0, chance.randrange(50_000), chance.randrange(600))))
            caller, language = chance.choice(("citizen", "company")), chance.choice(("da", "de"))
            saved = began if number % 20 else None
            call = Call(logged_by=chance.choice(("user:x", SIMULATION)), started_at=began, saved_at=saved, idempotency_key=str(number))
            call.caller_type, call.language = caller, language
            session.add(call)
            session.flush()
            session.add_all(question_at_random(chance, call.id, position) for position in range(chance.choice((1, 1, 2, 3))))
            call_log.touch(session, began)


def pages(session: Session, view: View, asked: Asked) -> Iterator[call_list.CallPage]:
    page = call_list.page(session, view, asked)
    yield page
    while page.older:
        page = call_list.page(session, view, asked, page.older)
        yield page


def listed(session: Session, view: View, asked: Asked) -> list[ListedCall]:
    """All calls of all pages; as many are listed as are counted."""
    found = list(pages(session, view, asked))
    calls = [call for page in found for call in page.calls]
    assert {page.behind.calls for page in found} == {len(calls)} or found[0].too_few
    return calls


@pytest.fixture
def store(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setattr(call_list, "A_PAGE", 17)
    fill(engine, 400)
    return engine


ASKED = [Asked(show) for show in Show]
ASKED += [Asked(Show.OPEN, reason=Reason.CLOSED), Asked(Show.NOT_REACHED, reason=Reason.NO_GUIDE), Asked(Show.SETTLED, avoidable=ANY)]
ASKED += [Asked(Show.AVOIDABLE, avoidable=Avoidable.LATE_CASE), Asked(Show.CALLS, avoidable=ANY)]
ASKED += [Asked(Show.OPEN, avoidable=Avoidable.UNCLEAR_LETTER)]
ASKED += [Asked(Show.CALLS, weekday=0), Asked(Show.COUNTED, hour=11), Asked(Show.OPEN, weekday=0, hour=10), Asked(Show.SETTLED, weekday=6)]
NARROWED: Sequence[dict[str, str]] = [{}, {"topic": "pas-forny"}, {"department": "affald", "language": "de"}, {"caller_type": "company"}]


def test_as_many_calls_are_listed_as_are_counted_whatever_is_shown(store: Engine) -> None:
    with Session(store) as session:
        for narrowed in NARROWED:
            view = figures.view(session, Wanted(MONTH.first, MONTH.last, **narrowed), MONDAY)
            for asked in ASKED:
                found = listed(session, view, asked)
                assert found or behind(view.log, asked).calls < 5, asked
                assert [call.began for call in found] == sorted((call.began for call in found), reverse=True)


@pytest.mark.parametrize("narrowed", NARROWED)
def test_number_is_the_same_as_in_the_figures(store: Engine, narrowed: dict[str, str]) -> None:
    with Session(store) as session:
        view = figures.view(session, Wanted(MONTH.first, MONTH.last, **narrowed), MONDAY)
    of_calls = {show: behind(view.log, Asked(show)) for show in Show}
    names = {part.name for part in fields(view.tally)}
    for show, found in of_calls.items():
        if show.value in names:
            is_of_calls = show in {Show.CALLS, Show.COUNTED, Show.SETTLED, Show.BEYOND, Show.AVOIDABLE}
            assert (found.calls if is_of_calls else found.questions) == getattr(view.tally, show.value), show
    assert of_calls[Show.OPEN].calls == view.tally.counted - view.tally.settled
    assert of_calls[Show.TRANSFERRED].questions >= view.tally.reached + view.tally.not_reached


def test_every_call_is_listed_once_also_when_many_began_in_the_same_second(store: Engine) -> None:
    with Session(store) as session:
        view = figures.view(session, MONTH, MONDAY)
        found = list(pages(session, view, Asked()))
    assert len(found) == -(-found[0].behind.calls // 17)
    assert sum(call.began == MONDAY for page in found for call in page.calls) > 100
    assert (found[0].is_newest, found[1].is_newest, found[-1].older) == (True, False, "")


def test_fewer_than_five_calls_are_counted_but_not_listed(engine: Engine) -> None:
    fill(engine, 4)
    with Session(engine) as session:
        page = call_list.page(session, figures.view(session, MONTH, MONDAY), Asked())
    assert (page.behind.calls, page.calls, page.too_few) == (3, (), True)


def test_place_that_is_gone_leads_to_the_newest(store: Engine) -> None:
    with Session(store) as session:
        view = figures.view(session, MONTH, MONDAY)
        newest, lost = call_list.page(session, view, Asked()), call_list.page(session, view, Asked(), "gone\x00")
    assert (lost.is_lost, lost.is_newest, lost.calls) == (True, True, newest.calls)


def test_nothing_is_read_that_tells_who_rang_or_answered(store: Engine) -> None:
    with Session(store) as session:
        view = figures.view(session, MONTH, MONDAY)
        with counted(store) as seen:
            call_list.page(session, view, Asked())
    columns = [statement.partition("FROM")[0] for statement in seen]
    for private in ("note", "searches", "guides", "search_text", "user_id", "settled_at", "ended_at"):
        assert not any(private in read for read in columns), private
    assert {part.name for part in fields(ListedCall)} == {"began", "caller_type", "language", "simulated", "questions"}
    assert {part.name for part in fields(ListedQuestion)} == {"topic", "department", "version", "result", "offer", "fits"}


def test_page_costs_two_questions_to_the_store_and_a_further_one_three(store: Engine) -> None:
    with Session(store) as session:
        view = figures.view(session, MONTH, MONDAY)
        with counted(store) as first:
            page = call_list.page(session, view, Asked(Show.OPEN))
        with counted(store) as second:
            call_list.page(session, view, Asked(Show.OPEN), page.older)
    assert (len(first), len(second)) == (2, 3)


def test_both_hours_that_a_clock_set_back_calls_two_are_listed(engine: Engine) -> None:
    night = datetime(2026, 10, 25, 0, 10, tzinfo=UTC)
    with session_scope(engine) as session:
        for hour in range(3):
            for number in range(4):
                call = Call(logged_by="x", started_at=night + timedelta(hours=hour), saved_at=MONDAY, idempotency_key=f"{hour} {number}")
                session.add(call)
                session.flush()
                session.add(CallQuestion(call_id=call.id, position=0, outcome="resolved"))
            call_log.touch(session, night + timedelta(hours=hour))
    with Session(engine) as session:
        view = figures.view(session, Wanted(date(2026, 10, 25), date(2026, 10, 25)), MONDAY)
        numbers = {hour: len(listed(session, view, Asked(hour=hour))) for hour in (1, 2, 3)}
        too_few = call_list.page(session, view, Asked(hour=3))
    assert (numbers, too_few.behind.calls) == ({1: 0, 2: 8, 3: 0}, 4)
