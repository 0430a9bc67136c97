"""How good the search is on queries whose answers are known."""

from pathlib import Path

import pytest
from sqlmodel import Session

from app.base.errors import BadContent
from app.services import evaluation
from app.services.evaluation import Case


def cases_file(folder: Path, text: str) -> Path:
    """A file of cases."""
    file = folder / "cases.jsonl"
    file.write_text(text, encoding="utf-8")
    return file


def test_cases_are_read_line_by_line_and_blank_lines_are_skipped(tmp_path: Path) -> None:
    file = cases_file(tmp_path, '{"q": "pas", "slugs": ["pas-forny"], "cat": "kort"}\n\n{"q": "ø", "slugs": ["a", "b"]}\n')
    assert evaluation.read_cases(file) == [Case("pas", frozenset({"pas-forny"}), "kort"), Case("ø", frozenset({"a", "b"}), "")]


@pytest.mark.parametrize("line", ["{", "[]", '{"q": "pas"}', '{"slugs": ["a"]}', '{"q": "pas", "slugs": 5}', "5"])
def test_line_that_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    file = cases_file(tmp_path, f'{{"q": "pas", "slugs": []}}\n{line}\n')
    with pytest.raises(BadContent, match=r"cases\.jsonl:2:"):
        evaluation.read_cases(file)


def test_file_without_cases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadContent):
        evaluation.read_cases(cases_file(tmp_path, "\n\n"))


def test_scores_tell_first_from_found_from_lost(sqlite_session: Session) -> None:
    cases = [
        Case("forny pas", frozenset({"pas-forny"}), "ens"),
        Case("forny pas", frozenset({"pas-mistet"}), "anden"),
        Case("forny pas", frozenset({"findes-ikke"}), "tabt"),
    ]
    report = evaluation.evaluate(sqlite_session, cases)
    scores = {name: (score.first, score.top3, score.mrr) for name, score in report.by_category.items()}
    assert scores == {"ens": (1, 1, 1), "anden": (0, 1, 0.5), "tabt": (0, 0, 0)}
    assert (report.overall.n, report.overall.first, report.overall.mrr) == (3, pytest.approx(1 / 3), 0.5)
    assert report.searches == 3 * len("forny pas")
    assert 0 < report.p50_ms <= report.p99_ms


def test_unknown_guides_can_be_left_out(sqlite_session: Session) -> None:
    cases = [Case("pas", frozenset({"pas-forny"}), ""), Case("drone", frozenset({"findes-ikke"}), "")]
    assert evaluation.evaluate(sqlite_session, cases).overall.n == 2
    assert evaluation.evaluate(sqlite_session, cases, only_known=True).overall.n == 1
    with pytest.raises(BadContent):
        evaluation.evaluate(sqlite_session, cases[1:], only_known=True)
