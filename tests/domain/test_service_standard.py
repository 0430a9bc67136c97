"""The departments' phone service, against transfers counted by hand."""

from dataclasses import replace

import pytest

from app.domain.service_standard import WEEKEND, Part, Service, Standard, part_of, sentence, table, worst_first, worst_part

WASTE = Service("affald", 60, 40, 30, 12, 6, Standard(90, 24), Part("fredag eftermiddag", 2, 14))
NAMES = {"affald": "Genbrug og Affald"}


def test_answered_is_reached_of_all_transfers() -> None:
    assert (WASTE.answered.value, WASTE.answered.n) == (0.6, 100)


def test_surely_worst_stands_first_and_too_few_last() -> None:
    few_and_bad = replace(WASTE, slug="lille", reached=2, not_reached=4)  # 10-70 %: may be better than 50-69 %
    good = replace(WASTE, slug="god", reached=95, not_reached=5)
    too_few = replace(WASTE, slug="faa", reached=0, not_reached=4)
    silent = replace(WASTE, slug="tavs", reached=0, not_reached=0, messages=0, no_callback=0)
    rows = worst_first([too_few, good, silent, few_and_bad, WASTE])
    assert [row.slug for row in rows] == ["affald", "lille", "god", "faa"]
    assert [row.is_told for row in rows] == [True, True, True, False]


@pytest.mark.parametrize(
    ("weekday", "hour", "words"),
    [(0, 8, "mandag formiddag"), (4, 11, "fredag formiddag"), (4, 12, "fredag eftermiddag"), (5, 9, WEEKEND), (6, 23, WEEKEND)],
)
def test_week_has_its_parts(weekday: int, hour: int, words: str) -> None:
    assert part_of(weekday, hour) == words
    assert Part(words).weekday == (None if words == WEEKEND else weekday)


def test_worst_part_is_one_that_surely_differs_from_the_rest_of_the_week() -> None:
    calm, bad = Part("mandag formiddag", 80, 20), Part("fredag eftermiddag", 5, 25)
    assert worst_part([calm, bad]) == bad
    assert worst_part([calm, Part("fredag eftermiddag", 20, 8)]) is None
    assert worst_part([calm, Part("fredag eftermiddag", 0, 4)]) is None
    assert worst_part([]) is None


def test_sentence_names_the_first_department_and_its_worst_part() -> None:
    assert sentence([WASTE], NAMES) == (
        "Tal først med Genbrug og Affald: 40 af 100 viderestillinger nåede ingen, især fredag eftermiddag (14 af 16)."
    )
    assert sentence([replace(WASTE, reached=0, not_reached=4)], NAMES) == ""


@pytest.mark.parametrize(
    ("standard", "words"),
    [
        (Standard(90, 24), "svar inden 90 sek., tilbagekald inden 24 timer"),
        (Standard(None, 1), "tilbagekald inden 1 time"),
        (Standard(60), "svar inden 60 sek."),
        (Standard(), ""),
    ],
)
def test_standard_is_told_in_words(standard: Standard, words: str) -> None:
    assert standard.words == words


def test_table_tells_no_share_of_four_transfers() -> None:
    made = table([WASTE, replace(WASTE, slug="faa", reached=1, not_reached=3)], NAMES)
    first, few = (dict(zip(made.head, row, strict=True)) for row in made.rows)
    assert (first["Afdeling"], first["Andel nået"], first["Ikke nået, især"], first["Servicemål: svar, sekunder"]) == (
        "Genbrug og Affald",
        0.6,
        "fredag eftermiddag",
        90,
    )
    assert (few["Afdeling"], few["Viderestillinger"], few["Andel nået"]) == ("faa", 4, None)
