"""Other words of general Danish, and how softly they speak."""

from app.domain.search import index, rank
from app.domain.search.documents import Document, Field, Kind
from app.domain.search.words import fold, stem
from app.services.thesaurus import related


def guide(slug: str, *phrases: str) -> Document:
    return Document(Kind.GUIDE, slug, slug, "Afdeling", {Field.PHRASE: phrases})


def test_a_word_has_others_by_their_stems() -> None:
    assert stem(fold("bil")) in related()[stem(fold("automobil"))]


def test_no_word_is_another_word_for_itself() -> None:
    assert len(related()) > 20_000
    assert all(head not in others for head, others in related().items())


def test_other_word_leads_to_a_guide_that_has_only_the_one() -> None:
    built = index.build([guide("bil", "min bil er fjernet"), guide("hund", "min hund er løbet væk")], {}, {"vogn": ("bil", "karet")})
    hits = rank.find(built, "vogn fjernet")
    assert hits[0].document.slug == "bil"
    assert hits[0].signals["related"] > 0


def test_own_word_outweighs_another_word_for_it() -> None:
    built = index.build([guide("bil", "bil fjernet"), guide("vogn", "vogn fjernet")], {}, {"vogn": ("bil",)})
    assert rank.find(built, "vogn fjernet")[0].document.slug == "vogn"


def test_words_nobody_uses_are_not_kept() -> None:
    assert index.build([guide("bil", "min bil")], {}, {"vogn": ("bil", "karet"), "skib": ("jolle",)}).related == {"vogn": ("bil",)}
