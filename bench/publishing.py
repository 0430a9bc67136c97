"""Publishing one guide among many: how long the editor waits for the answer, and until every worker's search finds it."""

import http.client
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote, urlencode

from sqlmodel import select

from app.base import clock
from app.base.database import make_engine, session_scope
from app.domain.guide_content import content_of, guide_from
from app.models import Guide
from app.services import guides, knowledge_base, schema
from bench.common import ROOT, LeftOut, machine, rows, write
from bench.corpus import Generator
from bench.material import Text, prepare, read
from bench.server import HOST, Server, served

GUIDES = 10_000
WORKERS = 2
TIMES = 10
MARK = "zebrafinkeskilt"
PATIENCE_S = 30


def run(number: int = GUIDES) -> None:
    """Fill a store with guides, start workers on it, and publish."""
    here = machine()
    with TemporaryDirectory(prefix="straks-bench-") as folder, ExitStack() as stack:
        print(f"{number} guides ...", flush=True)
        _fill(Path(folder), number)
        workers = [stack.enter_context(served(folder=Path(folder))) for _ in range(WORKERS)]
        measured = [_publish(workers, turn) for turn in range(TIMES)]
    results = {"guides": number, "workers": WORKERS, "answer_ms": [row[0] for row in measured], "found_ms": [row[1] for row in measured]}
    write("publishing", here, results, _page(results))


def _fill(folder: Path, number: int) -> None:
    """The knowledge base, and made guides beside it."""
    material = read(prepare(ROOT / "knowledge_base", None, folder))
    engine = make_engine(f"sqlite:///{folder / 'straks.db'}")
    schema.upgrade(engine)
    with session_scope(engine) as session:
        knowledge_base.import_contents(session, knowledge_base.read_folder(ROOT / "knowledge_base"), clock.now())
        real = {guide.slug: guide for guide in session.exec(select(Guide)).all()}
        texts = [text for text in Generator(material.guides).guides(number) if text.slug not in real]
        patterns = list(real.values())
        session.add_all(_made(text, patterns[place % len(patterns)]) for place, text in enumerate(texts))
        session.flush()
        guides.keep_versions(session, clock.now())
    engine.dispose()


def _made(text: Text, pattern: Guide) -> Guide:
    """A made guide: its own words, the rest from a real one."""
    content = content_of(pattern) | {
        "title": text.title[:70],
        "keywords": list(text.texts["keyword"]),
        "phrases": {"da": list(dict.fromkeys(text.texts["phrase"]))},
        "situation_words": list(text.texts["situation"]),
        "say": pattern.say,
        "sections": {**pattern.sections, "steps": text.of("body") or pattern.sections["steps"]},
    }
    guide = guide_from(text.slug, content)
    guide.heard = list(text.texts["heard"])
    return guide


def _publish(workers: list[Server], turn: int) -> tuple[float, float]:
    """Milliseconds until the editor has the answer, and from then until the last worker finds the guide by its new phrase."""
    word = f"{MARK}{chr(97 + turn)}"
    slug = f"made-{1000 + turn:06}"
    editor = workers[0]
    cookie = editor.sign_in("eva")
    readers = [(worker, worker.sign_in()) for worker in workers]
    fields = {"phrases.da": f"der er kommet et {word} op hos os\nvi ringer om et {word} igen", "title": f"Skilt {word}", "reason": "Nyt skilt"}
    _post(editor, cookie, f"/edit/guides/{slug}/draft", fields)
    began = time.perf_counter()
    _post(editor, cookie, f"/edit/guides/{slug}/publish", {**fields, "answer": "on"})
    answered = time.perf_counter()
    for worker, reader in readers:
        while slug not in _found(worker, reader, word):
            if time.perf_counter() - answered > PATIENCE_S:
                raise LeftOut(f"{slug} was not found within {PATIENCE_S} s")
    return (answered - began) * 1000, (time.perf_counter() - answered) * 1000


def _post(worker: Server, cookie: str, path: str, fields: dict[str, str]) -> None:
    headers = {"Cookie": cookie, "Origin": worker.address, "Content-Type": "application/x-www-form-urlencoded"}
    status, body = _ask(worker, "POST", path, urlencode(fields), headers)
    if status >= 400:
        raise LeftOut(f"{path} answered {status}: {body[:300]}")


def _found(worker: Server, cookie: str, word: str) -> str:
    return _ask(worker, "GET", f"/search/results?q={quote('et ' + word)}", None, {"Cookie": cookie})[1]


def _ask(worker: Server, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, str]:
    connection = http.client.HTTPConnection(HOST, worker.port, timeout=PATIENCE_S)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def _page(results: dict[str, Any]) -> str:
    answer, found = results["answer_ms"], results["found_ms"]
    head = ("guides", "workers", "answer p50 ms", "answer worst ms", "found by every worker p50 ms", "worst ms")
    body = (
        f"{results['guides']:,}",
        str(results["workers"]),
        f"{median(answer):.0f}",
        f"{max(answer):.0f}",
        f"{median(found):.0f} (goal 1000)",
        f"{max(found):.0f}",
    )
    return rows(head, [body])


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else GUIDES)
