"""The JSON API, version 1. Fixed: other programs build on it. Same services as the pages."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool

from app.base.errors import Invalid
from app.domain.facts import fill
from app.domain.outcomes import AnswerInGuide, Avoidable, CallerType, Ending, Language, Offer, Outcome, Reason, call_counts
from app.services import calls, cards, finished_calls, search
from app.web.deps import CallerProgramDep, MomentDep, ReaderProgramDep, SessionDep

router = APIRouter(prefix="/api/v1", tags=["v1"])
CALENDAR = range(2000, 2101)
PROBLEM: dict[int | str, dict[str, Any]] = {
    status: {"description": words, "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for status, words in ((401, "Token missing or unknown"), (403, "Token without the right"), (422, "Something does not fit"))
}
CALLER_NUMBER = (
    "Where telephony gives it, to know a repeated call: E.164, or Danish without +45; hidden numbers and extensions count as none. "
    "It is never stored: a keyed hash of it is kept for eight days, then erased with its key; what stays is whether the caller rang again."
)
NOT_FOUND: dict[int | str, dict[str, Any]] = {404: {**PROBLEM[422], "description": "No such thing"}}


def _written(value: object) -> object:
    """A moment is handed in as text; a bare number could mean anything."""
    if not isinstance(value, str) or not _ISO.match(value):
        raise ValueError("not a moment in ISO 8601")
    return value


def _without_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("a character that no name has")
    return text


_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:")
MomentIn = Annotated[AwareDatetime, BeforeValidator(_written)]
Slug = Annotated[str, Field(max_length=60), AfterValidator(_without_nul)]


GUIDE: dict[str, Any] = {
    "slug": "pas-forny",
    "title": "Forny pas",
    "kind": "svar",
    "language": "da",
    "languages": ["da", "en"],
    "department": "borgerservice",
    "audience": ["borger"],
    "version": 3,
    "verified": {"by": "Borgerservice", "on": "2026-11-01", "until": "2027-05-01"},
    "say": "Du skal bestille tid og møde op.",
    "sections": {"steps": "1. Bestil tid.\n2. Mød op.", "bring": "- Det gamle pas"},
    "processing_time": "10 hverdage",
    "facts": [{"slug": "pas-pris", "label": "Pas, pris", "value": "893 kr.", "verified": True}],
    "self_service": {"label": "Bestil tid", "url": "https://www.borger.dk"},
    "authority": None,
    "referral": {"department": "borgerservice", "open": True, "now": "borgerservice", "reason": "Borgerservice: åbent til kl. 15."},
    "related": ["pas-mistet"],
    "sources": [{"title": "Pasloven", "url": "https://www.retsinformation.dk", "checked": "2026-11-01"}],
}


class Problem(BaseModel):
    """An error as in RFC 9457, with a Danish `detail`."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    field: str | None = None


class SearchHit(BaseModel):
    """One thing that was found, and why."""

    type: Literal["guide", "department", "person"]
    slug: str
    title: str
    reason: str
    url: str


class SearchAnswer(BaseModel):
    """Hits for a query, best first."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "query": "skraldespand ikke tømt",
                "took_ms": 1.4,
                "hits": [
                    {
                        "type": "guide",
                        "slug": "affald-glemt",
                        "title": "Glemt tømning af affald",
                        "reason": "siger borgeren: min skraldespand er ikke tømt",
                        "url": "/guides/affald-glemt",
                    }
                ],
            }
        }
    )

    query: str
    took_ms: float
    hits: list[SearchHit]


class AvailabilityAnswer(BaseModel):
    """Whether a department can be reached at a moment."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"open": False, "until": None, "opens_at": "2026-11-26T09:00:00Z", "reason": "lukket for i dag; åbner i morgen kl. 10"}
        }
    )

    open: bool
    until: datetime | None = None
    opens_at: datetime | None = None
    reason: str


class QuestionIn(BaseModel):
    """One question of a call, settled."""

    model_config = ConfigDict(extra="forbid")

    topic: Slug | None = None
    department: Slug | None = None
    searches: list[Annotated[str, Field(max_length=calls.LONGEST_SEARCH)]] = Field(default=[], max_length=calls.MOST_ATTACHED)
    guides: list[Slug] = Field(default=[], max_length=calls.MOST_ATTACHED)
    outcome: Outcome
    reached: StrictBool | None = None
    offer: Offer | None = None
    reason: Reason | None = None
    answer_in_guide: AnswerInGuide | None = None
    avoidable: Avoidable | None = None
    note: str | None = Field(None, max_length=calls.LONGEST_NOTE)


class CallIn(BaseModel):
    """One finished call."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "started_at": "2026-11-23T09:00:00+01:00",
                "ended_at": "2026-11-23T09:02:10+01:00",
                "channel": "phone",
                "caller_type": "citizen",
                "language": "da",
                "idempotency_key": "c0ffee-1",
                "caller_number": "+4596282828",
                "questions": [
                    {"topic": "pas-forny", "searches": ["forny pas"], "guides": ["pas-forny"], "outcome": "resolved", "answer_in_guide": "found"}
                ],
            }
        },
    )

    started_at: MomentIn
    ended_at: MomentIn
    channel: Literal["phone"] = "phone"
    caller_type: CallerType = CallerType.CITIZEN
    language: Language = Language.DANISH
    idempotency_key: str = Field(min_length=1, max_length=200)
    caller_number: str | None = Field(None, max_length=100, repr=False, description=CALLER_NUMBER)
    questions: list[QuestionIn] = Field(min_length=1, max_length=calls.MOST_QUESTIONS)


class CallOut(BaseModel):
    """A stored call: its id, whether this request made it, and what it counts as."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"id": "0d7f0a3e-2a43-4c0e-9a55-6a4b1d0c7b11", "created": True, "counted": True, "resolved": True}}
    )

    id: str
    created: bool
    counted: bool
    resolved: bool


@router.get("/search", name="api_search", responses=PROBLEM)
def api_search(
    session: SessionDep, at: MomentDep, program: ReaderProgramDep, q: str, limit: Annotated[int, Query(ge=1, le=search.MOST_HITS)] = 10
) -> SearchAnswer:
    """Hits for a caller's words. A query with a CPR number is refused."""
    results = search.find(session, q, at, limit)
    hits = [
        SearchHit(
            type=hit.document.kind.value,
            slug=hit.document.slug,
            title=hit.document.title,
            reason=hit.reason,
            url=url_of(hit.document.kind, hit.document.slug),
        )
        for hit in (found.hit for found in results.found)
    ]
    return SearchAnswer(query=results.query, took_ms=results.took_ms, hits=hits)


@router.get("/guides/{slug}", name="api_guide", responses={**PROBLEM, **NOT_FOUND, 200: {"content": {"application/json": {"example": GUIDE}}}})
def api_guide(session: SessionDep, at: MomentDep, program: ReaderProgramDep, slug: str, lang: Literal["da", "en", "de"] = "da") -> dict[str, Any]:
    """A guide as the desk shows it now: facts filled in, and who takes over."""
    card = cards.guide_card(session, slug, at, lang)
    guide, referral = card.guide, card.who.referral
    return {
        "slug": guide.slug,
        "title": card.title,
        "kind": guide.kind,
        "language": card.language,
        "languages": list(card.languages),
        "department": guide.department,
        "audience": guide.audience,
        "version": guide.version,
        "verified": {"by": guide.verified_by, "on": guide.verified_on, "until": guide.verified_until} if guide.verified_on else None,
        "say": _filled(card, card.texts.get("say", "")),
        "sections": {code: _filled(card, text) for code, text in card.texts.items() if code != "say"},
        "processing_time": _filled(card, guide.processing_time),
        "facts": [
            {"slug": value.slug, "label": value.label, "value": value.words(card.language), "verified": value.verified}
            for value in card.values.values()
        ],
        "self_service": guide.self_service or None,
        "authority": guide.authority or None,
        "referral": {
            "department": referral.asked.department.slug,
            "open": referral.asked.availability.open,
            "now": referral.now.department.slug if referral.now else None,
            "reason": referral.reason,
            "question": card.who.question.question if card.who.question else None,
        },
        "related": [other.slug for other in card.related],
        "sources": guide.sources,
    }


@router.get("/departments/{slug}/availability", name="api_availability", responses={**PROBLEM, **NOT_FOUND})
def api_availability(session: SessionDep, now: MomentDep, program: ReaderProgramDep, slug: str, at: str | None = None) -> AvailabilityAnswer:
    """Whether a department can be reached at `at` (ISO 8601 with time zone; now when left out)."""
    found = cards.availability_of(session, slug, _moment(at) if at else now)
    return AvailabilityAnswer(open=found.open, until=found.until, opens_at=found.opens_at, reason=found.reason)


@router.post("/calls", name="api_log_call", status_code=201, responses={**PROBLEM, 200: {"model": CallOut, "description": "Already stored"}})
def api_log_call(session: SessionDep, at: MomentDep, program: CallerProgramDep, body: CallIn, response: Response) -> CallOut:
    """Store a finished call. The same idempotency key gives the first call back, with 200."""
    questions = [
        finished_calls.QuestionEntry(
            Ending(row.outcome, row.reached, row.offer or "", row.reason or ""),
            topic=row.topic,
            department=row.department,
            searches=row.searches,
            guides=row.guides,
            answer_in_guide=row.answer_in_guide or "",
            avoidable=row.avoidable or "",
            note=row.note or "",
        )
        for row in body.questions
    ]
    number = body.caller_number or ""
    entry = finished_calls.CallEntry(
        body.started_at, body.ended_at, body.idempotency_key, questions, body.channel, body.caller_type, body.language, caller_number=number
    )
    saved, created = finished_calls.log(session, program.logged_by, entry, at)
    counted, resolved = call_counts(row.outcome for row in saved.questions)
    response.status_code = 201 if created else 200
    return CallOut(id=saved.call.id, created=created, counted=counted, resolved=resolved)


def _filled(card: cards.GuideCard, text: str) -> str:
    return fill(text, card.values, lambda value: value.words(card.language))


def url_of(kind: str, slug: str) -> str:
    """The page of a hit."""
    return f"/{ {'guide': 'guides', 'department': 'departments', 'person': 'people'}[kind] }/{slug}"


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError as error:
        raise Invalid("»at« skal være et tidspunkt som 2026-11-23T10:00:00+01:00.", "at") from error
    if moment.tzinfo is None:
        raise Invalid("»at« mangler tidszone, for eksempel +01:00 eller Z.", "at")
    if moment.year not in CALENDAR:
        raise Invalid(f"»at« skal ligge mellem {CALENDAR.start} og {CALENDAR[-1]}.", "at")
    return moment
