"""From a key to the painted list, in Chromium at the size of the office screens; and the server's own time for each search.

A key's time runs from the key event to the animation frame after the list for the text as it then stood is in the page. Spaces are
typed but not counted: they leave the list as it is.
"""

import http.client
import re
import shutil
from collections.abc import Iterator, Sequence
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bench.common import SEED, LeftOut, machine, rows, timings, write
from bench.server import HOST, Server, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

KEYS = 100
BETWEEN_KEYS_MS = 120
WIDTH, HEIGHT = 1366, 768
P95_GOAL_MS = 80
SEARCHES = 3000
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync")
_LOGGED = re.compile(r"\bms=([\d.]+).*?route=/search/results")
WATCH = """() => {
  const field = document.querySelector('#q');
  const spaces = (text) => text.replace(/\\s+/g, ' ').trim();
  let pressed = null;
  window.benchTimes = [];
  window.benchAnswered = true;
  document.addEventListener('keydown', (event) => {
    if (event.key.length === 1 && event.key !== ' ') {
      pressed = event.timeStamp;
      window.benchAnswered = false;
    }
  }, true);
  // Letters that are not on the American keyboard come without a key event.
  document.addEventListener('beforeinput', (event) => {
    if (window.benchAnswered && event.data && event.data !== ' ') {
      pressed = event.timeStamp;
      window.benchAnswered = false;
    }
  }, true);
  new MutationObserver(() => {
    const list = document.querySelector('#search-results');
    if (pressed === null || list?.dataset.query !== spaces(field.value)) return;
    const began = pressed;
    pressed = null;
    requestAnimationFrame((now) => {
      window.benchTimes.push(Math.max(now, performance.now()) - began);
      window.benchAnswered = true;
    });
  }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-query'] });
}"""


def run(queries: Sequence[str], keys: int = KEYS) -> None:
    """Type at the desk, then ask the server alone."""
    if not queries:
        raise LeftOut("no queries to type: give a file of JSON lines with q, slugs and cat by --queries")
    here = machine()
    print("desk ...", flush=True)
    with served("info") as server:
        painted = _painted(server, queries, keys)
        alone = _server_times(server, queries)
    results: dict[str, Any] = {
        "keys": len(painted),
        "ms": timings(painted, 50, 95),
        "slowest_ms": round(max(painted), 1),
        "goal_p95_ms": P95_GOAL_MS,
        "server": alone,
    }
    write("desk", here, results, _page(results))


def _painted(server: Server, queries: Sequence[str], keys: int) -> list[float]:
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415
    except ImportError:
        raise LeftOut("playwright is not installed") from None
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        raise LeftOut("no Chromium on this machine")
    name, _, value = server.sign_in().partition("=")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="da-DK", timezone_id="Europe/Copenhagen")
        context.add_cookies([{"name": name, "value": value, "url": server.address, "httpOnly": True, "sameSite": "Lax"}])
        page = context.new_page()
        page.goto(server.address)
        page.wait_for_selector("#q")
        page.wait_for_function("() => window.htmx && window.straksDesk")
        _type(page, _texts(queries), 10)
        page.evaluate(WATCH)
        times = _type(page, _texts(queries), keys)
        browser.close()
    return times


def _texts(queries: Sequence[str]) -> Iterator[str]:
    """Queries in an order that is always the same; none with digits, which the desk may hold back as the start of a CPR number."""
    chosen = [query for query in queries if not any(sign.isdigit() for sign in query)]
    while True:
        yield from Random(SEED).sample(chosen, len(chosen))


def _type(page: "Page", texts: Iterator[str], keys: int) -> list[float]:
    """Press keys one at a time, each when the list has answered the one before and the pause is over."""
    pressed = 0
    for text in texts:
        page.fill("#q", "")
        page.wait_for_function("() => document.querySelector('#search-results').dataset.query === ''")
        for sign in text:
            page.keyboard.type(sign)
            page.wait_for_function("() => window.benchAnswered !== false", timeout=10_000)
            page.wait_for_timeout(BETWEEN_KEYS_MS)
            pressed += sign != " "
            if pressed >= keys:
                return list(page.evaluate("() => window.benchTimes ?? []"))
    return []


def _server_times(server: Server, queries: Sequence[str]) -> dict[str, Any]:
    """The server's own time for each request by its log, over prefixes of all queries, one at a time."""
    typed = sorted({query[:end] for query in queries for end in range(1, len(query) + 1)})
    sample = Random(SEED).sample(typed, min(SEARCHES, len(typed)))
    headers = {"Cookie": server.sign_in(), "HX-Request": "true"}
    already = len(_LOGGED.findall(server.log.read_text(encoding="utf-8")))
    connection = http.client.HTTPConnection(HOST, server.port, timeout=30)
    for text in sample:
        connection.request("GET", f"/search/results?{urlencode({'q': text})}", headers=headers)
        connection.getresponse().read()
    connection.close()
    logged = [float(ms) for ms in _LOGGED.findall(server.log.read_text(encoding="utf-8"))][already:]
    return {"searches": len(logged), "ms": timings(logged, 50, 95, 99)}


def _page(results: dict[str, Any]) -> str:
    alone = results["server"]
    head = ("what", "n", "p50 ms", "p95 ms", "p99 ms")
    ms = results["ms"]
    body = [
        ("key to painted list", results["keys"], f"{ms['p50']:.1f}", f"{ms['p95']:.1f} (goal {P95_GOAL_MS})", ""),
        (
            "server, whole request with list and open guide",
            alone["searches"],
            *(f"{alone['ms'][name]:.1f}" for name in ("p50", "p95", "p99")),
        ),
    ]
    return rows(head, body)
