"""What machines that watch the program see: alive, ready, counters, and logs without a caller's word."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session
from structlog.testing import capture_logs

from app.base.database import session_scope
from app.services import calls, content, notices, revisions, schema
from app.services.notices import NoticeText
from app.web.live import Live
from tests.conftest import MONDAY, Clock, user
from tests.support.api import CALL

HTMX = {"HX-Request": "true"}
SECRET_WORD = "hemmelighedskraemmeri"


def test_program_is_alive(dan: TestClient) -> None:
    answer = dan.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_program_is_ready_when_everything_is(dan: TestClient) -> None:
    answer = dan.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "database": True, "migrations": True, "index": True})


@pytest.mark.parametrize(
    ("part", "what", "missing"),
    [
        (schema, "answers", {"database": False, "migrations": False, "index": False}),
        (schema, "is_current", {"database": True, "migrations": False, "index": True}),
        (content, "is_ready", {"database": True, "migrations": True, "index": False}),
    ],
)
def test_program_that_is_not_ready_says_what_is_missing(
    dan: TestClient, monkeypatch: pytest.MonkeyPatch, part: object, what: str, missing: dict[str, bool]
) -> None:
    monkeypatch.setattr(part, what, lambda *_: False)
    answer = dan.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, **missing})


def test_counters_name_routes_and_never_addresses(program: TestClient, dan: TestClient) -> None:
    program.get("/api/v1/search", params={"q": SECRET_WORD})
    program.get(f"/api/v1/guides/{SECRET_WORD}")
    dan.get(f"/{SECRET_WORD}")
    counters = dan.get("/metrics")
    assert counters.headers["content-type"].startswith("text/plain")
    assert 'straks_requests_total{method="GET",route="/api/v1/guides/{slug}",status="404"}' in counters.text
    assert 'route="unmatched"' in counters.text
    assert SECRET_WORD not in counters.text


def everything_with(word: str, person: TestClient, program: TestClient) -> list[int]:
    """The word in every place where somebody could put it."""
    question = {**CALL["questions"][0], "note": word, "searches": [word]}
    answers = [
        person.get("/search/results", params={"q": word}, headers=HTMX),
        person.get("/search/results", params={"q": f"{word} 010190-1234"}, headers=HTMX),
        person.get(f"/guides/{word}"),
        person.get(f"/{word}"),
        person.post("/calls/trail", data={"search": word}, headers=HTMX),
        person.post("/calls/details", data={"note": word}, headers=HTMX),
        person.post("/calls/details", data={"caller_type": word}, headers=HTMX),
        person.post("/calls/settle", data={"outcome": word}, headers=HTMX),
        person.post("/flags", data={"kind": "wrong", "guide": "pas-forny", "search": word, "note": word}, headers=HTMX),
        person.post("/notices", data={"level": "information", "title": word}),
        person.post("/login", data={"username": word, "password": word}),
        person.post(f"/calls/{word}/undo"),
        program.get("/api/v1/search", params={"q": word}),
        program.get("/api/v1/departments/affald/availability", params={"at": word}),
        program.post("/api/v1/calls", json={**CALL, "questions": [question]}),
        program.post("/api/v1/calls", json={**CALL, "idempotency_key": word, "questions": [{**question, "topic": word}]}),
        program.post("/api/v1/calls", content=word.encode(), headers={"Authorization": f"Bearer {word}"}),
    ]
    return [answer.status_code for answer in answers]


def test_no_log_line_holds_a_word_that_somebody_typed(bo: TestClient, program: TestClient) -> None:
    with capture_logs() as lines:
        statuses = everything_with(SECRET_WORD, bo, program)
    assert max(statuses) < 500
    assert len(lines) == len(statuses)
    assert SECRET_WORD not in repr(lines)
    assert "010190" not in repr(lines)


def test_log_of_our_own_mistake_says_where_and_not_what_was_typed(anna: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(_session: Session, _user: object, trail: calls.Trail, _at: object) -> None:
        raise ValueError(f"cannot digest {trail.search}")

    monkeypatch.setattr(calls, "note_trail", stumble)
    with capture_logs() as lines:
        assert anna.post("/calls/trail", data={"search": SECRET_WORD}, headers=HTMX).status_code == 500
    assert [line["event"] for line in lines] == ["unexpected", "request"]
    assert lines[0]["kind"] == "ValueError"
    assert "stumble" in lines[0]["where"]
    assert lines[1]["status"] == 500
    assert SECRET_WORD not in repr(lines)


def test_error_of_the_store_does_not_tell_what_was_to_be_stored(engine: Engine) -> None:
    with Session(engine) as session, pytest.raises(Exception) as failure:
        session.connection().exec_driver_sql(
            "INSERT INTO nowhere VALUES (:word)" if engine.dialect.name == "sqlite" else "SELECT %(word)s FROM nowhere", {"word": SECRET_WORD}
        )
    assert SECRET_WORD not in str(failure.value)


def test_open_screens_are_told_when_the_notices_have_changed(sqlite_engine: Engine) -> None:
    async def listen() -> list[int]:
        live = Live(sqlite_engine)
        stream: AsyncIterator[int] = live.revisions()
        seen = [await asyncio.wait_for(anext(stream), 5)]
        with session_scope(sqlite_engine) as session:
            notices.publish(session, user(session, "bo"), NoticeText("information", "Vand"), MONDAY)
        seen.append(await asyncio.wait_for(anext(stream), 5))
        assert live.listeners == 1
        await stream.aclose()  # type: ignore[attr-defined]
        assert live.listeners == 0
        await live.close()
        return seen

    with Session(sqlite_engine) as session:
        before = revisions.current(session, revisions.NOTICES)
    assert asyncio.run(listen()) == [before, before + 1]


def test_made_up_method_is_neither_counted_nor_logged_by_its_name(anna: TestClient) -> None:
    with capture_logs() as lines:
        assert anna.request("HEMMELIG", "/").status_code in (403, 404, 405)
    assert "HEMMELIG" not in repr(lines) + anna.get("/metrics").text


def test_open_screens_are_told_when_a_notice_runs_out(sqlite_engine: Engine) -> None:
    at = Clock(MONDAY)

    async def listen() -> list[int]:
        live = Live(sqlite_engine, at)
        stream: AsyncIterator[int] = live.revisions()
        seen = [await asyncio.wait_for(anext(stream), 5)]
        at.moment += timedelta(hours=2)
        seen.append(await asyncio.wait_for(anext(stream), 5))
        await live.close()
        return seen

    with session_scope(sqlite_engine) as session:
        notices.publish(session, user(session, "bo"), NoticeText("information", "Vand", ends_at=MONDAY + timedelta(hours=1)), MONDAY)
        now = revisions.current(session, revisions.NOTICES)
    assert asyncio.run(listen()) == [now, now]


def test_store_that_is_away_for_a_moment_does_not_silence_the_screens(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = iter([OSError("away"), notices.Above(1, ()), OSError("away"), notices.Above(2, ("x",))])

    def look(_live: Live) -> notices.Above:
        seen = next(looks)
        if isinstance(seen, OSError):
            raise seen
        return seen

    async def listen() -> list[int]:
        live = Live(sqlite_engine)
        stream: AsyncIterator[int] = live.revisions()
        seen = [await asyncio.wait_for(anext(stream), 5), await asyncio.wait_for(anext(stream), 5)]
        await live.close()
        return seen

    monkeypatch.setattr(Live, "_look", look)
    assert asyncio.run(listen()) == [1, 2]


def test_nobody_looks_when_nobody_listens(sqlite_engine: Engine) -> None:
    async def leave() -> bool:
        live = Live(sqlite_engine)
        stream: AsyncIterator[int] = live.revisions()
        await asyncio.wait_for(anext(stream), 5)
        await stream.aclose()  # type: ignore[attr-defined]
        assert live._task is not None
        await asyncio.wait_for(live._task, 5)
        return live._task.done()

    assert asyncio.run(leave())
