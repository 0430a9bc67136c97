"""The exchange format, read and written: text in, nouns out, and back to the same bytes."""

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

from pydantic import BaseModel, ValidationError

from app.domain import kb_shapes as shapes
from app.domain.guide import BY_HEADING, LANGUAGE_CODES, LANGUAGE_HEADINGS, SECTIONS
from app.domain.kb_contents import Contents, read_heard
from app.domain.kb_yaml import Flow, Problem, dump, line_of, load, shaped
from app.models import Closure, Department, Fact, Guide, Notice, Person, RoutingTable, Synonym

__all__ = ["Contents", "Problem", "read", "write", "write_guide"]

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FRONT_MATTER = re.compile(r"\A---\n(.*?)^---\n", re.S | re.M)
_LANGUAGE = re.compile(r"^# (.+)$", re.M)
_HEADING = re.compile(r"^## (.+)$", re.M)
# A line of a text that would read as a heading gets a backslash in the file, and loses it again.
_AS_HEADING = re.compile(r"^(\\*#{1,2} )", re.M)
_ESCAPED_HEADING = re.compile(r"^\\(\\*#{1,2} )", re.M)


def read(files: Mapping[str, str]) -> Contents:
    """The nouns in the files (path relative to the knowledge base -> text). Never raises: what cannot be read is a problem."""
    contents = Contents()
    for path in sorted(files):
        if path.startswith("guides/") and path.endswith(".md"):
            _read_guide(path, files[path], contents)
        elif path.startswith("heard/") and path.endswith(".txt"):
            read_heard(path, files[path], contents)
        elif path.startswith("routing/") and path.endswith(".yaml"):
            _read_routing(path, files[path], contents)
        elif path in _TABLES:
            _TABLES[path](path, files[path], contents)
    return contents


def write(contents: Contents) -> dict[str, str]:
    """The files of a knowledge base; the same nouns always give the same bytes."""
    files = {f"guides/{guide.slug}.md": write_guide(guide) for guide in contents.guides}
    files |= {f"heard/{guide.slug}.txt": "".join(f"{line}\n" for line in guide.heard) for guide in contents.guides if guide.heard}
    files |= {f"routing/{table.slug}.yaml": dump(_plain(table, shapes.RoutingShape)) for table in contents.tables}
    files["departments.yaml"] = _write_rows(contents.departments, shapes.DepartmentShape)
    files["people.yaml"] = _write_rows(contents.people, shapes.PersonShape)
    files["facts.yaml"] = _write_rows(contents.facts, shapes.FactShape)
    files["notices.yaml"] = _write_rows(contents.notices, shapes.NoticeShape)
    files["closures.yaml"] = dump([_plain(closure, shapes.ClosureShape) for closure in sorted(contents.closures, key=lambda row: row.day)])
    files["synonyms.yaml"] = dump({row.word: Flow(row.means) for row in sorted(contents.synonyms, key=lambda row: row.word)})
    return files


# Guides


def _read_guide(path: str, text: str, contents: Contents) -> None:
    front = _FRONT_MATTER.match(text)
    if not front:
        contents.problems.append(Problem(path, 1, "Guiden begynder ikke med felter mellem to linjer med »---«."))
        return
    known = len(contents.problems)
    data = load(path, front.group(1), contents.problems, first_line=2)
    if len(contents.problems) > known:
        return
    shape = shaped(shapes.GuideShape, data, path, front.group(1), contents.problems, first_line=2)
    body = text[front.end() :]
    sections, translations = _read_body(path, body, text[: front.end()].count("\n") + 1, contents.problems)
    if shape is None:
        return
    if shape.slug != path.removeprefix("guides/").removesuffix(".md"):
        contents.problems.append(Problem(path, 2, f"»slug« er {shape.slug}, men filen hedder noget andet."))
    values = shape.model_dump(mode="json", exclude={"verified", "expires_on"})
    verified = shape.verified
    contents.places[f"guide:{shape.slug}"] = (path, 1)
    contents.guides.append(
        Guide(
            **{key: value if value is not None else {} for key, value in values.items() if key not in {"authority", "self_service"}},
            authority=_without_blanks(values["authority"]),
            self_service=_without_blanks(values["self_service"]),
            verified_by=verified.by if verified else "",
            verified_on=verified.on if verified else None,
            verified_until=verified.until if verified else None,
            expires_on=shape.expires_on,
            say=sections.pop("say", ""),
            sections=sections,
            translations=translations,
        )
    )


def _without_blanks(values: dict[str, str] | None) -> dict[str, str]:
    return {key: value for key, value in (values or {}).items() if value}


def _read_body(path: str, body: str, first_line: int, problems: list[Problem]) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    marks = list(_LANGUAGE.finditer(body))
    danish_end = marks[0].start() if marks else len(body)
    sections = _read_sections(path, body[:danish_end], first_line, problems)
    translations: dict[str, dict[str, str]] = {}
    for index, mark in enumerate(marks):
        line = first_line + body[: mark.start()].count("\n")
        language, _, title = mark.group(1).partition(": ")
        code = LANGUAGE_CODES.get(language)
        if code in translations:
            problems.append(Problem(path, line, f"Sprogdelen »# {language}« står to gange."))
        if code is None or not title.strip():
            problems.append(Problem(path, line, f"»# {mark.group(1)}« er ikke »# English: titel« eller »# Deutsch: titel«."))
            continue
        end = marks[index + 1].start() if index + 1 < len(marks) else len(body)
        part = _read_sections(path, body[mark.end() : end], line, problems)
        translations[code] = {"title": title.strip(), **part}
    return sections, translations


def _read_sections(path: str, text: str, first_line: int, problems: list[Problem]) -> dict[str, str]:
    sections: dict[str, str] = {}
    marks = list(_HEADING.finditer(text))
    if text[: marks[0].start() if marks else len(text)].strip():
        problems.append(Problem(path, first_line, "Der står tekst før den første overskrift."))
    for index, mark in enumerate(marks):
        line = first_line + text[: mark.start()].count("\n")
        section = BY_HEADING.get(mark.group(1).strip())
        if section is None:
            problems.append(Problem(path, line, f"Overskriften »{mark.group(1)}« findes ikke i formatet."))
            continue
        if section.code in sections:
            problems.append(Problem(path, line, f"Overskriften »{section.heading}« står to gange."))
        end = marks[index + 1].start() if index + 1 < len(marks) else len(text)
        sections[section.code] = _ESCAPED_HEADING.sub(r"\1", text[mark.end() : end].strip())
    return sections


def write_guide(guide: Guide) -> str:
    """A guide as the text of its file."""
    head: dict[str, Any] = {
        "slug": guide.slug,
        "title": guide.title,
        "kind": guide.kind,
        "department": guide.department,
        "audience": Flow(guide.audience),
        "kle": guide.kle,
    }
    if guide.routing:
        head["routing"] = guide.routing
    if authority := _without_blanks(guide.authority):
        head["authority"] = _ordered(authority, shapes.Authority)
    if self_service := _without_blanks(guide.self_service):
        head["self_service"] = _ordered(self_service, shapes.SelfService)
    if guide.processing_time:
        head["processing_time"] = guide.processing_time
    head["referral"] = _ordered(guide.referral, shapes.Referral)
    head["related"] = Flow(guide.related)
    head["keywords"] = Flow(guide.keywords)
    head["phrases"] = {code: list(guide.phrases[code]) for code in ("da", "en", "de") if guide.phrases.get(code)}
    head["situation_words"] = Flow(guide.situation_words)
    head["sources"] = [_ordered(source, shapes.Source) for source in guide.sources]
    head["verified"] = {"by": guide.verified_by, "on": guide.verified_on, "until": guide.verified_until} if guide.verified_on else None
    if guide.expires_on:
        head["expires_on"] = guide.expires_on
    parts = [f"---\n{dump(head)}---\n", *_write_sections({"say": guide.say, **guide.sections})]
    for code, heading in LANGUAGE_HEADINGS.items():
        if code in guide.translations:
            part = guide.translations[code]
            parts.append(f"# {heading}: {part.get('title', '')}\n")
            parts.extend(_write_sections(part))
    return "\n".join(parts)


def _write_sections(texts: Mapping[str, str]) -> list[str]:
    plain = {code: _AS_HEADING.sub(r"\\\1", text.strip()) for code, text in texts.items()}
    return [f"## {section.heading}\n{plain[section.code]}\n" for section in SECTIONS if plain.get(section.code)]


# Tables


def _rows(shape: type[BaseModel], build: Callable[[str, dict[str, Any]], Any], target: str) -> Callable[[str, str, Contents], None]:
    """A reader for a file that maps slugs to entries of one shape."""

    def read_rows(path: str, text: str, contents: Contents) -> None:
        for slug, entry in _named_entries(path, text, contents):
            line = line_of(text, (slug,))
            if not _SLUG.fullmatch(str(slug)):
                contents.problems.append(Problem(path, line, f"»{slug}« er ikke et navn af a-z, cifre og bindestreger."))
                continue
            entry_shape = shaped(shape, entry, path, text, contents.problems, under=(slug,))
            if entry_shape is None:
                continue
            values = entry_shape.model_dump(mode="json", by_alias=True, exclude_none=True)
            contents.places[f"{target}:{slug}"] = (path, line)
            getattr(contents, target).append(build(str(slug), values))

    return read_rows


def _named_entries(path: str, text: str, contents: Contents) -> Iterable[tuple[Any, Any]]:
    data = load(path, text, contents.problems) or {}
    if isinstance(data, dict):
        return data.items()
    contents.problems.append(Problem(path, 1, "Filen skal have navngivne felter."))
    return ()


def _read_routing(path: str, text: str, contents: Contents) -> None:
    known = len(contents.problems)
    data = load(path, text, contents.problems)
    shape = shaped(shapes.RoutingShape, data, path, text, contents.problems) if len(contents.problems) == known else None
    if shape is None:
        return
    if shape.slug != path.removeprefix("routing/").removesuffix(".yaml"):
        contents.problems.append(Problem(path, 1, f"»slug« er {shape.slug}, men filen hedder noget andet."))
    contents.places[f"routing:{shape.slug}"] = (path, 1)
    for index in range(len(shape.rows)):
        contents.places[f"routing:{shape.slug}:{index + 1}"] = (path, line_of(text, ("rows", index)))
    contents.tables.append(RoutingTable(**shape.model_dump(mode="json")))


def _read_closures(path: str, text: str, contents: Contents) -> None:
    data = load(path, text, contents.problems) or []
    if not isinstance(data, list):
        contents.problems.append(Problem(path, 1, "Filen skal være en liste."))
        return
    for index, entry in enumerate(data):
        shape = shaped(shapes.ClosureShape, entry, path, text, contents.problems, under=(index,))
        if shape:
            contents.places[f"closures:{shape.day}"] = (path, line_of(text, (index,)))
            contents.closures.append(Closure(**shape.model_dump()))


def _read_synonyms(path: str, text: str, contents: Contents) -> None:
    for word, means in _named_entries(path, text, contents):
        if not isinstance(means, list) or not all(isinstance(item, str) for item in means):
            contents.problems.append(Problem(path, line_of(text, (word,)), f"»{word}« skal have en liste af ord."))
            continue
        contents.places[f"synonyms:{word}"] = (path, line_of(text, (word,)))
        contents.synonyms.append(Synonym(word=str(word), means=means))


_TABLES: dict[str, Callable[[str, str, Contents], None]] = {
    "departments.yaml": _rows(shapes.DepartmentShape, lambda slug, values: Department(slug=slug, **values), "departments"),
    "people.yaml": _rows(shapes.PersonShape, lambda slug, values: Person(slug=slug, **values), "people"),
    "facts.yaml": _rows(shapes.FactShape, lambda slug, values: Fact(slug=slug, **values), "facts"),
    "notices.yaml": _rows(shapes.NoticeShape, lambda slug, values: Notice(slug=slug, is_template=True, **values), "notices"),
    "closures.yaml": _read_closures,
    "synonyms.yaml": _read_synonyms,
}


def _write_rows(rows: Iterable[Any], shape: type[BaseModel]) -> str:
    return dump({row.slug: _plain(row, shape) for row in sorted(rows, key=lambda row: row.slug)})


def _plain(row: Any, shape: type[BaseModel]) -> dict[str, Any]:
    """The fields of a row that its shape names, in the shape's order, without those that only say the default."""
    values = {name: getattr(row, name) for name in shape.model_fields}
    with suppress(ValidationError):  # what does not fit its shape is written as it is, for the check to name
        values = shape.model_validate(values).model_dump(mode="json", by_alias=True, exclude_none=True)
    plain: dict[str, Any] = {}
    for name, info in shape.model_fields.items():
        value = values[name]
        default = info.get_default(call_default_factory=True)
        if isinstance(default, BaseModel):
            default = default.model_dump(exclude_none=True)
        if info.is_required() or (value != default and value not in ("", [], {})):
            plain[name] = Flow(value) if _is_short_list(value) else value
    return plain


def _ordered(values: Mapping[str, Any], shape: type[BaseModel]) -> dict[str, Any]:
    return {name: values[name] for name in shape.model_fields if name in values}


def _is_short_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
