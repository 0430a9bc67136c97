"""What every measurement shares: percentiles, the machine, where results and tables go."""

import json
import os
import platform
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from app.base.clock import now

ROOT = Path(__file__).resolve().parents[1]
RESULTS = Path(__file__).parent / "results"
README = Path(__file__).parent / "README.md"
QUERIES = ROOT.parent / "shared" / "queries" / "dev.jsonl"
BUSY = 0.35
SEED = 20261122


class LeftOut(Exception):
    """A measurement that cannot be taken here, with the reason."""


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0


def timings(values: Sequence[float], *shares: int) -> dict[str, float]:
    """Percentiles by name, in the unit of the values: {"p50": 1.2, "p99": 9.1}."""
    return {f"p{share}": round(percentile(values, share / 100), 3) for share in shares}


def free_mb() -> float:
    """Memory that is free for use now, in MB."""
    for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) / 1024
    return 0.0


def machine() -> dict[str, Any]:
    """Where and when the figures were taken. Load is taken before the measurement starts."""
    load = os.getloadavg()[0]
    cores = os.cpu_count() or 1
    return {
        "at": now().strftime("%Y-%m-%d %H:%M UTC"),
        "cpu": _cpu(),
        "cores": cores,
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "load_before": round(load, 2),
        "provisional": load > BUSY * cores,
    }


def _cpu() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor() or "unknown"


def write(name: str, here: dict[str, Any], results: dict[str, Any], table: str) -> None:
    """Keep a measurement: JSON beside the others, and its table in the README between its markers."""
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps({"machine": here, **results}, ensure_ascii=False, indent=1, sort_keys=False)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    page = README.read_text(encoding="utf-8")
    before, rest = page.split(begin, 1)
    _, after = rest.split(end, 1)
    README.write_text(f"{before}{begin}\n{_where(here)}\n\n{table.strip()}\n{end}{after}", encoding="utf-8")
    print(f"{_where(here)}\n\n{table.strip()}\n", flush=True)


def _where(here: dict[str, Any]) -> str:
    busy = f" **Provisional: the machine was busy (load {here['load_before']}).**" if here["provisional"] else ""
    return (
        f"{here['at']}, {here['cores']} cores ({here['cpu']}), {here['memory_gb']} GB, {here['system']}, "
        f"Python {here['python']}, SQLite {here['sqlite']}.{busy}"
    )


def rows(head: Sequence[str], body: Iterable[Sequence[object]]) -> str:
    """A Markdown table; numbers stand to the right."""
    lines = [f"| {' | '.join(head)} |", f"|---|{'---:|' * (len(head) - 1)}"]
    lines += [f"| {' | '.join(str(cell) for cell in row)} |" for row in body]
    return "\n".join(lines)


def in_subprocess(module: str, *arguments: str, timeout: float = 3600) -> Any:
    """What a module of the benchmarks answers on its last line, in JSON, from a fresh process. Raises LeftOut with its reason."""
    try:
        done = subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=timeout, check=False)
    except subprocess.TimeoutExpired:
        raise LeftOut(f"{module} {' '.join(arguments[:2])} took more than {timeout / 60:.0f} minutes") from None
    lines = done.stdout.strip().splitlines()
    if done.returncode != 0 or not lines:
        raise LeftOut(f"{module} {' '.join(arguments[:2])} ended with {done.returncode}")
    answer = json.loads(lines[-1])
    if isinstance(answer, dict) and "left_out" in answer:
        raise LeftOut(answer["left_out"])
    return answer
