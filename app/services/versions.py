"""The versions of a guide: listed, compared word by word, and taken back into a draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app.base.errors import Conflict, Invalid
from app.domain.access import Right
from app.domain.diff import Piece, shortened, words_between
from app.domain.guide_content import content_of
from app.domain.guide_form import ALL_FIELDS, GROUPS, changed, fields_of, labels
from app.models import Draft, Guide, GuideVersion, User
from app.services import drafts, guides, rights

MOST = 50
# Letters of unchanged text shown around each change.
CONTEXT = 80
# Who vouches, and until when, is said about a text on a day: that does not come back with the text, and neither does its last day.
NOT_BROUGHT_BACK = ("verified_by", "verified_until", "expires_on")


@dataclass(frozen=True)
class Row:
    """A version with the names of who published and approved it, and the words for the fields it changed (None for the first one)."""

    version: GuideVersion
    published_by: str
    approved_by: str
    changed: Sequence[str] | None


@dataclass(frozen=True)
class History:
    """A guide with its versions, newest first; `older` is the number to go further back from."""

    guide: Guide
    rows: Sequence[Row]
    older: int | None


@dataclass(frozen=True)
class FieldChange:
    """A field that differs between two versions, the part of the form it stands in, and the way from old to new."""

    group: str
    label: str
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Comparison:
    """Two versions, the older first, with what differs."""

    old: GuideVersion
    new: GuideVersion
    changes: Sequence[FieldChange]


def history(session: Session, slug: str, before: int | None = None) -> History:
    """The versions of a guide, a handful at a time. Raises NotFound."""
    guide = guides.find(session, slug)
    query = select(GuideVersion).where(GuideVersion.guide == slug).order_by(col(GuideVersion.number).desc()).limit(MOST + 1)
    found = session.exec(query if before is None else query.where(GuideVersion.number < before)).all()
    names = _names(session, found)
    rows = [
        Row(
            version,
            names.get(version.published_by or "", ""),
            names.get(version.approved_by or "", ""),
            labels(changed(fields_of(older.content), fields_of(version.content))) if older else None,
        )
        for version, older in zip(found[:MOST], [*found[1:], None], strict=False)
    ]
    return History(guide, rows, rows[-1].version.number if len(found) > MOST else None)


def comparison(session: Session, slug: str, one: int, other: int) -> Comparison:
    """What differs between two versions, field by field and word by word. Raises NotFound, Invalid when they are one."""
    if one == other:
        raise Invalid("Vælg to forskellige udgaver.", "new")
    old, new = (guides.version(session, slug, number) for number in sorted((one, other)))
    before, after = fields_of(old.content), fields_of(new.content)
    group_of = {field.name: group.title for group in GROUPS for field in group.fields}

    def change(name: str) -> FieldChange:
        return FieldChange(group_of[name], ALL_FIELDS[name].label, shortened(words_between(_read(name, before), _read(name, after)), CONTEXT))

    return Comparison(old, new, [change(name) for name in changed(before, after)])


def restore(session: Session, user: User, slug: str, number: int, at: datetime, *, instead: bool = False) -> Draft:
    """Make an earlier version the content of the user's own draft, based on what stands now, so that it goes the usual way out.

    Raises NotFound, NotAllowed, Conflict when the guide says that already, or when the user is writing (unless `instead`).
    """
    guide, version = guides.find(session, slug), guides.version(session, slug, number)
    rights.require(user, Right.EDIT_CONTENT, guide.department, version.content["department"])
    now = fields_of(content_of(guide))
    fields = {**fields_of(version.content), **dict.fromkeys(NOT_BROUGHT_BACK, ""), "expires_on": now["expires_on"]}
    if set(changed(now, fields)) <= set(NOT_BROUGHT_BACK):
        raise Conflict(f"Guiden siger allerede det samme som udgave {number}.", "restore")
    if not instead and _is_writing(session, user, slug):
        raise Conflict("Du er ved at skrive i guiden. Gør din egen kladde færdig, eller læg den gamle udgave i stedet for den.", "draft")
    drafts.discard(session, user, slug)
    draft = drafts.save(session, user, slug, fields, guide.version, at)
    draft.reason = f"Gendannet udgave {number}"
    session.add(draft)
    session.flush()
    return draft


def _is_writing(session: Session, user: User, slug: str) -> bool:
    state = drafts.writing(session, user, slug)
    return state.draft is not None and bool(state.changed)


def _names(session: Session, versions: Sequence[GuideVersion]) -> Mapping[str, str]:
    wanted = {ident for version in versions for ident in (version.published_by, version.approved_by) if ident}
    return dict(session.exec(select(User.id, User.name).where(col(User.id).in_(wanted))).all())


def _read(name: str, fields: Mapping[str, str]) -> str:
    """A field's text; a cross in a box as a word."""
    return ("ja" if fields[name] else "") if name.startswith("audience.") else fields[name]
