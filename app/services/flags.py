"""A word from the desk to the one who owns a guide."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.base.errors import Invalid, NotFound
from app.base.text import one_line
from app.domain.flags import FlagKind
from app.domain.outcomes import known_code
from app.domain.privacy import REFUSAL, contains_cpr
from app.models import Flag, Guide, User

LONGEST_TEXT = 300


def raise_flag(session: Session, user: User, guide_slug: str, kind: str, search_text: str, at: datetime, note: str = "") -> Flag:
    """Flag a guide, or with an empty slug the lack of one, with the search that led there. The same flag twice is one.

    Raises Invalid with the field, NotFound when there is no such guide.
    """
    known_kind = known_code(FlagKind, kind, "kind", "en kendt slags fejl")
    guide = session.get(Guide, guide_slug) if guide_slug else None
    if guide_slug and guide is None:
        raise NotFound("Guiden findes ikke.")
    if guide is None and known_kind is not FlagKind.MISSING:
        raise Invalid("Åbn den guide, der er noget galt med.", "guide")
    texts = {"search": one_line(search_text), "note": one_line(note)}
    for name, text in texts.items():
        if len(text) > LONGEST_TEXT:
            raise Invalid(f"Teksten er for lang: højst {LONGEST_TEXT} tegn.", name)
        if contains_cpr(text):
            raise Invalid(REFUSAL, name)
    same = session.exec(
        select(Flag).where(
            Flag.guide == (guide.slug if guide else None),
            Flag.kind == known_kind,
            Flag.flagged_by == user.id,
            Flag.search_text == texts["search"],
            col(Flag.closed_at).is_(None),
        )
    ).first()
    if same:
        return same
    flag = Flag(
        guide=guide.slug if guide else None,
        department=guide.department if guide else None,
        kind=known_kind,
        search_text=texts["search"],
        note=texts["note"],
        flagged_by=user.id,
        flagged_at=at,
    )
    session.add(flag)
    session.flush()
    return flag


def open_flags(session: Session, departments: list[str] | None = None) -> list[Flag]:
    """The flags nobody has dealt with, newest first; of all departments, or of some."""
    query = select(Flag).where(col(Flag.closed_at).is_(None)).order_by(col(Flag.flagged_at).desc())
    if departments is not None:
        query = query.where(col(Flag.department).in_(departments))
    return list(session.exec(query).all())


def of_guide(session: Session, slug: str) -> list[Flag]:
    """The flags on a guide that nobody has dealt with, newest first."""
    query = select(Flag).where(Flag.guide == slug, col(Flag.closed_at).is_(None)).order_by(col(Flag.flagged_at).desc())
    return list(session.exec(query).all())
