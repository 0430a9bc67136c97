"""What a made-up year holds besides its calls: searches in vain, and the figures of telephony and of the other channels."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import exp
from random import Random
from typing import NamedTuple

from app.domain.search.learned import learned_key
from app.domain.search.words import tokens
from app.domain.simulation import DAYS, History
from app.domain.simulation_calendar import spans_of

PHONE = "phone"
COVERED = 0.93  # of the calls that telephony says were answered are logged
IN_VAIN = 0.075  # searches in vain for each call
# Contacts of other channels for each logged call, on days when the town hall is open and when it is closed.
OTHER_CHANNELS: Mapping[str, tuple[float, float]] = {
    "counter": (0.55, 0.0),
    "mail": (0.42, 0.06),
    "booking": (0.16, 0.03),
    "self_service": (0.95, 0.3),
}
SELF_SERVICE_GROWS = 0.15  # in the course of the year


@dataclass(frozen=True)
class Wish:
    """Something callers want that no guide covers: the ways they say it, how often beside other wishes, and how that changes.

    `grows` is how many times as often at the end of the year as at its beginning; `months` are those in which it is asked at all.
    """

    said: tuple[str, ...]
    weight: float = 1.0
    grows: float = 1.0
    months: tuple[int, ...] = tuple(range(1, 13))


GROWING = Wish(("ladestander til elbil", "hvor kan jeg lade min elbil", "opsætte ladestander på vejen"), 3.0, grows=12.0)
GONE = Wish(("coronavaccine hvornår", "hvor bliver man vaccineret mod corona"), 4.0, months=(11, 12, 1, 2))
WISHES = (
    GROWING,
    GONE,
    Wish(("dronetilladelse over byen", "må jeg flyve med drone i parken"), 1.2, grows=2.0),
    Wish(("badevand målinger", "er vandet rent nok at bade i"), 2.2, months=(6, 7, 8)),
    Wish(("offentlige toiletter", "toilet i midtbyen"), 1.4),
    Wish(("hundeskov hvor er den",), 1.0),
    Wish(("herreløse katte", "kattekilling fundet"), 1.6),
    Wish(("hvepsebo i taget",), 2.0, months=(6, 7, 8, 9)),
    Wish(("bjørneklo på legepladsen", "invasive planter bjørneklo"), 1.5, months=(5, 6, 7, 8)),
    Wish(("vaccination til rejse",), 1.2, months=(4, 5, 6, 7, 12, 1)),
    Wish(("influenzavaccine ældre",), 2.2, months=(9, 10, 11)),
    Wish(("kolonihave venteliste", "nyttehave ledig parcel"), 1.3, months=(2, 3, 4, 5, 6)),
    Wish(("shelter booking",), 1.2, months=(4, 5, 6, 7, 8, 9)),
    Wish(("bålplads i skoven",), 0.7, months=(4, 5, 6, 7, 8, 9)),
    Wish(("fiskekort til søen",), 0.6, months=(3, 4, 5, 6, 7, 8, 9)),
    Wish(("solceller på taget regler",), 1.5),
    Wish(("låne en trailer",), 0.9),
    Wish(("sommerjob for fjortenårige",), 1.6, months=(3, 4, 5, 6)),
    Wish(("fyrværkeri tilladt", "nytårsraketter hvornår"), 3.0, months=(12, 1)),
    Wish(("juletræ afhentning",), 3.0, months=(1,)),
    Wish(("slægtsforskning kirkebog",), 0.7),
    Wish(("taxa bevilling",), 0.5),
    Wish(("robotplæneklipper om natten pindsvin",), 0.9, months=(5, 6, 7, 8, 9)),
    Wish(("asbest i tagplader",), 1.1),
    Wish(("hjertestarter hvor hænger den",), 0.8),
    Wish(("gravsted forlænge kirkegård",), 0.9),
    Wish(("legeplads gynge i stykker",), 1.0, months=(4, 5, 6, 7, 8, 9)),
)


class InVain(NamedTuple):
    """How often one wish was searched in vain in one way on one day."""

    key: str
    said: str
    times: int


def in_vain(history: History, day: date) -> Iterator[InVain]:
    """The searches of one day that found nothing."""
    rng = Random(f"{history.seed}/{history.last}/{day}/in vain")
    gone_by = (day - history.first).days / DAYS
    alive = [wish for wish in WISHES if day.month in wish.months]
    weights = [wish.weight * wish.grows**gone_by / max(1.0, wish.grows / 4) for wish in alive]
    expected = history.plan[day] * IN_VAIN
    number = int(expected) + (rng.random() < expected % 1)
    said = [rng.choice(wish.said) for wish in rng.choices(alive, weights, k=number)]
    for line in sorted(set(said)):
        yield InVain(learned_key(tokens(line)), line, said.count(line))


def contacts(history: History, day: date) -> Mapping[str, int]:
    """The contacts of one day by channel; `phone` holds the calls that were answered, a little more than were logged."""
    rng = Random(f"{history.seed}/{history.last}/{day}/channels")
    logged = history.plan[day]
    gone_by = (day - history.first).days / DAYS
    usual = history.calls / 250  # the calls of an ordinary open day
    missed = logged * (1 / COVERED - 1) * exp(rng.gauss(0, 0.12))
    found = {PHONE: logged + int(missed) + (rng.random() < missed % 1)}
    for channel, (when_open, when_closed) in OTHER_CHANNELS.items():
        is_open = bool(spans_of(history.main, day))
        often = (when_open if is_open else when_closed) * (1 + SELF_SERVICE_GROWS * gone_by * (channel == "self_service"))
        calm = 0.5 + 0.5 * logged / usual if is_open else 1.0  # other channels follow the phone, less than in proportion
        found[channel] = round(often * usual * min(calm, 1.5) * exp(rng.gauss(0, 0.1)))
    return found
