"""What is planted in a made-up year is found again by what the page of figures works out: the storm, what worked and what did not."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session

from app.base.database import make_engine, session_scope
from app.base.settings import ROOT, Settings
from app.domain.change_effects import ChangeEffect
from app.domain.effect import Verdict
from app.domain.periods import By
from app.domain.simulation_truths import GUIDE_THAT_DOES_NOT, GUIDE_THAT_WORKS, ROUTING_EDITED, STORM, Truth
from app.domain.trend import Trend
from app.domain.trend_words import rushes, says
from app.services import demo_history, effects_of_changes, figures, knowledge_base, look_back, marks, schema, trend
from app.services.figures import Wanted

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
YEAR = Wanted(date(2025, 11, 23), date(2026, 11, 22))
CALLS = 20_000


@pytest.fixture(scope="module")
def herning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The starter knowledge base with a made-up year behind it."""
    folder = tmp_path_factory.mktemp("herning")
    engine = make_engine(f"sqlite:///{folder / 'straks.db'}")
    schema.upgrade(engine)
    with session_scope(engine) as session:
        knowledge_base.import_contents(session, knowledge_base.read_folder(ROOT / "knowledge_base"), AT)
    settings = Settings(mode="demo", data_dir=folder, _env_file=None)
    assert demo_history.make(engine, demo_history.begin(engine, settings, CALLS, 1, AT), AT)
    with Session(engine) as session:
        yield session
    engine.dispose()


def effects(session: Session, wanted: Wanted = YEAR) -> dict[str, ChangeEffect]:
    """The effects by what they are about."""
    back = look_back.read(session, figures.view(session, wanted, AT))
    return {row.mark.subject: row for row in effects_of_changes.of(back, marks.read(session, back, AT), AT)}


def of_truth(found: dict[str, ChangeEffect], truth: Truth) -> ChangeEffect:
    return found[f"{truth.kind}:{truth.slug}"]


def days(session: Session) -> Trend:
    back = look_back.read(session, figures.view(session, YEAR, AT), By.DAY)
    return trend.of(back, marks.read(session, back, AT), AT)


def test_guide_that_works_is_said_to_have_worked(herning: Session) -> None:
    found = of_truth(effects(herning), GUIDE_THAT_WORKS)
    assert found.verdict is Verdict.BETTER
    assert found.mark.words.endswith("(simuleret)")


def test_guide_that_does_not_work_is_not_said_to_have_worked(herning: Session) -> None:
    assert of_truth(effects(herning), GUIDE_THAT_DOES_NOT).verdict is Verdict.CHANCE


def test_routing_that_was_mended_is_said_to_have_worked(herning: Session) -> None:
    assert of_truth(effects(herning), ROUTING_EDITED).verdict is Verdict.BETTER


def test_change_of_march_is_found_by_a_page_about_march_and_by_one_about_april(herning: Session) -> None:
    for wanted in (Wanted(date(2026, 3, 1), date(2026, 3, 31)), Wanted(date(2026, 4, 1), date(2026, 4, 30))):
        assert of_truth(effects(herning, wanted), GUIDE_THAT_WORKS).verdict is Verdict.BETTER


def test_storm_is_found_as_days_when_unusually_many_rang(herning: Session) -> None:
    found = days(herning)
    (storm,) = (mark for mark in found.marks if mark.subject == f"{STORM.kind}:{STORM.slug}")
    rushed = [bucket.stretch.first for bucket in rushes(found)]
    assert {storm.day, storm.day + timedelta(days=1)} <= set(rushed)
    assert any("Usædvanligt mange ringede" in sentence and f"den {storm.day.day}. oktober" in sentence for sentence in says(found))


def test_ordinary_days_are_no_storm(herning: Session) -> None:
    found = days(herning)
    (storm,) = (mark.day for mark in found.marks if mark.subject == f"{STORM.kind}:{STORM.slug}")
    outside = [bucket for bucket in rushes(found) if not storm <= bucket.stretch.first < storm + timedelta(days=STORM.days)]
    assert len(outside) <= 3
