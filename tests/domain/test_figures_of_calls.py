"""The figures of first-call resolution, against calls counted by hand."""

import pytest

from app.domain.figures import DEFINITIONS, NO_NUMBERS, NO_TELEPHONY, NOTHING, TOO_FEW, Tally, figures_of, total

# 100 calls: 96 counted, 66 settled, 30 not; of these 12 beyond the desk. 20 transferred: 14 reached, 6 not, 4 of them offered something.
HAND = Tally(calls=100, counted=96, settled=66, beyond=12, reached=14, not_reached=6, offered=4, found=50, partly=10, not_found=20)


@pytest.mark.parametrize(
    ("code", "value", "n"),
    [
        ("gross", 66 / 96, 96),
        ("net", 66 / 84, 84),
        ("transfer_success", 14 / 20, 20),
        ("active_service", 4 / 6, 6),
        ("answer_in_guide", 50 / 80, 80),
    ],
)
def test_figure_is_what_a_hand_count_gives(code: str, value: float, n: int) -> None:
    figure = figures_of(HAND)[code]
    assert figure.value == pytest.approx(value)
    assert figure.n == n
    assert figure.low is not None
    assert figure.high is not None
    assert figure.low < value < figure.high
    assert figure.why == ""


@pytest.mark.parametrize(("code", "why"), [("repeat_adjusted", NO_NUMBERS), ("coverage", NO_TELEPHONY)])
def test_what_telephony_alone_can_tell_is_not_guessed(code: str, why: str) -> None:
    figure = figures_of(HAND)[code]
    assert (figure.value, figure.low, figure.high, figure.why) == (None, None, None, why)


def test_nothing_to_count_is_no_share() -> None:
    assert figures_of(Tally())["gross"].why == NOTHING
    assert figures_of(Tally(calls=3))["gross"].value is None


def test_few_calls_are_not_shown_and_five_are() -> None:
    four, five = figures_of(Tally(calls=4, counted=4, settled=2))["gross"], figures_of(Tally(calls=5, counted=5, settled=2))["gross"]
    assert (four.value, four.why, four.n) == (None, TOO_FEW, 4)
    assert five.value == pytest.approx(0.4)


def test_tallies_of_different_calls_add_up() -> None:
    assert total([HAND, HAND, Tally()]) == Tally(
        calls=200, counted=192, settled=132, beyond=24, reached=28, not_reached=12, offered=8, found=100, partly=20, not_found=40
    )
    assert total([]) == Tally()


def test_every_figure_has_its_word_and_its_definition() -> None:
    assert len({definition.code for definition in DEFINITIONS}) == len(DEFINITIONS) == 7
    assert all(definition.word and definition.words.endswith(".") for definition in DEFINITIONS)
