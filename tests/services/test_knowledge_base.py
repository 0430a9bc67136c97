"""The exchange format between a folder and the store: in, out, and in again without loss."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, func, select

from app.base.database import session_scope
from app.base.errors import BadContent
from app.base.settings import ROOT, Settings
from app.domain.guide import FEWEST_PHRASES, FEWEST_SITUATION_WORDS
from app.domain.kb_files import Contents
from app.models import Department, Guide, Notice, User
from app.services import knowledge_base, revisions, schema, start, trail
from tests.support.town import MONDAY, contents

REAL = ROOT / "knowledge_base"


def whole_town() -> Contents:
    """The town with enough phrases and words to pass every check."""
    town = contents()
    for guide in town.guides:
        known = sum(len(rows) for rows in guide.phrases.values())
        extra = [f"{guide.title} sagt på måde {number}" for number in range(FEWEST_PHRASES - known)]
        guide.phrases = {**guide.phrases, "da": [*guide.phrases.get("da", []), *extra]}
        missing = FEWEST_SITUATION_WORDS - len(guide.situation_words)
        guide.situation_words = [*guide.situation_words, *(f"ord{number}" for number in range(missing))]
    return town


def versions(session: Session) -> dict[str, int]:
    """The version of each guide."""
    return {guide.slug: guide.version for guide in session.exec(select(Guide)).all()}


def texts(folder: Path) -> dict[str, bytes]:
    """Every file of a knowledge base but its README."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name not in knowledge_base.IGNORED_FILES)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_empty_store_is_filled_at_the_first_start_and_left_alone_at_the_second(bare_engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "kb"
    knowledge_base.write_folder(folder, whole_town())
    settings = Settings(mode="demo", knowledge_base=folder, data_dir=tmp_path, _env_file=None)
    start.prepare(bare_engine, settings)
    with session_scope(bare_engine) as session:
        assert len(versions(session)) == 6
        session.get_one(Department, "affald").name = "Rettet her"
    start.prepare(bare_engine, settings)
    with Session(bare_engine) as session:
        assert session.get_one(Department, "affald").name == "Rettet her"
        assert session.exec(select(func.count()).select_from(User)).one() == 4


def test_production_starts_without_the_cast(bare_engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "kb"
    knowledge_base.write_folder(folder, whole_town())
    start.prepare(bare_engine, Settings(mode="production", secret="s" * 32, knowledge_base=folder, _env_file=None))
    with Session(bare_engine) as session:
        assert session.exec(select(User)).all() == []


def test_importing_twice_is_the_same_as_once(session: Session) -> None:
    first = knowledge_base.import_contents(session, whole_town(), MONDAY)
    before = versions(session)
    second = knowledge_base.import_contents(session, whole_town(), MONDAY)
    assert str(first) == str(second)
    assert versions(session) == before
    assert session.exec(select(func.count()).select_from(Notice)).one() == 1


def test_only_the_guides_that_changed_get_a_new_version(session: Session) -> None:
    knowledge_base.import_contents(session, whole_town(), MONDAY)
    before = versions(session)
    town = whole_town()
    next(guide for guide in town.guides if guide.slug == "pas-forny").say = "Du skal bestille tid først."
    knowledge_base.import_contents(session, town, MONDAY)
    assert {slug: number - before[slug] for slug, number in versions(session).items() if number != before[slug]} == {"pas-forny": 1}


def test_import_tells_every_worker(session: Session) -> None:
    before = revisions.current(session, revisions.CONTENT)
    knowledge_base.import_contents(session, whole_town(), MONDAY)
    assert revisions.current(session, revisions.CONTENT) == before + 1


@pytest.mark.parametrize("what", ["unknown department", "cpr", "unknown fact", "too few phrases"])
def test_import_with_a_problem_changes_nothing(engine: Engine, what: str) -> None:
    town = whole_town()
    town.departments[0].name = "Ændret"
    guide = town.guides[0]
    if what == "unknown department":
        guide.department = "findes-ikke"
    elif what == "cpr":
        guide.say = "Ring til 010190-1234"
    elif what == "unknown fact":
        guide.say = "Det koster {fact:findes-ikke}."
    else:
        guide.phrases = {"da": ["en enkelt"]}
    with Session(engine) as session:
        before = revisions.current(session, revisions.CONTENT)
        with pytest.raises(BadContent, match="i alt"):
            knowledge_base.import_contents(session, town, MONDAY)
        session.commit()
    with Session(engine) as session:
        assert session.get_one(Department, town.departments[0].slug).name == "Omstillingen"
        assert revisions.current(session, revisions.CONTENT) == before


def test_published_notice_is_not_exported_and_survives_an_import(session: Session) -> None:
    session.add(Notice(level="information", title="Kun i dag"))
    session.flush()
    knowledge_base.import_contents(session, whole_town(), MONDAY)
    assert [notice.slug for notice in knowledge_base.export_contents(session).notices] == ["stroem"]
    assert session.exec(select(Notice).where(Notice.title == "Kun i dag")).one()


def test_guide_that_left_the_store_leaves_the_folder(tmp_path: Path) -> None:
    town = whole_town()
    knowledge_base.write_folder(tmp_path, town)
    gone = town.guides.pop()
    knowledge_base.write_folder(tmp_path, town)
    assert not (tmp_path / "guides" / f"{gone.slug}.md").exists()
    assert len(list(tmp_path.glob("guides/*.md"))) == len(town.guides)


def test_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadContent):
        knowledge_base.read_folder(tmp_path / "nothing")


def test_file_that_is_not_utf8_is_a_problem_with_its_name(tmp_path: Path) -> None:
    knowledge_base.write_folder(tmp_path, whole_town())
    (tmp_path / "facts.yaml").write_bytes(b"pas: \xe6")
    assert any(problem.file == "facts.yaml" and "UTF-8" in problem.sentence for problem in knowledge_base.check_folder(tmp_path))


def test_real_folder_goes_in_and_out_and_in_again_byte_for_byte(bare_engine: Engine, tmp_path: Path) -> None:
    schema.upgrade(bare_engine)
    exports = []
    for folder, source in ((tmp_path / "first", REAL), (tmp_path / "second", tmp_path / "first")):
        with session_scope(bare_engine) as session:
            knowledge_base.import_contents(session, knowledge_base.read_folder(source), MONDAY)
        with Session(bare_engine) as session:
            knowledge_base.write_folder(folder, knowledge_base.export_contents(session))
            exports.append((texts(folder), versions(session)))
    assert exports[0] == exports[1]
    assert set(exports[0][0]) == set(texts(REAL))


def test_report_counts_guides_by_department(session: Session) -> None:
    lines = knowledge_base.report_lines(knowledge_base.export_contents(session))
    assert any(line.split()[:2] == ["borgerservice", "3"] for line in lines)
    assert any(line.split()[:3] == ["i", "alt", "6"] for line in lines)


def test_import_over_something_leaves_each_change_in_the_trail(session: Session) -> None:
    knowledge_base.import_contents(session, whole_town(), MONDAY)
    before = len(trail.read(session, trail.Filter(), 200))
    town = whole_town()
    town.facts[0].label = "Gebyr for pas"
    town.guides[0].title = "Nyt pas"
    knowledge_base.import_contents(session, town, MONDAY)
    entries = trail.read(session, trail.Filter(), 200)
    new = entries[: len(entries) - before]
    assert {(entry.kind, entry.slug, entry.action) for entry in new} == {
        ("fact", town.facts[0].slug, "import"),
        ("guide", town.guides[0].slug, "import"),
        ("knowledge_base", "*", "import"),
    }
    fact = next(entry for entry in new if entry.kind == "fact")
    assert fact.old is not None
    assert fact.new is not None
    assert set(fact.new) == {"label", "department", "unit", "periods"}
    assert (fact.old["label"] != "Gebyr for pas", fact.new["label"]) == (True, "Gebyr for pas")
