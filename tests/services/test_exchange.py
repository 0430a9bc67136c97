"""The knowledge base out as a ZIP and in again: looked at first, then all of it or nothing."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from app.base.errors import Conflict, Invalid, NotAllowed
from app.domain import kb_files, kb_zip
from app.models import Synonym
from app.services import exchange, guides, synonyms, trail
from tests.conftest import user
from tests.services.test_knowledge_base import whole_town


def upload(**changed: str) -> bytes:
    """The town as a ZIP, with some files replaced."""
    files = kb_files.write(whole_town())
    return kb_zip.pack({**files, **{name.replace("__", "/"): text for name, text in changed.items()}})


def with_new_title() -> bytes:
    town = whole_town()
    town.guides[0].title = "Forny dit pas"
    town.synonyms.append(Synonym(word="dunk", means=["skraldespand"]))
    return kb_zip.pack(kb_files.write(town))


def test_download_is_the_same_bytes_each_time_and_goes_in_again_without_change(session: Session, at: datetime, tmp_path: Path) -> None:
    eva = user(session, "eva")
    exchange.carry_out(session, eva, *looked(session, upload(), tmp_path, at), tmp_path, at)
    first = exchange.download(session, user(session, "bo"), at)
    assert exchange.download(session, eva, at + timedelta(days=1)) == first
    plan = exchange.look(session, eva, first, tmp_path, at)
    assert (plan.problems, plan.changes_something) == ([], False)


def looked(session: Session, data: bytes, folder: Path, at: datetime) -> tuple[str, int]:
    plan = exchange.look(session, user(session, "eva"), data, folder, at)
    assert not plan.problems
    return plan.key, plan.revision


def test_look_names_what_is_new_and_changed_and_changes_nothing(session: Session, at: datetime, tmp_path: Path) -> None:
    eva = user(session, "eva")
    exchange.carry_out(session, eva, *looked(session, upload(), tmp_path, at), tmp_path, at)
    synonyms.save(session, eva, "kun her", "pas", at)
    plan = exchange.look(session, eva, with_new_title(), tmp_path, at)
    by_word = {noun.word: noun for noun in plan.nouns}
    assert (by_word["Guider"].added, by_word["Guider"].changed, by_word["Guider"].same) == ([], ["Forny dit pas"], 5)
    assert by_word["Synonymer"].added == ["dunk: skraldespand"]
    assert by_word["Synonymer"].only_here == ["kun her: pas"]
    assert by_word["Afdelinger"].changed == by_word["Fakta"].changed == by_word["Lukkedage"].changed == []
    assert guides.find(session, "pas-forny").title == "Forny pas"


def test_what_was_looked_at_is_carried_out_whole_with_a_trail(session: Session, at: datetime, tmp_path: Path) -> None:
    eva = user(session, "eva")
    exchange.carry_out(session, eva, *looked(session, with_new_title(), tmp_path, at), tmp_path, at)
    assert guides.find(session, "pas-forny").title == "Forny dit pas"
    assert synonyms.find(session, "dunk").means == ["skraldespand"]
    entry = trail.read(session, trail.Filter(kind="knowledge_base"))[0]
    assert (entry.action, entry.by_name) == ("import", "Eva Administrator")
    exchange.forget(eva, tmp_path)
    assert list(tmp_path.rglob("*.upload")) == []


def test_upload_with_problems_names_file_and_line_and_is_not_kept(session: Session, at: datetime, tmp_path: Path) -> None:
    plan = exchange.look(session, user(session, "eva"), upload(**{"people.yaml": "x:\n  name: X\n  department: findes-ikke\n"}), tmp_path, at)
    assert {(problem.file, problem.line) for problem in plan.problems} == {("people.yaml", 1)}
    unsafe = exchange.look(session, user(session, "eva"), upload(**{"..__x": "x"}), tmp_path, at)
    assert [problem.file for problem in unsafe.problems] == ["../x"]
    assert list(tmp_path.rglob("*.upload")) == []


def test_upload_is_gone_after_an_hour_and_belongs_to_one_user(session: Session, at: datetime, tmp_path: Path) -> None:
    key, revision = looked(session, upload(), tmp_path, at)
    late = at + exchange.KEPT_FOR + timedelta(seconds=1)
    rita = user(session, "carla")
    rita.role = "admin"
    for who, moment, wanted in ((user(session, "eva"), late, key), (rita, at, key), (user(session, "eva"), at, "0" * 64)):
        with pytest.raises(Conflict):
            exchange.carry_out(session, who, wanted, revision, tmp_path, moment)
    exchange.look(session, rita, upload(), tmp_path, late)
    assert len(list(tmp_path.rglob("*.upload"))) == 1


def test_change_since_the_look_stops_the_import(session: Session, at: datetime, tmp_path: Path) -> None:
    key, revision = looked(session, upload(), tmp_path, at)
    synonyms.save(session, user(session, "bo"), "dunk", "pas", at)
    session.commit()
    with pytest.raises(Conflict) as refusal:
        exchange.carry_out(session, user(session, "eva"), key, revision, tmp_path, at)
    assert "ændret" in refusal.value.message


def test_nothing_and_too_much_are_refused(sqlite_session: Session, at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "LARGEST_UPLOAD", 10)
    for data in (b"", b"x" * 11):
        with pytest.raises(Invalid):
            exchange.look(sqlite_session, user(sqlite_session, "eva"), data, tmp_path, at)


def test_editors_take_out_and_only_administrators_bring_in(sqlite_session: Session, at: datetime, tmp_path: Path) -> None:
    for name in ("anna", "carla"):
        with pytest.raises(NotAllowed):
            exchange.download(sqlite_session, user(sqlite_session, name), at)
    for name in ("anna", "bo", "carla"):
        with pytest.raises(NotAllowed):
            exchange.look(sqlite_session, user(sqlite_session, name), upload(), tmp_path, at)
        with pytest.raises(NotAllowed):
            exchange.carry_out(sqlite_session, user(sqlite_session, name), "", 0, tmp_path, at)
