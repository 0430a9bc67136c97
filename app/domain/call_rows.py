"""The calls of a day as rows that leave the house: what each question was about and how it ended, and no more of who asked than many share.

A file travels further than a page, so it tells less than the page that lists calls one by one. A row always tells the day, the channel,
the topic, the department and how it ended. Someone who knows that a certain company rang at night in German about a rare topic could
find it by the rest, so a row tells the first of these that it shares with at least four other calls of that day, channel and topic:

1. the hour, who rang and the language;
2. the part of the day, who rang and the language;
3. otherwise the part of the day alone.

Minutes, numbers, words and ids are never told. The rows of a day stand in the order of their text, so the order tells nothing either;
and the file is not narrowed by who rang or by language, for then the choice would tell what the rows leave out.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from app.domain.channels import CHANNEL_WORDS
from app.domain.csv_table import line
from app.domain.figures import FEWEST_SHOWN
from app.domain.outcomes import (
    ANSWER_WORDS,
    AVOIDABLE_WORDS,
    CALLER_WORDS,
    LANGUAGE_WORDS,
    OFFER_WORDS,
    OUTCOMES,
    REASON_WORDS,
)

HEAD = (
    "Dato",
    "Time",
    "Del af dagen",
    "Kanal",
    "Hvem",
    "Sprog",
    "Simuleret",
    "Emne",
    "Emnets titel",
    "Afdeling",
    "Udfald",
    "Nået",
    "Tilbud",
    "Årsag",
    "Svar i guiden",
    "Unødigt fordi",
)
# Where each part of the day begins, by a Danish wall clock.
PARTS = ((0, "nat"), (6, "morgen"), (9, "formiddag"), (12, "eftermiddag"), (17, "aften"))
_PART_OF = tuple(next(word for start, word in reversed(PARTS) if hour >= start) for hour in range(24))
_REACHED: Mapping[bool | None, str] = {None: "", True: "ja", False: "nej"}


class Asked(NamedTuple):
    """A question with its call, in codes; `hour` by a Danish wall clock, `call` tells calls apart and is not told."""

    call: str
    hour: int
    channel: str
    caller_type: str
    language: str
    simulated: bool
    topic: str
    department: str
    outcome: str
    reached: bool | None
    offer: str
    reason: str
    answer: str
    avoidable: str


class Shared(NamedTuple):
    """What a row tells of when and who."""

    hour: int | None
    part: str
    caller_type: str
    language: str


def shared(questions: Iterable[Asked]) -> list[Shared]:
    """What each question of one day may tell of when and who, in their order."""
    rows = list(questions)
    by_hour = Counter(key for _, key in {(row.call, _fine(row)) for row in rows})
    # Those that tell the hour are no cover for the others: whoever knows the hour can set them aside.
    rest = {(row.call, _coarse(row)) for row in rows if by_hour[_fine(row)] < FEWEST_SHOWN}
    by_part = Counter(key for _, key in rest)
    return [_told(row, by_hour[_fine(row)] >= FEWEST_SHOWN, by_part[_coarse(row)] >= FEWEST_SHOWN) for row in rows]


def lines(day: str, questions: Iterable[Asked], topics: Mapping[str, str], departments: Mapping[str, str], known: dict[Asked, str]) -> list[str]:
    """The questions of one day as lines of CSV, in the order of their text. `known` keeps the texts of endings from day to day."""
    rows = list(questions)
    found = []
    for row, told in zip(rows, shared(rows), strict=True):
        ending = row._replace(call="", hour=0, channel="", caller_type="", language="", simulated=False)
        if ending not in known:
            known[ending] = _ending(ending, topics, departments)
        hour = "" if told.hour is None else f"{told.hour:02}"
        who = CALLER_WORDS_BY_CODE.get(told.caller_type, ""), LANGUAGE_WORDS_BY_CODE.get(told.language, "")
        channel = CHANNEL_WORDS.get(row.channel, "Andet")
        found.append(f"{day};{hour};{told.part};{channel};{who[0]};{who[1]};{'ja' if row.simulated else 'nej'};{known[ending]}")
    return sorted(found)


CALLER_WORDS_BY_CODE: Mapping[str, str] = {code.value: word for code, word in CALLER_WORDS.items()}
LANGUAGE_WORDS_BY_CODE: Mapping[str, str] = {code.value: word for code, word in LANGUAGE_WORDS.items()}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "outcome": {code.value: rule.word for code, rule in OUTCOMES.items()},
    "offer": {code.value: word for code, word in OFFER_WORDS.items()},
    "reason": {code.value: word for code, word in REASON_WORDS.items()},
    "answer": {code.value: word for code, word in ANSWER_WORDS.items()},
    "avoidable": {code.value: word for code, word in AVOIDABLE_WORDS.items()},
}


def _fine(row: Asked) -> tuple[str, str, int, str, str]:
    return row.channel, row.topic, row.hour, row.caller_type, row.language


def _coarse(row: Asked) -> tuple[str, str, str, str, str]:
    return row.channel, row.topic, _PART_OF[row.hour], row.caller_type, row.language


def _told(row: Asked, by_hour: bool, by_part: bool) -> Shared:
    part, tells_who = _PART_OF[row.hour], by_hour or by_part
    return Shared(row.hour if by_hour else None, part, row.caller_type if tells_who else "", row.language if tells_who else "")


def _ending(row: Asked, topics: Mapping[str, str], departments: Mapping[str, str]) -> str:
    words = {name: table.get(getattr(row, name), "") for name, table in _WORDS.items()}
    cells = [row.topic, topics.get(row.topic, ""), departments.get(row.department, row.department), words["outcome"], _REACHED[row.reached]]
    return line([*cells, words["offer"], words["reason"], words["answer"], words["avoidable"]])
