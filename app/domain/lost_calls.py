"""Where calls are lost: topics and departments with the calls that were not settled, what is behind, what could be gained and what to do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from app.domain.figures import BEYOND, FEWEST_SHOWN, Share, share
from app.domain.outcomes import REASON_WORDS, Reason

MONTH = 30
# From fewer days no month is worked out.
FEWEST_DAYS = 7
# How many counted calls a topic must have to be held up to the others, and how many such topics a department must have for one in the middle.
ENOUGH = 20
ENOUGH_TOPICS = 3

STEPS: dict[Reason, str] = {
    Reason.NO_GUIDE: "Skriv en guide",
    Reason.UNCLEAR_GUIDE: "Gør guiden klarere",
    Reason.NEEDS_CASE_ACCESS: "Aftal med afdelingen, om skranken kan få adgang til sagen",
    Reason.NEEDS_DECISION: "Aftal med afdelingen, hvad skranken må svare",
    Reason.NAMED_PERSON: "Find ud af, hvem der ellers kan svare",
    Reason.CLOSED: "Se åbningstiderne",
    Reason.TECHNICAL: "Find den tekniske fejl",
    Reason.CALLER_WISH: "Spørg ved skranken, hvorfor borgerne vil videre",
}


class Kind(StrEnum):
    """What a topic is held up to: a topic of its department that is settled better, the middle of that department, or all calls."""

    TOPIC = "topic"
    DEPARTMENT = "department"
    ALL = "all"


@dataclass(frozen=True)
class Group:
    """The calls about a topic or of a department, for a topic with the department that most of them stood under.

    `beyond` are the unsettled ones that needed the case, a decision or a named person; `reasons` count unsettled calls, most first.
    """

    slug: str
    counted: int
    settled: int
    beyond: int
    reasons: Mapping[Reason, int]
    department: str = ""

    @property
    def open(self) -> int:
        return self.counted - self.settled

    @property
    def could(self) -> int:
        """The unsettled calls that the desk could have settled."""
        return self.open - self.beyond

    @property
    def share(self) -> Share:
        return share(self.settled, self.counted)


@dataclass(frozen=True)
class Example:
    """What a topic could be settled like; `slug` of a topic or a department, and the share settled there, from 0 to 1."""

    kind: Kind
    slug: str
    share: float


@dataclass(frozen=True)
class Loss:
    """Where calls are lost, and how many more would be settled like the example, in the span it was worked out for; what to do about it.

    For a department the gain is that of its topics, `most` the one of them with most to gain.
    """

    group: Group
    gain: int
    example: Example | None
    step: Reason | None
    most: "Loss | None" = None


@dataclass(frozen=True)
class Span:
    """How long the calls were counted for, in days, and what a gain is told for: a month, where the days are enough to say."""

    days: int

    @property
    def factor(self) -> float:
        return MONTH / self.days if self.days >= FEWEST_DAYS else 1

    @property
    def words(self) -> str:
        return "om måneden" if self.days >= FEWEST_DAYS else "i perioden"


def of_topics(groups: Sequence[Group], whole: Share, span: Span) -> list[Loss]:
    """The topics with unsettled calls, most to gain first; those with too few calls to be shown are left out."""
    examples = _examples(groups)
    middles = _middles(groups)
    found = []
    for group in groups:
        if not group.open or group.counted < FEWEST_SHOWN:
            continue
        example = _example(group, examples.get(group.department, ()), middles, whole)
        gain = _gain(group, example, span)
        found.append(Loss(group, gain, example if gain else None, _step(group, gain)))
    return sorted(found, key=_order)


def of_departments(groups: Iterable[Group], topics: Sequence[Loss]) -> list[Loss]:
    """The departments with unsettled calls, most to gain first: as much as at their topics together."""
    found = []
    for group in groups:
        if not group.open or group.counted < FEWEST_SHOWN:
            continue
        own = [loss for loss in topics if loss.group.department == group.slug and loss.gain]
        gain = sum(loss.gain for loss in own)
        found.append(Loss(group, gain, None, _step(group, gain), max(own, key=lambda loss: loss.gain, default=None)))
    return sorted(found, key=_order)


def by_calls(losses: Iterable[Loss]) -> list[Loss]:
    """The same with most unsettled calls first."""
    return sorted(losses, key=lambda loss: (-loss.group.open, -loss.gain, loss.group.slug))


def sentence(loss: Loss, names: Mapping[str, str], like: str, span: Span) -> str:
    """What to change at a topic and what it would give, in plain Danish; `like` is what its example is called."""
    step = STEPS[loss.step] if loss.step else "Se opkaldene igennem"
    opening = f"»{names.get(loss.group.slug, loss.group.slug)}«: {step[0].lower()}{step[1:]}. {loss.group.open} opkald blev ikke løst"
    if loss.gain:
        more = "bliver ét mere løst" if loss.gain == 1 else f"bliver {loss.gain} flere løst"
        return f"{opening}; går det som {like}, {more} {span.words}."
    return f"{opening}, flest med årsagen »{REASON_WORDS[loss.step]}«." if loss.step else f"{opening}."


def like_words(example: Example, topics: Mapping[str, str], departments: Mapping[str, str]) -> str:
    """What a topic is held up to, in words that follow on "som": `»Storskrald« (82 %)`."""
    words = {
        Kind.TOPIC: f"»{topics.get(example.slug, example.slug)}«",
        Kind.DEPARTMENT: f"emnet i midten hos {departments.get(example.slug, example.slug)}",
        Kind.ALL: "alle opkald under ét",
    }
    return f"{words[example.kind]} ({example.share * 100:.0f} %)"


def _order(loss: Loss) -> tuple[int, int, int, str]:
    return (-loss.gain, -loss.group.could, -loss.group.open, loss.group.slug)


def _examples(groups: Iterable[Group]) -> dict[str, list[Group]]:
    """The topics that can be held up to others by department, the most surely settled first."""
    found: dict[str, list[Group]] = {}
    for group in sorted(groups, key=lambda group: (-(group.share.low or 0), group.slug)):
        if group.department and group.counted >= ENOUGH:
            found.setdefault(group.department, []).append(group)
    return found


def _middles(groups: Sequence[Group]) -> dict[str, float]:
    """The share settled at the topic in the middle of each department that has enough of them."""
    found = _examples(groups)
    return {slug: median(group.share.value or 0 for group in rows) for slug, rows in found.items() if len(rows) >= ENOUGH_TOPICS}


def _example(group: Group, beside: Sequence[Group], middles: Mapping[str, float], whole: Share) -> Example | None:
    """What a topic is surely settled worse than: its share with its uncertainty lies below."""
    high = group.share.high or 0
    best = next((row for row in beside if row.slug != group.slug), None)
    if best is not None and (best.share.low or 0) > high:
        return Example(Kind.TOPIC, best.slug, best.share.value or 0)
    if middles.get(group.department, 0) > high:
        return Example(Kind.DEPARTMENT, group.department, middles[group.department])
    if (whole.value or 0) > high:
        return Example(Kind.ALL, "", whole.value or 0)
    return None


def _gain(group: Group, example: Example | None, span: Span) -> int:
    """How many more calls would be settled; never more than the desk could have."""
    if example is None:
        return 0
    return round(min((example.share - (group.share.value or 0)) * group.counted, group.could) * span.factor)


def _step(group: Group, gain: int) -> Reason | None:
    """The reason to do something about, where it is given often enough: the most frequent one; where there is something to gain, of those
    that the desk can help."""
    often = (reason for reason, calls in group.reasons.items() if calls >= FEWEST_SHOWN)
    return next((reason for reason in often if not gain or reason not in BEYOND), None)
