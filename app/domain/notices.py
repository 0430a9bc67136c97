"""The three grades of what everybody at the desk must know."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """Good to know, something does not work, or everybody rings at once."""

    INFORMATION = "information"
    DISTURBANCE = "disturbance"
    CRISIS = "crisis"


@dataclass(frozen=True)
class LevelRule:
    """The word on the screen and how grave it is; the graver stands above."""

    word: str
    gravity: int


LEVELS: dict[Level, LevelRule] = {
    Level.INFORMATION: LevelRule("Information", 1),
    Level.DISTURBANCE: LevelRule("Driftsforstyrrelse", 2),
    Level.CRISIS: LevelRule("Krise", 3),
}
