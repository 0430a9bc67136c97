"""Suggestions from the log: gathered, taken into the draft or made a synonym, declined for good; by those whose department it is."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from app.base.errors import Invalid, NotAllowed, NotFound
from app.domain.outcomes import Ending
from app.domain.suggestions import SuggestionKind
from app.models import Decision, Synonym
from app.services import content, drafts, finished_calls, guides, learning, search, suggestions
from app.services.finished_calls import CallEntry, QuestionEntry
from tests.conftest import user
from tests.support.queries import counted

SLUG = "pas-mistet"


def call(session: Session, at: datetime, *searches: str, times: int = 2, topic: str = SLUG, outcome: str = "resolved") -> None:
    for number in range(times):
        ending = Ending(outcome, True, "", "needs_case_access") if outcome == "transferred" else Ending(outcome)
        question = QuestionEntry(ending, topic=topic, department="borgerservice", searches=list(searches), guides=[topic])
        finished_calls.log(session, "anna", CallEntry(at, at, f"{at:%j}{topic}{searches}{number}{outcome}", [question]), at)


def words(session: Session, at: datetime, slug: str = SLUG) -> list[str]:
    return [row.words for row in suggestions.of_guide(session, slug, at)]


def test_what_was_searched_in_vain_is_suggested_with_what_helped(session: Session, at: datetime) -> None:
    call(session, at, "rødbedebog", "pas væk")
    [found] = suggestions.of_guide(session, SLUG, at)
    assert (found.kind, found.words, found.then, found.calls, found.is_few) == (SuggestionKind.PHRASE, "rødbedebog", "pas væk", 2, True)


def test_words_that_find_the_guide_are_not_suggested(session: Session, at: datetime) -> None:
    call(session, at, "pas taske", "mistet pas")
    assert words(session, at) == []


def test_only_settled_calls_of_the_last_half_year_count(session: Session, at: datetime) -> None:
    call(session, at, "rødbedebog", "pas væk", outcome="transferred")
    call(session, at - timedelta(days=181), "blåbærbog", "pas væk")
    assert words(session, at) == []
    call(session, at - timedelta(days=179), "grønkålsbog", "pas væk")
    assert words(session, at) == ["grønkålsbog"]


def test_search_that_found_nothing_is_suggested_at_its_nearest_guide(session: Session, at: datetime) -> None:
    for _ in range(6):
        learning.note_gap(session, "skraldemandsvrøvl", at)
    learning.note_gap(session, "skraldesnakken", at)
    [found] = suggestions.of_guide(session, "affald-glemt", at)
    assert (found.kind, found.words, found.calls, found.is_few) == (SuggestionKind.GAP, "skraldemandsvrøvl", 6, False)
    assert words(session, at) == []


def test_accepted_phrase_stands_in_the_draft_and_finds_the_guide_once_published(session: Session, at: datetime) -> None:
    guides.keep_versions(session, at)
    call(session, at, "den røde bog", "pas væk")
    bo = user(session, "bo")
    suggestions.accept(session, bo, SLUG, "Røde bog", suggestions.PHRASE, at)
    draft = drafts.of(session, SLUG, bo.id)
    assert draft is not None
    assert draft.fields["phrases.da"].splitlines()[-1] == "den røde bog"
    assert draft.fields["title"] == "Mistet eller stjålet pas"
    assert words(session, at) == []
    content_now = {**guides.version(session, SLUG, 1).content, "phrases": {"da": draft.fields["phrases.da"].splitlines()}}
    guides.publish(session, bo, SLUG, content_now, at)
    session.commit()
    best = search.find(session, "den røde bog", at).best
    assert best is not None
    assert best.hit.document.slug == SLUG


def test_phrase_that_stands_there_already_is_not_written_twice(session: Session, at: datetime) -> None:
    guides.keep_versions(session, at)
    call(session, at, "rødbedebog", "pas væk")
    bo = user(session, "bo")
    drafts.save(session, bo, SLUG, {"phrases.da": "Rødbedebog"}, 1, at)
    suggestions.accept(session, bo, SLUG, "rødbedebog", suggestions.PHRASE, at)
    draft = drafts.of(session, SLUG, bo.id)
    assert draft is not None
    assert draft.fields["phrases.da"] == "Rødbedebog"


def test_accepted_synonym_joins_those_the_word_has(session: Session, at: datetime) -> None:
    session.add(Synonym(word="rødbedebog", means=["grøntsag"]))
    session.flush()
    call(session, at, "rødbedebog", "rejsepas")
    found = suggestions.accept(session, user(session, "bo"), SLUG, "rødbedebog", suggestions.SYNONYM, at)
    assert found.synonym_for == "rejsepas"
    row = session.get(Synonym, "rødbedebog")
    assert row is not None
    assert row.means == ["grøntsag", "rejsepas"]
    assert words(session, at) == []


def test_several_words_can_be_no_synonym(session: Session, at: datetime) -> None:
    call(session, at, "den røde bog", "pas væk")
    with pytest.raises(Invalid):
        suggestions.accept(session, user(session, "bo"), SLUG, "den røde bog", suggestions.SYNONYM, at)
    with pytest.raises(Invalid):
        suggestions.accept(session, user(session, "bo"), SLUG, "den røde bog", "", at)
    assert words(session, at) == ["den røde bog"]


def test_declined_suggestion_never_comes_again_for_that_guide(session: Session, at: datetime) -> None:
    call(session, at, "rødbedebog", "pas væk")
    call(session, at, "rødbedebog", "rejsepas", topic="folkepension")
    suggestions.decline(session, user(session, "bo"), SLUG, "rødbedebog", at)
    call(session, at + timedelta(days=1), "rødbedebogen", "pas væk", times=9)
    assert words(session, at + timedelta(days=2)) == []
    assert words(session, at + timedelta(days=2), "folkepension") == ["rødbedebog"]
    row = session.get(Decision, ("phrase", "rødbedebog", SLUG))
    assert row is not None
    assert (row.accepted, row.decided_by) == (False, user(session, "bo").id)


def test_what_is_not_suggested_cannot_be_answered(session: Session, at: datetime) -> None:
    for given in ("rødbedebog", "", "010190-0001"):
        with pytest.raises(NotFound):
            suggestions.decline(session, user(session, "bo"), SLUG, given, at)
    with pytest.raises(NotFound):
        suggestions.accept(session, user(session, "bo"), "no-such", "rødbedebog", suggestions.PHRASE, at)


def test_only_editors_of_the_department_answer(session: Session, at: datetime) -> None:
    call(session, at, "sokkerne", "strømper", topic="hjemmehjaelp-udeblevet")
    for username in ("anna", "bo", "carla"):
        with pytest.raises(NotAllowed):
            suggestions.decline(session, user(session, username), "hjemmehjaelp-udeblevet", "sokkerne", at)
    suggestions.decline(session, user(session, "eva"), "hjemmehjaelp-udeblevet", "sokkerne", at)


def test_counts_by_guide_for_departments_in_two_queries(session: Session, at: datetime) -> None:
    call(session, at, "rødbedebog", "pas væk")
    call(session, at, "blåbærbog", "pas væk")
    call(session, at, "sokkerne", "strømper", topic="hjemmehjaelp-udeblevet")
    session.commit()
    content.current(session)
    with counted(session.get_bind()) as statements:  # type: ignore[arg-type]
        assert suggestions.for_departments(session, ["borgerservice"], at) == {SLUG: 2}
    assert len(statements) == 2
    assert suggestions.for_departments(session, None, at) == {SLUG: 2, "hjemmehjaelp-udeblevet": 1}
    assert suggestions.for_departments(session, [], at) == {}
    suggestions.decline(session, user(session, "bo"), SLUG, "blåbærbog", at)
    assert suggestions.for_departments(session, {"borgerservice"}, at) == {SLUG: 1}
