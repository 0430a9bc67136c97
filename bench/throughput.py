"""Many typists at once at the real server: each presses a key every 120 ms, as at the desk.

A key pressed while the answer to an older one is still out takes the place of any other that waits, as at the desk; it is counted as
superseded when a newer key comes before it could be sent. Times run from the key, not from the sending.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

from bench.common import SEED, LeftOut, machine, rows, timings, write
from bench.server import HOST, Server, served

TYPISTS = 50
BETWEEN_KEYS_S = 0.120
SECONDS = 20.0
CAST = ("anna", "bo", "carla")
_FIRST_HIT = re.compile(rb'id="hit-(guide|department|person)-([^"]+)"')


@dataclass
class Tally:
    """What happened, of all typists together."""

    keys: int = 0
    superseded: int = 0
    ms: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)


class Typist:
    """One person at one connection."""

    def __init__(self, server: Server, cookie: str, queries: Iterator[str], tally: Tally) -> None:
        self._server, self._cookie, self._queries, self._tally = server, cookie, queries, tally
        self._shown = ""
        self._waiting: tuple[str, float] | None = None
        self._pressed = asyncio.Event()

    async def work(self, start: float, end: float) -> None:
        """Type until `end`."""
        sending = asyncio.create_task(self._send())
        await self._type(start, end)
        for _ in range(50):
            if self._waiting is None:
                break
            await asyncio.sleep(0.1)
        sending.cancel()
        with suppress(asyncio.CancelledError):
            await sending

    async def _type(self, start: float, end: float) -> None:
        due = start
        for query in self._queries:
            for length in range(1, len(query) + 1):
                if due >= end:
                    return
                await asyncio.sleep(max(0.0, due - perf_counter()))
                self._tally.keys += 1
                self._tally.superseded += self._waiting is not None
                self._waiting = (query[:length], due)
                self._pressed.set()
                due += BETWEEN_KEYS_S

    async def _send(self) -> None:
        reader, writer = await asyncio.open_connection(HOST, self._server.port)
        try:
            while True:
                await self._pressed.wait()
                self._pressed.clear()
                if self._waiting is None:
                    continue
                (text, due), self._waiting = self._waiting, None
                try:
                    await self._ask(reader, writer, text, due)
                except (OSError, asyncio.IncompleteReadError, ValueError) as failure:
                    self._tally.statuses[type(failure).__name__] += 1
                    writer.close()
                    reader, writer = await asyncio.open_connection(HOST, self._server.port)
        finally:
            writer.close()

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, text: str, due: float) -> None:
        path = f"/search/results?{urlencode({'q': text, 'shown': self._shown})}"
        lines = (f"GET {path} HTTP/1.1", f"Host: {HOST}:{self._server.port}", f"Cookie: {self._cookie}", "HX-Request: true")
        writer.write("\r\n".join((*lines, "", "")).encode())
        await writer.drain()
        head = await reader.readuntil(b"\r\n\r\n")
        status = head.split(b" ", 2)[1].decode()
        length = re.search(rb"content-length: (\d+)", head, re.I)
        body = await reader.readexactly(int(length.group(1)) if length else 0)
        self._tally.ms.append((perf_counter() - due) * 1000)
        self._tally.statuses[status] += 1
        first = _FIRST_HIT.search(body)
        self._shown = ":".join(part.decode() for part in first.groups()) if first else ""


async def _all(server: Server, cookies: Sequence[str], queries: Sequence[str], seconds: float) -> tuple[Tally, float]:
    tally = Tally()
    start = perf_counter() + 0.5
    dice = Random(SEED)
    typists = [Typist(server, cookie, cycle(dice.sample(queries, len(queries))), tally) for cookie in cookies]
    starts = [start + dice.random() * BETWEEN_KEYS_S for _ in typists]
    await asyncio.gather(*(typist.work(begin, start + seconds) for typist, begin in zip(typists, starts, strict=True)))
    return tally, perf_counter() - start


def run(queries: Sequence[str], typists: int = TYPISTS, seconds: float = SECONDS) -> None:
    """Type for some seconds, and write down what the server managed."""
    if not queries:
        raise LeftOut("no queries to type: give a file of JSON lines with q, slugs and cat by --queries")
    if not Path("/proc/self").exists():
        raise LeftOut("needs Linux")
    here = machine()
    print(f"{typists} typists ...", flush=True)
    with served() as server:
        cookies = [server.sign_in(CAST[number % len(CAST)]) for number in range(typists)]
        tally, took = asyncio.run(_all(server, cookies, queries, seconds))
    errors = sum(count for status, count in tally.statuses.items() if status != "200")
    results: dict[str, Any] = {
        "typists": typists,
        "between_keys_ms": BETWEEN_KEYS_S * 1000,
        "seconds": round(took, 1),
        "keys": tally.keys,
        "answered": len(tally.ms),
        "superseded": tally.superseded,
        "errors": errors,
        "statuses": dict(tally.statuses),
        "requests_per_second": round(len(tally.ms) / took, 1),
        "ms": timings(tally.ms, 50, 95, 99),
    }
    write("throughput", here, results, _page(results))


def _page(results: dict[str, Any]) -> str:
    head = ("typists", "keys/s", "answers/s", "p50 ms", "p95 ms", "p99 ms", "keys superseded", "errors")
    ms = results["ms"]
    row = (
        results["typists"],
        f"{results['keys'] / results['seconds']:.0f}",
        f"{results['requests_per_second']:.0f}",
        f"{ms['p50']:.1f}",
        f"{ms['p95']:.1f}",
        f"{ms['p99']:.1f}",
        results["superseded"],
        results["errors"],
    )
    return rows(head, [row])
