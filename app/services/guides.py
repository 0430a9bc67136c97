"""Guides as they are published, kept in versions, vouched for, archived and brought back."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from app.base.clock import local
from app.base.errors import Conflict, Invalid, NotFound
from app.base.text import one_line
from app.domain.access import Right
from app.domain.guide_content import content_of, fill
from app.domain.guide_rules import Known
from app.domain.privacy import REFUSAL, contains_cpr
from app.models import Department, Fact, Flag, Guide, GuideVersion, RoutingTable, User
from app.services import changes, rights

KIND = "guide"
LONGEST_REASON = 200


def find(session: Session, slug: str) -> Guide:
    """A guide, also an archived one. Raises NotFound."""
    guide = session.get(Guide, slug)
    if guide is None:
        raise NotFound("Guiden findes ikke.")
    return guide


def known(session: Session) -> Known:
    """What a guide may point to."""
    return Known(
        departments=set(session.exec(select(Department.slug)).all()),
        guides=set(session.exec(select(Guide.slug).where(col(Guide.archived_at).is_(None))).all()),
        facts=set(session.exec(select(Fact.slug)).all()),
        tables=set(session.exec(select(RoutingTable.slug)).all()),
    )


def publish(
    session: Session,
    user: User,
    slug: str,
    content: Mapping[str, Any],
    at: datetime,
    *,
    reason: str = "",
    approved_by: str | None = None,
    flags: Collection[str] = (),
) -> Guide:
    """Put a content on every desk as a guide's newest version, and close the flags it answers. The content has been checked before.

    Raises NotAllowed, Invalid when the reason holds a CPR number or is too long.
    """
    reason = checked_reason(reason)
    guide = session.get(Guide, slug)
    rights.require(user, Right.EDIT_CONTENT, content["department"], *((guide.department,) if guide else ()))
    old = content_of(guide) if guide else None
    if guide is None:
        guide = Guide(slug=slug, title=content["title"], kind=content["kind"], department=content["department"], version=0)
    fill(guide, content)
    guide.version += 1
    guide.archived_at = None
    session.add(guide)
    session.flush()
    _keep_version(session, guide, user.id, at, reason, approved_by)
    changes.record(session, user, "publish", KIND, slug, at, old=old, new=content_of(guide), department=guide.department, reason=reason)
    close_flags(session, flags, at)
    return guide


def close_flags(session: Session, flags: Collection[str], at: datetime) -> None:
    """Note that somebody has dealt with flags; those that are closed already stay as they are."""
    for flag in session.exec(select(Flag).where(col(Flag.id).in_(list(flags)), col(Flag.closed_at).is_(None))).all():
        flag.closed_at = at
        session.add(flag)
    session.flush()


def archive(session: Session, user: User | None, slug: str, at: datetime, reason: str) -> Guide:
    """Take a guide off the desks; calls and versions keep pointing to it. Twice changes nothing. `user` None is the program. Raises NotAllowed."""
    guide = find(session, slug)
    if user is not None:
        rights.require(user, Right.EDIT_CONTENT, guide.department)
    reason = checked_reason(reason)
    if guide.archived_at is None:
        guide.archived_at = at
        _changed(session, user, guide, "archive", at, reason)
    return guide


def bring_back(session: Session, user: User, slug: str, at: datetime, reason: str = "") -> Guide:
    """Put an archived guide on the desks again as it was. Raises NotAllowed, Conflict when its last day has passed."""
    guide = find(session, slug)
    rights.require(user, Right.EDIT_CONTENT, guide.department)
    if guide.expires_on is not None and guide.expires_on < local(at).date():
        raise Conflict("Guidens sidste dag er gået. Åbn den, og vælg en ny.")
    if guide.archived_at is not None:
        guide.archived_at = None
        _changed(session, user, guide, "bring_back", at, checked_reason(reason))
    return guide


def verify(session: Session, user: User, slug: str, until: date, at: datetime) -> Guide:
    """ "Stadig rigtig": the user vouches for a guide as it stands until a day. The text is unchanged, so it is no new version.

    Raises NotAllowed, Invalid when the day has passed.
    """
    guide = find(session, slug)
    rights.require(user, Right.EDIT_CONTENT, guide.department)
    today = local(at).date()
    if until <= today:
        raise Invalid("Vælg en dag, der kommer.", "until")
    old = {"verified_by": guide.verified_by, "verified_until": guide.verified_until.isoformat() if guide.verified_until else None}
    guide.verified_by, guide.verified_on, guide.verified_until = user.name, today, until
    session.add(guide)
    new = {"verified_by": user.name, "verified_until": until.isoformat()}
    changes.record(session, user, "verify", KIND, slug, at, old=old, new=new, department=guide.department)
    return guide


def versions(session: Session, slug: str) -> Sequence[GuideVersion]:
    """All versions of a guide, newest first."""
    return session.exec(select(GuideVersion).where(GuideVersion.guide == slug).order_by(col(GuideVersion.number).desc())).all()


def latest(session: Session, guide: Guide) -> tuple[GuideVersion, str] | None:
    """A guide's newest version with the name of who published it; None when no version has been kept."""
    query = select(GuideVersion, User.name).outerjoin(User, col(User.id) == col(GuideVersion.published_by))
    found = session.exec(query.where(GuideVersion.guide == guide.slug, GuideVersion.number == guide.version)).first()
    return (found[0], found[1] or "") if found else None


def version(session: Session, slug: str, number: int) -> GuideVersion:
    """One version of a guide. Raises NotFound."""
    found = session.get(GuideVersion, (slug, number))
    if found is None:
        raise NotFound("Den udgave findes ikke.")
    return found


def keep_versions(session: Session, at: datetime) -> None:
    """Keep what every guide says now as its version, where that is not yet kept: after an import, and after an upgrade."""
    kept = select(GuideVersion.guide).where(GuideVersion.guide == Guide.slug, GuideVersion.number == Guide.version)
    for guide in session.exec(select(Guide).where(~kept.exists())).all():
        with suppress(IntegrityError), session.begin_nested():  # another worker that starts at the same moment may keep it first
            _keep_version(session, guide, None, at, "Fra vidensbasen", None)


def count(session: Session) -> int:
    """How many guides there are on the desks."""
    return session.exec(select(func.count()).select_from(Guide).where(col(Guide.archived_at).is_(None))).one()


def checked_reason(reason: str, field: str = "reason") -> str:
    """A reason, remark or answer on one line. Raises Invalid with its field."""
    line = one_line(reason)
    if len(line) > LONGEST_REASON:
        raise Invalid(f"Teksten er for lang; højst {LONGEST_REASON} tegn.", field)
    if contains_cpr(line):
        raise Invalid(REFUSAL, field)
    return line


def _keep_version(session: Session, guide: Guide, by: str | None, at: datetime, reason: str, approved_by: str | None) -> None:
    session.add(
        GuideVersion(
            guide=guide.slug,
            number=guide.version,
            content=content_of(guide),
            published_by=by,
            approved_by=approved_by,
            published_at=at,
            reason=reason,
        )
    )
    session.flush()


def _changed(session: Session, user: User | None, guide: Guide, action: str, at: datetime, reason: str) -> None:
    session.add(guide)
    changes.record(session, user, action, KIND, guide.slug, at, department=guide.department, reason=reason)
