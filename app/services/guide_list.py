"""All guides as their editors see them: whose, how new, vouched for until when, and who is writing in them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from app.base.clock import local
from app.domain.access import Right
from app.domain.search.words import fold
from app.models import Department, Draft, Guide, GuideVersion, User
from app.services import drafts, rights

_LAST_LETTERS = str.maketrans("æøå", "{|}")


@dataclass(frozen=True)
class Wanted:
    """Which guides to list: of some departments (None: all), with a text in the title, and whether archived ones are shown too."""

    departments: Collection[str] | None = None
    text: str = ""
    archived: bool = False


@dataclass(frozen=True)
class DraftMark:
    """Somebody's draft, as a word in the list. `may_approve` when the reader is the one it waits for."""

    id: str
    author: str
    is_mine: bool
    state: str
    may_approve: bool


@dataclass(frozen=True)
class Row:
    """A guide in the list; version 0 is one that is only being written."""

    slug: str
    title: str
    department: str
    version: int
    published_at: datetime | None
    verified_until: date | None
    is_overdue: bool
    is_archived: bool
    drafts: Sequence[DraftMark]


def listed(session: Session, user: User, wanted: Wanted, at: datetime) -> list[Row]:
    """The guides that fit, by title; guides that are only being written among them."""
    marks = _marks(session, user)
    columns = (Guide.slug, Guide.title, Guide.department, Guide.version, Guide.verified_until, Guide.archived_at)
    query = (
        select(Guide, GuideVersion.published_at)
        .outerjoin(GuideVersion, (col(GuideVersion.guide) == col(Guide.slug)) & (col(GuideVersion.number) == col(Guide.version)))
        .options(load_only(*columns))  # type: ignore[arg-type]
    )
    today = local(at).date()
    rows = [
        Row(
            slug=guide.slug,
            title=guide.title,
            department=guide.department,
            version=guide.version,
            published_at=published_at,
            verified_until=guide.verified_until,
            is_overdue=guide.verified_until is not None and guide.verified_until < today,
            is_archived=guide.archived_at is not None,
            drafts=[mark for _, mark in marks.pop(guide.slug, [])],
        )
        for guide, published_at in session.exec(query).all()
    ]
    for slug, begun in marks.items():
        draft = begun[0][0]
        rows.append(Row(slug, draft.fields.get("title", slug), draft.department, 0, None, None, False, False, [mark for _, mark in begun]))
    return sorted((row for row in rows if _fits(row, wanted)), key=lambda row: _in_order(row.title))


def departments(session: Session, user: User) -> list[tuple[Department, bool]]:
    """All departments with whether the user may edit them, theirs first, then by name."""
    found = [(unit, rights.has(user, Right.EDIT_CONTENT, unit.slug)) for unit in session.exec(select(Department)).all()]
    return sorted(found, key=lambda pair: (not pair[1], _in_order(pair[0].name)))


def _in_order(text: str) -> str:
    """Words in the order of the Danish alphabet, in which æ, ø and å come last."""
    return text.casefold().translate(_LAST_LETTERS)


def _marks(session: Session, user: User) -> dict[str, list[tuple[Draft, DraftMark]]]:
    found: dict[str, list[tuple[Draft, DraftMark]]] = {}
    for draft, name in session.exec(select(Draft, User.name).join(User, col(User.id) == col(Draft.author)).order_by(col(Draft.created_at))).all():
        is_mine = draft.author == user.id
        may_approve = draft.state == drafts.REVIEW and not is_mine and rights.has(user, Right.APPROVE, draft.department)
        mark = DraftMark(draft.id, name, is_mine, drafts.STATE_WORDS.get(draft.state, draft.state), may_approve)
        found.setdefault(draft.guide, []).append((draft, mark))
    return found


def _fits(row: Row, wanted: Wanted) -> bool:
    if row.is_archived and not wanted.archived:
        return False
    if wanted.departments is not None and row.department not in wanted.departments:
        return False
    words = fold(wanted.text).split()
    haystack = f"{fold(row.title)} {row.slug}"
    return all(word in haystack for word in words)
