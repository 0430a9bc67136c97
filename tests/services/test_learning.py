"""What the log teaches the search, and what could not be found."""

from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.base.errors import NotFound
from app.domain.outcomes import Ending
from app.services import content, finished_calls, learning, search
from app.services.finished_calls import CallEntry, QuestionEntry
from tests.conftest import user
from tests.support.together import at_once


def settle(session: Session, at: datetime, who: str, key: str, said: str = "den gule plastik", topic: str = "pas-mistet") -> None:
    question = QuestionEntry(Ending("resolved"), topic=topic, searches=[said], guides=[topic])
    finished_calls.log(session, who, CallEntry(at, at, key, [question]), at)


def lessons(session: Session, at: datetime) -> list[str]:
    session.commit()
    learning._known.clear()
    return [lesson.guide for lesson in learning.current(session, at, content.current(session).revision).lessons]


def test_calls_of_two_operators_teach_the_search(session: Session, at: datetime) -> None:
    assert not search.find(session, "gule plastik", at).found
    for number, who in enumerate(("anna", "bo", "bo")):
        settle(session, at, who, f"k{number}", said="pas gule plastik")
    assert lessons(session, at) == ["pas-mistet"]
    best = search.find(session, "pas gule plastik", at).best
    assert best is not None
    assert best.hit.document.slug == "pas-mistet"
    assert best.hit.signals["learned"] > 0


def test_one_operator_teaches_nothing(session: Session, at: datetime) -> None:
    for number in range(6):
        settle(session, at, "anna", f"k{number}")
    assert lessons(session, at) == []


def test_removed_lesson_stays_away(session: Session, at: datetime) -> None:
    for number, who in enumerate(("anna", "bo", "bo")):
        settle(session, at, who, f"k{number}")
    session.commit()
    [lesson] = learning.current(session, at, -1).lessons
    learning.remove(session, user(session, "bo"), lesson.key, lesson.guide, at)
    learning.remove(session, user(session, "bo"), lesson.key, lesson.guide, at)
    assert lessons(session, at) == []


def test_removing_raises_the_content_revision_so_that_every_worker_forgets(session: Session, at: datetime) -> None:
    before = content.current(session).revision
    learning.remove(session, user(session, "bo"), "gul plastik", "pas-mistet", at)
    session.commit()
    assert content.current(session).revision == before + 1


def test_lesson_about_a_guide_that_is_not_there_cannot_be_removed(session: Session, at: datetime) -> None:
    with pytest.raises(NotFound):
        learning.remove(session, user(session, "bo"), "x", "findes-ikke", at)


def test_gaps_are_counted_by_their_matter(session: Session, at: datetime) -> None:
    for said in ("kaniner på taget", "kaniner på tag", "på taget er der kaniner"):
        learning.note_gap(session, said, at)
    [gap] = learning.gaps(session)
    assert (gap.example, gap.times) == ("kaniner på taget", 3)


@pytest.mark.parametrize("said", ["010190-0001", "min nabo 010190 0001", "", "jeg har", "   "])
def test_numbers_of_persons_and_empty_words_are_no_gap(session: Session, at: datetime, said: str) -> None:
    learning.note_gap(session, said, at)
    assert learning.gaps(session) == []


def test_gap_is_taken_off_the_list_once(session: Session, at: datetime) -> None:
    learning.note_gap(session, "kaniner på taget", at)
    [gap] = learning.gaps(session)
    learning.close_gap(session, gap.key)
    assert learning.gaps(session) == []
    with pytest.raises(NotFound):
        learning.close_gap(session, gap.key)


def test_two_operators_who_miss_the_same_words_at_once_both_go_on(engine: Engine, at: datetime) -> None:
    at_once(engine, lambda session: learning.note_gap(session, "xylofonqvist", at))
    with Session(engine) as session:
        assert [gap.example for gap in learning.gaps(session)] == ["xylofonqvist"]
