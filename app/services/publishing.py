"""From a draft to every desk: reviewed where four eyes are wanted, published now or at a time, expired in time."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from app.base.clock import local
from app.base.errors import Conflict, Invalid, NotAllowed, NotFound, StraksError
from app.base.text import one_line
from app.domain.access import Right
from app.domain.guide_form import ALL_FIELDS, content_from
from app.models import Department, Draft, Guide, User
from app.services import drafts, guides, rights, trail
from app.services.drafts import REVIEW, SCHEDULED, WRITING

PUBLISHING = "publishing"


def submit(session: Session, user: User, slug: str, reason: str, at: datetime, *, answer: str = "", flags: Collection[str] = ()) -> Draft:
    """Ask somebody else to look at a draft. Raises as `publish`."""
    draft = _ready(session, user, slug, at)
    draft.reason, draft.answer, draft.flags = guides.checked_reason(reason), one_line(answer), list(flags)
    draft.state, draft.submitted_at, draft.remark = REVIEW, at, ""
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
    if _wants_four_eyes(session, draft):
        raise NotAllowed("Afdelingen vil have, at en anden ser guiden, før den kommer ud. Send den til godkendelse.")
    draft.reason, draft.answer, draft.flags = guides.checked_reason(reason), one_line(answer), list(flags)
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
    line = guides.checked_reason(remark)
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


def _wants_four_eyes(session: Session, draft: Draft) -> bool:
    units = {draft.department, draft.fields.get("department", "")}
    return any(unit.four_eyes for unit in session.exec(select(Department).where(col(Department.slug).in_(units))).all())


def _out(session: Session, author: User, draft: Draft, at: datetime, publish_at: datetime | None, approved_by: str | None) -> Guide | Draft:
    if publish_at is not None and publish_at > at:
        draft.state, draft.publish_at, draft.reviewer = SCHEDULED, publish_at, approved_by
        session.add(draft)
        session.flush()
        trail.record(session, author, "schedule", guides.KIND, draft.guide, at, department=draft.department, new={"at": publish_at.isoformat()})
        return draft
    content = content_from(draft.fields, local(at).date())
    guide = guides.publish(session, author, draft.guide, content, at, reason=draft.reason, approved_by=approved_by, flags=draft.flags)
    session.delete(draft)
    session.flush()
    return guide
