"""Which week is meant, and what counts as misdirected."""

from datetime import date

import pytest

from app.base.errors import Invalid
from app.domain.counting_week import KIND_WORDS, misdirected, week_from, week_name
from app.domain.outcomes import Outcome

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "monday"),
    [
        ("", date(2026, 11, 16)),
        ("2026-47", date(2026, 11, 16)),
        ("2026-W47", date(2026, 11, 16)),
        ("uge 47, 2026", date(2026, 11, 16)),
        (" 47 ", date(2026, 11, 16)),
        ("48", TODAY),
        ("2020-53", date(2020, 12, 28)),
        ("2020-1", date(2019, 12, 30)),
    ],
)
def test_week_is_understood_however_it_is_typed(text: str, monday: date) -> None:
    assert week_from(text, TODAY) == monday
    assert week_from(week_name(monday), TODAY) == monday


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("i går", "Skriv en uge som"),
        ("2026", "Skriv en uge som"),
        ("1999-10", "Skriv en uge som"),
        ("9999-10", "Skriv en uge som"),
        ("2026-54", "Der er ingen uge 54 i 2026."),
        ("2025-53", "Der er ingen uge 53 i 2025."),
        ("2026-00", "Der er ingen uge 0 i 2026."),
        ("2026-49", "Uge 49 i 2026 er ikke begyndt endnu."),
    ],
)
def test_week_that_is_not_there_or_has_not_begun_is_refused_in_a_sentence(text: str, words: str) -> None:
    with pytest.raises(Invalid, match=words) as refused:
        week_from(text, TODAY)
    assert refused.value.field == "week"


@pytest.mark.parametrize(
    ("outcome", "reason", "wrong"),
    [
        ("wrong_number", "", True),
        ("internal", "", True),
        ("other_authority", "", True),
        ("transferred", "needs_case_access", True),
        ("message", "needs_decision", True),
        ("transferred", "named_person", True),
        ("transferred", "no_guide", False),
        ("transferred", "closed", False),
        ("resolved", "", False),
        ("resolved", "needs_decision", False),
        ("aborted", "", False),
    ],
)
def test_misdirected_is_what_another_should_have_been_asked(outcome: str, reason: str, wrong: bool) -> None:
    assert misdirected(outcome, reason) is wrong


def test_every_outcome_but_a_trial_call_is_a_kind_of_contact() -> None:
    assert {outcome.value for outcome in Outcome} - set(KIND_WORDS) == {"test"}
