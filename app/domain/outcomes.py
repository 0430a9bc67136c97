"""How a question can end, what that counts as, and what must be said along with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeVar

from app.base.errors import Invalid

E = TypeVar("E", bound=StrEnum)


class Outcome(StrEnum):
    """Stable codes; the screen's words stand in OUTCOMES."""

    RESOLVED = "resolved"
    SELF_SERVICE = "self_service"
    OTHER_AUTHORITY = "other_authority"
    TRANSFERRED = "transferred"
    MESSAGE = "message"
    ABORTED = "aborted"
    WRONG_NUMBER = "wrong_number"
    INTERNAL = "internal"
    TEST = "test"


class Reason(StrEnum):
    """Why a question was not settled by the one who answered."""

    NO_GUIDE = "no_guide"
    UNCLEAR_GUIDE = "unclear_guide"
    NEEDS_CASE_ACCESS = "needs_case_access"
    NEEDS_DECISION = "needs_decision"
    NAMED_PERSON = "named_person"
    CLOSED = "closed"
    TECHNICAL = "technical"
    CALLER_WISH = "caller_wish"


class Offer(StrEnum):
    """What the caller was offered when nobody was reached."""

    MESSAGE = "message"
    COLLEAGUE = "colleague"
    CALLBACK = "callback"
    DECLINED = "declined"


class AnswerInGuide(StrEnum):
    """Whether the guide held the answer."""

    FOUND = "found"
    PARTLY = "partly"
    NOT_FOUND = "not_found"


class Avoidable(StrEnum):
    """What made a call needless: what good service elsewhere would have spared the caller (failure demand)."""

    NO_CALLBACK = "no_callback"
    UNCLEAR_LETTER = "unclear_letter"
    LATE_CASE = "late_case"
    SELF_SERVICE_BROKEN = "self_service_broken"


class CallerType(StrEnum):
    """Who rings."""

    CITIZEN = "citizen"
    COMPANY = "company"
    RELATIVE = "relative"
    COLLEAGUE = "colleague"


class Language(StrEnum):
    """What is spoken."""

    DANISH = "da"
    ENGLISH = "en"
    GERMAN = "de"
    OTHER = "other"


@dataclass(frozen=True)
class OutcomeRule:
    """The word on the screen, whether the question counts in the rate, and whether it counts as settled."""

    word: str
    counted: bool
    resolved: bool

    @property
    def needs_reason(self) -> bool:
        return self.counted and not self.resolved


OUTCOMES: dict[Outcome, OutcomeRule] = {
    Outcome.RESOLVED: OutcomeRule("Løst", counted=True, resolved=True),
    Outcome.SELF_SERVICE: OutcomeRule("Henvist til selvbetjening", counted=True, resolved=True),
    Outcome.OTHER_AUTHORITY: OutcomeRule("Henvist til anden myndighed", counted=True, resolved=True),
    Outcome.TRANSFERRED: OutcomeRule("Viderestillet", counted=True, resolved=False),
    Outcome.MESSAGE: OutcomeRule("Besked sendt", counted=True, resolved=False),
    Outcome.ABORTED: OutcomeRule("Afbrudt", counted=False, resolved=False),
    Outcome.WRONG_NUMBER: OutcomeRule("Forkert nummer", counted=False, resolved=False),
    Outcome.INTERNAL: OutcomeRule("Internt opkald", counted=False, resolved=False),
    Outcome.TEST: OutcomeRule("Prøveopkald", counted=False, resolved=False),
}

# The codes that count in the rate, and those that count as settled, as the store knows them.
COUNTED = tuple(outcome.value for outcome, rule in OUTCOMES.items() if rule.counted)
SETTLED = tuple(outcome.value for outcome, rule in OUTCOMES.items() if rule.resolved)

REASON_WORDS: dict[Reason, str] = {
    Reason.NO_GUIDE: "Ingen guide om det",
    Reason.UNCLEAR_GUIDE: "Guiden var ikke klar nok",
    Reason.NEEDS_CASE_ACCESS: "Kræver adgang til sagen",
    Reason.NEEDS_DECISION: "Kræver en afgørelse",
    Reason.NAMED_PERSON: "Ville tale med en bestemt person",
    Reason.CLOSED: "Afdelingen var lukket",
    Reason.TECHNICAL: "Tekniske problemer",
    Reason.CALLER_WISH: "Borgeren ønskede det",
}

OFFER_WORDS: dict[Offer, str] = {
    Offer.MESSAGE: "Besked",
    Offer.COLLEAGUE: "En kollega",
    Offer.CALLBACK: "Opkald tilbage",
    Offer.DECLINED: "Afslog tilbud",
}

ANSWER_WORDS: dict[AnswerInGuide, str] = {
    AnswerInGuide.FOUND: "Ja",
    AnswerInGuide.PARTLY: "Delvist",
    AnswerInGuide.NOT_FOUND: "Nej",
}

AVOIDABLE_WORDS: dict[Avoidable, str] = {
    Avoidable.NO_CALLBACK: "Ingen ringede tilbage",
    Avoidable.UNCLEAR_LETTER: "Brevet var uklart",
    Avoidable.LATE_CASE: "Sagen trækker ud",
    Avoidable.SELF_SERVICE_BROKEN: "Selvbetjeningen virkede ikke",
}

CALLER_WORDS: dict[CallerType, str] = {
    CallerType.CITIZEN: "Borger",
    CallerType.COMPANY: "Virksomhed",
    CallerType.RELATIVE: "Pårørende",
    CallerType.COLLEAGUE: "Kollega",
}

LANGUAGE_WORDS: dict[Language, str] = {
    Language.DANISH: "Dansk",
    Language.ENGLISH: "Engelsk",
    Language.GERMAN: "Tysk",
    Language.OTHER: "Andet",
}


@dataclass(frozen=True)
class Ending:
    """How one question ended: codes, with empty strings and None where nothing was said."""

    outcome: str = ""
    reached: bool | None = None
    offer: str = ""
    reason: str = ""


class Missing(StrEnum):
    """What the desk must still ask before a question is settled."""

    OUTCOME = "outcome"
    REACHED = "reached"
    OFFER = "offer"
    REASON = "reason"


MISSING_WORDS: dict[Missing, str] = {
    Missing.OUTCOME: "Vælg, hvordan det endte.",
    Missing.REACHED: "Vælg, om du kom igennem.",
    Missing.OFFER: "Vælg, hvad borgeren blev tilbudt.",
    Missing.REASON: "Vælg, hvorfor det ikke blev løst.",
}


def still_missing(ending: Ending) -> Missing | None:
    """The next thing to ask, or None when the ending is complete. Raises Invalid on codes that do not exist or do not fit."""
    if not ending.outcome:
        return Missing.OUTCOME
    outcome = known_code(Outcome, ending.outcome, "outcome", "et kendt udfald")
    _refuse_what_does_not_fit(outcome, ending)
    if outcome is Outcome.TRANSFERRED and ending.reached is None:
        return Missing.REACHED
    if ending.reached is False and not ending.offer:
        return Missing.OFFER
    if OUTCOMES[outcome].needs_reason and not ending.reason:
        return Missing.REASON
    return None


def _refuse_what_does_not_fit(outcome: Outcome, ending: Ending) -> None:
    if ending.offer:
        known_code(Offer, ending.offer, "offer", "et kendt tilbud")
    if ending.reason:
        known_code(Reason, ending.reason, "reason", "en kendt årsag")
    if ending.reached is not None and outcome is not Outcome.TRANSFERRED:
        raise Invalid("Kun en viderestilling kan nås eller ikke nås.", "reached")
    if ending.offer and ending.reached is not False:
        raise Invalid("Et tilbud hører til en viderestilling, der ikke kom igennem.", "offer")
    if ending.reason and not OUTCOMES[outcome].needs_reason:
        raise Invalid(f"»{OUTCOMES[outcome].word}« har ingen årsag.", "reason")


def known_code(kind: type[E], code: str, field: str, word: str) -> E:
    """The code as its kind. Raises Invalid with the field and a sentence when there is no such code."""
    try:
        return kind(code)
    except ValueError as error:
        raise Invalid(f"»{code}« er ikke {word}.", field) from error


def said_code(kind: type[E], code: str, field: str, word: str) -> E | Literal[""]:
    """As `known_code`, with "" when nothing was said."""
    return known_code(kind, code, field, word) if code else ""


def call_counts(outcomes: Iterable[str]) -> tuple[bool, bool]:
    """(counted, resolved) of a call from its questions' outcomes: counted when any question is, resolved when all counted ones are."""
    rules = [OUTCOMES[Outcome(outcome)] for outcome in outcomes]
    counted = [rule for rule in rules if rule.counted]
    return bool(counted), bool(counted) and all(rule.resolved for rule in counted)
