"""Searches in vain are one thing when they mean one thing."""

from itertools import permutations

from app.domain.gaps import Wish, grouped


def test_words_near_the_same_guide_that_share_a_stem_are_one_group() -> None:
    groups = grouped([Wish("varmegæld", 2, "varme"), Wish("gæld varme", 9, "varme"), Wish("min varme og gælden", 3, "varme")])
    assert [(group.example, group.times, group.others) for group in groups] == [("gæld varme", 12, ["min varme og gælden"]), ("varmegæld", 2, [])]


def test_same_word_near_another_guide_is_another_matter() -> None:
    groups = grouped([Wish("gæld varme", 2, "varme"), Wish("gæld skat", 5, "skat")])
    assert [group.nearest for group in groups] == ["skat", "varme"]


def test_words_that_say_nothing_put_nothing_together() -> None:
    assert len(grouped([Wish("hvad er min drone", 1), Wish("hvad er min kanin", 1)])) == 2


def test_groups_are_the_same_however_the_wishes_came() -> None:
    wishes = [Wish("droner", 1, "a"), Wish("drone over byen", 4, "a"), Wish("byens fest", 4, "a"), Wish("xylofon", 4, "a")]
    seen = {tuple((group.example, group.times) for group in grouped(order)) for order in permutations(wishes)}
    assert len(seen) == 1
    assert sum(times for _, times in seen.pop()) == 13
