"""How little the figures hang on single sentences, and how still the list stands while somebody types.

`python -m bench.folds <material>`: every guide's caller sentences (phrases and heard) are split into five parts; for each part an
index is built without it and asked with it.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import mean, median
from typing import Any

from app.domain.search import index
from app.domain.search.index import Index
from app.services.thesaurus import related
from bench.common import SEED
from bench.engine_run import score
from bench.engines.ours import document, guides_of
from bench.material import Case, Material, Text, read

PARTS = 5
SAMPLE = 2000
CALLERS = ("phrase", "heard")


def _parts(guide: Text) -> list[list[str]]:
    """A guide's sentences, each once, in PARTS equal heaps."""
    sentences = sorted({sentence for field in CALLERS for sentence in guide.texts.get(field, ())})
    Random(f"{SEED}:{guide.slug}").shuffle(sentences)
    return [sentences[part::PARTS] for part in range(PARTS)]


def _without(text: Text, held_out: frozenset[str]) -> Text:
    kept = {field: tuple(line for line in texts if field not in CALLERS or line.casefold() not in held_out) for field, texts in text.texts.items()}
    return replace(text, texts=kept)


def _built(material: Material, held_out: frozenset[str] = frozenset()) -> Index:
    return index.build([document(_without(text, held_out)) for text in material.everything], material.synonyms, related())


def _asked(built: Index, cases: Sequence[Case]) -> list[tuple[Case, list[str]]]:
    return [(case, guides_of(built, case.query, 10)) for case in cases]


def folds(material: Material) -> dict[str, Any]:
    """Scores on held-out sentences, and on the queries with each fold's index."""
    heaps = {guide.slug: _parts(guide) for guide in material.guides}
    # Where a sentence stands; one that stands in both counts as a phrase.
    written = {(guide.slug, sentence): field for guide in material.guides for field in reversed(CALLERS) for sentence in guide.texts.get(field, ())}
    asked: list[tuple[Case, list[str]]] = []
    dev: list[dict[str, Any]] = []
    for part in range(PARTS):
        cases = [Case(sentence, frozenset({slug}), written[slug, sentence]) for slug, parts in heaps.items() for sentence in parts[part]]
        built = _built(material, frozenset(case.query.casefold() for case in cases))
        sample = Random(SEED + part).sample(cases, min(SAMPLE // PARTS, len(cases)))
        asked += _asked(built, sample)
        dev.append(score(_asked(built, material.cases)))
    spread = {name: _spread([fold[name] for fold in dev]) for name in ("first", "top3", "mrr")}
    by_field = {field: score([pair for pair in asked if pair[0].category == field]) for field in CALLERS}
    return {"parts": PARTS, "held_out": score(asked), "held_out_by_field": by_field, "queries_per_fold": dev, "queries": spread}


def _spread(values: Sequence[float]) -> dict[str, float]:
    return {"mean": round(mean(values), 4), "lowest": min(values), "highest": max(values)}


def stability(material: Material) -> dict[str, Any]:
    """Once a right guide stands first, how often it still does at the keys after; and how much must be typed before it does."""
    built = _built(material)
    later = stayed = never_left = ever_first = 0
    typed: list[float] = []
    for case in material.cases:
        firsts = [next(iter(guides_of(built, case.query[:end], 1)), "") in case.slugs for end in range(1, len(case.query) + 1)]
        if True not in firsts:
            continue
        ever_first += 1
        start = firsts.index(True)
        typed.append((start + 1) / len(firsts))
        later += len(firsts) - start - 1
        stayed += sum(firsts[start + 1 :])
        never_left += all(firsts[start:])
    return {
        "queries_ever_first": ever_first,
        "later_prefixes": later,
        "still_first": round(stayed / (later or 1), 4),
        "never_left": round(never_left / (ever_first or 1), 4),
        "typed_until_first": round(median(typed), 4) if typed else None,
    }


def main() -> None:
    material = read(Path(sys.argv[1]))
    print(json.dumps({"folds": folds(material), "stability": stability(material)}))


if __name__ == "__main__":
    main()
