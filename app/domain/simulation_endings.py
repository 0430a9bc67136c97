"""How one question of a made-up year ends: the codes that an operator would have chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from app.domain.finished_call import QuestionEntry
from app.domain.outcomes import AnswerInGuide, Ending, Offer, Outcome, Reason
from app.domain.simulation_topics import Profile

UNCOUNTED: Mapping[str, float] = {Outcome.ABORTED: 2.0, Outcome.WRONG_NUMBER: 1.6, Outcome.INTERNAL: 0.8, Outcome.TEST: 0.1}
OFFERS: Mapping[str, float] = {Offer.MESSAGE: 38, Offer.CALLBACK: 30, Offer.COLLEAGUE: 12, Offer.DECLINED: 20}
SELF_SERVICE = 0.17  # of the settled ones, where the guide has any
OTHER_AUTHORITY = 0.72  # of the settled ones about what another authority decides
MESSAGE_WHEN_OPEN = 0.2
MESSAGE_WHEN_CLOSED = 0.55
CLOSED_IS_WHY = 0.75
REACHED_WHEN_CLOSED = 0.04
SEARCHED, SEARCHED_AGAIN, OPENED = 0.78, 0.1, 0.85
LONGEST_PHRASE = 120


@dataclass(frozen=True)
class Circumstances:
    """What holds at the moment of a question: whether its department is open, and the shares of that day."""

    open: bool
    settled: float
    reached: float
    language: str = "da"


def question(rng: Random, profile: Profile, now: Circumstances) -> QuestionEntry:
    """A question about a matter, with how it ended, what was searched, and whether good service elsewhere would have spared it."""
    ending = _settled(rng, profile) if rng.random() < now.settled else _open(rng, profile, now)
    return QuestionEntry(
        ending,
        topic=profile.guide.slug,
        searches=_searches(rng, profile, now.language),
        guides=(profile.guide.slug,) if rng.random() < OPENED else (),
        answer_in_guide=_answer(rng, ending),
        avoidable=pick(rng, profile.causes) if rng.random() < profile.needless else "",
    )


def for_a_person(rng: Random, department: str, reached: bool) -> QuestionEntry:
    """A caller who asks for somebody by name and says nothing of the matter."""
    offer = "" if reached else pick(rng, OFFERS)
    return QuestionEntry(Ending(Outcome.TRANSFERRED, reached, offer, Reason.NAMED_PERSON), department=department)


def nothing_to_count(rng: Random) -> QuestionEntry:
    """A wrong number, a caller who hung up, a colleague."""
    return QuestionEntry(Ending(pick(rng, UNCOUNTED)))


def pick(rng: Random, weights: Mapping[str, float]) -> str:
    """A code by its weight."""
    return str(rng.choices(list(weights), list(weights.values()))[0])


def _settled(rng: Random, profile: Profile) -> Ending:
    luck = rng.random()
    if profile.guide.kind == "henvisning":
        return Ending(Outcome.OTHER_AUTHORITY if luck < OTHER_AUTHORITY else Outcome.RESOLVED)
    return Ending(Outcome.SELF_SERVICE if profile.guide.self_service and luck < SELF_SERVICE else Outcome.RESOLVED)


def _open(rng: Random, profile: Profile, now: Circumstances) -> Ending:
    reason = Reason.CLOSED if not now.open and rng.random() < CLOSED_IS_WHY else pick(rng, profile.reasons)
    if rng.random() < (MESSAGE_WHEN_OPEN if now.open else MESSAGE_WHEN_CLOSED):
        return Ending(Outcome.MESSAGE, reason=reason)
    reached = rng.random() < (now.reached if now.open else REACHED_WHEN_CLOSED)
    return Ending(Outcome.TRANSFERRED, reached, "" if reached else pick(rng, OFFERS), reason)


def _answer(rng: Random, ending: Ending) -> str:
    if ending.outcome == Outcome.RESOLVED:
        return pick(rng, {AnswerInGuide.FOUND: 88, AnswerInGuide.PARTLY: 6, "": 6})
    if ending.reason == Reason.NO_GUIDE:
        return pick(rng, {AnswerInGuide.NOT_FOUND: 80, "": 20})
    if ending.reason == Reason.UNCLEAR_GUIDE:
        return pick(rng, {AnswerInGuide.PARTLY: 55, AnswerInGuide.NOT_FOUND: 30, "": 15})
    return pick(rng, {"": 60, AnswerInGuide.FOUND: 25, AnswerInGuide.PARTLY: 10, AnswerInGuide.NOT_FOUND: 5})


def _searches(rng: Random, profile: Profile, language: str) -> tuple[str, ...]:
    phrases = profile.guide.phrases.get(language) or profile.guide.phrases.get("da") or [profile.guide.title]
    searches = (rng.choice(phrases)[:LONGEST_PHRASE],) if rng.random() < SEARCHED else ()
    return (*searches, rng.choice(phrases)[:LONGEST_PHRASE]) if searches and rng.random() < SEARCHED_AGAIN else searches
