"""How a question may end, what is still to be asked, and what a call counts as."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.errors import Invalid
from app.domain.outcomes import (
    ANSWER_WORDS,
    CALLER_WORDS,
    LANGUAGE_WORDS,
    OFFER_WORDS,
    OUTCOMES,
    REASON_WORDS,
    AnswerInGuide,
    CallerType,
    Ending,
    Language,
    Missing,
    Offer,
    Outcome,
    Reason,
    call_counts,
    still_missing,
)

SETTLED = ["resolved", "self_service", "other_authority"]
NOT_COUNTED = ["aborted", "wrong_number", "internal", "test"]
REASONS = ["no_guide", "unclear_guide", "needs_case_access", "needs_decision", "named_person", "closed", "technical", "caller_wish"]
OFFERS = ["message", "colleague", "callback", "declined"]

COMPLETE = [
    *((outcome, None, "", "") for outcome in (*SETTLED, *NOT_COUNTED)),
    *(("message", None, "", reason) for reason in REASONS),
    *(("transferred", True, "", reason) for reason in REASONS),
    *(("transferred", False, offer, reason) for offer, reason in product(OFFERS, REASONS)),
]
INCOMPLETE = [
    (("", None, "", ""), Missing.OUTCOME),
    (("message", None, "", ""), Missing.REASON),
    (("transferred", None, "", ""), Missing.REACHED),
    (("transferred", True, "", ""), Missing.REASON),
    (("transferred", False, "", ""), Missing.OFFER),
    *((("transferred", None, "", reason), Missing.REACHED) for reason in REASONS),
    *((("transferred", False, "", reason), Missing.OFFER) for reason in REASONS),
    *((("transferred", False, offer, ""), Missing.REASON) for offer in OFFERS),
]


@pytest.mark.parametrize("codes", COMPLETE)
def test_ending_with_all_that_belongs_to_it_is_complete(codes: tuple[str, bool | None, str, str]) -> None:
    assert still_missing(Ending(*codes)) is None


@pytest.mark.parametrize(("codes", "missing"), INCOMPLETE)
def test_desk_asks_for_the_next_thing_and_only_that(codes: tuple[str, bool | None, str, str], missing: Missing) -> None:
    assert still_missing(Ending(*codes)) is missing


def test_every_other_combination_with_an_outcome_is_refused() -> None:
    allowed = {*COMPLETE, *(codes for codes, _ in INCOMPLETE)}
    every = product([*SETTLED, *NOT_COUNTED, "message", "transferred"], (None, True, False), ("", *OFFERS), ("", *REASONS))
    refused = [codes for codes in every if codes not in allowed]
    assert len(refused) == 9 * 3 * 5 * 9 - (len(allowed) - 1)
    for codes in refused:
        with pytest.raises(Invalid):
            still_missing(Ending(*codes))


@pytest.mark.parametrize(
    ("codes", "field", "sentence"),
    [
        (("solved", None, "", ""), "outcome", "»solved« er ikke et kendt udfald."),
        (("RESOLVED", None, "", ""), "outcome", "»RESOLVED« er ikke et kendt udfald."),
        (("transferred", False, "flowers", ""), "offer", "»flowers« er ikke et kendt tilbud."),
        (("message", None, "", "bored"), "reason", "»bored« er ikke en kendt årsag."),
        (("resolved", True, "", ""), "reached", "Kun en viderestilling kan nås eller ikke nås."),
        (("message", False, "", ""), "reached", "Kun en viderestilling kan nås eller ikke nås."),
        (("transferred", True, "callback", ""), "offer", "Et tilbud hører til en viderestilling, der ikke kom igennem."),
        (("transferred", None, "callback", ""), "offer", "Et tilbud hører til en viderestilling, der ikke kom igennem."),
        (("resolved", None, "", "no_guide"), "reason", "»Løst« har ingen årsag."),
        (("aborted", None, "", "closed"), "reason", "»Afbrudt« har ingen årsag."),
    ],
)
def test_refusal_names_the_field_and_says_why(codes: tuple[str, bool | None, str, str], field: str, sentence: str) -> None:
    with pytest.raises(Invalid) as refusal:
        still_missing(Ending(*codes))
    assert (refusal.value.field, refusal.value.message) == (field, sentence)


@pytest.mark.parametrize(
    ("outcomes", "counted", "resolved"),
    [
        ([], False, False),
        (["resolved"], True, True),
        (["self_service"], True, True),
        (["other_authority"], True, True),
        (["transferred"], True, False),
        (["message"], True, False),
        (["aborted"], False, False),
        (["wrong_number"], False, False),
        (["internal"], False, False),
        (["test"], False, False),
        (["resolved", "self_service", "other_authority"], True, True),
        (["resolved", "transferred"], True, False),
        (["message", "resolved"], True, False),
        (["resolved", "aborted"], True, True),
        (["wrong_number", "transferred"], True, False),
        (["aborted", "test"], False, False),
    ],
)
def test_call_is_settled_when_all_its_counted_questions_are(outcomes: list[str], counted: bool, resolved: bool) -> None:
    assert call_counts(outcomes) == (counted, resolved)


@given(st.lists(st.sampled_from([*SETTLED, *NOT_COUNTED, "message", "transferred"])), st.randoms())
def test_order_of_the_questions_makes_no_difference_to_the_call(outcomes: list[str], chance: object) -> None:
    shuffled = list(outcomes)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert call_counts(shuffled) == call_counts(outcomes)


@given(st.lists(st.sampled_from([*SETTLED, *NOT_COUNTED, "message", "transferred"])), st.sampled_from(NOT_COUNTED))
def test_wrong_number_or_a_broken_line_never_changes_what_a_call_counts_as(outcomes: list[str], extra: str) -> None:
    assert call_counts([*outcomes, extra]) == call_counts(outcomes)


def test_call_with_an_unknown_outcome_is_never_counted_by_guess() -> None:
    with pytest.raises(ValueError, match="solved"):
        call_counts(["solved"])


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (Outcome, OUTCOMES),
        (Reason, REASON_WORDS),
        (Offer, OFFER_WORDS),
        (AnswerInGuide, ANSWER_WORDS),
        (CallerType, CALLER_WORDS),
        (Language, LANGUAGE_WORDS),
    ],
)
def test_every_code_has_its_own_words_on_the_screen(codes: type, words: dict[object, object]) -> None:
    assert list(words) == list(codes)
    shown = [getattr(word, "word", word) for word in words.values()]
    assert len(set(shown)) == len(shown)
    assert all(shown)
