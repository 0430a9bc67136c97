"""This search beside what others would pick: the same guides, the same queries, one process each, one after the other."""

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.common import ROOT, LeftOut, in_subprocess, machine, rows, write
from bench.engine_run import ENGINES
from bench.material import prepare


def run(queries: Path, only: Sequence[str] = ()) -> None:
    """Measure all engines (or only some), then the folds and the stability of ours."""
    if not queries.is_file():
        raise LeftOut(f"no queries at {queries.name}: give a file of JSON lines with q, slugs and cat by --queries")
    here = machine()
    with TemporaryDirectory(prefix="straks-bench-") as folder:
        material = str(prepare(ROOT / "knowledge_base", queries, Path(folder)))
        engines, left_out = _engines(material, only or tuple(ENGINES))
        print("folds and stability ...", flush=True)
        own = in_subprocess("bench.folds", material)
    results = {"queries": queries.name, "engines": engines, "left_out": left_out, **own}
    write("relevance", here, results, _page(results))


def _engines(material: str, names: Sequence[str]) -> tuple[list[dict[str, Any]], dict[str, str]]:
    measured: list[dict[str, Any]] = []
    left_out: dict[str, str] = {}
    for name in names:
        print(f"{name} ...", flush=True)
        try:
            tuned = in_subprocess("bench.engine_run", "tune", name, material)
            result = in_subprocess("bench.engine_run", "measure", name, material, json.dumps(tuned["options"]))
        except LeftOut as reason:
            left_out[name] = str(reason)
            print(f"  left out: {reason}", flush=True)
            continue
        measured.append({**result, "options": tuned["options"], "settings_tried": tuned["tried"], "worst_first": tuned["worst_first"]})
    return measured, left_out


def _share(value: float) -> str:
    return f"{value * 100:.1f} %"


def _page(results: dict[str, Any]) -> str:
    parts = [_engine_table(results), _category_table(results), _own_tables(results), _settings(results)]
    return "\n\n".join(part for part in parts if part)


def _engine_table(results: dict[str, Any]) -> str:
    head = ("engine", "success@1", "success@3", "MRR", "p50 ms", "p99 ms", "index s", "memory MB")
    body = []
    for engine in results["engines"]:
        overall, ms = engine["overall"], engine["ms"]
        mark = "" if engine["every_nth_prefix"] == 1 else " *"
        body.append(
            (
                engine["name"],
                _share(overall["first"]),
                _share(overall["top3"]),
                f"{overall['mrr']:.3f}",
                f"{ms['p50']:.2f}{mark}",
                f"{ms['p99']:.2f}{mark}",
                f"{engine['index_seconds']:.2f}",
                f"{engine['memory_mb']:.0f}",
            )
        )
    sampled = any(engine["every_nth_prefix"] != 1 for engine in results["engines"])
    lines = [rows(head, body)]
    if sampled:
        lines.append("\\* every third prefix, since the median is above 20 ms.")
    thin = max((engine.get("thin", 1) for engine in results["engines"]), default=1)
    if thin > 1:
        lines.append(f"Thinned run: settings chosen on every {thin}th query, times over every {thin}th prefix; relevance over all queries.")
    lines += [f"Left out: {name}: {reason}." for name, reason in results["left_out"].items()]
    return "\n\n".join(lines)


def _category_table(results: dict[str, Any]) -> str:
    """success@1 by kind of query for ours and for the peer with the best success@1."""
    engines = results["engines"]
    ours = next((engine for engine in engines if engine["name"] == "Straks"), None)
    peers = [engine for engine in engines if engine is not ours]
    if ours is None or not peers:
        return ""
    best = max(peers, key=lambda engine: (engine["overall"]["first"], engine["overall"]["mrr"]))
    head = ("kind of query", "n", "Straks @1", f"{best['name']} @1", "Straks @3", f"{best['name']} @3")
    pairs = [(name, own, best["by_category"][name]) for name, own in ours["by_category"].items()]
    return rows(
        head, [(name, own["n"], _share(own["first"]), _share(peer["first"]), _share(own["top3"]), _share(peer["top3"])) for name, own, peer in pairs]
    )


def _own_tables(results: dict[str, Any]) -> str:
    folds, still = results["folds"], results["stability"]
    held, spread = folds["held_out"], folds["queries"]
    body = [
        (f"caller sentences held out ({held['n']} of five folds)", _share(held["first"]), _share(held["top3"])),
        *(
            (f"of these, {field} ({part['n']})", _share(part["first"]), _share(part["top3"]))
            for field, part in folds.get("held_out_by_field", {}).items()
        ),
        *(
            (f"the queries, index without a fifth of the sentences: {name}", _share(spread["first"][name]), _share(spread["top3"][name]))
            for name in ("mean", "lowest", "highest")
        ),
    ]
    words = (
        f"While typing: once a right guide stands first, it still does at {_share(still['still_first'])} of the later keys "
        f"({_share(still['never_left'])} of the queries never lose it). Half of the queries have it after "
        f"{_share(still['typed_until_first'] or 0)} of their letters or fewer ({still['queries_ever_first']} queries reach it at all)."
    )
    return f"{rows(('Straks', 'success@1', 'success@3'), body)}\n\n{words}"


def _settings(results: dict[str, Any]) -> str:
    lines = [
        f"- {engine['version']}: best of {engine['settings_tried']} settings (the worst had {_share(engine['worst_first'])}): "
        + ", ".join(f"{name} {value}" for name, value in engine["options"].items())
        for engine in results["engines"]
        if engine["settings_tried"] > 1
    ]
    return "Settings kept:\n\n" + "\n".join(lines) if lines else ""
