"""Synonyms: looked up, tried out, kept, changed, removed."""

from datetime import datetime

import pytest
from sqlmodel import Session, select

from app.base.errors import Conflict, Invalid, NotAllowed, NotFound
from app.models import Synonym
from app.services import content, search, synonyms, trail
from tests.conftest import user


def save(session: Session, at: datetime, word: str, means: str, **more: str) -> Synonym:
    return synonyms.save(session, user(session, "bo"), word, means, at, **more)


def test_kept_synonym_is_searched_with_from_then_on(session: Session, at: datetime) -> None:
    assert search.find(session, "dunken", at).best is None
    save(session, at, " Dunken ", "Affaldsbeholder,  skraldespand, skraldespand")
    session.commit()
    row = synonyms.find(session, "dunken")
    assert row.means == ["affaldsbeholder", "skraldespand"]
    best = search.find(session, "dunken", at).best
    assert best is not None
    assert best.hit.document.slug == "affald-glemt"


def test_every_change_stands_in_the_trail_with_old_and_new(session: Session, at: datetime) -> None:
    save(session, at, "dunk", "skraldespand")
    save(session, at, "dunken", "beholder", was="dunk")
    synonyms.remove(session, user(session, "bo"), "dunken", at)
    entries = trail.read(session, trail.Filter(kind="synonym"))
    assert [(entry.action, entry.slug, entry.old, entry.new) for entry in reversed(entries)] == [
        ("add", "dunk", None, {"word": "dunk", "means": ["skraldespand"]}),
        ("change", "dunken", {"word": "dunk", "means": ["skraldespand"]}, {"word": "dunken", "means": ["beholder"]}),
        ("delete", "dunken", {"word": "dunken", "means": ["beholder"]}, None),
    ]
    assert {row.word for row in session.exec(select(Synonym)).all()} == {"skraldebøtte"}


def test_list_is_searched_on_both_sides(sqlite_session: Session, at: datetime) -> None:
    save(sqlite_session, at, "dunk", "beholder")
    assert [row.word for row in synonyms.listed(sqlite_session)] == ["dunk", "skraldebøtte"]
    assert [row.word for row in synonyms.listed(sqlite_session, " BEHOLD ")] == ["dunk"]
    assert [row.word for row in synonyms.listed(sqlite_session, "bøtte")] == ["skraldebøtte"]
    assert synonyms.listed(sqlite_session, "xyz") == []


@pytest.mark.parametrize(
    ("word", "means", "field"),
    [
        ("", "pas", "word"),
        ("?!", "pas", "word"),
        ("x" * 61, "pas", "word"),
        ("010190-1234", "pas", "word"),
        ("dunk", " , ", "means"),
        ("dunk", "og, i", "means"),
        ("dunk", "a1, b2, c3, d4, e5, f6", "means"),
        ("dunk", "dunk, spand", "means"),
        ("dunk", "x" * 61, "means"),
        ("dunk", "010190-1234", "means"),
    ],
)
def test_synonym_that_does_not_fit_is_refused_with_its_field(sqlite_session: Session, at: datetime, word: str, means: str, field: str) -> None:
    for act in (save, lambda *given: synonyms.try_out(given[0], given[2], given[3], "", given[1])):
        with pytest.raises(Invalid) as refusal:
            act(sqlite_session, at, word, means)
        assert refusal.value.field == field
    assert len(synonyms.listed(sqlite_session)) == 1


def test_word_that_is_there_already_is_not_written_over(sqlite_session: Session, at: datetime) -> None:
    save(sqlite_session, at, "dunk", "beholder")
    for more in ({}, {"was": "dunk"}):
        with pytest.raises(Conflict) as refusal:
            save(sqlite_session, at, "skraldebøtte", "pose", **more)
        assert refusal.value.field == "word"
    assert synonyms.find(sqlite_session, "skraldebøtte").means == ["skraldespand"]


def test_change_by_a_colleague_in_between_is_not_written_over(sqlite_session: Session, at: datetime) -> None:
    save(sqlite_session, at, "skraldebøtte", "spand", was="skraldebøtte", seen="skraldespand")
    with pytest.raises(Conflict) as refusal:
        save(sqlite_session, at, "skraldebøtte", "pose", was="skraldebøtte", seen="skraldespand")
    assert "spand" in refusal.value.message
    with pytest.raises(NotFound):
        save(sqlite_session, at, "x1", "pose", was="findes-ikke")


def test_try_out_shows_both_sides_and_keeps_nothing(session: Session, at: datetime) -> None:
    before = content.current(session)
    tried = synonyms.try_out(session, "dunken", "skraldespand", "", at)
    assert (tried.query, list(tried.without), tried.changes_something) == ("dunken", [], True)
    assert (tried.with_it[0].title, tried.with_it[0].before) == ("Glemt tømning af affald", None)
    assert synonyms.listed(session, "dunken") == []
    assert content.current(session) is before


def test_try_out_of_a_change_compares_with_neither_old_nor_new(sqlite_session: Session, at: datetime) -> None:
    tried = synonyms.try_out(sqlite_session, "skraldebøtte", "pas", "", at, was="skraldebøtte")
    assert "Glemt tømning af affald" not in tried.without
    assert "Forny pas" in [place.title for place in tried.with_it]


def test_operator_and_team_lead_may_not_change(sqlite_session: Session, at: datetime) -> None:
    for name in ("anna", "carla"):
        with pytest.raises(NotAllowed):
            synonyms.save(sqlite_session, user(sqlite_session, name), "dunk", "spand", at)
        with pytest.raises(NotAllowed):
            synonyms.remove(sqlite_session, user(sqlite_session, name), "skraldebøtte", at)
