"""The index: segments, changes, and log odds counted by hand."""

import math
from dataclasses import replace

import pytest

from app.domain.search import index as search_index
from app.domain.search import rank, weights
from app.domain.search.documents import Document, Field, Kind
from app.domain.search.index import MOST_SMALL_SEGMENTS, Index
from app.domain.search.segment import Family, pairs_of
from tests.domain.search.conftest import documents


def guide(slug: str, *phrases: str) -> Document:
    return Document(Kind.GUIDE, slug, slug, "Afdeling", {Field.PHRASE: phrases})


def test_log_odds_are_those_counted_by_hand() -> None:
    built = search_index.build([guide("a", "hund hund kat"), guide("b", "kat")])
    rows = built.segments[0].told[Family.WORDS]
    span = rows.span("hund")
    assert span is not None
    # "hund" is 2 of the 4 words told: p = 1/2, and document a tells it twice.
    expected = math.log(1 + 2 / (weights.TOLD_SMOOTHING_WORDS * 0.5))
    assert rows.values[span].tolist() == pytest.approx([expected])
    silence = built.segments[0].silence[Family.WORDS].tolist()
    assert silence == pytest.approx([math.log(weights.TOLD_SMOOTHING_WORDS / (weights.TOLD_SMOOTHING_WORDS + told)) for told in (3, 1)])


def test_word_of_a_neighbour_speaks_for_the_neighbour() -> None:
    built = search_index.build([guide("a", "hunden gør", "hund og kat"), guide("b", "katten mjaver", "kat på træ", "kat væk")])
    assert rank.find(built, "kat")[0].document.slug == "b"


def test_pairs_reach_over_one_word() -> None:
    assert pairs_of(["tabt", "min", "pung"]) == [("tabt min", 1.0), ("min pung", 1.0), ("tabt pung", 0.5)]


def test_changed_guide_is_found_by_its_new_words_and_not_by_the_old(index: Index) -> None:
    old = next(document for document in documents() if document.slug == "pas-forny")
    new = replace(old, title="Rejsebevis", texts={Field.TITLE: ("Rejsebevis",), Field.PHRASE: ("zebrastribet folder er udløbet",)})
    changed = index.replaced(new)
    assert rank.find(changed, "zebrastribet")[0].document.title == "Rejsebevis"
    assert all(hit.document.title != "Forny pas" for hit in rank.find(changed, "forny pas"))
    assert rank.find(index, "forny pas")[0].document.title == "Forny pas"


def test_misspelt_word_of_a_new_guide_is_met(index: Index) -> None:
    changed = index.replaced(guide("ny", "giraffen er stukket af"))
    assert rank.find(changed, "girafen")[0].document.slug == "ny"


def test_unfinished_word_of_a_new_guide_is_met(index: Index) -> None:
    changed = index.replaced(guide("ny", "giraffen er stukket af"))
    assert rank.find(changed, "giraf")[0].document.slug == "ny"


def test_removed_guide_is_gone(index: Index) -> None:
    changed = index.removed((Kind.GUIDE, "affald-glemt"))
    assert all(hit.document.slug != "affald-glemt" for hit in rank.find(changed, "skraldespand"))
    assert index.removed((Kind.GUIDE, "findes-ikke")) is index


def test_many_changes_ask_for_a_whole_build(index: Index) -> None:
    changed = index
    for number in range(MOST_SMALL_SEGMENTS):
        changed = changed.replaced(guide("ny", f"ord{number}"))
    assert changed.is_worn
    assert not index.is_worn


def test_empty_index_answers() -> None:
    assert rank.find(search_index.build([]), "pas") == []
