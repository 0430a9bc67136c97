"""YAML with the knowledge base's habits: dates as dates, short lists on one line, every problem with file, line and sentence."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

LINE_WIDTH = 150
_SENTENCES: dict[str, str] = {
    "missing": "Feltet »{field}« mangler.",
    "extra_forbidden": "Feltet »{field}« findes ikke i formatet.",
    "string_type": "»{field}« skal være tekst; sæt anførselstegn om tal og ja/nej.",
    "list_type": "»{field}« skal være en liste.",
    "dict_type": "»{field}« skal have navngivne felter.",
    "string_too_long": "»{field}« er for lang (højst {max_length} tegn).",
    "string_too_short": "»{field}« er tom.",
    "enum": "»{field}« har en værdi, der ikke findes ({expected}).",
    "literal_error": "»{field}« har en værdi, der ikke findes ({expected}).",
    "string_pattern_mismatch": "»{field}« har en forkert form.",
}


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong in a file, at a line, in one Danish sentence."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"


def _mapping(loader: Any, node: yaml.MappingNode) -> Iterator[Any]:
    """A mapping in which no key stands twice: the second would silently replace the first."""
    seen: set[str] = set()
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode) and key.value in seen:
            raise yaml.constructor.ConstructorError(None, None, f"»{key.value}« står to gange", key.start_mark)
        seen.add(str(key.value))
    yield from loader.construct_yaml_map(node)


def _date_or_text(loader: Any, node: yaml.ScalarNode) -> Any:
    """A date; what has the form of one but is none stays text, for the shape to refuse at its line."""
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return loader.construct_scalar(node)


_BOOL = "tag:yaml.org,2002:bool"
# Safe, and only true and false are yes and no: `on` is a field of a guide, and »nej« and "no" are what callers say.
_Loader: Any = type("_Loader", (getattr(yaml, "CSafeLoader", yaml.SafeLoader),), {})
_Loader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in rules if tag != _BOOL or first in "tTfF"] for first, rules in _Loader.yaml_implicit_resolvers.items()
}
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _date_or_text)


class Flow(list[Any]):
    """A list that is written on one line."""


class _Dumper(yaml.SafeDumper):
    """Block style, insertion order, dates as dates; lists marked as flow on one line."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


_Dumper.add_representer(Flow, lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True))


def dump(data: Any) -> str:
    return yaml.dump(_dated(data), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=LINE_WIDTH, default_flow_style=False)


_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_DATE_FIELDS = ("checked", "from", "to", "date", "on", "until")


def _dated(data: Any, key: str = "") -> Any:
    """The data with ISO texts in date fields as dates, so that they are written without quotes."""
    if isinstance(data, Flow):
        return data
    if isinstance(data, dict):
        return {name: _dated(value, name) for name, value in data.items()}
    if isinstance(data, list):
        return [_dated(item) for item in data]
    if key in _DATE_FIELDS and isinstance(data, str) and _ISO_DATE.match(data):
        return date.fromisoformat(data)
    return data


def load(path: str, text: str, problems: list[Problem], first_line: int = 1) -> Any:
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506  (a safe loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        problems.append(Problem(path, line, f"Filen kan ikke læses som YAML: {getattr(error, 'problem', None) or 'ukendt fejl'}."))
        return None


def shaped(
    shape: type[BaseModel],
    data: Any,
    path: str,
    text: str,
    problems: list[Problem],
    under: tuple[Any, ...] = (),
    first_line: int = 1,
) -> Any:
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        for detail in error.errors():
            location = under + tuple(part for part in detail["loc"] if part != "[key]")
            name = ".".join(str(part) for part in location) or "filen"
            sentence = _SENTENCES.get(detail["type"], "»{field}« har en værdi, der ikke kan bruges.")
            problems.append(Problem(path, line_of(text, location) + first_line - 1, sentence.format(field=name, **_context(detail.get("ctx", {})))))
        return None


def _context(context: Mapping[str, Any]) -> dict[str, Any]:
    return {"expected": context.get("expected", "").replace(" or ", " eller "), "max_length": context.get("max_length", "")}


@lru_cache(maxsize=4)
def _composed(text: str) -> yaml.Node | None:
    return yaml.compose(text, Loader=_Loader)


def line_of(text: str, location: tuple[Any, ...]) -> int:
    """The line in a YAML text where a field stands, or where its nearest parent does."""
    node = _composed(text)
    line = 1
    for part in location:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if str(key.value) == str(part)), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line
