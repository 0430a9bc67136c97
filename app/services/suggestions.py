"""Suggestions from the log: searched in vain, then settled with this guide. Taken into the draft, made a synonym, or never asked again."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app.base.errors import Invalid, NotFound
from app.domain.access import Right
from app.domain.guide_form import lines
from app.domain.outcomes import SETTLED
from app.domain.suggestions import (
    FEWEST_CALLS,
    Settled,
    Suggestion,
    SuggestionKind,
    from_questions,
    key_of,
    order,
    synonym_for,
)
from app.models import Call, CallQuestion, Decision, SearchGap, Synonym, User
from app.models.call import SIMULATION
from app.services import asked, content, drafts, guides, rights, synonyms

LOOK_BACK = timedelta(days=180)
MOST_QUESTIONS = 10_000
MOST_GAPS = 60
MOST_SHOWN = 12
PHRASE, SYNONYM = "phrase", "synonym"
_DECIDED = [kind.value for kind in SuggestionKind]


def of_guide(session: Session, slug: str, at: datetime) -> list[Suggestion]:
    """What the log suggests for a guide, the most frequent first, at most MOST_SHOWN."""
    snapshot = content.current(session)
    if slug not in snapshot.guides:
        return []
    decided = _decisions(session, [slug])
    found = [*_from_questions(session, [slug], decided, at), *_from_gaps(session, slug, decided, at)]
    different = {key_of(suggestion.words): suggestion for suggestion in sorted(found, key=order, reverse=True)}
    keywords = snapshot.guides[slug].keywords
    listed = sorted(different.values(), key=order)[:MOST_SHOWN]
    return [replace(suggestion, synonym_for=synonym_for(suggestion.words, suggestion.then, keywords)) for suggestion in listed]


def for_departments(session: Session, departments: Collection[str] | None, at: datetime) -> dict[str, int]:
    """How many suggestions from settled questions wait for each guide of some departments, or of all; guides without any are left out.

    Two queries, the newest MOST_QUESTIONS questions; searches that found nothing at all are not among them (`services/gaps.py` has those)."""
    snapshot = content.current(session)
    slugs = [slug for slug, guide in snapshot.guides.items() if departments is None or guide.department in departments]
    found = _from_questions(session, slugs if departments is not None else None, _decisions(session, None), at)
    counts = Counter(suggestion.guide for suggestion in found)
    return {slug: counts[slug] for slug in slugs if counts[slug]}


def accept(session: Session, user: User, slug: str, words: str, how: str, at: datetime) -> Suggestion:
    """Take a suggestion: as a phrase into the user's draft, or as a synonym, which counts at once. Twice changes nothing.

    Raises NotAllowed, NotFound when it is no longer suggested, Invalid when it can be no synonym.
    """
    found = _suggested(session, user, slug, words, at)
    if how == SYNONYM:
        _add_synonym(session, user, found, at)
    elif how == PHRASE:
        _add_phrase(session, user, found, at)
    else:
        raise Invalid("Vælg, hvordan forslaget skal bruges.", "how")
    _decide(session, user, found, True, at)
    return found


def decline(session: Session, user: User, slug: str, words: str, at: datetime) -> Suggestion:
    """Never ask about these words for this guide again. Raises NotAllowed, NotFound when it is no longer suggested."""
    found = _suggested(session, user, slug, words, at)
    _decide(session, user, found, False, at)
    return found


def _suggested(session: Session, user: User, slug: str, words: str, at: datetime) -> Suggestion:
    rights.require(user, Right.EDIT_CONTENT, guides.find(session, slug).department)
    key = key_of(words)
    found = next((suggestion for suggestion in of_guide(session, slug, at) if key_of(suggestion.words) == key), None)
    if found is None:
        raise NotFound("Forslaget er der ikke længere. Det kan være besvaret i et andet vindue.")
    return found


def _add_phrase(session: Session, user: User, found: Suggestion, at: datetime) -> None:
    state = drafts.writing(session, user, found.guide)
    phrases = lines(state.fields["phrases.da"])
    if found.words.lower() not in {phrase.lower() for phrase in phrases}:
        base = state.draft.base_version if state.draft else (state.guide.version if state.guide else 0)
        drafts.save(session, user, found.guide, {"phrases.da": "\n".join([*phrases, found.words])}, base, at)


def _add_synonym(session: Session, user: User, found: Suggestion, at: datetime) -> None:
    if not found.synonym_for:
        raise Invalid("Kun et enkelt ord kan være synonym for et andet.", "how")
    word = found.words.lower()
    known = session.get(Synonym, word)
    means = list(known.means) if known else []
    if found.synonym_for not in means:
        synonyms.save(session, user, word, ", ".join([*means, found.synonym_for]), at, was=word if known else "")


def _decide(session: Session, user: User, found: Suggestion, accepted: bool, at: datetime) -> None:
    session.merge(Decision(kind=found.kind, key=found.words, guide=found.guide, accepted=accepted, decided_by=user.id, decided_at=at))
    session.flush()


def _decisions(session: Session, slugs: Sequence[str] | None) -> set[tuple[str, str]]:
    """What editors have answered already, as (guide, key)."""
    query = select(Decision.guide, Decision.key).where(col(Decision.kind).in_(_DECIDED))
    if slugs is not None:
        query = query.where(col(Decision.guide).in_(slugs))
    return {(guide, key_of(words)) for guide, words in session.exec(query).all()}


def _from_questions(session: Session, slugs: Sequence[str] | None, decided: Collection[tuple[str, str]], at: datetime) -> list[Suggestion]:
    query = (
        select(CallQuestion.topic, CallQuestion.searches)
        .join(Call, col(Call.id) == col(CallQuestion.call_id))
        .where(
            col(Call.started_at) >= at - LOOK_BACK,
            col(Call.saved_at).is_not(None),
            col(CallQuestion.topic).is_not(None),
            col(CallQuestion.outcome).in_(SETTLED),
            Call.logged_by != SIMULATION,
        )
    )
    if slugs is not None:
        query = query.where(col(CallQuestion.topic).in_(slugs))
    rows = session.exec(query.order_by(col(Call.started_at).desc()).limit(MOST_QUESTIONS)).all()
    answers = asked.of(session)
    settled = (Settled(topic, searches) for topic, searches in rows if topic and searches)
    return from_questions(settled, decided, lambda words, guide: guide in answers.first(words))


def _from_gaps(session: Session, slug: str, decided: Collection[tuple[str, str]], at: datetime) -> Iterable[Suggestion]:
    """The most frequent searches that found nothing and are nearest to a guide."""
    query = select(SearchGap).where(col(SearchGap.last_at) >= at - LOOK_BACK, col(SearchGap.times) >= FEWEST_CALLS)
    answers = asked.of(session)
    for gap in session.exec(query.order_by(col(SearchGap.times).desc(), col(SearchGap.key)).limit(MOST_GAPS)).all():
        is_open = (slug, key_of(gap.example)) not in decided
        if is_open and answers.nearest(gap.example) == slug and slug not in answers.first(gap.example):
            yield Suggestion(SuggestionKind.GAP, slug, gap.example, "", gap.times)
