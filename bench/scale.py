"""How build, search and change grow with the number of guides."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from bench.common import ROOT, LeftOut, free_mb, in_subprocess, machine, rows, write
from bench.material import prepare

SIZES = (200, 1_000, 10_000, 100_000)
P99_GOAL_MS = {200: 5, 10_000: 10, 100_000: 25}
BUILD_GOAL_S = {10_000: 10}
CHANGE_GOAL_MS = 50
# A size ten times larger takes less than ten times the memory: sums are made in parts.
MARGIN = 0.65
# What a size may take before anything has been measured: MB and seconds a guide.
FIRST_GUESS = (0.3, 0.01)


def run(queries: Path, sizes: Sequence[int] = SIZES, limit_minutes: float = 30) -> None:
    """Measure every size for which memory and time suffice, judged by the size before it."""
    if not queries.is_file():
        raise LeftOut(f"no queries at {queries.name}: give a file of JSON lines with q, slugs and cat by --queries")
    here = machine()
    measured: list[dict[str, Any]] = []
    left_out: dict[int, str] = {}
    need = FIRST_GUESS
    with TemporaryDirectory(prefix="straks-bench-") as folder:
        material = prepare(ROOT / "knowledge_base", queries, Path(folder))
        for size in sizes:
            reason = _too_much(size, need, limit_minutes)
            if reason:
                left_out[size] = reason
                print(f"{size} guides left out: {reason}", flush=True)
                continue
            print(f"{size} guides ...", flush=True)
            began = perf_counter()
            try:
                result = in_subprocess("bench.scale_run", str(size), str(material), timeout=limit_minutes * 60 * 1.5)
            except LeftOut as failure:
                left_out[size] = str(failure)
                continue
            measured.append(result)
            if size >= 1000:
                need = (result["process_peak_mb"] / size, (perf_counter() - began) / size)
    results = {"sizes": measured, "left_out": left_out}
    write("scale", here, results, _page(results))


def _too_much(size: int, need: tuple[float, float], limit_minutes: float) -> str:
    """Why a size cannot be measured here; empty when it can."""
    memory, minutes = size * need[0] * MARGIN, size * need[1] / 60
    if memory > free_mb():
        return f"needs about {memory / 1024:.1f} GB, {free_mb() / 1024:.1f} GB are free"
    if minutes > limit_minutes:
        return f"takes about {minutes:.0f} minutes, the limit is {limit_minutes:.0f} (--limit-minutes)"
    return ""


def _beside(value: str, goal: float | None) -> str:
    return value if goal is None else f"{value} (goal {goal})"


def _page(results: dict[str, Any]) -> str:
    head = ("guides", "words", "vocabulary", "build s", "build peak MB", "index MB", "p50 ms", "p99 ms", "change ms", "until found ms")
    body = []
    for row in results["sizes"]:
        size = row["guides"]
        body.append(
            (
                f"{size:,}",
                f"{row['words']:,}",
                f"{row['vocabulary']:,}",
                _beside(f"{row['build_seconds']:.1f}", BUILD_GOAL_S.get(size)),
                f"{row['build_peak_mb']:,.0f}",
                f"{row['index_mb']:,.0f}",
                f"{row['ms']['p50']:.2f}",
                _beside(f"{row['ms']['p99']:.2f}", P99_GOAL_MS.get(size)),
                _beside(f"{row['replaced_ms']:.1f}", CHANGE_GOAL_MS),
                f"{row['until_found_ms']:.1f}",
            )
        )
    skipped = [f"Left out: {int(size):,} guides: {reason}." for size, reason in results["left_out"].items()]
    return "\n\n".join([rows(head, body), *skipped])
