"""The desk's own search, with the directory of units and people beside the guides, as at the desk."""

from app.domain.search import index, rank
from app.domain.search.documents import Document, Field, Kind
from app.services.thesaurus import related
from bench.engines.base import Engine
from bench.material import Text


def document(text: Text) -> Document:
    """A text as the program's own document."""
    return Document(Kind(text.kind), text.slug, text.title, text.label, {Field(field): texts for field, texts in text.texts.items()})


def guides_of(found: index.Index, query: str, limit: int) -> list[str]:
    """The guides among the hits, best first, as `straks eval` counts them."""
    return [hit.document.slug for hit in rank.find(found, query, limit * 2) if hit.document.kind is Kind.GUIDE][:limit]


class Ours(Engine):
    name = "Straks"

    def build(self) -> None:
        self._index = index.build([document(text) for text in self.material.everything], self.material.synonyms, related())

    def search(self, query: str, limit: int = 10) -> list[str]:
        return guides_of(self._index, query, limit)
