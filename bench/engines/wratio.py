"""rapidfuzz WRatio over titles and phrases: the guide of the most similar line."""

from typing import ClassVar

import rapidfuzz
from rapidfuzz import fuzz, process

from bench.engines.base import Engine, Options

LINES = {"titles and phrases": ("title", "phrase"), "all callers' words": ("title", "keyword", "phrase", "heard", "situation")}


class WRatio(Engine):
    name = "rapidfuzz WRatio"
    build_options: ClassVar[Options] = {"lines": tuple(LINES)}

    def build(self) -> None:
        pairs = [
            (text.lower(), guide.slug)
            for guide in self.material.guides
            for field in LINES[self.options["lines"]]
            for text in guide.texts.get(field, ())
            if text
        ]
        self._lines = [line for line, _ in pairs]
        self._slugs = [slug for _, slug in pairs]

    def search(self, query: str, limit: int = 10) -> list[str]:
        found = process.extract(query.lower(), self._lines, scorer=fuzz.WRatio, limit=150)
        return list(dict.fromkeys(self._slugs[place] for _, _, place in found))[:limit]

    def version(self) -> str:
        return f"rapidfuzz {rapidfuzz.__version__}"
