"""Needless calls, against calls counted by hand."""

import pytest

from app.domain.avoidable import REMEDIES, Behind, Cause, Needless, advice, change_words, most, needless, table
from app.domain.figures import Tally, share
from app.domain.outcomes import Avoidable

LETTER = Cause(Avoidable.UNCLEAR_LETTER, 12, [Behind("pas-forny", 7)], [Behind("borgerservice", 9)])
SILENCE = Cause(Avoidable.NO_CALLBACK, 30, [Behind("affald-glemt", 20)], [Behind("affald", 25)])
NAMES = {"affald-glemt": "Glemt tømning", "pas-forny": "Forny pas"}
UNITS = {"affald": "Genbrug og Affald", "borgerservice": "Borgerservice"}


def by_hand() -> Needless:
    """40 of 400 calls, two of them with both causes; 20 of 400 before."""
    return needless(Tally(calls=410, counted=400, avoidable=40), Tally(calls=400, counted=400, avoidable=20), [LETTER, SILENCE])


def test_shares_are_by_the_definition_and_causes_the_most_frequent_first() -> None:
    found = by_hand()
    assert (found.now, found.before) == (share(40, 400), share(20, 400))
    assert [cause.code for cause in found.causes] == [Avoidable.NO_CALLBACK, Avoidable.UNCLEAR_LETTER]
    assert found.of_all(SILENCE).value == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (share(80, 400), share(20, 400), "Det er 15 point flere end i lige så mange dage før (5 % af 400)."),
        (share(20, 400), share(80, 400), "Det er 15 point færre end i lige så mange dage før (20 % af 400)."),
        (share(40, 400), share(36, 400), "Det kan ikke skelnes fra lige så mange dage før (9 % af 400)."),
        (share(40, 400), share(1, 4), "Der er ikke opkald nok lige før at sammenligne med."),
        (share(1, 4), share(40, 400), ""),
    ],
)
def test_only_a_sure_change_is_called_one(now: object, before: object, words: str) -> None:
    assert change_words(now, before) == words  # type: ignore[arg-type]


def test_groups_with_too_few_calls_or_without_a_name_are_not_told() -> None:
    assert most({"": 90, "a": 4, "b": 5, "c": 9, "d": 7, "e": 6}) == [Behind("c", 9), Behind("d", 7), Behind("e", 6)]


def test_advice_is_about_the_most_frequent_cause_and_where_it_comes_from() -> None:
    assert advice(by_hand(), NAMES, UNITS) == (
        "Ring tilbage inden den frist, afdelingen har lovet. 75 % af dem har årsagen »Ingen ringede tilbage«, "
        "flest hos Genbrug og Affald og om »Glemt tømning«."
    )


def test_no_advice_is_given_on_four_calls() -> None:
    few = needless(Tally(calls=40, counted=40, avoidable=4), Tally(), [Cause(Avoidable.LATE_CASE, 4, [], [])])
    assert advice(few, NAMES, UNITS) == ""
    assert advice(needless(Tally(), Tally(), []), NAMES, UNITS) == ""


def test_table_holds_causes_and_what_is_behind_them() -> None:
    made = table(by_hand(), NAMES, UNITS)
    assert made.rows[0] == ("Ingen ringede tilbage", None, None, 30, 0.75)
    assert ("Brevet var uklart", "Forny pas", None, 7, None) in made.rows
    assert ("Brevet var uklart", None, "Borgerservice", 9, None) in made.rows
    assert made.rows[-1] == ("Alle unødige", None, None, 40, None)
    assert all(len(row) == len(made.head) for row in made.rows)


def test_every_cause_has_its_remedy() -> None:
    assert set(REMEDIES) == set(Avoidable)
