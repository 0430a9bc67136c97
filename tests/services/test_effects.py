"""Whether a guide works, from the log: calls around a version, searches, flags, and nobody's name."""

from dataclasses import asdict
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.base.errors import NotFound
from app.domain.effect import Verdict
from app.domain.guide_content import content_of
from app.domain.outcomes import Ending
from app.models import Decision
from app.services import calls, effects, finished_calls, flags, guides
from app.services.finished_calls import CallEntry, QuestionEntry
from tests.conftest import user
from tests.support.queries import counted

DAY = timedelta(days=1)
SETTLED = Ending("resolved")
PASSED_ON = Ending("transferred", reached=True, reason="no_guide")


def rings(session: Session, start: datetime, *endings: Ending, topic: str = "pas-forny", search: str = "", times: int = 1) -> None:
    """Calls to Anna about a guide, a minute apart, logged as they end."""
    anna = user(session, "anna")
    for number in range(times):
        began = start + timedelta(minutes=number)
        questions = [QuestionEntry(ending, topic=topic, searches=[search] if search else []) for ending in endings]
        entry = CallEntry(began, began + timedelta(seconds=50), f"{topic}-{began.isoformat()}", questions)
        finished_calls.log(session, anna.id, entry, began + timedelta(seconds=50), anna)


@pytest.fixture
def changed(session: Session, at: datetime) -> Session:
    """A guide that settled 5 of 20 calls in the ten days before its second version, and 18 of 20 in the ten days since; 0 of 6 long before."""
    guides.keep_versions(session, at - 60 * DAY)
    rings(session, at - 21 * DAY, PASSED_ON, times=6)
    rings(session, at - 15 * DAY, SETTLED, times=5)
    rings(session, at - 14 * DAY, PASSED_ON, times=15)
    content = content_of(guides.find(session, "pas-forny"))
    guides.publish(session, user(session, "bo"), "pas-forny", {**content, "say": "Kort."}, at - 10 * DAY)
    rings(session, at - 5 * DAY, SETTLED, times=18)
    rings(session, at - 4 * DAY, PASSED_ON, times=2)
    rings(session, at - 3 * DAY, Ending("aborted"), times=4)
    rings(session, at - 3 * DAY, PASSED_ON, topic="affald-glemt", times=3)
    return session


def test_calls_before_and_after_a_version_are_counted(changed: Session, at: datetime) -> None:
    found = effects.worked(changed, "pas-forny", at)
    (effect,) = found.effects
    assert (effect.before.hits, effect.before.n, effect.after.hits, effect.after.n) == (5, 20, 18, 20)
    assert (effect.verdict, effect.sentence) == (Verdict.BETTER, "fra 25 % til 90 %, 40 opkald")
    assert (found.now.hits, found.now.n) == (23, 46)


def test_only_the_length_since_the_version_counts_before_it(changed: Session, at: datetime) -> None:
    assert effects.worked(changed, "pas-forny", at).effects[0].before.n == 20
    assert effects.worked(changed, "pas-forny", at + 2 * DAY).effects[0].before.n == 26


def test_call_that_is_still_open_counts_nowhere(changed: Session, at: datetime) -> None:
    anna = user(changed, "anna")
    calls.start(changed, anna, at)
    assert effects.worked(changed, "pas-forny", at).now.n == 46


def test_guide_with_one_version_has_figures_but_nothing_to_compare(changed: Session, at: datetime) -> None:
    found = effects.worked(changed, "affald-glemt", at)
    assert (found.now.hits, found.now.n, list(found.effects)) == (0, 3, [])
    with pytest.raises(NotFound):
        effects.worked(changed, "findes-ikke", at)


def test_versions_beyond_what_can_be_counted_are_left_out(changed: Session, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effects, "MOST_QUESTIONS", 30)
    found = effects.worked(changed, "pas-forny", at)
    assert list(found.effects) == []
    assert found.now.n == 26


def test_only_the_newest_versions_are_measured(changed: Session, at: datetime) -> None:
    content = content_of(guides.find(changed, "pas-forny"))
    for days in (3, 2):
        guides.publish(changed, user(changed, "bo"), "pas-forny", {**content, "say": f"{days}."}, at - days * DAY)
    assert [effect.window.version for effect in effects.worked(changed, "pas-forny", at).effects] == [4, 3, 2]
    assert [effect.window.version for effect in effects.worked(changed, "pas-forny", at, most=1).effects] == [4]


def test_searches_flags_and_suggestions_are_told(changed: Session, at: datetime) -> None:
    bo, anna = user(changed, "bo"), user(changed, "anna")
    rings(changed, at - 2 * DAY, SETTLED, search="rejsepas til barn", times=5)
    rings(changed, at - DAY, SETTLED, search="mor er død i Lind")
    rings(changed, at - 100 * DAY, SETTLED, search="for længe siden", times=6)
    first = flags.raise_flag(changed, anna, "pas-forny", "wrong", "pas pris", at, "prisen er gammel")
    flags.raise_flag(changed, anna, "pas-forny", "unclear", "", at)
    guides.close_flags(changed, [first.id], at)
    for key, guide, accepted in (("rejsepas", "pas-forny", True), ("nej tak", "pas-forny", False), ("andet", "affald-glemt", True)):
        changed.add(Decision(kind="phrase", key=key, guide=guide, accepted=accepted, decided_by=bo.id, decided_at=at))
    changed.flush()
    found = effects.around(changed, "pas-forny", at)
    assert (list(found.searches.shown), found.searches.rare) == ([("rejsepas til barn", 5)], 1)
    assert (found.open_flags, found.closed_flags, {flag.note for flag in found.flags}) == (1, 1, {"prisen er gammel", ""})
    assert [row.key for row in found.taken] == ["rejsepas"]


def test_figures_hold_no_name_and_no_operator(changed: Session, at: datetime) -> None:
    found = effects.worked(changed, "pas-forny", at).effects
    told = f"{[asdict(effect) for effect in found]} {effects.around(changed, 'pas-forny', at).searches}"
    anna = user(changed, "anna")
    assert anna.id not in told
    assert anna.name not in told


def test_figures_take_few_queries_however_many_calls_and_versions(changed: Session, engine: Engine, at: datetime) -> None:
    content = content_of(guides.find(changed, "pas-forny"))
    for number in range(15):
        guides.publish(changed, user(changed, "bo"), "pas-forny", {**content, "say": f"{number}."}, at - 9 * DAY + number * timedelta(hours=1))
    changed.expire_all()
    with counted(engine) as seen:
        effects.worked(changed, "pas-forny", at)
        effects.around(changed, "pas-forny", at)
    assert len(seen) <= 6
