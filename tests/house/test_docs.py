"""The documentation says what the program does: settings, commands, and the files made by others."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from app.base.settings import ROOT, Settings
from app.cli import app as commands

VENDOR = ROOT / "static/vendor"


def table(file: Path) -> dict[str, list[str]]:
    """The rows of the first table in a file, by their first cell."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    return {row[0].strip("`"): row[1:] for row in rows[2:]}


def shown(default: object) -> str:
    """A default as the table shows it."""
    if default is None:
        return "by mode"
    if isinstance(default, Path):
        return f"`{default.relative_to(ROOT)}/`"
    return f"`{default}`" if default != "" else "empty"


def test_every_setting_is_documented_with_its_default_and_nothing_else_is() -> None:
    expected = {f"STRAKS_{name.upper()}": [shown(field.default), field.description] for name, field in Settings.model_fields.items()}
    assert table(ROOT / "docs/settings.md") == expected


def test_settings_file_names_no_variable_that_does_not_exist() -> None:
    known = {f"STRAKS_{name.upper()}" for name in Settings.model_fields}
    documents = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    named = {name for path in documents for name in re.findall(r"STRAKS_[A-Z_]+[A-Z]", path.read_text(encoding="utf-8"))}
    assert named - known == set()


def leaves(command: Any, prefix: str = "straks") -> Iterator[tuple[str, Any]]:
    """Every command that can be run, with its full name."""
    for name, below in command.commands.items():
        if hasattr(below, "commands"):
            yield from leaves(below, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", below


def spelled(parameter: Any) -> str:
    """An argument or option as the table spells it."""
    if parameter.param_type_name == "option":
        return f"`{parameter.opts[0]}`"
    name = parameter.name.upper()
    return f"`{name}`" if parameter.required else f"`[{name}]`"


def test_every_command_is_documented_with_its_arguments_and_nothing_else_is() -> None:
    expected = {
        name: " ".join(spelled(row) for row in command.params if row.name != "help") or "none"
        for name, command in leaves(typer.main.get_command(commands))
    }
    documented = table(ROOT / "docs/commands.md")
    assert {name: cells[0] for name, cells in documented.items()} == expected
    assert all(cells[1].endswith(".") for cells in documented.values())


def test_every_command_has_its_own_help() -> None:
    silent = [name for name, command in leaves(typer.main.get_command(commands)) if not command.help]
    assert silent == []


@pytest.fixture(scope="module")
def hashes() -> dict[str, str]:
    """The list of files made by others, with their hashes."""
    text = (VENDOR / "README.md").read_text(encoding="utf-8")
    return {name: digest for digest, name in re.findall(r"^([0-9a-f]{64})  (\S+)$", text, re.M)}


def test_files_made_by_others_are_the_ones_on_the_list(hashes: dict[str, str]) -> None:
    there = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "README.md"
    }
    assert there == hashes


def test_every_folder_made_by_others_has_a_version_a_licence_and_a_word_on_changes() -> None:
    folders = {path.name for path in VENDOR.iterdir() if path.is_dir()}
    rows = table(VENDOR / "README.md")
    assert set(rows) == folders
    for name, cells in rows.items():
        assert re.fullmatch(r"[a-z-]+-\d+\.\d+\.\d+", name)
        assert all(cells)
        assert any((VENDOR / name).glob("LICENSE*"))


def test_templates_use_only_versions_that_are_there() -> None:
    used = {match for path in (ROOT / "templates").rglob("*.html") for match in re.findall(r"vendor/([^/']+)/", path.read_text(encoding="utf-8"))}
    assert used
    assert all((VENDOR / name).is_dir() for name in used)
