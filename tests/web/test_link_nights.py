"""Links are tried by themselves at night when the settings say so, and never otherwise."""

import asyncio
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.base import clock
from app.models import LinkCheck
from app.services import links
from app.services.links import Answer
from app.web import timed
from app.web.timed import Timed

NIGHT = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
BROKEN = "siden findes ikke (404)."


async def tried(engine: Engine, *, link_checks: bool) -> list[LinkCheck]:
    """What is known about the links after the clock has run for a while."""
    ticking = Timed(engine, link_checks=link_checks)
    try:
        for _ in range(40):
            await asyncio.sleep(0.05)
            with Session(engine) as session:
                if known := list(session.exec(select(LinkCheck)).all()):
                    return known
        return []
    finally:
        await ticking.close()


@pytest.fixture(autouse=True)
def ticking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timed, "LOOK_EVERY_SECONDS", 0.02)
    monkeypatch.setattr(clock, "now", lambda: NIGHT)


def test_links_are_tried_once_at_night(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = []

    def try_all(wanted: list[str], *, stop: Event) -> list[Answer]:
        rounds.append(wanted)
        return [Answer(url, 404, BROKEN) for url in wanted]

    monkeypatch.setattr(links, "try_all", try_all)
    [row] = asyncio.run(tried(sqlite_engine, link_checks=True))
    assert (row.url, row.problem, row.failing_since) == ("https://www.borger.dk", BROKEN, NIGHT)
    asyncio.run(asyncio.wait_for(tried(sqlite_engine, link_checks=True), 5))
    assert rounds == [["https://www.borger.dk"]]


def test_links_are_left_alone_unless_the_settings_say_so_and_by_day(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def try_all(wanted: list[str], *, stop: Event) -> list[Answer]:
        raise AssertionError("nobody asked for this")

    monkeypatch.setattr(links, "try_all", try_all)
    assert asyncio.run(tried(sqlite_engine, link_checks=False)) == []
    monkeypatch.setattr(clock, "now", lambda: NIGHT + timedelta(hours=6))
    assert asyncio.run(tried(sqlite_engine, link_checks=True)) == []
    with Session(sqlite_engine) as session:
        assert links.take_night(session, NIGHT)


def test_stopping_the_program_does_not_wait_for_the_links(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    began, stopped = Event(), []

    def try_all(wanted: list[str], *, stop: Event) -> list[Answer]:
        began.set()
        stopped.append(stop.wait(10))
        return []

    async def run() -> None:
        ticking = Timed(sqlite_engine, link_checks=True)
        assert await asyncio.to_thread(began.wait, 5)
        await ticking.close()

    monkeypatch.setattr(links, "try_all", try_all)
    asyncio.run(run())
    assert stopped == [True]
