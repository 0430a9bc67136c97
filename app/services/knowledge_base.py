"""The exchange format between a folder and the store: fill an empty store, import, export, check."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import inspect
from sqlmodel import Session, SQLModel, col, func, select

from app.base.errors import BadContent
from app.domain import kb_check, kb_files
from app.domain.guide_content import content_of
from app.domain.kb_files import Contents, Problem
from app.domain.readability import BODY_LIMIT, SAY_LIMIT, readability
from app.models import Closure, Department, Fact, Guide, Notice, Person, RoutingTable, Synonym, User
from app.services import guides, revisions, trail

IGNORED_FILES = ("README.md",)
WHOLE = "*"


@dataclass(frozen=True)
class Summary:
    """What an import or export moved, by noun."""

    counts: dict[str, int]

    def __str__(self) -> str:
        return ", ".join(f"{number} {noun}" for noun, number in self.counts.items())


def read_folder(folder: Path) -> Contents:
    """The knowledge base in a folder. Raises BadContent when there is none."""
    if not folder.is_dir():
        raise BadContent(f"Der er ingen vidensbase i {folder}.")
    files: dict[str, str] = {}
    problems: list[Problem] = []
    for path in sorted([*folder.glob("*.yaml"), *folder.glob("guides/*.md"), *folder.glob("routing/*.yaml"), *folder.glob("heard/*.txt")]):
        name = path.relative_to(folder).as_posix()
        try:
            files[name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            problems.append(Problem(name, 1, f"Filen er ikke gyldig UTF-8 (tegn {error.start})."))
    contents = kb_files.read(files)
    contents.problems.extend(problems)
    return contents


def check_folder(folder: Path) -> list[Problem]:
    """Every problem in a folder, of form and of meaning, in the order of files and lines."""
    contents = read_folder(folder)
    return sorted({*contents.problems, *kb_check.check(contents)})


def write_folder(folder: Path, contents: Contents) -> Summary:
    """Write the knowledge base into a folder; guides that are no longer there are removed from it."""
    files = kb_files.write(contents)
    for part, ending in (("guides", "*.md"), ("heard", "*.txt"), ("routing", "*.yaml")):
        (folder / part).mkdir(parents=True, exist_ok=True)
        for stale in (folder / part).glob(ending):
            if f"{part}/{stale.name}" not in files:
                stale.unlink()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return _summary(contents)


def is_empty(session: Session) -> bool:
    """Whether the store holds no departments yet."""
    return session.exec(select(func.count()).select_from(Department)).one() == 0


def import_contents(session: Session, contents: Contents, at: datetime, user: User | None = None) -> Summary:
    """Add what the store lacks and change what differs. What the contents lack is left as it is: calls and flags may point to it.

    Raises BadContent with the first problem when there is any: nothing is half-imported.
    """
    problems = sorted({*contents.problems, *kb_check.check(contents)})
    if problems:
        raise BadContent(f"{problems[0]} ({len(problems)} i alt)")
    importing = None if is_empty(session) else _Import(session, at, user)  # what fills an empty store is one entry in the trail
    for kind, rows in (
        ("department", contents.departments),
        ("person", contents.people),
        ("fact", contents.facts),
        ("closure", contents.closures),
        ("synonym", contents.synonyms),
        ("routing", contents.tables),
    ):
        _merge(session, kind, rows, importing)
    _merge_guides(session, contents.guides, importing)
    _replace_templates(session, contents.notices)
    guides.keep_versions(session, at)
    trail.record(session, user, "import", "knowledge_base", WHOLE, at, new=dict(_summary(contents).counts))
    revisions.content_changed(session, WHOLE, WHOLE)
    return _summary(contents)


def export_contents(session: Session) -> Contents:
    """The whole store as a knowledge base."""
    return Contents(
        guides=list(session.exec(select(Guide).where(col(Guide.archived_at).is_(None)).order_by(col(Guide.slug))).all()),
        departments=list(session.exec(select(Department)).all()),
        people=list(session.exec(select(Person)).all()),
        facts=list(session.exec(select(Fact)).all()),
        closures=list(session.exec(select(Closure)).all()),
        synonyms=list(session.exec(select(Synonym)).all()),
        tables=list(session.exec(select(RoutingTable).order_by(col(RoutingTable.slug))).all()),
        notices=list(session.exec(select(Notice).where(col(Notice.is_template))).all()),
    )


@dataclass(frozen=True)
class _Import:
    """An import into a store that holds something already: each row that it adds or changes stands in the trail."""

    session: Session
    at: datetime
    user: User | None

    def note(self, kind: str, slug: str, old: dict[str, Any] | None, new: dict[str, Any], department: str) -> None:
        if old != new:
            trail.record(self.session, self.user, "import", kind, slug, self.at, old=old, new=new, department=department)


def _merge(session: Session, kind: str, rows: Iterable[SQLModel], importing: _Import | None) -> None:
    for row in rows:
        (key,) = inspect(type(row)).primary_key
        slug = getattr(row, key.name)
        known = session.get(type(row), slug)
        old, new = known.model_dump(exclude={key.name}) if known else None, row.model_dump(exclude={key.name})
        session.merge(row)
        if importing:
            importing.note(kind, slug, old, new, getattr(row, "department", slug if kind == "department" else ""))
    session.flush()


def _merge_guides(session: Session, rows: Iterable[Guide], importing: _Import | None) -> None:
    for guide in rows:
        known = session.get(Guide, guide.slug)
        old = content_of(known) if known else None
        if known is not None:
            changed = kb_files.write_guide(known) != kb_files.write_guide(guide) or known.heard != guide.heard
            guide.version = known.version + 1 if changed else known.version
        session.merge(guide)
        if importing:
            importing.note(guides.KIND, guide.slug, old, content_of(guide), guide.department)
    session.flush()


def _replace_templates(session: Session, notices: Iterable[Notice]) -> None:
    for notice in notices:
        known = session.exec(select(Notice).where(Notice.slug == notice.slug, col(Notice.is_template))).one_or_none()
        if known is not None:
            notice.id = known.id
        session.merge(notice)
    session.flush()


def _summary(contents: Contents) -> Summary:
    counted = (entry.name for entry in fields(contents) if entry.name not in {"problems", "places"})
    return Summary({name: len(getattr(contents, name)) for name in counted})


def report_lines(contents: Contents) -> list[str]:
    """Guides per department, words, languages, phrases, and the guides whose LIX is over the limit."""
    by_department: dict[str, list[Guide]] = {}
    for guide in contents.guides:
        by_department.setdefault(guide.department, []).append(guide)
    lines = [f"{'afdeling':24}{'guider':>8}{'ord':>8}{'fraser':>8}{'situation':>10}{'en':>5}{'de':>5}"]
    lines.extend(f"{department:24}" + _report_row(rows) for department, rows in sorted(by_department.items()))
    lines.append(f"{'i alt':24}" + _report_row(contents.guides))
    say = [(readability(guide.say).lix, guide.slug) for guide in contents.guides]
    body = [(readability("\n\n".join(guide.sections.values())).lix, guide.slug) for guide in contents.guides]
    for name, rows, limit in (("Sig", say, SAY_LIMIT), ("Resten", body, BODY_LIMIT)):
        values = sorted(lix for lix, _ in rows)
        if values:
            middle, high = values[len(values) // 2], values[int(len(values) * 0.95)]
            lines.append(f"LIX {name}: median {middle:.1f}, 95 % under {high:.1f}, højest {values[-1]:.1f}; grænse {limit}")
            lines.extend(f"  over grænsen: {slug} {lix:.1f}" for lix, slug in sorted(rows, reverse=True) if lix >= limit)
    return lines


def _report_row(guides: Iterable[Guide]) -> str:
    rows = list(guides)
    words = sum(readability("\n\n".join([guide.say, *guide.sections.values()])).words for guide in rows)
    phrases = sum(len(texts) for guide in rows for texts in guide.phrases.values())
    situation = sum(len(guide.situation_words) for guide in rows)
    translated = [sum(code in guide.translations for guide in rows) for code in ("en", "de")]
    return f"{len(rows):8}{words:8}{phrases:8}{situation:10}{translated[0]:5}{translated[1]:5}"
