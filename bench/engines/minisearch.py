"""MiniSearch in one node process, driven by JSON lines; the package comes from npm into the folder of this run."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from bench import memory
from bench.engines.base import BOOSTS, STOP, Engine, Options, meanings, stem, words_of
from bench.material import FIELDS

PACKAGE = "minisearch@7.2.0"
SCRIPT = Path(__file__).with_suffix(".mjs")


class MiniSearch(Engine):
    name = "MiniSearch"
    build_options: ClassVar[Options] = {"stemmed": (False, True), "stop": (False, True)}
    query_options: ClassVar[Options] = {"boosts": tuple(BOOSTS), "fuzzy": (0.2,), "synonyms": (True,)}

    def missing(self) -> str:
        if not (shutil.which("node") and shutil.which("npm")):
            return "no node and npm on this machine"
        return "" if self._package() else f"npm could not fetch {PACKAGE}"

    def _package(self) -> Path | None:
        place = self.material.folder / "package" / "dist" / "es" / "index.js"
        if not place.exists():
            folder = self.material.folder
            subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, capture_output=True, timeout=120, check=False)
            for archive in folder.glob("minisearch-*.tgz"):
                shutil.unpack_archive(archive, folder, filter="data")
        return place if place.exists() else None

    def prepare(self) -> None:
        self._node = subprocess.Popen(
            ["node", "--expose-gc", str(SCRIPT), str(self._package())], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self._ask({"do": "nothing"})
        self._empty_mb = memory.now_mb(self._node.pid)

    def _ask(self, question: dict[str, Any]) -> Any:
        assert self._node.stdin and self._node.stdout
        self._node.stdin.write(json.dumps(question) + "\n")
        self._node.stdin.flush()
        return json.loads(self._node.stdout.readline())

    def build(self) -> None:
        documents = [{"id": guide.slug, **{field: self._read(guide.of(field)) for field in FIELDS}} for guide in self.material.guides]
        self._built = self._ask({"do": "build", "fields": FIELDS, "documents": documents, "stop": sorted(STOP) if self.options["stop"] else []})

    def seconds_to_build(self) -> float:
        """Measured inside node, with the stemming in Python left out."""
        self.build()
        return float(self._built["seconds"])

    def _read(self, text: str) -> str:
        return " ".join(stem(word) if self.options["stemmed"] else word for word in words_of(text))

    def _question(self, do: str, queries: Sequence[str], limit: int = 10) -> dict[str, Any]:
        asked = [{"text": self._read(query), "more": self._more(query)} for query in queries]
        return {"do": do, "queries": asked, "limit": limit, "boost": BOOSTS[self.options["boosts"]], "fuzzy": self.options["fuzzy"]}

    def _more(self, query: str) -> str:
        return self._read(" ".join(meanings(words_of(query), self.synonyms))) if self.options["synonyms"] else ""

    def search(self, query: str, limit: int = 10) -> list[str]:
        return list(self._ask(self._question("search", [query], limit))["found"][0])

    def times(self, queries: Sequence[str]) -> list[float]:
        """Measured inside node: the pipe is not MiniSearch's fault."""
        return list(self._ask(self._question("search", queries))["ms"])

    def helpers_mb(self) -> float:
        return memory.peak_mb(self._node.pid) - self._empty_mb

    def version(self) -> str:
        node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
        return f"{PACKAGE.replace('@', ' ')}, node {node}"

    def close(self) -> None:
        assert self._node.stdin
        self._node.stdin.close()
        self._node.wait(10)
