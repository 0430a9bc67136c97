"""The figures of a year of calls, from a hundred thousand to ten million, on both stores: the whole page, the API, and how soon a call counts."""

import http.client
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from sqlalchemy import Engine

from app.base import clock
from app.base.database import make_engine, session_scope
from app.base.settings import Settings
from app.services import start, tokens
from bench import log_store, memory
from bench.common import LeftOut, free_mb, machine, rows, timings, write
from bench.server import HOST, Server, served
from tests.support import postgres

SIZES = (100_000, 1_000_000, 10_000_000)
STORES = ("sqlite", "postgresql")
TIMES = 10
NEEDED_MB_PER_MILLION = 400


@dataclass(frozen=True)
class Page:
    """An address that is measured: its name in the table, and its filters besides the period."""

    name: str
    days: int
    more: dict[str, str]


PAGES = (
    Page("30 days", 30, {}),
    Page("30 days, one department", 30, {"department": "borgerservice"}),
    Page("12 months, by month", 365, {"by": "month"}),
)


def run(sizes: Sequence[int] = SIZES, stores: Sequence[str] = STORES) -> None:
    """Fill, pack, serve and measure every size in every store."""
    here = machine()
    measured = [_measure(store, size) for store in stores for size in sizes if _fits(store, size)]
    write("figures", here, {"measured": measured}, _page(measured))


def _fits(store: str, size: int) -> bool:
    needed = size / 1_000_000 * NEEDED_MB_PER_MILLION
    if needed > free_mb():
        print(f"LEFT OUT: {store} {size:,}: needs {needed:.0f} MB of memory", flush=True)
        return False
    return True


def _measure(kind: str, size: int) -> dict[str, Any]:
    print(f"{kind} {size:,} calls ...", flush=True)
    at = clock.now()
    with TemporaryDirectory(prefix="straks-bench-") as folder, _store(kind, Path(folder)) as url:
        engine = make_engine(url)
        began = time.perf_counter()
        token = _fill(engine, size, at)
        filled = time.perf_counter()
        hours = log_store.pack(engine, at)
        packed = time.perf_counter()
        engine.dispose()
        with served(folder=Path(folder), url=url if kind == "postgresql" else "") as server:
            answer = _serve(server, token, at)
        return {"store": kind, "calls": size, "fill_s": round(filled - began), "hours": hours, "pack_s": round(packed - filled, 1), **answer}


@contextmanager
def _store(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'straks.db'}"
        return
    with postgres.server() as address:
        if address is None:
            raise LeftOut("no PostgreSQL server on this machine")
        yield address.format(name="postgres")


def _fill(engine: Engine, size: int, at: datetime) -> str:
    """Calls in an empty store, and a token that may read figures and one that may log calls, as one string."""
    start.prepare(engine, Settings(_env_file=None))
    log_store.simulate(engine, min(size, log_store.BASE), at)
    if size > log_store.BASE:
        log_store.multiply(engine, size // log_store.BASE)
    with session_scope(engine) as session:
        return tokens.create(session, "bench", "teamlead", at)


def _serve(server: Server, token: str, at: datetime) -> dict[str, Any]:
    cookie = server.sign_in("carla")
    today = clock.local(at).date()
    cold: dict[str, float] = {}
    warm: dict[str, Any] = {}
    for page in PAGES:
        took = []
        for turn in range(TIMES + 1):  # each turn another period, so that nothing is drawn or counted twice
            last = today - timedelta(days=turn)
            given = {"from": (last - timedelta(days=page.days - 1)).isoformat(), "to": last.isoformat(), **page.more}
            took.append(_get(server, f"/figures?{urlencode(given)}", {"Cookie": cookie})[0])
        cold[page.name], warm[page.name] = round(took[0]), timings(took[1:], 50, 95)
    return {"first_ms": cold, "page_ms": warm, **_api(server, token, at), "memory_mb": round(memory.now_mb(server.pid))}


def _api(server: Server, token: str, at: datetime) -> dict[str, Any]:
    """A year by day, and how long after a call has been answered as logged it is in the figures."""
    headers = {"Authorization": f"Bearer {token}"}
    today = clock.local(at).date()
    year = f"/api/v1/figures?{urlencode({'from': (today - timedelta(days=364)).isoformat(), 'to': today.isoformat()})}"
    by_day = [_get(server, f"{year}&group_by=day", headers)[0] for _ in range(TIMES)]
    seen = []
    for _ in range(TIMES):
        before = json.loads(_get(server, year, headers)[1])["calls"]
        _post(server, headers)
        began = time.perf_counter()
        while json.loads(_get(server, year, headers)[1])["calls"] == before:
            if time.perf_counter() - began > 30:
                raise LeftOut("a logged call was not counted within 30 s")
        seen.append((time.perf_counter() - began) * 1000)
    return {"year_by_day_ms": timings(by_day, 50, 95), "counted_after_ms": timings(seen, 50, 95)}


def _post(server: Server, headers: dict[str, str]) -> None:
    moment = clock.now()
    call = {
        "started_at": moment.isoformat(),
        "ended_at": moment.isoformat(),
        "idempotency_key": f"bench-{uuid4()}",
        "questions": [{"topic": "pas-forny", "outcome": "resolved"}],
    }
    status, body = _ask(server, "POST", "/api/v1/calls", json.dumps(call), {**headers, "Content-Type": "application/json"})
    if status not in (200, 201):
        raise LeftOut(f"a call could not be logged ({status}): {body[:200]}")


def _get(server: Server, path: str, headers: dict[str, str]) -> tuple[float, str]:
    began = time.perf_counter()
    status, body = _ask(server, "GET", path, None, headers)
    if status != 200:
        raise LeftOut(f"{path} answered {status}")
    return (time.perf_counter() - began) * 1000, body


def _ask(server: Server, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, str]:
    connection = http.client.HTTPConnection(HOST, server.port, timeout=120)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def _page(measured: Sequence[dict[str, Any]]) -> str:
    head = (
        "calls in a year",
        "store",
        *(f"page, {page.name}: p50 / p95 ms" for page in PAGES),
        "first page ms",
        "year by day p95 ms",
        "counted after ms",
        "packing s",
        "worker MB",
    )
    body = [
        (
            f"{row['calls']:,}",
            row["store"],
            *(f"{row['page_ms'][page.name]['p50']:.0f} / {row['page_ms'][page.name]['p95']:.0f}" for page in PAGES),
            max(row["first_ms"].values()),
            f"{row['year_by_day_ms']['p95']:.0f}",
            f"{row['counted_after_ms']['p95']:.0f}",
            row["pack_s"],
            row["memory_mb"],
        )
        for row in measured
    ]
    return rows(head, body)
