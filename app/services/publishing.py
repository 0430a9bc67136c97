"""From a draft to every desk: reviewed where four eyes are wanted, published now or at a time, expired in time."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from app.base.clock import local
from app.base.errors import Conflict, Invalid, NotAllowed, NotFound, StraksError
from app.domain.access import Right
from app.domain.guide_content import content_of
from app.domain.guide_form import ALL_FIELDS, changed, content_from, fields_of
from app.models import Draft, Guide, User
from app.services import drafts, findability, guides, rights, trail
from app.services import flags as flagged
from app.services.drafts import REVIEW, SCHEDULED, WRITING

PUBLISHING = "publishing"
UNFOUND = "Guiden bliver ikke fundet af alle sine formuleringer. Svar på advarslen, før den kommer ud."


def submit(session: Session, user: User, slug: str, reason: str, at: datetime, *, answer: str = "", flags: Collection[str] = ()) -> Draft:
    """Ask somebody else to look at a draft. Raises as `publish`."""
    draft = _ready(session, user, slug, at)
    _note(session, draft, reason, answer, flags)
    draft.state, draft.submitted_at, draft.publish_at, draft.remark = REVIEW, at, None, ""
    session.add(draft)
    session.flush()
    trail.record(session, user, "submit", guides.KIND, slug, at, department=draft.department, reason=draft.reason)
    return draft


def publish(
    session: Session,
    user: User,
    slug: str,
    reason: str,
    at: datetime,
    *,
    publish_at: datetime | None = None,
    answer: str = "",
    flags: Collection[str] = (),
) -> Guide | Draft:
    """Publish the user's own draft now, or let it go out at a time; answers the guide, or the draft that waits.

    Raises Invalid with the first field in the way, Conflict when somebody has published since, NotAllowed where four eyes are wanted.
    """
    draft = _ready(session, user, slug, at)
    if drafts.wants_four_eyes(session, draft.department, draft.fields.get("department", "")):
        raise NotAllowed("Afdelingen vil have, at en anden ser guiden, før den kommer ud. Send den til godkendelse.")
    _note(session, draft, reason, answer, flags)
    return _out(session, user, draft, at, publish_at, None)


def approve(session: Session, user: User, draft_id: str, at: datetime, publish_at: datetime | None = None) -> Guide | Draft:
    """A second person lets a draft out. Raises NotAllowed for its author, Conflict when it is no longer waiting or has been overtaken."""
    draft = waiting_draft(session, user, draft_id)
    author = session.get(User, draft.author)
    if author is None:
        raise NotFound("Forfatteren findes ikke.")
    _check(session, draft, at)
    trail.record(session, user, "approve", guides.KIND, draft.guide, at, department=draft.department)
    return _out(session, author, draft, at, publish_at, user.id)


def send_back(session: Session, user: User, draft_id: str, remark: str, at: datetime) -> Draft:
    """A second person wants something changed, and says what. Raises Invalid without a remark."""
    draft = waiting_draft(session, user, draft_id)
    line = guides.checked_reason(remark, "remark")
    if not line:
        raise Invalid("Skriv, hvad der skal ændres.", "remark")
    draft.state, draft.remark, draft.reviewer, draft.submitted_at = WRITING, line, user.id, None
    session.add(draft)
    session.flush()
    trail.record(session, user, "send_back", guides.KIND, draft.guide, at, department=draft.department, reason=line)
    return draft


def waiting_draft(session: Session, user: User, draft_id: str) -> Draft:
    """A draft that waits for this user's eyes. Raises NotFound, Conflict, NotAllowed."""
    draft = session.get(Draft, draft_id)
    if draft is None:
        raise NotFound("Kladden findes ikke længere.")
    if draft.state != REVIEW:
        raise Conflict("Kladden venter ikke længere på godkendelse.")
    if draft.author == user.id:
        raise NotAllowed("En anden end dig skal godkende den.")
    rights.require(user, Right.APPROVE, draft.department)
    return draft


def under_review(session: Session, user: User, draft_id: str) -> tuple[Draft, str]:
    """A draft that waits for this user's eyes, with its author's name. Raises as `waiting_draft`."""
    draft = waiting_draft(session, user, draft_id)
    author = session.get(User, draft.author)
    return draft, author.name if author else ""


def waiting(session: Session, user: User) -> list[tuple[Draft, str]]:
    """The drafts that wait for this user's approval, with their authors' names, oldest first."""
    rows = session.exec(
        select(Draft, User.name).join(User, col(User.id) == col(Draft.author)).where(Draft.state == REVIEW).order_by(col(Draft.submitted_at))
    ).all()
    return [(draft, name) for draft, name in rows if draft.author != user.id and rights.has(user, Right.APPROVE, draft.department)]


def run_due(session: Session, at: datetime) -> list[str]:
    """Let out the drafts whose time has come, and archive the guides whose last day has passed; answers the slugs. One worker takes each."""
    done = []
    for draft in session.exec(select(Draft).where(Draft.state == SCHEDULED, col(Draft.publish_at) <= at)).all():
        taken = session.connection().execute(update(Draft).where(col(Draft.id) == draft.id, col(Draft.state) == SCHEDULED).values(state=PUBLISHING))
        author = session.get(User, draft.author)
        if taken.rowcount == 1 and author is not None:
            done.append(draft.guide)
            _let_out(session, author, draft, at)
    today = local(at).date()
    for guide in session.exec(select(Guide).where(col(Guide.archived_at).is_(None), col(Guide.expires_on) < today)).all():
        guides.archive(session, None, guide.slug, at, "Guidens sidste dag er gået")
        done.append(guide.slug)
    return done


def _let_out(session: Session, author: User, draft: Draft, at: datetime) -> None:
    """Publish a scheduled draft; what stands in the way is written on it, and it waits for its author."""
    try:
        with session.begin_nested():
            _check(session, draft, at)
            _out(session, author, draft, at, None, draft.reviewer)
    except StraksError as error:
        draft.state, draft.publish_at, draft.remark = WRITING, None, f"Kom ikke ud til tiden: {error.message}"
        session.add(draft)
        session.flush()


def _ready(session: Session, user: User, slug: str, at: datetime) -> Draft:
    draft = drafts.of(session, slug, user.id)
    if draft is None:
        raise Conflict("Der er ingen ændringer at sende af sted.")
    rights.require(user, Right.EDIT_CONTENT, draft.department)
    guide = session.get(Guide, slug)
    if guide is not None and guide.version == draft.base_version and not changed(fields_of(content_of(guide)), draft.fields):
        raise Conflict(drafts.NOTHING)
    _check(session, draft, at)
    return draft


def _check(session: Session, draft: Draft, at: datetime) -> None:
    guide = session.get(Guide, draft.guide)
    if guide is not None and guide.version != draft.base_version:
        raise Conflict("En anden har ændret guiden imens. Se, hvad der er ændret, og flet det sammen.")
    found = drafts.problems(session, draft.fields, at)
    if found:
        field, sentence = next(iter(found.items()))
        raise Invalid(f"{ALL_FIELDS[field].label}: {sentence}", field)


def _note(session: Session, draft: Draft, reason: str, answer: str, flags: Collection[str]) -> None:
    """Write on a draft why it goes out, what its author answered, and which of the guide's own flags it settles."""
    given = guides.checked_reason(answer, "answer")
    if not given and findability.must_answer(session, draft.guide, draft.fields):
        raise Invalid(UNFOUND, "answer")
    own = {flag.id for flag in flagged.of_guide(session, draft.guide)}
    draft.reason, draft.answer = guides.checked_reason(reason), given
    draft.flags = [flag for flag in flags if flag in own]


def _out(session: Session, author: User, draft: Draft, at: datetime, publish_at: datetime | None, approved_by: str | None) -> Guide | Draft:
    if publish_at is not None and publish_at <= at:
        raise Invalid("Vælg et tidspunkt, der kommer.", "publish_at")
    if publish_at is not None:
        draft.state, draft.publish_at, draft.reviewer = SCHEDULED, publish_at, approved_by
        session.add(draft)
        session.flush()
        trail.record(session, author, "schedule", guides.KIND, draft.guide, at, department=draft.department, new={"at": publish_at.isoformat()})
        return draft
    content = _content(session, draft, at)
    guide = guides.publish(session, author, draft.guide, content, at, reason=draft.reason, approved_by=approved_by, flags=draft.flags)
    session.delete(draft)
    session.flush()
    return guide


def _content(session: Session, draft: Draft, at: datetime) -> dict[str, Any]:
    """What a draft says. Who vouches for the guide, and since when, stays as it stands unless the author has written something else there."""
    content = content_from(draft.fields, local(at).date())
    guide = session.get(Guide, draft.guide)
    if guide is None:
        return content
    now = content_of(guide)
    began = guides.version(session, draft.guide, draft.base_version).content if draft.base_version else now
    for standing in (now, began):
        if all(draft.fields.get(name, "") == (standing[name] or "") for name in ("verified_by", "verified_until")):
            return {**content, **{name: now[name] for name in ("verified_by", "verified_on", "verified_until")}}
    return content
