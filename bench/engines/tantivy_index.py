"""Tantivy: a Danish stemming tokenizer, a boosted term query per word and field, prefix for the last word, fuzzy for unknown words."""

from importlib import metadata
from typing import Any, ClassVar

from bench.engines.base import BOOSTS, Engine, Options, matter, meanings, stem, words_of
from bench.material import FIELDS, Material

try:
    import tantivy
except ImportError:  # the dependency group `bench` is not installed
    tantivy = None  # type: ignore[assignment]


class Tantivy(Engine):
    name = "Tantivy"
    query_options: ClassVar[Options] = {
        "boosts": tuple(BOOSTS),
        "stop": (False, True),
        "fuzzy": (0.3, 1.0),
        "join": ("sum", "max"),
        "synonyms": (True,),
    }

    def __init__(self, material: Material) -> None:
        super().__init__(material)
        self._terms: dict[str, list[Any]] = {}

    def missing(self) -> str:
        return "" if tantivy else "tantivy is not installed (uv sync --group bench)"

    def build(self) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("slug", stored=True, tokenizer_name="raw")
        for field in FIELDS:
            builder.add_text_field(field, tokenizer_name="danish")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        cut = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.remove_long(60))
        self._index.register_tokenizer("danish", cut.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.stemmer("danish")).build())
        writer = self._index.writer(heap_size=50_000_000, num_threads=1)
        self._known: set[str] = set()
        for guide in self.material.guides:
            texts = {field: guide.of(field) for field in FIELDS}
            writer.add_document(tantivy.Document(slug=guide.slug, **texts))
            self._known.update(stem(word) for text in texts.values() for word in words_of(text))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, query: str, limit: int = 10) -> list[str]:
        words = matter(words_of(query), stop=self.options["stop"])
        if not words:
            return []
        parts = [self._word(word, last=place == len(words) - 1) for place, word in enumerate(words)]
        if self.options["synonyms"]:
            parts += [self._exact(stem(word)) for word in meanings(words, self.synonyms)]
        found = self._searcher.search(tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in parts]), limit)
        return [self._searcher.doc(address)["slug"][0] for _, address in found.hits]

    def _word(self, word: str, *, last: bool) -> Any:
        term = stem(word)
        if term in self._known and not last:
            return self._exact(term)
        near = self._near(word if last else term, prefix=last)
        return self._joined([self._exact(term), near]) if term in self._known else near

    def _exact(self, term: str) -> Any:
        return self._over_fields(lambda field: tantivy.Query.term_query(self._schema, field, term))

    def _near(self, term: str, *, prefix: bool) -> Any:
        """Terms that begin with, or are within one error (two from eight letters) of, a term."""
        distance = 0 if len(term) < 4 else 1 if len(term) < 8 else 2
        query = self._over_fields(
            lambda field: tantivy.Query.fuzzy_term_query(self._schema, field, term, distance=distance, transposition_cost_one=True, prefix=prefix)
        )
        return tantivy.Query.boost_query(query, self.options["fuzzy"])

    def _over_fields(self, make: Any) -> Any:
        boosts = BOOSTS[self.options["boosts"]]
        return self._joined([tantivy.Query.boost_query(make(field), boosts[field]) for field in FIELDS])

    def _joined(self, parts: list[Any]) -> Any:
        if self.options["join"] == "max":
            return tantivy.Query.disjunction_max_query(parts, 0.2)
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in parts])

    def version(self) -> str:
        return f"tantivy-py {metadata.version('tantivy')}"
