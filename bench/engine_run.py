"""One engine in a process of its own: `python -m bench.engine_run tune|measure <engine> <material> [options as JSON]`."""

import importlib
import json
import os
import sys
from collections import defaultdict
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

from bench import memory
from bench.common import percentile, timings
from bench.engines.base import Engine, Options
from bench.material import Case, Material, prefixes, read

# The engine's name on the command line, its module and its class; this program's own search first.
ENGINES = {
    "ours": ("ours", "Ours"),
    "fts5": ("fts5", "Fts5"),
    "postgres": ("postgres", "Postgres"),
    "tantivy": ("tantivy_index", "Tantivy"),
    "minisearch": ("minisearch", "MiniSearch"),
    "wratio": ("wratio", "WRatio"),
}
SLOW_MS = 20.0
EVERY = 3
THIN = int(os.environ.get("STRAKS_BENCH_THIN", "1"))  # choose settings on every n-th query, time every n-th prefix


def _engine(name: str, material: Material) -> Engine:
    module, kind = ENGINES[name]
    made = getattr(importlib.import_module(f"bench.engines.{module}"), kind)(material)
    assert isinstance(made, Engine)
    return made


def score(found: Sequence[tuple[Case, Sequence[str]]]) -> dict[str, Any]:
    """success@1, success@3 and the mean reciprocal rank over the first ten."""
    places = [next((place for place, slug in enumerate(slugs, 1) if slug in case.slugs), 0) for case, slugs in found]
    n = len(places) or 1
    return {
        "n": len(places),
        "first": round(sum(place == 1 for place in places) / n, 4),
        "top3": round(sum(1 <= place <= 3 for place in places) / n, 4),
        "mrr": round(sum(1 / place for place in places if place) / n, 4),
    }


def _grid(options: Options) -> list[dict[str, Any]]:
    return [dict(zip(options, values, strict=True)) for values in product(*options.values())]


def tune(engine: Engine) -> dict[str, Any]:
    """Every combination of the engine's options on all queries: the best by success@1 (MRR between equals), and how many were tried."""
    tried: list[tuple[float, float, dict[str, Any]]] = []
    for build_options in _grid(engine.build_options):
        engine.options = dict(build_options)
        engine.build()
        for query_options in _grid(engine.query_options):
            engine.options = build_options | query_options
            overall = score([(case, engine.search(case.query)) for case in engine.material.cases[::THIN]])
            tried.append((overall["first"], overall["mrr"], engine.options))
    best = max(tried, key=lambda row: row[:2])
    return {"options": best[2], "tried": len(tried), "worst_first": min(row[0] for row in tried)}


def measure(engine: Engine, options: dict[str, Any]) -> dict[str, Any]:
    """Relevance, latency, index time and memory with one set of options."""
    engine.options = options
    memory.settle()
    base = memory.now_mb()
    seconds = engine.seconds_to_build()
    by_category: dict[str, list[tuple[Case, list[str]]]] = defaultdict(list)
    for case in engine.material.cases:
        by_category[case.category].append((case, engine.search(case.query)))
    typed = prefixes(engine.material.cases)[::THIN]
    times = engine.times(typed[::EVERY])
    every = EVERY
    if percentile(times, 0.5) < SLOW_MS:
        times, every = engine.times(typed), 1
    return {
        "version": engine.version(),
        "overall": score([pair for pairs in by_category.values() for pair in pairs]),
        "by_category": {name: score(pairs) for name, pairs in sorted(by_category.items())},
        "ms": timings(times, 50, 95, 99),
        "searches": len(times),
        "every_nth_prefix": every,
        "thin": THIN,
        "index_seconds": round(seconds, 2),
        "memory_mb": round(memory.peak_mb() - base + engine.helpers_mb(), 1),
    }


def main() -> None:
    do, name, file, *rest = sys.argv[1:]
    material = read(Path(file))
    engine = _engine(name, material)
    reason = engine.missing()
    if reason:
        print(json.dumps({"left_out": reason}))
        return
    engine.prepare()
    try:
        answer = tune(engine) if do == "tune" else measure(engine, json.loads(rest[0]))
    finally:
        engine.close()
    print(json.dumps({"name": engine.name, **answer}, ensure_ascii=False))


if __name__ == "__main__":
    main()
