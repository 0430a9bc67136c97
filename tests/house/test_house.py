"""The house itself: who may import whom, how long files may be, and that templates name only icons that are there."""

import re
from pathlib import Path

import pytest
from importlinter.application.use_cases import lint_imports, read_user_options
from importlinter.configuration import configure

from app.base.settings import ROOT

ICONS = ROOT / "static/vendor/dkfds-11.2.0/img/icons.svg"
LIMITS = [("app", "*.py", 300), ("tests", "*.py", 300), ("static/js", "*.js", 300), ("static/css", "*.css", 300), ("templates", "*.html", 300)]
LONGER = {"static/css/ui.css": 400}
GENERATED = "app/migrations/versions"


def test_every_import_contract_is_kept(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    configure()
    assert len(read_user_options("pyproject.toml").contracts_options) >= 7
    assert lint_imports("pyproject.toml", cache_dir=None), capsys.readouterr().out


@pytest.mark.parametrize(("folder", "pattern", "limit"), LIMITS, ids=[folder for folder, _, _ in LIMITS])
def test_no_file_is_too_long_to_read(folder: str, pattern: str, limit: int) -> None:
    lengths = {
        name: len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / folder).rglob(pattern)
        if not (name := path.relative_to(ROOT).as_posix()).startswith(GENERATED)
    }
    assert lengths
    assert {name: length for name, length in lengths.items() if length > LONGER.get(name, limit)} == {}


def test_templates_use_only_icons_that_are_there() -> None:
    there = set(re.findall(r'<symbol id="([^"]+)"', ICONS.read_text(encoding="utf-8")))
    used = {
        (path.name, name)
        for path in (ROOT / "templates").rglob("*.html")
        for call in re.findall(r"\bicon\(([^)]*)\)", path.read_text(encoding="utf-8"))
        for name in re.findall(r"(?:^|else )'([\w-]+)'", call)
    }
    assert len(there) > 100
    assert len(used) > 5
    assert {(file, name) for file, name in used if name not in there} == set()


def test_init_files_are_empty_but_the_one_that_fills_the_metadata() -> None:
    full = [path.relative_to(ROOT).as_posix() for path in (ROOT / "app").rglob("__init__.py") if path.read_text(encoding="utf-8").strip()]
    assert full == ["app/models/__init__.py"]


def test_every_module_and_test_file_begins_with_what_it_is_for() -> None:
    files = [*(ROOT / "app").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    silent = [str(path.relative_to(ROOT)) for path in files if path.name != "__init__.py" and not _begins_with_docstring(path)]
    assert silent == []


def _begins_with_docstring(path: Path) -> bool:
    return path.read_text(encoding="utf-8").startswith('"""')
