"""What editors are writing: saved as they type, and merged when two write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.base.clock import local
from app.base.errors import Conflict, Invalid, NotFound
from app.base.text import clean, one_line
from app.domain.access import Right
from app.domain.guide_content import content_of
from app.domain.guide_form import ALL_FIELDS, Fields, Merged, changed, fields_of, merge
from app.domain.guide_rules import check
from app.domain.privacy import REFUSAL, contains_cpr
from app.domain.typed_form import slug_of
from app.models import Department, Draft, Guide, User
from app.services import guides, rights

WRITING, REVIEW, SCHEDULED = "writing", "review", "scheduled"
STATE_WORDS = {WRITING: "kladde", REVIEW: "til godkendelse", SCHEDULED: "på vej ud"}
NOTHING = "Der er ikke ændret noget."
LONGEST_FIELD = 100_000
EMPTY: dict[str, str] = dict.fromkeys(ALL_FIELDS, "")


@dataclass(frozen=True)
class Writing:
    """A guide as its editor has it open. `guide` is None for a new one; `draft` is None until something is typed; `base` is what
    the writing began from, `newest` what the guide says now, `merged` is there when somebody else has published since;
    `others` are colleagues' drafts with their authors' names."""

    slug: str
    guide: Guide | None
    draft: Draft | None
    fields: Fields
    base: Fields
    newest: Fields
    merged: Merged | None
    others: Sequence[tuple[Draft, str]]
    four_eyes: bool

    @property
    def changed(self) -> list[str]:
        """The fields that differ from where the writing began."""
        return changed(self.base, self.fields)


def writing(session: Session, user: User, slug: str, author: str | None = None) -> Writing:
    """A guide as a user has it open, or a colleague's draft of it (`author`). Raises NotFound when there is neither guide nor draft."""
    guide = session.get(Guide, slug)
    draft = of(session, slug, author or user.id)
    if guide is None and draft is None:
        raise NotFound("Guiden findes ikke.")
    base = _fields_at(session, slug, draft.base_version) if draft else (fields_of(content_of(guide)) if guide else EMPTY)
    fields = {**EMPTY, **draft.fields} if draft else base
    newest = fields_of(content_of(guide)) if guide else EMPTY
    merged = merge(base, fields, newest) if draft and guide and guide.version != draft.base_version else None
    others = session.exec(
        select(Draft, User.name).join(User, col(User.id) == col(Draft.author)).where(Draft.guide == slug, Draft.author != (author or user.id))
    ).all()
    four_eyes = wants_four_eyes(session, guide.department if guide else "", fields["department"])
    return Writing(slug, guide, draft, fields, base, newest, merged, [(row, name) for row, name in others], four_eyes)


def wants_four_eyes(session: Session, *departments: str) -> bool:
    """Whether any of the departments wants a second person to look before publishing."""
    return any(unit.four_eyes for unit in session.exec(select(Department).where(col(Department.slug).in_(departments))).all())


def begin(session: Session, user: User, title: str, department: str, at: datetime) -> Draft:
    """A draft of a new guide. Raises Invalid, NotAllowed, Conflict when a guide has that name already."""
    if session.get(Department, department) is None:
        raise Invalid("Vælg en afdeling.", "department")
    rights.require(user, Right.EDIT_CONTENT, department)
    line = one_line(title)
    slug = slug_of(line)
    if not slug:
        raise Invalid("Giv guiden en titel.", "title")
    if contains_cpr(line):
        raise Invalid(REFUSAL, "title")
    same = session.exec(select(Guide.slug).where((Guide.slug == slug) | (Guide.title == line))).first()
    if same or session.exec(select(Draft).where(Draft.guide == slug)).first():
        raise Conflict("Der er allerede en guide med det navn.", "title")
    fields = {**EMPTY, "title": line, "department": department, "referral.department": department, "kind": "svar", "audience.borger": "on"}
    return _new(session, user, slug, department, fields, 0, at)


def save(session: Session, user: User, slug: str, given: Mapping[str, str], base_version: int, at: datetime) -> Draft:
    """Keep what has been typed, as typed. A draft under review or on its way out becomes a plain draft again.

    Raises Invalid with the field on a CPR number or a text beyond all measure, NotAllowed, Conflict when there is nothing new to keep.
    """
    fields = {name: clean(given[name]) for name in ALL_FIELDS if name in given}
    for name, text in fields.items():
        if len(text) > LONGEST_FIELD:
            raise Invalid("Teksten er for lang til at blive gemt.", name)
        if contains_cpr(text):
            raise Invalid(REFUSAL, name)
    draft, guide = of(session, slug, user.id), session.get(Guide, slug)
    owner = draft.department if draft else guide.department if guide else ""
    if not owner:
        raise NotFound("Guiden findes ikke.")
    rights.require(user, Right.EDIT_CONTENT, owner)
    if fields.get("department", owner) != owner and not rights.has(user, Right.EDIT_CONTENT, fields["department"]):
        raise Invalid("Vælg en af dine egne afdelinger.", "department")
    if draft is None:
        began = base_version or (guide.version if guide else 0)
        was = _fields_at(session, slug, began)
        if {**was, **fields} == was:
            raise Conflict(NOTHING)
        return _new(session, user, slug, owner, {**was, **fields}, began, at)
    if {**draft.fields, **fields} != draft.fields:
        draft.fields = {**draft.fields, **fields}
        draft.state, draft.publish_at, draft.submitted_at = WRITING, None, None
    if guide is None:
        draft.department = draft.fields["department"] or draft.department
    draft.saved += 1
    draft.updated_at = at
    session.add(draft)
    session.flush()
    return draft


def discard(session: Session, user: User, slug: str) -> bool:
    """Throw the user's own draft away; answers whether the guide is published. Twice changes nothing."""
    draft = of(session, slug, user.id)
    if draft is not None:
        session.delete(draft)
        session.flush()
    return session.get(Guide, slug) is not None


def problems(session: Session, fields: Fields, at: datetime) -> dict[str, str]:
    """What stands in the way of publishing, by field."""
    return check(fields, guides.known(session), local(at).date())


def resolve(session: Session, user: User, slug: str, choices: Mapping[str, str], at: datetime, seen: int | None = None) -> Draft:
    """Settle a conflict: for each field both have changed, `mine` or `theirs`. The draft then stands on the newest version.

    Raises Invalid with the field where nothing was chosen, Conflict when `seen` is no longer the newest version.
    """
    state = writing(session, user, slug)
    if state.draft is None or state.guide is None or state.merged is None:
        raise Conflict("Der er ikke længere noget at flette.")
    rights.require(user, Right.EDIT_CONTENT, state.guide.department)
    if seen is not None and seen != state.guide.version:
        raise Conflict("Der er kommet endnu en udgave imens. Se ændringerne igen.")
    fields, other = dict(state.merged.fields), fields_of(content_of(state.guide))
    for name in state.merged.conflicts:
        choice = choices.get(name, "")
        if choice not in ("mine", "theirs"):
            raise Invalid(f"Vælg, hvad der skal stå i »{ALL_FIELDS[name].label}«.", name)
        fields[name] = fields[name] if choice == "mine" else other[name]
    draft = state.draft
    draft.fields, draft.base_version, draft.state, draft.updated_at = fields, state.guide.version, WRITING, at
    session.add(draft)
    session.flush()
    return draft


def own(session: Session, user: User) -> Sequence[Draft]:
    """The user's own drafts, newest first."""
    return session.exec(select(Draft).where(Draft.author == user.id).order_by(col(Draft.updated_at).desc())).all()


def of(session: Session, slug: str, author: str) -> Draft | None:
    """An author's draft of a guide."""
    return session.exec(select(Draft).where(Draft.guide == slug, Draft.author == author)).one_or_none()


def _new(session: Session, user: User, slug: str, owner: str, fields: Mapping[str, str], base_version: int, at: datetime) -> Draft:
    draft = Draft(guide=slug, author=user.id, department=owner, base_version=base_version, fields=dict(fields), saved=1, created_at=at, updated_at=at)
    try:
        with session.begin_nested():
            session.add(draft)
    except IntegrityError as error:
        raise Conflict("Kladden er lige begyndt i et andet vindue. Prøv igen.") from error
    return draft


def _fields_at(session: Session, slug: str, number: int) -> dict[str, str]:
    """What a version said; the newest one with who vouches for it now, since that is renewed without a version."""
    guide = session.get(Guide, slug)
    if guide is not None and guide.version == number:
        return fields_of(content_of(guide))
    return fields_of(guides.version(session, slug, number).content) if number else EMPTY
