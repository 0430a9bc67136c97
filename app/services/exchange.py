"""The knowledge base out as a ZIP, and in again: first looked at, then carried out as it was looked at, all of it or nothing."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session

from app.base.errors import Conflict, Invalid
from app.domain import kb_check, kb_files, kb_zip
from app.domain.access import Right
from app.domain.kb_contents import Contents
from app.domain.kb_files import Problem
from app.domain.kb_yaml import load
from app.models import User
from app.services import content, knowledge_base, rights, trail

LARGEST_UPLOAD = 20_000_000
KEPT_FOR = timedelta(hours=1)
_FOLDER = "uploads"
NOUNS = {
    "guides": "Guider",
    "routing": "Fordelingsregler",
    "departments.yaml": "Afdelinger",
    "people.yaml": "Medarbejdere",
    "facts.yaml": "Fakta",
    "closures.yaml": "Lukkedage",
    "synonyms.yaml": "Synonymer",
    "notices.yaml": "Færdige driftsmeddelelser",
}


@dataclass(frozen=True)
class NounPlan:
    """What an import would do to one noun, by name. `only_here` are left as they are."""

    word: str
    added: Sequence[str]
    changed: Sequence[str]
    same: int
    only_here: Sequence[str]


@dataclass(frozen=True)
class Plan:
    """What an import would do. `key` names the upload that was looked at, `revision` the content it was compared with."""

    problems: Sequence[Problem]
    nouns: Sequence[NounPlan]
    key: str
    revision: int

    @property
    def changes_something(self) -> bool:
        return any(noun.added or noun.changed for noun in self.nouns)


def download(session: Session, user: User, at: datetime) -> bytes:
    """The whole knowledge base as a ZIP; the same content always gives the same bytes. Raises NotAllowed."""
    rights.require(user, Right.EDIT_CONTENT)
    trail.record(session, user, "export", "knowledge_base", knowledge_base.WHOLE, at)
    return kb_zip.pack(kb_files.write(knowledge_base.export_contents(session)))


def look(session: Session, user: User, data: bytes, folder: Path, at: datetime) -> Plan:
    """What an upload would change. One without problems is kept for an hour, for this user alone. Raises NotAllowed, Invalid."""
    rights.require(user, Right.ADMINISTER)
    if not data:
        raise Invalid("Vælg en ZIP-fil.", "file")
    if len(data) > LARGEST_UPLOAD:
        raise Invalid(f"Filen fylder for meget; højst {LARGEST_UPLOAD // 1_000_000} MB.", "file")
    problems, contents = _read(data)
    key = hashlib.sha256(data).hexdigest()
    revision = content.current(session).revision
    if problems:
        return Plan(problems, [], key, revision)
    _forget_old(folder, at)
    _place(folder, user).parent.mkdir(parents=True, exist_ok=True)
    _place(folder, user).write_bytes(at.isoformat().encode() + b"\n" + data)
    _place(folder, user).chmod(0o600)
    return Plan([], _nouns(session, contents), key, revision)


def carry_out(session: Session, user: User, key: str, revision: int, folder: Path, at: datetime) -> knowledge_base.Summary:
    """Import the upload that was looked at, all of it or nothing.

    Raises NotAllowed; Conflict when the upload is gone or is another one, or when the content has changed since it was looked at.
    """
    rights.require(user, Right.ADMINISTER)
    data = _kept(_place(folder, user), at)
    if data is None or hashlib.sha256(data).hexdigest() != key:
        raise Conflict("Filen er ikke gemt her mere. Vælg den igen.", "file")
    if content.current(session).revision != revision:
        raise Conflict("Vidensbasen er ændret, siden du så listen. Vælg filen igen, og se den nye liste.", "file")
    problems, contents = _read(data)
    if problems:
        raise Conflict("Filen kan ikke læses mere. Vælg den igen.", "file")
    return knowledge_base.import_contents(session, contents, at, user)


def forget(user: User, folder: Path) -> None:
    """Throw a user's upload away, when it has been carried out or given up."""
    _place(folder, user).unlink(missing_ok=True)


def _read(data: bytes) -> tuple[list[Problem], Contents]:
    files, problems = kb_zip.unpack(data)
    contents = kb_files.read(files)
    if not problems:
        problems = sorted({*contents.problems, *kb_check.check(contents)})
    return problems, contents


def _place(folder: Path, user: User) -> Path:
    return folder / _FOLDER / f"{hashlib.sha256(user.id.encode()).hexdigest()[:32]}.upload"


def _kept(path: Path, at: datetime) -> bytes | None:
    """An upload with its moment on the first line; None when there is none or its hour has passed."""
    if not path.is_file():
        return None
    stamp, _, data = path.read_bytes().partition(b"\n")
    return data if at - datetime.fromisoformat(stamp.decode()) <= KEPT_FOR else None


def _forget_old(folder: Path, at: datetime) -> None:
    for path in (folder / _FOLDER).glob("*.upload"):
        if _kept(path, at) is None:
            path.unlink(missing_ok=True)


def _nouns(session: Session, contents: Contents) -> list[NounPlan]:
    here, there = (_entries(kb_files.write(side)) for side in (knowledge_base.export_contents(session), contents))
    return [_noun(NOUNS[noun], here[noun], there[noun]) for noun in NOUNS]


def _noun(word: str, here: Mapping[str, tuple[str, Any]], there: Mapping[str, tuple[str, Any]]) -> NounPlan:
    added = [name for slug, (name, _) in there.items() if slug not in here]
    changed = [name for slug, (name, entry) in there.items() if slug in here and here[slug][1] != entry]
    only_here = [name for slug, (name, _) in here.items() if slug not in there]
    return NounPlan(word, sorted(added), sorted(changed), len(there) - len(added) - len(changed), sorted(only_here))


def _entries(files: Mapping[str, str]) -> dict[str, dict[str, tuple[str, Any]]]:
    """For each noun its entries by slug, each with the name people know it by and all that it says."""
    entries: dict[str, dict[str, tuple[str, Any]]] = {noun: {} for noun in NOUNS}
    for path, text in files.items():
        folder, _, rest = path.partition("/")
        slug = rest.rpartition(".")[0]
        if folder == "guides":
            entries["guides"][slug] = (_field(text, "title", slug), (text, files.get(f"heard/{slug}.txt", "")))
        elif folder == "routing":
            entries["routing"][slug] = (_field(text, "title", slug), text)
        elif path in NOUNS:
            entries[path] = _rows(load(path, text, []) or {})
    return entries


def _field(text: str, field: str, otherwise: str) -> str:
    line = next((line for line in text.splitlines() if line.startswith(f"{field}: ")), "")
    return line.removeprefix(f"{field}: ").strip("'\"") or otherwise


def _rows(data: Any) -> dict[str, tuple[str, Any]]:
    if isinstance(data, list):
        return {str(row["day"]): (f"{row['name']} ({row['day']})", row) for row in data}
    return {str(slug): (_name(str(slug), row), row) for slug, row in data.items()}


def _name(slug: str, row: Any) -> str:
    if isinstance(row, dict):
        return str(row.get("name") or row.get("label") or row.get("title") or slug)
    return f"{slug}: {', '.join(row)}"
