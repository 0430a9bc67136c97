"""Every number that decides the order of hits, each with the example it serves."""

from enum import StrEnum

from app.domain.search.documents import Field


class Family(StrEnum):
    """The kinds of features in which the telling is counted."""

    WORDS = "words"
    PAIRS = "pairs"
    GRAMS = "grams"


# ---- How it is told: callers' words as evidence for a guide and against its neighbours (log odds, see telling.py) ----

# What a word counts for by where it stands. "strømper" among the situation words of home help counts like one phrase with it.
TOLD_WEIGHT: dict[Field, float] = {
    Field.TITLE: 3.0,
    Field.KEYWORD: 1.5,
    Field.PHRASE: 1.0,
    Field.HEARD: 1.0,
    Field.SITUATION: 1.0,
    Field.SAY: 0.5,
    Field.BODY: 0.1,
}
# Pseudo-counts of the language at large: how much evidence it takes before a guide's own use of a word is believed.
SMOOTHING: dict[Family, float] = {Family.WORDS: 500.0, Family.PAIRS: 2000.0, Family.GRAMS: 5000.0}

# "min mor kan ikke klare sig selv": each word says a little, together they say hjemmehjælp.
TOLD_WORDS = 0.6
# "tabt pung" is more than "tabt" and "pung".
TOLD_PAIRS = 0.5
# "skraldebøtten" shares "skra", "kral", "rald" with skraldespand, and a misspelt word most of its letters with the right one.
TOLD_GRAMS = 0.3
# A word that is only near a known one ("nædpas") speaks more softly than a known one.
TOLD_CORRECTED = 0.8

# The word that is being typed may become another: "by" on the way to "byggetilladelse" must not throw the right guide off its place.
TOLD_UNFINISHED = 0.7

# Other words of general Danish speak very softly: "overdragelse" is a little like "salg", and like much else.
RELATED = 0.06

# ---- Where it stands: the typed words in the guide's own fields (BM25F) ----

FIELD_WEIGHT: dict[Field, float] = {
    Field.TITLE: 3.0,
    Field.KEYWORD: 2.2,
    Field.PHRASE: 1.6,
    Field.HEARD: 0.0,
    Field.SITUATION: 1.4,
    Field.SAY: 0.7,
    Field.BODY: 0.4,
    Field.UNIT: 0.5,
    Field.NUMBER: 3.0,
    Field.SOUND: 3.0,
}
# A word said again in the same field adds less each time: "skrald" ten times in the phrases is not ten times the evidence.
REPEAT_SATURATION = 1.2
# "pas" in the title of *Forny pas* beats "pas" told in passing.
FIELDS = 0.25

# How a typed word met a known one. "kørek" begins "kørekort"; "nædpas" is near "nødpas"; "affaldsspand" holds "affald".
EXACT = 1.0
PREFIX = 0.85
PART = 0.6
JOINED = 1.0
SPELLING = 0.8
SYNONYM = 0.7
SOUND = 0.75

# ---- A phrase of a caller, word for word: "gult kort" is one of *Nyt sundhedskort* ----
PHRASE = 4.0

# ---- What operators settled with after the same words before (learned.py) ----
LEARNED = 1.5

# ---- Honest order ----
# How far behind the best a hit may be (in log odds) and still be shown.
FAR_BEHIND = 7.0
# So many are shown all the same when they hold a typed word in their own fields: "sygedagpenge" also shows the refund to employers.
FEWEST_SHOWN = 4
# The share of the typed matter that must be known at all; below it nothing fits.
KNOWN_SHARE = 0.25
# The share of the typed words that a department or person must hold to be shown.
DIRECTORY_SHARE = 0.5
MOST_DIRECTORY = 3
# How many of the best are looked at closely (phrases compared, reasons given).
CLOSE_LOOK = 16
