"""Every number that decides the order of hits, each with the example it serves."""

from app.domain.search.documents import Field, Kind

# What a word is worth by where it stands. "pas" in the title of *Forny pas* beats "pas" in the text of *Udrejse*.
FIELD_WEIGHT: dict[Field, float] = {
    Field.TITLE: 3.0,
    Field.KEYWORD: 2.2,
    Field.PHRASE: 1.6,
    Field.SITUATION: 1.4,
    Field.SAY: 0.7,
    Field.BODY: 0.4,
    Field.UNIT: 0.5,
    Field.NUMBER: 3.0,
}

# A word said again in the same field adds less each time: "skrald" ten times in the phrases is not ten times the evidence.
REPEAT_SATURATION = 1.2

# How a typed word met a known one. "kørek" begins "kørekort"; "nædpas" is near "nødpas"; "affaldsspand" holds "affald".
EXACT = 1.0
PREFIX = 0.85
PART = 0.6
JOINED = 1.0
SPELLING = 0.8
SYNONYM = 0.7

# Words everybody says about everything ("jeg har", "skal") still decide between equals, but no more than that.
NOISE_WORD = 0.08

# The share of a caller's known phrase that the query covers: "gult kort" is a phrase of *Nyt sundhedskort* word for word.
PHRASE_MATCH = 6.0

# A query that is met in all its words beats one met in a single rare word.
COVERAGE = 4.0

# Guides before units and people when the words fit equally: the answer first, then whom to ask.
KIND_WEIGHT: dict[Kind, float] = {Kind.GUIDE: 1.0, Kind.DEPARTMENT: 0.8, Kind.PERSON: 0.8}

# Below this share of the best possible score a hit is noise and is left out.
NOISE_FLOOR = 0.12
