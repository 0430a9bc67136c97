"""The index: segments, changes, and log odds counted by hand."""

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.search import index as search_index
from app.domain.search import rank, weights
from app.domain.search.documents import Field, Kind
from app.domain.search.index import Index
from app.domain.search.weights import Family
from app.domain.search.words import fold, stem
from tests.domain.search.conftest import documents
from tests.domain.search.corpora import guide

# Invented, unlike each other, and no compound of others.
NEW = ("giraf", "zebra", "tapir", "okapi", "koala", "lemur", "puma", "ozelot", "sæl", "ørn")


def found(index: Index, said: str) -> list[str]:
    return [hit.document.slug for hit in rank.find(index, said)]


def changed_often(index: Index, times: int) -> Index:
    """Ten guides changed in turn; what each told before is told no more."""
    for number in range(times):
        index = index.replaced(guide(f"ny-{number % 10}", f"{NEW[number % 10]} nummer {1000 + number}", f"hvor er min {NEW[number % 10]}"))
    return index


def test_log_odds_are_those_counted_by_hand() -> None:
    built = search_index.build([guide("a", "hund hund kat"), guide("b", "kat")])
    rows = built.segments[0].told[Family.WORDS]
    span = rows.span("hund")
    assert span is not None
    # "hund" is 2 of the 4 words told: p = 1/2, and document a tells it twice.
    expected = math.log(1 + 2 / (weights.SMOOTHING[Family.WORDS] * 0.5))
    assert rows.values[span].tolist() == pytest.approx([expected])
    silence = built.segments[0].silence[Family.WORDS].tolist()
    assert silence == pytest.approx(
        [math.log(weights.SMOOTHING[Family.WORDS] / (weights.SMOOTHING[Family.WORDS] + told)) for told in (3, 1)], rel=1e-4
    )


def test_word_of_a_neighbour_speaks_for_the_neighbour() -> None:
    built = search_index.build([guide("a", "hunden gør", "hund og kat"), guide("b", "katten mjaver", "kat på træ", "kat væk")])
    assert rank.find(built, "kat")[0].document.slug == "b"


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


def test_removed_guide_may_come_back(index: Index) -> None:
    changed = index.removed((Kind.GUIDE, "affald-glemt")).replaced(guide("affald-glemt", "giraffen er stukket af"))
    assert found(changed, "giraf") == ["affald-glemt"]
    assert "affald-glemt" not in found(changed, "skraldespand")


def test_new_words_are_spelled_as_written_and_completed(index: Index) -> None:
    changed = index.replaced(guide("ny", "Giraføl giraføl", "giraffen"))
    assert changed.as_written("giraffoel") == "giraffoel"
    assert changed.as_written("girafoel") == "giraføl"
    assert changed.completions("gira") == ["girafoel", "giraffen"]
    assert index.completions("gira") == []


def test_completions_add_up_over_the_segments() -> None:
    built = search_index.build([guide("a", "kat kat kat", "kort kort")]).replaced(guide("b", "kort kort", "kop"))
    assert built.completions("k") == ["kort", "kat", "kop"]


@given(st.lists(st.lists(st.text("kaå", min_size=1, max_size=3), max_size=8).map(" ".join), min_size=1, max_size=4))
def test_completions_are_those_of_an_index_built_at_once(told: list[str]) -> None:
    guides = [guide(str(number), text) for number, text in enumerate(told)]
    grown = search_index.build(guides[:1])
    for document in guides[1:]:
        grown = grown.replaced(document)
    words = [fold(word) for text in told for word in text.split()]
    for prefix in ("k", "ka", "aa"):
        if len({word for word in words if word.startswith(prefix)}) <= search_index.MOST_COMPLETIONS:
            assert grown.completions(prefix) == search_index.build(guides).completions(prefix)


def test_rarity_counts_the_documents_of_all_segments() -> None:
    built = search_index.build([guide("a", "hund"), guide("b", "hund kat"), guide("c", "kat")])
    assert built.rarity("hund") == pytest.approx(math.log(1 + (3 - 2 + 0.5) / 2.5))
    grown = built.replaced(guide("d", "hund"))
    assert grown.rarity("hund") == pytest.approx(math.log(1 + (4 - 3 + 0.5) / 3.5))
    assert grown.rarity("giraf") == pytest.approx(math.log(1 + 4.5 / 0.5))


def test_other_synonyms_take_the_place_of_those_before(index: Index) -> None:
    assert found(index, "skraldebøtte")[0] == "affald-glemt"
    changed = index.with_synonyms({"rejsebog": ["pas"]})
    assert found(index, "rejsebog") == []
    assert {"pas-forny", "pas-mistet"} <= set(found(changed, "rejsebog"))
    assert changed.synonyms.keys() == {stem("rejsebog")}
    assert index.synonyms.keys() == {stem(fold("skraldebøtte")), stem("passport")}


def test_related_words_are_kept_when_documents_hold_them_at_all() -> None:
    built = search_index.build([guide("a", "salg af hus"), guide("b", "kat")], related={"overdrag": ["salg", "giraf"], "puma": ["lemur"]})
    assert built.related == {"overdrag": ("salg",)}


def test_a_related_word_speaks_for_a_guide_but_finds_none_alone() -> None:
    guides = [guide("a", "kat", "hus"), guide("b", "salg", "hus")]
    assert found(search_index.build(guides), "hus overdrag ")[0] == "a"
    related = search_index.build(guides, related={"overdrag": ["salg"]})
    assert found(related, "hus overdrag ")[0] == "b"
    assert found(related, "overdrag ") == []


@pytest.mark.parametrize(("changes", "sizes"), [(0, []), (7, [1] * 7), (8, [8]), (20, [8, 8, 1, 1, 1, 1]), (64, [64]), (73, [64, 8, 1])])
def test_small_segments_of_a_size_are_merged_when_enough_have_come(index: Index, changes: int, sizes: list[int]) -> None:
    changed = changed_often(index, changes)
    assert [part.size for part in changed.segments] == [index.size, *sizes]
    assert [part.first for part in changed.segments] == [0, *(index.size + sum(sizes[:place]) for place in range(len(sizes)))]
    assert changed.segments[0] is index.segments[0]


def test_the_large_segment_is_not_merged_however_small_it_is() -> None:
    built = search_index.build([guide("a", "hund")])
    changed = changed_often(built, 8)
    assert [part.size for part in changed.segments] == [1, 8]
    assert changed.segments[0] is built.segments[0]


def test_merging_follows_the_number_of_segments_that_is_set(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "MERGED", 3)
    assert [part.size for part in changed_often(index, 14).segments[1:]] == [9, 3, 1, 1]


@pytest.mark.parametrize("changes", [9, 25, 40])
def test_each_changed_guide_is_found_by_its_new_words_only(index: Index, changes: int) -> None:
    changed = changed_often(index, changes)
    for number in range(changes):
        is_last = number + 10 >= changes
        assert (f"ny-{number % 10}" in found(changed, f"{1000 + number}")) is is_last
    for number, word in enumerate(NEW[: min(changes, 10)]):
        assert found(changed, f"hvor er min {word}")[0] == f"ny-{number}"
        assert found(changed, f"hvor er min {word}").count(f"ny-{number}") == 1


SAID: Sequence[str] = (
    "giraf",
    "hvor er min zebra",
    "okapi nummer 1023",
    "nummer",
    "min skraldespnad er ikke tømt",
    "forny pas",
    "krestensen",
    "gira",
    "xyz",
)


@pytest.mark.parametrize("changes", [8, 30, 70])
def test_merged_segments_answer_like_those_that_are_not(index: Index, monkeypatch: pytest.MonkeyPatch, changes: int) -> None:
    merged = changed_often(index, changes)
    monkeypatch.setattr(search_index, "MERGED", changes + 2)
    unmerged = changed_often(index, changes)
    assert len(unmerged.segments) == changes + 1 > len(merged.segments)
    for said in SAID:
        one, other = rank.find(merged, said), rank.find(unmerged, said)
        assert [(hit.document, hit.reason, hit.matched) for hit in one] == [(hit.document, hit.reason, hit.matched) for hit in other]
        assert [hit.score for hit in one] == pytest.approx([hit.score for hit in other], abs=0.001)
        assert [dict(hit.signals) for hit in one] == [pytest.approx(dict(hit.signals), abs=0.002) for hit in other]
    assert sum(bool(rank.find(merged, said)) for said in SAID) == len(SAID) - 1


@pytest.mark.parametrize(("documents_first", "changes", "is_worn"), [(2, 3, False), (2, 4, True), (10, 4, False), (10, 10, False), (10, 11, True)])
def test_an_index_is_worn_when_many_and_half_are_dead(monkeypatch: pytest.MonkeyPatch, documents_first: int, changes: int, is_worn: bool) -> None:
    monkeypatch.setattr(search_index, "FEWEST_DEAD", 3)
    changed = search_index.build([guide(str(number), "hund") for number in range(documents_first)])
    for number in range(changes):
        changed = changed.replaced(guide("0", f"kat {number}"))
    assert changed.is_worn is is_worn


def test_removed_guides_wear_an_index_and_new_ones_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "FEWEST_DEAD", 1)
    changed = search_index.build([])
    for number in range(4):
        changed = changed.replaced(guide(str(number), "hund"))
    assert not changed.is_worn
    fewer = changed.removed((Kind.GUIDE, "0")).removed((Kind.GUIDE, "1"))
    assert not fewer.is_worn
    assert fewer.removed((Kind.GUIDE, "2")).is_worn


def test_an_index_of_a_few_hundred_changes_is_not_worn(index: Index) -> None:
    assert search_index.FEWEST_DEAD >= 100
    assert not index.is_worn
    assert not changed_often(index, 30).is_worn


def test_empty_index_answers() -> None:
    assert rank.find(search_index.build([]), "pas") == []
    assert rank.nearest_guide(search_index.build([]), "pas") == ""


def test_empty_index_grows() -> None:
    grown = search_index.build([]).replaced(guide("a", "mit pas er væk")).replaced(guide("b", "hunden er væk"))
    assert found(grown, "hund")[0] == "b"
    assert found(grown, "pas")[0] == "a"
