"""SQLite FTS5: a table of stems and a table of trigrams, each ranked by bm25() with weights, their scores added."""

import sqlite3
from typing import ClassVar

from bench.engines.base import BOOSTS, Engine, Options, matter, meanings, stem, words_of
from bench.material import FIELDS

DEEP = 60


class Fts5(Engine):
    name = "SQLite FTS5"
    query_options: ClassVar[Options] = {
        "boosts": tuple(BOOSTS),
        "trigrams": (0.3, 0.6, 1.0),
        "stop": (False, True),
        "synonyms": (True,),
    }

    def build(self) -> None:
        self._store = sqlite3.connect(":memory:")
        columns = ", ".join(("slug UNINDEXED", *FIELDS))
        words = "tokenize='unicode61 remove_diacritics 2', prefix='2 3 4'"
        self._store.execute(f"CREATE VIRTUAL TABLE stems USING fts5({columns}, {words})")
        self._store.execute(f"CREATE VIRTUAL TABLE runs USING fts5({columns}, tokenize='trigram')")
        marks = ", ".join("?" * (len(FIELDS) + 1))
        for guide in self.material.guides:
            lines = [words_of(guide.of(field)) for field in FIELDS]
            self._store.execute(f"INSERT INTO stems VALUES ({marks})", (guide.slug, *(" ".join(map(stem, words)) for words in lines)))
            self._store.execute(f"INSERT INTO runs VALUES ({marks})", (guide.slug, *(f" {' '.join(words)} " for words in lines)))
        self._store.execute("INSERT INTO stems(stems) VALUES ('optimize')")
        self._store.execute("INSERT INTO runs(runs) VALUES ('optimize')")
        self._store.commit()

    def search(self, query: str, limit: int = 10) -> list[str]:
        words = matter(words_of(query), stop=self.options["stop"])
        if not words:
            return []
        terms = [f'"{stem(word)}"' for word in words] + [f'"{words[-1]}"*', f'"{stem(words[-1])}"*']
        if self.options["synonyms"]:
            terms += [f'"{stem(word)}"' for word in meanings(words, self.synonyms)]
        total = self._scores("stems", terms)
        if self.options["trigrams"]:
            marked = [f" {word}" if place == len(words) - 1 else f" {word} " for place, word in enumerate(words)]
            runs = {word[start : start + 3] for word in marked for start in range(len(word) - 2)}
            for slug, score in self._scores("runs", [f'"{run}"' for run in sorted(runs)]).items():
                total[slug] = total.get(slug, 0.0) + self.options["trigrams"] * score
        return sorted(total, key=lambda slug: (-total[slug], slug))[:limit]

    def _scores(self, table: str, terms: list[str]) -> dict[str, float]:
        """The best rows of a table, their scores divided by the best one's."""
        if not terms:
            return {}
        boosts = ", ".join(str(BOOSTS[self.options["boosts"]][field]) for field in FIELDS)
        statement = f"SELECT slug, -bm25({table}, 0, {boosts}) AS score FROM {table} WHERE {table} MATCH ? ORDER BY score DESC LIMIT {DEEP}"
        rows = self._store.execute(statement, (" OR ".join(terms),)).fetchall()
        best = max((score for _, score in rows), default=0.0) or 1.0
        return {slug: score / best for slug, score in rows}

    def version(self) -> str:
        return f"SQLite {sqlite3.sqlite_version}"

    def close(self) -> None:
        self._store.close()
