"""One corpus size in a process of its own: `python -m bench.scale_run <guides> <material>`."""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

from app.domain.search import index, rank
from app.domain.search.documents import Document, Field
from app.domain.search.index import Index
from app.services.thesaurus import related
from bench import memory
from bench.common import SEED, timings
from bench.corpus import Generator
from bench.engines.ours import document
from bench.material import prefixes, read

SEARCHES = 4000
CHANGES = 20
MARK = "zebrafinkeskilt"


def changes(built: Index, guides: Sequence[Document]) -> dict[str, float]:
    """Milliseconds of one guide's change, and until a search has found it; each from the built index, a guide of its own."""
    swaps: list[float] = []
    until_found: list[float] = []
    for number, old in enumerate(Random(SEED).sample(guides, CHANGES)):
        word = f"{MARK}{chr(97 + number)}"
        phrases = (*old.texts.get(Field.PHRASE, ()), f"der er kommet et {word} op hos os")
        new = replace(old, texts={**old.texts, Field.PHRASE: phrases})
        began = perf_counter()
        changed = built.replaced(new)
        swaps.append((perf_counter() - began) * 1000)
        hits = rank.find(changed, f"vi vil høre om et {word}")
        until_found.append((perf_counter() - began) * 1000)
        assert hits and hits[0].document.slug == old.slug, f"the change of {old.slug} is not found"
    return {
        "replaced_ms": round(median(swaps), 2),
        "replaced_worst_ms": round(max(swaps), 2),
        "until_found_ms": round(median(until_found), 2),
        "until_found_worst_ms": round(max(until_found), 2),
    }


def measure(number: int, file: Path) -> dict[str, Any]:
    """Build, searches and changes with a corpus of `number` guides."""
    material = read(file)
    generator = Generator(material.guides)
    guides = [document(text) for text in generator.guides(number)]
    statistics = generator.statistics()
    del generator
    memory.settle()
    before = memory.now_mb()
    began = perf_counter()
    built = index.build(guides, material.synonyms, related())
    seconds = perf_counter() - began
    after = memory.peak_mb()
    memory.settle()
    held = memory.now_mb()
    typed = sorted(set(prefixes(material.cases)))
    sample = Random(SEED).sample(typed, min(SEARCHES, len(typed)))
    for query in sample[:50]:
        rank.find(built, query)
    times: list[float] = []
    for query in sample:
        began = perf_counter()
        rank.find(built, query)
        times.append((perf_counter() - began) * 1000)
    return {
        "guides": number,
        **statistics,
        "build_seconds": round(seconds, 2),
        "build_peak_mb": round(after - before, 1),
        "index_mb": round(held - before, 1),
        "process_peak_mb": round(max(after, memory.peak_mb()), 1),
        "searches": len(times),
        "ms": timings(times, 50, 95, 99),
        **changes(built, guides),
    }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), Path(sys.argv[2]))))
