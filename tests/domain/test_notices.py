"""A crisis stands above a disturbance, and that above information."""

from app.domain.flags import FLAG_WORDS, FlagKind
from app.domain.notices import LEVELS, Level


def test_graver_notices_stand_above() -> None:
    above = sorted(Level, key=lambda level: LEVELS[level].gravity, reverse=True)
    assert above == [Level.CRISIS, Level.DISTURBANCE, Level.INFORMATION]


def test_every_level_has_a_word_of_its_own_and_a_gravity_of_its_own() -> None:
    assert set(LEVELS) == set(Level)
    assert len({rule.word for rule in LEVELS.values()}) == len({rule.gravity for rule in LEVELS.values()}) == len(Level)


def test_everything_that_can_be_wrong_with_a_guide_has_a_word() -> None:
    assert set(FLAG_WORDS) == set(FlagKind)
    assert len(set(FLAG_WORDS.values())) == len(FlagKind)
