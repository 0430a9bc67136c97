"""The top of the figures on logged calls: yesterday's sentence, the trend, and whether a planted change is found again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.domain.effect import Verdict
from app.domain.guide_content import content_of
from app.domain.periods import By
from app.domain.trend_words import rushes, says
from app.models import ChannelFigure, SimulatedEvent
from app.services import day_sentence, effects_of_changes, figure_cards, figures, guides, look_back, marks, trend
from app.services.figures import View, Wanted
from app.services.look_back import LookBack
from tests.conftest import user
from tests.support.calls_logged import NOBODY, ring
from tests.support.queries import counted

DAY = timedelta(days=1)
TODAY = date(2026, 11, 23)
USUAL = Wanted(TODAY - 29 * DAY, TODAY)


def look(session: Session, at: datetime, wanted: Wanted = USUAL, step: By | None = None) -> tuple[View, LookBack]:
    view = figures.view(session, wanted, at)
    return view, look_back.read(session, view, step)


def sentence(session: Session, at: datetime, wanted: Wanted = USUAL) -> str:
    return day_sentence.said(*look(session, at, wanted)).sentence.text


def effects(session: Session, at: datetime, wanted: Wanted = USUAL) -> list[tuple[str, Verdict, str]]:
    _, back = look(session, at, wanted)
    return [(row.mark.title, row.verdict, row.sentence) for row in effects_of_changes.of(back, marks.read(session, back, at), at)]


def test_newest_day_with_calls_is_told_against_the_month_before_it(session: Session, at: datetime) -> None:
    ring(session, at, 3, 4)
    ring(session, at - 3 * DAY, 80, 20)
    ring(session, at - 4 * DAY, 50, 50)
    ring(session, at - 33 * DAY, 50, 50)
    ring(session, at - 34 * DAY, 0, 500)
    said = day_sentence.said(*look(session, at))
    assert said.sentence.text == "I fredags: 100 opkald, 80 % straksafklaret (71-87 %), 30 point over måneden før (50 %)."
    assert (said.sentence.first, said.today_words, said.today_count) == (TODAY - 3 * DAY, "I dag indtil kl. 11.00: ", 7)


def test_call_past_midnight_is_of_the_danish_day(session: Session, at: datetime) -> None:
    ring(session, datetime(2026, 11, 21, 23, 30, tzinfo=UTC), 6, 0)
    assert sentence(session, at).startswith("I går: 6 opkald")


def test_stray_call_on_a_closed_day_does_not_hide_the_last_whole_one(session: Session, at: datetime) -> None:
    ring(session, at - 3 * DAY, 80, 20)
    ring(session, at - 2 * DAY, 2, 0)
    assert sentence(session, at).startswith("I fredags: 100 opkald")
    ring(session, at - DAY, 1, 3)
    assert sentence(session, at).startswith("I fredags: 100 opkald")


def test_days_of_few_calls_alone_are_told_as_few(session: Session, at: datetime) -> None:
    ring(session, at - 20 * DAY, 80, 20)
    ring(session, at - 2 * DAY, 2, 0)
    assert sentence(session, at) == "I lørdags: 2 opkald, for få til at vise en andel."


def test_chosen_period_is_told_against_as_many_days_before(session: Session, at: datetime) -> None:
    ring(session, at - 30 * DAY, 60, 40)
    ring(session, at - 60 * DAY, 20, 80)
    october = Wanted(date(2026, 10, 1), date(2026, 10, 31))
    said = day_sentence.said(*look(session, at, october))
    assert said.sentence.text == "1.-31. oktober: 100 opkald, 60 % straksafklaret (50-69 %), 40 point over perioden før (20 %)."
    assert said.today_count is None


def test_filters_narrow_the_sentence(session: Session, at: datetime) -> None:
    ring(session, at - DAY, 6, 0)
    ring(session, at - 2 * DAY, 5, 5, "affald-glemt", language="en")
    narrowed = replace(USUAL, topic="affald-glemt", language="en")
    assert sentence(session, at, narrowed).startswith("I lørdags: 10 opkald om »Glemt tømning af affald« på engelsk, 50 % straksafklaret")


def test_empty_log_is_told_kindly_and_breaks_nothing(session: Session, at: datetime) -> None:
    view, back = look(session, at)
    assert day_sentence.said(view, back).sentence.text == "Den seneste tid: ingen opkald før i dag."
    found = trend.of(back, marks.read(session, back, at), at)
    assert (len(found.buckets), rushes(found)) == (30, [])
    assert effects(session, at) == []
    assert {card.figure.value for card in figure_cards.of(session, view)} == {None}


def test_coverage_is_told_of_the_days_telephony_tells_and_only_of_all_calls(session: Session, at: datetime) -> None:
    ring(session, at, 6, 3)
    session.add(ChannelFigure(day=TODAY, channel="phone", contacts=12, imported_by="test", imported_at=at))
    session.flush()
    coverage = next(card for card in figure_cards.of(session, look(session, at)[0]) if card.definition.code == "coverage")
    assert (coverage.hits, coverage.figure.n, coverage.figure.value) == (9, 12, pytest.approx(0.75))
    narrowed = figure_cards.of(session, look(session, at, replace(USUAL, topic="pas-forny"))[0])
    assert next(card for card in narrowed if card.definition.code == "coverage").figure.value is None


@pytest.mark.parametrize(("step", "buckets"), [(By.DAY, 30), (By.WEEK, 26), (By.MONTH, 13)])
def test_trend_counts_every_call_in_its_bucket(session: Session, at: datetime, step: By, buckets: int) -> None:
    ring(session, at, 6, 0)
    ring(session, at - 7 * DAY, 3, 4)
    ring(session, at - 7 * DAY, 2, 0, "affald-glemt")
    _, back = look(session, at, step=step)
    found = trend.of(back, [], at)
    assert len(found.buckets) == buckets
    tallies = {bucket.stretch.name: (bucket.tally.settled, bucket.tally.counted) for bucket in found.buckets if bucket.tally.calls}
    assert (
        tallies
        == {
            By.DAY: {"2026-11-16": (5, 9), "2026-11-23": (6, 6)},
            By.WEEK: {"2026-W47": (5, 9), "2026-W48": (6, 6)},
            By.MONTH: {"2026-11": (11, 15)},
        }[step]
    )
    _, narrowed = look(session, at, replace(USUAL, topic="affald-glemt"), step)
    assert sum(bucket.tally.counted for bucket in trend.of(narrowed, [], at).buckets) == 2


def test_storm_is_found_among_the_days(session: Session, at: datetime) -> None:
    for days in range(1, 28):
        ring(session, at - days * DAY, 10, 10)
    ring(session, at - 6 * DAY - timedelta(hours=2), 40, 20, "stroemsvigt")
    _, back = look(session, at, step=By.DAY)
    found = trend.of(back, [], at)
    assert [bucket.stretch.name for bucket in rushes(found)] == ["2026-11-17"]
    assert "Usædvanligt mange ringede den 17. november (80)." in says(found)


@pytest.fixture
def changed(session: Session, at: datetime) -> Session:
    """Two guides came out twenty days ago: calls about one are settled far more often since, calls about the other as before."""
    guides.keep_versions(session, at - 365 * DAY)
    for slug in ("pas-forny", "affald-glemt"):
        content = content_of(guides.find(session, slug))
        guides.publish(session, user(session, "bo"), slug, {**content, "say": "Kort."}, at - 20 * DAY - timedelta(minutes=slug == "pas-forny"))
    for days in range(1, 20):
        ring(session, at - days * DAY, 8, 2)
        ring(session, at - (20 + days) * DAY, 4, 6)
        for day in (days, 20 + days):
            ring(session, at - day * DAY, 5, 5, "affald-glemt")
    ring(session, at - 41 * DAY, 500, 0)
    return session


def test_guide_that_worked_is_found_and_the_one_that_did_not_is_not(changed: Session, at: datetime) -> None:
    assert effects(changed, at) == [
        ("Guiden »Glemt tømning af affald« ændret", Verdict.CHANCE, "fra 50 % til 50 %, 380 opkald: kan ikke skelnes fra tilfældigheder"),
        ("Guiden »Forny pas« ændret", Verdict.BETTER, "fra 40 % til 80 %, 380 opkald"),
    ]


def test_change_is_found_again_by_a_later_period_and_not_by_an_earlier_one(changed: Session, at: datetime) -> None:
    later, earlier = Wanted(TODAY - DAY, TODAY), Wanted(TODAY - 60 * DAY, TODAY - 30 * DAY)
    assert [verdict for _, verdict, _ in effects(changed, at, later)] == [Verdict.CHANCE, Verdict.BETTER]
    assert effects(changed, at, earlier) == []


def test_effect_is_of_the_callers_that_are_asked_about(changed: Session, at: datetime) -> None:
    assert [verdict for _, verdict, _ in effects(changed, at, replace(USUAL, language="en"))] == [Verdict.TOO_FEW] * 2
    assert [title for title, _, _ in effects(changed, at, replace(USUAL, topic="pas-forny"))] == ["Guiden »Forny pas« ændret"]


def test_moved_hours_are_measured_on_the_departments_transfers(session: Session, at: datetime) -> None:
    session.add(SimulatedEvent(at=at - 10 * DAY, kind="hours", slug="borgerservice", words="Åbner kl. 9"))
    for days in range(1, 9):
        ring(session, at - days * DAY, 5, 9)
        ring(session, at - days * DAY, 5, 1, "pas-mistet", NOBODY)
        ring(session, at - (10 + days) * DAY, 5, 3)
        ring(session, at - (10 + days) * DAY, 5, 7, "pas-mistet", NOBODY)
        ring(session, at - days * DAY, 0, 10, "affald-glemt", NOBODY)
    assert effects(session, at) == [("Åbner kl. 9", Verdict.BETTER, "fra 30 % til 90 %, 160 viderestillinger")]


def test_period_of_ten_years_is_looked_at_as_far_as_it_goes(session: Session, at: datetime) -> None:
    ring(session, at - DAY, 6, 0)
    _, back = look(session, at, Wanted(TODAY - 3660 * DAY, TODAY))
    assert trend.of(back, [], at).buckets[-1].tally.counted == 6
    _, ahead = look(session, at, Wanted(TODAY + 40 * DAY, TODAY + 50 * DAY))
    assert not any(bucket.tally.counted for bucket in trend.of(ahead, [], at).buckets)


def test_cost_in_queries_does_not_grow_with_the_calls_and_the_changes(changed: Session, engine: Engine, at: datetime) -> None:
    changed.commit()
    with Session(engine) as fresh:
        view, _ = look(fresh, at)
        with counted(engine) as seen:
            back = look_back.read(fresh, view)
            happened = marks.read(fresh, back, at)
            day_sentence.said(view, back)
            trend.of(back, happened, at)
            effects_of_changes.of(back, happened, at)
    assert len(seen) <= 8
