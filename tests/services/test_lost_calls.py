"""Where calls are lost, why they were needless and whether departments answer: in both kinds of store, against calls written down by hand."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from app.domain.avoidable import Behind
from app.domain.figures import share
from app.domain.lost_calls import Example, Kind, Span
from app.domain.outcomes import Avoidable, Ending, Reason
from app.domain.periods import By
from app.domain.service_standard import Part
from app.models import Department
from app.services import avoidable, content, figures, finished_calls, lost_calls, service_standards
from app.services.figures import View, Wanted
from app.services.finished_calls import CallEntry, QuestionEntry
from tests.support.town import MONDAY

DAY = timedelta(days=1)
MONTH = Wanted(date(2026, 10, 25), date(2026, 11, 23))
SETTLED = QuestionEntry(Ending("resolved"), topic="pas-mistet")
CLOSED = QuestionEntry(Ending("message", reason="closed"), topic="pas-forny")
NO_GUIDE = QuestionEntry(Ending("transferred", True, reason="no_guide"), topic="pas-forny")
DECISION = QuestionEntry(Ending("transferred", False, "declined", "needs_decision"), topic="pas-forny")
NO_CALLBACK = QuestionEntry(Ending("resolved"), topic="affald-glemt", avoidable="no_callback")


class Book:
    """Writes calls down, each with a key of its own."""

    def __init__(self, session: Session) -> None:
        self.session, self.number = session, 0

    def log(self, *questions: QuestionEntry, times: int = 1, at: datetime = MONDAY, caller: str = "citizen") -> None:
        for _ in range(times):
            self.number += 1
            entry = CallEntry(at, at + timedelta(minutes=2), f"call-{self.number}", questions, caller_type=caller)
            finished_calls.log(self.session, "token:test", entry, at + timedelta(minutes=3))


@pytest.fixture
def book(session: Session) -> Book:
    return Book(session)


def view(session: Session, wanted: Wanted = MONTH) -> View:
    return figures.view(session, wanted, MONDAY + timedelta(hours=1))


def lose_some(book: Book) -> None:
    """A lost passport: 30 calls, all settled. A new one: 30 calls, 20 not settled, 5 of these beyond the desk; the first a month ago."""
    book.log(SETTLED, at=MONDAY - 29 * DAY)
    book.log(SETTLED, times=29)
    book.log(QuestionEntry(Ending("resolved"), topic="pas-forny"), times=10)
    book.log(NO_GUIDE, times=9)
    book.log(CLOSED, times=6)
    book.log(DECISION, times=5)


def test_topic_gains_what_it_would_like_the_best_one_of_its_department(book: Book) -> None:
    lose_some(book)
    lost = lost_calls.of(view(book.session))
    [loss] = lost.losses
    assert (loss.group.slug, loss.group.department, loss.group.open, loss.group.could) == ("pas-forny", "borgerservice", 20, 15)
    assert loss.group.reasons == {Reason.NO_GUIDE: 9, Reason.CLOSED: 6, Reason.NEEDS_DECISION: 5}
    assert (loss.gain, loss.example, loss.step) == (15, Example(Kind.TOPIC, "pas-mistet", 1.0), Reason.NO_GUIDE)
    assert lost.reasons == loss.group.reasons
    assert (lost.without, lost.rare, lost.span) == (0, 0, Span(30))


def test_month_is_worked_out_from_the_days_that_have_calls(book: Book) -> None:
    lose_some(book)
    year = lost_calls.of(view(book.session, Wanted(date(2025, 11, 24), date(2026, 12, 31))))
    assert (year.span, year.losses[0].gain) == (Span(30), 15)
    today = lost_calls.of(view(book.session, Wanted(date(2026, 11, 23), date(2026, 11, 23))))
    assert (today.span, today.span.words, today.losses[0].gain) == (Span(1), "i perioden", 15)


def test_three_things_are_plain_sentences(book: Book) -> None:
    lose_some(book)
    assert lost_calls.three_things(view(book.session)) == [
        "»Forny pas«: skriv en guide. 20 opkald blev ikke løst; går det som »Mistet eller stjålet pas« (100 %), bliver 15 flere løst om måneden."
    ]


def test_departments_gain_what_their_topics_do(book: Book) -> None:
    lose_some(book)
    book.log(QuestionEntry(Ending("message", reason="technical"), department="hjemmepleje"), times=5)
    losses = {loss.group.slug: loss for loss in lost_calls.of(view(book.session), By.DEPARTMENT).losses}
    assert losses["borgerservice"].gain == 15
    assert losses["borgerservice"].most is not None
    assert losses["borgerservice"].most.group.slug == "pas-forny"
    assert (losses["hjemmepleje"].gain, losses["hjemmepleje"].step) == (0, Reason.TECHNICAL)


def test_calls_without_a_topic_or_about_a_rare_one_are_told_apart(book: Book) -> None:
    book.log(QuestionEntry(Ending("message", reason="no_guide")), times=3)
    book.log(CLOSED, times=4)
    lost = lost_calls.of(view(book.session))
    assert (list(lost.losses), lost.without, lost.rare) == ([], 3, 4)
    assert lost_calls.three_things(view(book.session)) == []


def test_call_asking_twice_about_a_topic_counts_once_under_each_reason(book: Book) -> None:
    book.log(CLOSED, CLOSED, NO_GUIDE, times=5)
    [loss] = lost_calls.of(view(book.session)).losses
    assert (loss.group.open, loss.group.reasons) == (5, {Reason.NO_GUIDE: 5, Reason.CLOSED: 5})


def test_nothing_logged_loses_nothing(session: Session) -> None:
    empty = view(session)
    assert lost_calls.of(empty).losses == []
    assert lost_calls.of(empty, By.DEPARTMENT).reasons == {}
    assert lost_calls.three_things(empty) == []
    assert avoidable.of(empty).now == share(0, 0)
    assert service_standards.of(empty, {}) == []


def test_needless_calls_are_counted_by_cause_with_what_is_behind(book: Book) -> None:
    book.log(NO_CALLBACK, times=6)
    book.log(QuestionEntry(Ending("message", reason="closed"), topic="pas-forny", avoidable="late_case"), NO_CALLBACK, times=5)
    book.log(QuestionEntry(Ending("wrong_number"), avoidable="unclear_letter"), times=9)  # not counted
    book.log(SETTLED, times=9)
    book.log(NO_CALLBACK, times=2, at=MONDAY - 40 * DAY)
    book.log(SETTLED, times=8, at=MONDAY - 40 * DAY)
    found = avoidable.of(view(book.session))
    assert (found.now, found.before) == (share(11, 20), share(2, 10))
    assert [(cause.code, cause.calls) for cause in found.causes] == [(Avoidable.NO_CALLBACK, 11), (Avoidable.LATE_CASE, 5)]
    assert found.causes[0].topics == [Behind("affald-glemt", 11)]
    assert found.causes[1].departments == [Behind("borgerservice", 5)]


def test_departments_answer_or_not_beside_what_they_promised(book: Book) -> None:
    unit = book.session.get(Department, "borgerservice")
    assert unit is not None
    unit.service_standard = {"answer_within_seconds": 90, "call_back_within_hours": 24}
    book.session.add(unit)
    book.session.commit()
    friday = datetime.fromisoformat("2026-11-20T14:00:00+01:00")
    book.log(NO_GUIDE, times=20)
    book.log(DECISION, times=9, at=friday)
    book.log(CLOSED, times=3)
    book.log(QuestionEntry(Ending("resolved"), topic="pas-mistet", avoidable="no_callback"), times=2)
    book.log(QuestionEntry(Ending("transferred", True, reason="closed"), topic="affald-glemt"), times=4)
    first, second = service_standards.of(view(book.session), content.current(book.session).departments)
    assert (first.slug, first.reached, first.not_reached, first.offered, first.messages, first.no_callback) == ("borgerservice", 20, 9, 9, 3, 2)
    assert (first.standard.answer_seconds, first.standard.callback_hours) == (90, 24)
    assert first.worst == Part("fredag eftermiddag", 0, 9)
    assert (second.slug, second.is_told) == ("affald", False)


def test_filters_hold_for_all_three(book: Book) -> None:
    lose_some(book)
    book.log(CLOSED, times=7, caller="company")
    companies = view(book.session, Wanted(MONTH.first, MONTH.last, caller_type="company"))
    assert [loss.group.open for loss in lost_calls.of(companies).losses] == [7]
    assert [row.messages for row in service_standards.of(companies, {})] == [7]
    assert avoidable.of(companies).now == share(0, 7)
