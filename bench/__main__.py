"""`python -m bench [relevance|scale|publishing|throughput|figures|desk|all]`: every figure again, with one command."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from bench import desk, figures, publishing, relevance, scale, throughput
from bench.common import QUERIES, LeftOut
from bench.engine_run import ENGINES


def _texts(queries: Path) -> list[str]:
    if not queries.is_file():
        return []
    return [json.loads(line)["q"] for line in queries.read_text(encoding="utf-8").splitlines() if line.strip()]


def main() -> int:
    """Run what was asked for; what cannot run here is left out with a reason, and the rest goes on."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("what", nargs="?", default="all", choices=("relevance", "scale", "publishing", "throughput", "figures", "desk", "all"))
    parser.add_argument("--queries", type=Path, default=QUERIES, help="JSON lines with q, slugs and cat")
    parser.add_argument("--engines", nargs="+", default=list(ENGINES), choices=list(ENGINES), help="only these (relevance)")
    parser.add_argument("--sizes", nargs="+", type=int, default=list(scale.SIZES), help="numbers of guides (scale)")
    parser.add_argument("--calls", nargs="+", type=int, default=list(figures.SIZES), help="numbers of calls (figures)")
    parser.add_argument("--stores", nargs="+", default=list(figures.STORES), choices=figures.STORES, help="only these (figures)")
    parser.add_argument("--limit-minutes", type=float, default=30, help="leave out a size that would take longer (scale)")
    chosen = parser.parse_args()
    texts = _texts(chosen.queries)
    steps: dict[str, Callable[[], None]] = {
        "relevance": lambda: relevance.run(chosen.queries, chosen.engines),
        "scale": lambda: scale.run(chosen.queries, chosen.sizes, chosen.limit_minutes),
        "publishing": publishing.run,
        "throughput": lambda: throughput.run(texts),
        "figures": lambda: figures.run(chosen.calls, chosen.stores),
        "desk": lambda: desk.run(texts),
    }
    failed = False
    for name, step in steps.items():
        if chosen.what in (name, "all"):
            print(f"== {name}", flush=True)
            try:
                step()
            except LeftOut as reason:
                failed = True
                print(f"LEFT OUT: {name}: {reason}", flush=True)
    return int(failed and chosen.what != "all")


if __name__ == "__main__":
    sys.exit(main())
