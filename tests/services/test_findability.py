"""Findability before publishing: the place for each phrase, what neighbours lose, and what must be answered."""

from sqlmodel import Session

from app.domain import findability as rules
from app.domain.guide_content import content_of
from app.domain.guide_form import fields_of
from app.services import content, findability
from app.services.drafts import EMPTY

ANSWER = {"kind": "svar", "audience.borger": "on", "department": "borgerservice"}


def fields(session: Session, slug: str, **changes: str) -> dict[str, str]:
    return {**fields_of(content_of(content.current(session).guides[slug])), **changes}


def test_unchanged_guide_is_found_by_all_its_phrases_and_takes_nothing(sqlite_session: Session) -> None:
    for slug in content.current(sqlite_session).guides:
        draft = fields(sqlite_session, slug)
        found = findability.check(sqlite_session, slug, draft)
        assert [place.place for place in found.places] == [1] * len(found.places)
        assert found.places
        assert found.lost == []
        assert findability.warnings(sqlite_session, slug, draft) == []
        assert not findability.must_answer(sqlite_session, slug, draft)


def test_phrases_of_all_languages_are_tried(sqlite_session: Session) -> None:
    found = findability.check(sqlite_session, "pas-forny", fields(sqlite_session, "pas-forny"))
    assert {(place.language, place.phrase) for place in found.places} >= {("en", "renew my passport"), ("da", "mit pas er udløbet")}


def test_phrase_that_does_not_find_the_guide_must_be_answered(sqlite_session: Session) -> None:
    draft = fields(sqlite_session, "pas-forny")
    draft["phrases.da"] += "\nhvad gør jeg nu"
    found = findability.check(sqlite_session, "pas-forny", draft)
    assert found.places[0] == rules.PhrasePlace("da", "hvad gør jeg nu", None, None)
    assert findability.must_answer(sqlite_session, "pas-forny", draft)
    assert findability.warnings(sqlite_session, "pas-forny", draft) == ["»hvad gør jeg nu« giver ikke guiden blandt de første 10."]


def test_many_warnings_are_summed_up(sqlite_session: Session) -> None:
    lines = "\n".join(f"{start} gør jeg nu" for start in ("hvad", "hvor", "hvordan", "hvorfor", "hvornår", "hvem", "skal"))
    warned = findability.warnings(sqlite_session, "pas-forny", fields(sqlite_session, "pas-forny", **{"phrases.da": lines}))
    assert len(warned) == findability.MOST_WARNINGS + 1
    assert warned[-1] == "Det samme gælder 2 formuleringer mere."


def test_draft_that_takes_anothers_words_shows_what_the_other_loses(sqlite_session: Session) -> None:
    draft = fields(sqlite_session, "folkepension")
    draft.update({"title": "Forny pas og mistet pas", "keywords": "pas\nrejsepas\nmistet pas", "say": "Dit pas er udløbet."})
    draft["phrases.da"] = "mit pas er udløbet\nmit pas er udløbet i dag\nmit gamle pas er udløbet"
    found = findability.check(sqlite_session, "folkepension", draft)
    assert [(row.phrase, row.guide.slug) for row in found.lost] == [("mit pas er udløbet", "pas-forny")]
    assert 0 < found.neighbours_tried <= rules.MOST_NEIGHBOUR_PHRASES
    assert content.current(sqlite_session).guides["folkepension"].title == "Folkepension"


def test_new_guide_is_tried_before_it_is_in_the_store(sqlite_session: Session) -> None:
    draft = {**EMPTY, **ANSWER, "title": "Hundetegn", "phrases.da": "min hund skal have et tegn\nhvad koster et hundetegn"}
    assert [place.place for place in findability.check(sqlite_session, "hundetegn", draft).places] == [1, 1]
    assert ("guide", "hundetegn") not in content.current(sqlite_session).index.by_key


def test_empty_draft_asks_for_nothing(sqlite_session: Session) -> None:
    found = findability.check(sqlite_session, "ny", EMPTY)
    assert (found.places, found.lost, found.left_out) == ([], [], 0)
    assert not findability.must_answer(sqlite_session, "ny", EMPTY)


def test_new_phrases_are_tried_first_when_there_are_too_many(sqlite_session: Session) -> None:
    draft = fields(sqlite_session, "pas-forny")
    draft["phrases.da"] += "\n" + "\n".join(f"pas nummer {number}" for number in range(rules.MOST_PHRASES))
    found = findability.check(sqlite_session, "pas-forny", draft)
    assert len(found.places) == rules.MOST_PHRASES
    assert all(place.phrase.startswith("pas nummer") for place in found.places)
    assert found.left_out == 3


def test_same_draft_is_tried_once_in_a_session(sqlite_session: Session) -> None:
    draft = fields(sqlite_session, "pas-forny")
    first = findability.check(sqlite_session, "pas-forny", draft)
    assert findability.check(sqlite_session, "pas-forny", dict(draft)) is first
    assert findability.check(sqlite_session, "pas-forny", {**draft, "title": "Nyt navn"}) is not first
