"""A guide's form on the screen: its groups and choices, its preview, and what has been typed into it. Shared by the pages that show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from fastapi import Request, Response

from app.base.clock import at_local, local
from app.base.database import Session
from app.base.errors import Conflict, Invalid, NotFound, StraksError
from app.domain.access import Right
from app.domain.guide_content import guide_from, showable
from app.domain.guide_form import ALL_FIELDS, GROUPS, Fields, FormField, Group, Look, content_from, labels
from app.domain.guide_rules import Known
from app.models import User
from app.services import cards, content, drafts, findability, flags, guide_list, guides, rights
from app.services.cards import GuideCard
from app.services.drafts import Writing
from app.web.errors import status_of
from app.web.render import render

KIND_WORDS = (("svar", "Vi svarer eller klarer det selv"), ("henvisning", "En anden myndighed ejer sagen"), ("krise", "Krise"))
# Fields that most guides leave empty: out of the way until they are used, or until the kind of guide asks for them.
SELDOM = {
    "sections.never_say": "krise",
    "sections.emergency": "krise",
    "sections.alert": "krise",
    **{name: "henvisning" for name in ALL_FIELDS if name.startswith("authority.")},
}
LANGUAGES = ("en", "de")
FLAG = "flag."
STALE = "Kladden er ændret i et andet vindue, siden den blev åbnet her. Se den igennem, og tryk igen, hvis det er det her, der skal gælde."


@dataclass(frozen=True)
class FormPart:
    """A group of fields as it is shown: those that are always there, those that are seldom used, and whether it is unfolded."""

    group: Group
    usual: Sequence[FormField]
    seldom: Sequence[FormField]
    is_open: bool
    filled: int


def parts(fields: Fields, problems: Mapping[str, str]) -> list[FormPart]:
    """The groups of the form for what stands in it."""
    found = []
    for group in GROUPS:
        tucked = [field for field in group.fields if _is_seldom(field.name, fields, problems)]
        filled = sum(bool(fields.get(field.name, "").strip()) for field in group.fields)
        has_problem = any(field.name in problems for field in group.fields)
        is_open = has_problem or group.code not in LANGUAGES or bool(filled)
        found.append(FormPart(group, [field for field in group.fields if field not in tucked], tucked, is_open, filled))
    return found


def _is_seldom(name: str, fields: Fields, problems: Mapping[str, str]) -> bool:
    return name in SELDOM and SELDOM[name] != fields.get("kind") and not fields.get(name) and name not in problems


def typed_fields(texts: Mapping[str, str]) -> dict[str, str]:
    """The guide's own fields among what a form sent."""
    return {name: text for name, text in texts.items() if name in ALL_FIELDS}


def ticked_flags(texts: Mapping[str, str]) -> list[str]:
    """The flags that were ticked as settled."""
    return [name.removeprefix(FLAG) for name, text in texts.items() if name.startswith(FLAG) and text]


def number_of(text: str) -> int:
    """A number in a hidden field; 0 when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def moment_of(texts: Mapping[str, str], name: str = "publish_at") -> datetime:
    """A day and a time as typed, on a Danish wall clock. Raises Invalid."""
    try:
        wall = datetime.fromisoformat(texts.get(name, ""))
    except ValueError as error:
        raise Invalid("Skriv dag og klokkeslæt.", name) from error
    return at_local(wall.date(), time(wall.hour, wall.minute))


def keep_whole(session: Session, user: User, slug: str, texts: Mapping[str, str], at: datetime) -> None:
    """Save the whole form. Raises as `drafts.save`, and Conflict when another window has saved since this form was shown."""
    draft = drafts.of(session, slug, user.id)
    if draft and "saved" in texts and draft.saved != number_of(texts["saved"]):
        raise Conflict(STALE)
    drafts.save(session, user, slug, typed_fields(texts), number_of(texts.get("base_version", "")), at)


def card_from(session: Session, slug: str, fields: Fields, at: datetime, language: str = "da") -> GuideCard | None:
    """The guide as the desk would show it with these fields; None while it has no department."""
    shown = showable(content_from(fields, local(at).date()))
    try:
        return cards.card_of(content.current(session), guide_from(slug, shown), at, language)
    except NotFound:
        return None


def choices(session: Session, user: User, fields: Fields, known: Known) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen in the fields with a list: departments of one's own, any department, tables, kinds."""
    units = guide_list.departments(session, user)
    return {
        "department": [(unit.slug, unit.name) for unit, mine in units if mine or unit.slug == fields["department"]],
        "referral.department": sorted(((unit.slug, unit.name) for unit, _ in units), key=lambda pair: pair[1]),
        "routing": [(slug, slug) for slug in sorted(known.tables)],
        "kind": list(KIND_WORDS),
    }


@dataclass(frozen=True)
class Shown:
    """What a page of the form shows besides the guide itself: what was typed, what went wrong, and what was done just now."""

    typed: Mapping[str, str] | None = None
    problem: StraksError | None = None
    done: str = ""
    is_unsaved: bool = False
    archive_reason: str = ""


def may_write(user: User, state: Writing) -> bool:
    """Whether the user may change this guide."""
    owner = state.draft.department if state.draft else state.guide.department if state.guide else ""
    return rights.has(user, Right.EDIT_CONTENT, owner)


def form_page(request: Request, session: Session, user: User, slug: str, at: datetime, shown: Shown | None = None) -> Response:
    """The form with its preview, or the guide alone for those who may only read it. Raises NotFound."""
    shown = shown or Shown()
    state = drafts.writing(session, user, slug)
    fields = {**state.fields, **typed_fields(shown.typed or {})}
    common = {"state": state, "at": at, "card": card_from(session, slug, fields, at), "preview_of": slug, "shown": shown}
    unit = content.current(session).departments.get(fields["department"])
    if not may_write(user, state):
        return render(request, "editing/guide_read.html", {**common, "user": user, "unit": unit})
    known = guides.known(session)
    problems = _problems(session, fields, at, shown.problem)
    values = {
        **common,
        "user": user,
        "fields": fields,
        "parts": parts(fields, problems),
        "problems": problems,
        "labels": ALL_FIELDS,
        "Look": Look,
        "choices": choices(session, user, fields, known),
        "facts": cards.facts_on(session, at),
        "publish": _publishing(session, state, shown),
        "soonest": local(at).strftime("%Y-%m-%dT%H:%M"),
        **newer(session, state),
    }
    return render(request, "editing/guide.html", values, status=status_of(shown.problem) if shown.problem else 200)


def newer(session: Session, state: Writing) -> dict[str, Any]:
    """What others have done and are doing with the guide, for the note above the form."""
    latest = guides.latest(session, state.guide) if state.guide else None
    theirs = [*state.merged.theirs, *state.merged.conflicts] if state.merged else []
    return {"latest": latest, "theirs": labels(theirs), "STATE_WORDS": drafts.STATE_WORDS}


def _problems(session: Session, fields: Fields, at: datetime, problem: StraksError | None) -> dict[str, str]:
    """All that stands in the way once somebody has tried to publish, by field; else nothing, for writing is not yet a mistake."""
    if not isinstance(problem, Invalid):
        return {}
    found = drafts.problems(session, fields, at) if problem.field in ALL_FIELDS else {}
    field = problem.field or ""
    return found if field in found else {**found, field: problem.message}


def _publishing(session: Session, state: Writing, shown: Shown) -> dict[str, Any]:
    """What the publishing part shows: reason, time, answer and ticks as typed, the open flags, the warnings that want an answer."""
    typed, draft = shown.typed, state.draft
    noted = {"reason": draft.reason, "answer": draft.answer} if draft else {"reason": "", "answer": ""}
    is_asked = bool(shown.problem and shown.problem.field == "answer")
    return {
        "reason": typed.get("reason", "") if typed else noted["reason"],
        "answer": typed.get("answer", "") if typed else noted["answer"],
        "publish_at": typed.get("publish_at", "") if typed else "",
        "ticked": ticked_flags(typed) if typed else list(draft.flags if draft else []),
        "flags": flags.of_guide(session, state.slug),
        "asks": is_asked or bool(noted["answer"]),
        "warnings": findability.warnings(session, state.slug, state.fields) if is_asked else [],
    }
