"""PostgreSQL: a `danish` tsvector with weights, words corrected and lines compared by pg_trgm, the scores added.

Misspelt words are looked up in a table of all words, as the documentation of pg_trgm advises.
"""

from contextlib import ExitStack
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import psycopg

from bench import memory
from bench.engines.base import Engine, Options, meanings, words_of
from bench.material import FIELDS
from tests.support import postgres

LABELS = {"title": "A", "keyword": "B", "phrase": "C", "heard": "C", "situation": "C", "say": "D", "body": "D", "unit": "D"}
# ts_rank takes the weights of D, C, B and A.
WEIGHTS = {"standard": "{0.1, 0.2, 0.4, 1.0}", "even": "{0.2, 0.7, 0.8, 1.0}", "told": "{0.05, 0.5, 0.6, 1.0}"}
WORDS = "SELECT word FROM ts_stat('SELECT to_tsvector(''simple'', text) FROM line UNION ALL SELECT to_tsvector(''simple'', text) FROM body')"
FIND = """
WITH told AS (
  SELECT slug, {rank}(%(weights)s::float4[], words, query, %(norm)s) AS score FROM guide, to_tsquery('danish', %(query)s) query WHERE words @@ query
), alike AS (
  SELECT slug, max({like}(%(text)s, text)) AS score FROM line WHERE %(text)s {sign} text GROUP BY slug
)
SELECT coalesce(told.slug, alike.slug) AS slug
FROM told FULL JOIN alike ON told.slug = alike.slug
ORDER BY coalesce(told.score / nullif((SELECT max(score) FROM told), 0), 0) + %(alike)s * coalesce(alike.score, 0) DESC, 1
LIMIT %(limit)s
"""


class Postgres(Engine):
    name = "PostgreSQL"
    query_options: ClassVar[Options] = {
        "weights": tuple(WEIGHTS),
        "norm": (0, 1),
        "rank": ("ts_rank",),
        "alike": (0.5, 1.0, 2.0),
        "like": ("similarity",),
        "corrected": (True,),
        "synonyms": (True,),
    }

    def missing(self) -> str:
        return "" if postgres.binaries() else "no PostgreSQL server on this machine"

    def prepare(self) -> None:
        self._open = ExitStack()
        address = self._open.enter_context(postgres.server())
        assert address
        asked = parse_qs(urlsplit(address).query)
        self._home = Path(asked["host"][0])
        place: dict[str, Any] = {"host": str(self._home), "port": asked["port"][0], "user": "straks", "autocommit": True}
        with psycopg.connect(dbname="postgres", **place) as first:
            first.execute("CREATE DATABASE bench TEMPLATE template0 LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'")
        self._store = self._open.enter_context(psycopg.connect(dbname="bench", **place))
        self._store.execute("CREATE EXTENSION pg_trgm")
        self._pid = int((self._home / "data" / "postmaster.pid").read_text(encoding="ascii").splitlines()[0])
        self._empty_mb = memory.tree_mb(self._pid)

    def build(self) -> None:
        run = self._store.execute
        run("DROP TABLE IF EXISTS guide, line, body, word")
        run("CREATE TABLE guide (slug text PRIMARY KEY, words tsvector)")
        run("CREATE TABLE line (slug text, text text)")
        run("CREATE TABLE body (text text)")
        vector = " || ".join(f"setweight(to_tsvector('danish', %({field})s), '{LABELS[field]}')" for field in FIELDS)
        with self._store.cursor() as cursor, self._store.transaction():
            for guide in self.material.guides:
                texts = {field: guide.of(field).lower() for field in FIELDS}
                cursor.execute(f"INSERT INTO guide VALUES (%(slug)s, {vector})", {"slug": guide.slug, **texts})
                lines = [(guide.slug, text.lower()) for field in FIELDS[:4] for text in guide.texts.get(field, ()) if text]
                cursor.executemany("INSERT INTO line VALUES (%s, %s)", lines)
                cursor.execute("INSERT INTO body VALUES (%s)", (f"{texts['say']} {texts['body']}",))
        run(f"CREATE TABLE word AS {WORDS}")
        run("CREATE INDEX ON guide USING gin (words)")
        run("CREATE INDEX ON line USING gin (text gin_trgm_ops)")
        run("CREATE INDEX ON word USING gin (word gin_trgm_ops)")
        run("CREATE UNIQUE INDEX ON word (word)")
        run("ANALYZE")

    def search(self, query: str, limit: int = 10) -> list[str]:
        words = words_of(query)
        if not words:
            return []
        terms = [*words, f"{words[-1]}:*"]
        if self.options["corrected"]:
            terms += self._corrected(words)
        if self.options["synonyms"]:
            terms += meanings(words, self.synonyms)
        asked = {
            "query": " | ".join(dict.fromkeys(terms)),
            "text": " ".join(words),
            "weights": WEIGHTS[self.options["weights"]],
            "norm": self.options["norm"],
            "alike": self.options["alike"],
            "limit": limit,
        }
        rows = self._store.execute(self._statement(), asked).fetchall()
        return [slug for (slug,) in rows]

    def _statement(self) -> str:
        sign = {"similarity": "%%", "word_similarity": "<%%"}[self.options["like"]]
        return FIND.format(rank=self.options["rank"], like=self.options["like"], sign=sign)

    def _corrected(self, words: list[str]) -> list[str]:
        """The nearest known words of those that are not known; the last one may be a beginning."""
        statement = """
            SELECT near.word FROM unnest(%s::text[]) WITH ORDINALITY AS typed(text, place)
            CROSS JOIN LATERAL (SELECT word FROM word WHERE word %% typed.text ORDER BY similarity(word, typed.text) DESC, word LIMIT 3) near
            WHERE length(typed.text) > 3 AND NOT EXISTS (
              SELECT FROM word WHERE word = typed.text OR (typed.place = %s AND starts_with(word, typed.text)))"""
        return [word for (word,) in self._store.execute(statement, (words, len(words))).fetchall()]

    def helpers_mb(self) -> float:
        return memory.tree_mb(self._pid) - self._empty_mb

    def version(self) -> str:
        row = self._store.execute("SHOW server_version").fetchone()
        return f"PostgreSQL {row[0].split()[0]}" if row else ""

    def close(self) -> None:
        self._open.close()
