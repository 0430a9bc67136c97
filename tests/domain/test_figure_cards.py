"""The seven figures as cards: value, change, and which calls stand behind them."""

import pytest

from app.domain.figure_cards import Card, cards, table
from app.domain.figures import NO_NUMBERS, NO_TELEPHONY, TOO_FEW, Tally

NOW = Tally(calls=1000, counted=960, settled=660, beyond=120, reached=140, not_reached=60, offered=40, found=50, partly=10, not_found=20)
EARLIER = Tally(calls=1000, counted=960, settled=500, beyond=120, reached=138, not_reached=62, offered=2, found=3, partly=0, not_found=0)


def card(code: str, now: Tally = NOW, earlier: Tally = EARLIER) -> Card:
    return next(card for card in cards(now, earlier, "de 30 dage før") if card.definition.code == code)


@pytest.mark.parametrize(
    ("code", "hits", "n", "change"),
    [
        ("gross", 660, 960, "17 point over de 30 dage før (52 %)"),
        ("net", 660, 840, "19 point over de 30 dage før (60 %)"),
        ("transfer_success", 140, 200, "på niveau med de 30 dage før (69 %)"),
        ("active_service", 40, 60, "63 point over de 30 dage før (3 %)"),
        ("answer_in_guide", 50, 80, "for få opkald de 30 dage før til at sammenligne"),
    ],
)
def test_card_tells_its_value_its_count_and_what_changed(code: str, hits: int, n: int, change: str) -> None:
    found = card(code)
    assert (found.hits, found.figure.n, found.change) == (hits, n, change)


@pytest.mark.parametrize(("code", "why"), [("coverage", NO_TELEPHONY), ("repeat_adjusted", NO_NUMBERS)])
def test_card_that_cannot_be_told_says_why_and_never_nought(code: str, why: str) -> None:
    found = card(code)
    assert (found.is_told, found.figure.value, found.figure.why, found.change) == (False, None, why, "")


def test_card_of_four_calls_shows_no_share() -> None:
    found = card("gross", Tally(calls=4, counted=4, settled=2))
    assert (found.is_told, found.figure.why, found.figure.n, found.change) == (False, TOO_FEW, 4, "")


def test_coverage_is_told_where_telephony_tells() -> None:
    told = Tally(calls=100, counted=100, settled=50, covered=90, answered=100)
    assert card("coverage", told, told).figure.value == pytest.approx(0.9)


def test_number_that_no_list_holds_has_no_link_and_the_others_have_the_right_one() -> None:
    assert [(row.definition.code, row.hits_list, row.all_list) for row in cards(NOW, EARLIER, "")] == [
        ("gross", "settled", "counted"),
        ("net", "settled", ""),
        ("repeat_adjusted", "", ""),
        ("coverage", "", ""),
        ("transfer_success", "reached", ""),
        ("active_service", "offered", "not_reached"),
        ("answer_in_guide", "found", ""),
    ]


def test_table_holds_what_the_cards_show() -> None:
    found = table(cards(NOW, EARLIER, "de 30 dage før"))
    gross, coverage = found.rows[0], found.rows[3]
    assert gross[:2] == ("Straksafklaret", 660 / 960)
    assert gross[4:7] == (960, 500 / 960, 960)
    assert (coverage[1], coverage[7]) == (None, NO_TELEPHONY)
    assert all(len(row) == len(found.head) for row in found.rows)
