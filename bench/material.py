"""What is searched and what is asked, as one file that every engine's process reads: plain texts, no classes of the program."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIELDS = ("title", "keyword", "phrase", "heard", "situation", "say", "body", "unit")


@dataclass(frozen=True)
class Text:
    """One thing to find: its texts by field."""

    kind: str
    slug: str
    title: str
    label: str
    texts: Mapping[str, tuple[str, ...]]

    def of(self, field: str) -> str:
        """All texts of a field, a line each."""
        return "\n".join(text for text in self.texts.get(field, ()) if text)


@dataclass(frozen=True)
class Case:
    """A caller's words, the guides that answer them, and what kind of words they are."""

    query: str
    slugs: frozenset[str]
    category: str


@dataclass(frozen=True)
class Material:
    """Everything an engine gets. Peers index `guides`; the desk's own search has the directory beside them."""

    everything: Sequence[Text]
    synonyms: Mapping[str, Sequence[str]]
    cases: Sequence[Case]
    folder: Path

    @property
    def guides(self) -> list[Text]:
        return [text for text in self.everything if text.kind == "guide"]


def prepare(knowledge_base: Path, queries: Path | None, folder: Path) -> Path:
    """Read the knowledge base and the queries; write them into `folder` for the engines' processes."""
    from app.domain.search.documents import documents_of  # noqa: PLC0415
    from app.services.knowledge_base import read_folder  # noqa: PLC0415

    contents = read_folder(knowledge_base)
    documents = documents_of(contents.guides, contents.departments, contents.people)
    written: dict[str, Any] = {
        "everything": [
            {
                "kind": document.kind.value,
                "slug": document.slug,
                "title": document.title,
                "label": document.label,
                "texts": {field.value: list(texts) for field, texts in document.texts.items()},
            }
            for document in documents
        ],
        "synonyms": {row.word: list(row.means) for row in contents.synonyms},
        "cases": [json.loads(line) for line in queries.read_text(encoding="utf-8").splitlines() if line.strip()] if queries else [],
    }
    file = folder / "material.json"
    file.write_text(json.dumps(written, ensure_ascii=False), encoding="utf-8")
    return file


def read(file: Path) -> Material:
    """The material, as an engine's process sees it."""
    raw = json.loads(file.read_text(encoding="utf-8"))
    everything = [
        Text(row["kind"], row["slug"], row["title"], row["label"], {field: tuple(texts) for field, texts in row["texts"].items()})
        for row in raw["everything"]
    ]
    cases = [Case(row["q"], frozenset(row["slugs"]), row.get("cat", "")) for row in raw["cases"]]
    return Material(everything, raw["synonyms"], cases, file.parent)


def prefixes(cases: Sequence[Case]) -> list[str]:
    """Every prefix of every query, as it is typed."""
    return [case.query[:end] for case in cases for end in range(1, len(case.query) + 1)]
