"""Searches in vain over a period in both kinds of store: counted at the desk, by meaning, with what finds them by now."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.domain.search.learned import learned_key
from app.domain.search.words import tokens
from app.domain.unanswered import Trend
from app.models import SearchGapDay
from app.services import figures, guides, learning, unanswered
from app.services.figures import Wanted
from app.services.unanswered import Unanswered
from tests.conftest import user
from tests.support.together import at_once
from tests.support.town import MONDAY

TODAY = date(2026, 11, 23)


def missed(session: Session, words: str, times: int, days_ago: int = 0, *, simulated: bool = False) -> None:
    learning.count_gap(session, learned_key(tokens(words)), words, TODAY - timedelta(days=days_ago), times, simulated=simulated)


def of(session: Session, **only: str) -> Unanswered:
    return unanswered.unanswered(session, figures.view(session, Wanted(date(2026, 10, 25), TODAY, **only), MONDAY))


def told(found: Unanswered) -> Sequence[tuple[str, int, int | None, Trend]]:
    return [(row.theme.words, row.theme.now, row.theme.before, row.theme.trend) for row in found.rows]


@pytest.fixture
def counted_by_hand(session: Session) -> Session:
    """Counting began long ago; drones are new, xylophones as before, and two were searched once or twice."""
    missed(session, "kvidr", 1, 90)
    missed(session, "drone", 12, 3)
    missed(session, "dronerne", 6, 10)
    missed(session, "xylofonqvist", 5, 29)
    missed(session, "xylofonqvist", 4, 30)
    missed(session, "zzyzx", 2)
    missed(session, "brumbasse", 1)
    return session


def test_searches_are_told_by_meaning_with_what_came_before(counted_by_hand: Session) -> None:
    found = of(counted_by_hand)
    assert told(found) == [("drone", 18, 0, Trend.NEW), ("xylofonqvist", 5, 4, Trend.SAME)]
    assert (found.total, found.rest, found.is_rare) == (26, 3, True)
    # The weeks are counted back from the last day: nine for a period of thirty days.
    assert [row.weeks for row in found.rows] == [[0] * 7 + [6, 12], [0] * 4 + [9, 0, 0, 0, 0]]


def test_made_up_search_is_marked_and_no_guide_is_said_to_answer_it(session: Session) -> None:
    missed(session, "forny pas", 6, simulated=True)
    missed(session, "skraldespand", 6)
    made_up = {row.theme.words: (row.is_simulated, row.answered is None) for row in of(session).rows}
    assert made_up == {"forny pas": (True, True), "skraldespand": (False, False)}


def test_simulated_searches_are_counted_with_the_others(session: Session) -> None:
    missed(session, "drone", 3)
    missed(session, "drone", 3, simulated=True)
    assert told(of(session)) == [("drone", 6, None, Trend.UNKNOWN)]


def test_nothing_searched_is_nothing_to_show(session: Session) -> None:
    found = of(session)
    assert (found.rows, found.total, found.rest) == ([], 0, 0)


def test_only_few_searches_are_a_number_without_words(session: Session) -> None:
    missed(session, "drone", 4)
    found = of(session)
    assert (found.rows, found.total, found.rest, found.is_rare) == ([], 4, 4, True)


def test_guide_that_answers_by_now_is_named_and_forgotten_words_are_not(session: Session) -> None:
    missed(session, "xylofonqvist", 9)
    assert of(session).rows[0].answered is None
    guide = guides.find(session, "pas-forny")
    content = guides.content_of(guide) | {"keywords": ["pas", "xylofonqvist"]}
    guides.publish(session, user(session, "bo"), "pas-forny", content, MONDAY, reason="Nyt ord")
    session.commit()
    with Session(session.get_bind()) as later:
        answered = of(later).rows[0].answered
    assert answered is not None
    assert answered.slug == "pas-forny"


def test_department_and_topic_keep_what_is_near_their_guides(session: Session) -> None:
    missed(session, "skraldespanddronning", 9)
    missed(session, "passionsfrugt", 8)
    near = {row.theme.words: row.nearest.slug for row in of(session).rows if row.nearest}
    assert near["skraldespanddronning"] == "affald-glemt"
    assert [row.theme.words for row in of(session, department="affald").rows] == ["skraldespanddronning"]
    assert [row.theme.words for row in of(session, topic=near["passionsfrugt"]).rows] == ["passionsfrugt"]
    assert (of(session, department="affald").total, of(session, department="omstilling").total) == (9, 0)


def test_caller_type_and_language_cannot_narrow_a_search(session: Session) -> None:
    missed(session, "drone", 9)
    assert (of(session, language="en").total, of(session, language="en").has_callers, of(session).has_callers) == (9, True, False)


def test_rest_is_said_to_be_rare_only_when_it_is(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    missed(session, "drone", 9)
    missed(session, "xylofonqvist", 8)
    monkeypatch.setattr(unanswered, "MOST_KEYS", 1)
    found = of(session)
    assert (told(found)[0][0], len(found.rows), found.rest, found.is_rare) == ("drone", 1, 8, False)


def test_export_has_the_same_rows(counted_by_hand: Session) -> None:
    rows = of(counted_by_hand).table.rows
    assert [row[:3] for row in rows] == [("drone", "", 18), ("xylofonqvist", "", 5)]


def test_search_at_the_desk_is_counted_on_its_danish_day(session: Session) -> None:
    past_midnight = datetime.fromisoformat("2026-11-22T23:30:00+00:00")
    learning.note_gap(session, "xylofonqvist", past_midnight)
    learning.note_gap(session, "xylofonqvist", MONDAY)
    [row] = session.exec(select(SearchGapDay)).all()
    assert (row.day, row.times, row.simulated) == (TODAY, 2, False)


def test_workers_who_miss_the_same_words_at_once_are_all_counted(engine: Engine) -> None:
    at_once(engine, lambda session: learning.note_gap(session, "xylofonqvist", MONDAY), times=4)
    with Session(engine) as session:
        assert [row.times for row in session.exec(select(SearchGapDay)).all()] == [4]


def test_long_period_is_remembered_a_while_but_never_without_what_is_new_or_gone(session: Session) -> None:
    def year(minutes: int = 0) -> list[int]:
        wanted = Wanted(date(2025, 11, 24), TODAY)
        found = unanswered.unanswered(session, figures.view(session, wanted, MONDAY + timedelta(minutes=minutes)))
        return [row.theme.now for row in found.rows]

    missed(session, "drone", 9)
    assert year() == [9]
    missed(session, "drone", 1)
    assert (year(1), year(6)) == ([9], [10])
    missed(session, "xylofonqvist", 7, 200)
    assert year(6) == [10, 7]
    for row in session.exec(select(SearchGapDay).where(SearchGapDay.day == TODAY)).all():
        session.delete(row)
    session.flush()
    assert year(6) == [7]


def test_more_things_than_can_be_told_are_counted_with_the_rest(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unanswered, "MOST_THEMES", 1)
    missed(session, "drone", 9)
    missed(session, "xylofonqvist", 7)
    found = of(session)
    assert (len(found.rows), found.total, found.rest, found.is_rare) == (1, 16, 7, False)
