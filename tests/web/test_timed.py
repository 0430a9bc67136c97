"""What happens by the clock goes on by itself, also when the store is away for a moment."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.base import clock
from app.base.database import session_scope
from app.models import Guide
from app.services import publishing
from app.web import timed
from app.web.timed import Timed
from tests.support.town import MONDAY


async def until(engine: Engine, slug: str) -> bool:
    """Whether a running clock archives a guide within five seconds."""
    ticking = Timed(engine)
    try:
        for _ in range(100):
            with Session(engine) as session:
                if session.get_one(Guide, slug).archived_at is not None:
                    return True
            await asyncio.sleep(0.05)
        return False
    finally:
        await ticking.close()


def expire(engine: Engine) -> None:
    with session_scope(engine) as session:
        session.get_one(Guide, "pas-forny").expires_on = date(2026, 11, 22)


def test_guide_whose_last_day_has_passed_is_archived_by_itself(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    expire(sqlite_engine)
    assert asyncio.run(until(sqlite_engine, "pas-forny"))


def test_store_that_is_away_for_a_moment_does_not_stop_the_clock(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    monkeypatch.setattr(timed, "LOOK_EVERY_SECONDS", 0.01)
    really, failures = publishing.run_due, iter([OSError("away"), OSError("away")])

    def run_due(session: Session, at: object) -> list[str]:
        failure = next(failures, None)
        if failure:
            raise failure
        return really(session, MONDAY)

    monkeypatch.setattr(publishing, "run_due", run_due)
    expire(sqlite_engine)
    assert asyncio.run(until(sqlite_engine, "pas-forny"))
    assert next(failures, None) is None
