"""Export, import, export gives the same bytes: for the real knowledge base, and for the oddest texts."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.base.settings import ROOT
from app.base.text import clean, one_line
from app.domain.guide import SECTIONS
from app.domain.kb_files import Contents, read, write, write_guide
from app.models import Closure, Department, Fact, Guide, Notice, Person, Synonym
from tests.support.kb_texts import FILES
from tests.support.town import contents as town

KNOWLEDGE_BASE = ROOT / "knowledge_base"


@pytest.fixture(scope="module")
def real_files() -> dict[str, str]:
    paths: list[Path] = [path for pattern in ("*.yaml", "guides/*.md", "heard/*.txt", "routing/*.yaml") for path in KNOWLEDGE_BASE.glob(pattern)]
    return {path.relative_to(KNOWLEDGE_BASE).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def rows(contents: Contents) -> dict[str, list[dict[str, Any]]]:
    """Every noun as plain values, in an order of its own."""
    nouns = ("guides", "departments", "people", "facts", "closures", "synonyms", "notices", "tables")
    plain = {noun: [row.model_dump(exclude={"id"}) for row in getattr(contents, noun)] for noun in nouns}
    return {noun: sorted(found, key=lambda row: str(row.get("slug") or row.get("day") or row.get("word"))) for noun, found in plain.items()}


def test_real_knowledge_base_is_written_read_and_written_with_the_same_bytes(real_files: dict[str, str]) -> None:
    first = read(real_files)
    assert first.problems == []
    written = write(first)
    assert set(written) == set(real_files)
    second = read(written)
    assert second.problems == []
    assert write(second) == written


def test_nothing_of_the_real_knowledge_base_is_lost_on_the_way(real_files: dict[str, str]) -> None:
    first = read(real_files)
    assert len(first.guides) == sum(path.startswith("guides/") for path in real_files)
    assert rows(read(write(first))) == rows(first)


def test_town_and_small_files_come_back_whole() -> None:
    for contents in (town(), read(FILES)):
        again = read(write(contents))
        assert again.problems == []
        assert write(again) == write(contents)


def test_order_of_the_rows_makes_no_difference_to_the_bytes() -> None:
    forward, backward = town(), town()
    for noun in ("guides", "departments", "people", "facts", "closures", "synonyms", "notices"):
        getattr(backward, noun).reverse()
    assert write(forward) == write(backward)


HEADINGS = ["# Overskrift", "## Sig", "tekst\n## Gør sådan\nmere", "\\# allerede", "\\\\## to", "#mærke", "### tre", "# English: x"]


@pytest.mark.parametrize("text", HEADINGS)
def test_line_that_looks_like_a_heading_stays_text(text: str) -> None:
    guide = town().guides[0]
    guide.sections = {**guide.sections, "facts": text}
    again = read({f"guides/{guide.slug}.md": write_guide(guide)})
    assert again.problems == []
    assert again.guides[0].sections["facts"] == text


def test_blank_fields_and_another_order_of_fields_make_no_difference_to_the_bytes() -> None:
    one, other = town(), town()
    one.departments[0].fallback = {"text": "Ring igen."}
    other.departments[0].fallback = {"text": "Ring igen.", "department": ""}
    one.guides[0].self_service = {"label": "Bestil", "url": "https://www.borger.dk"}
    other.guides[0].self_service = {"message": "", "url": "https://www.borger.dk", "label": "Bestil"}
    one.guides[0].authority, other.guides[0].authority = {}, {"phone": ""}
    assert write(one) == write(other)


def test_row_that_does_not_fit_the_format_is_written_all_the_same_and_named_when_read() -> None:
    contents = town()
    contents.departments[0].languages = ["fr"]
    assert [problem.file for problem in read(write(contents)).problems] == ["departments.yaml"]


def test_section_of_blanks_is_no_section() -> None:
    guide = town().guides[0]
    guide.sections = {**guide.sections, "facts": " \n\t"}
    assert "## Fakta" not in write_guide(guide)


# Texts as the desk stores them: cleaned, and lines on one line.
ODD = st.one_of(
    st.text(),
    st.text(alphabet="#-*:>|{}[]&!%@`'\",?\\ \n\tnøæå0123456789"),
    st.sampled_from(["nej", "on", "null", "~", "2026-01-01", "1e3", "0x1F", "12:30", "=", "<<"]),
    st.sampled_from(["- a", "a: b", "a #b", "---", "...", "'", "\\", "x" * 200]),
    st.lists(st.sampled_from(["lang", "tekst", "med", "mange", "ord", "-", "#", ":", "'"]), max_size=80).map(" ".join),
)
LINES = ODD.map(one_line).filter(lambda text: 0 < len(text) <= 400)
TITLES = LINES.filter(lambda text: len(text) <= 70)
BODIES = ODD.map(clean).map(str.strip)
SLUGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True)
DATES = st.dates(date(1900, 1, 1), date(2100, 1, 1))
SECTION_TEXTS = st.dictionaries(st.sampled_from([section.code for section in SECTIONS if section.code != "say"]), BODIES.filter(bool))
TRANSLATIONS = st.builds(lambda title, say: {"title": title, "say": say}, TITLES.filter(lambda title: title == title.strip()), BODIES.filter(bool))


@st.composite
def guides(draw: st.DrawFn) -> Guide:
    verified = draw(st.none() | DATES)
    return Guide(
        slug=draw(SLUGS),
        title=draw(TITLES),
        kind=draw(st.sampled_from(["svar", "henvisning", "krise"])),
        department=draw(SLUGS),
        audience=draw(st.lists(st.sampled_from(["borger", "virksomhed", "paaroerende", "kollega"]))),
        authority=draw(st.just({}) | st.fixed_dictionaries({"name": LINES, "phone": LINES, "note": LINES})),
        self_service=draw(st.just({}) | st.fixed_dictionaries({"label": LINES, "url": st.just("https://www.borger.dk")})),
        processing_time=draw(BODIES),
        referral=draw(st.fixed_dictionaries({"department": SLUGS, "when": LINES, "fallback": LINES})),
        related=draw(st.lists(SLUGS)),
        keywords=draw(st.lists(LINES)),
        phrases=draw(st.dictionaries(st.sampled_from(["da", "en", "de"]), st.lists(LINES, min_size=1))),
        situation_words=draw(st.lists(LINES)),
        sources=draw(st.lists(st.fixed_dictionaries({"title": LINES, "url": BODIES, "checked": st.none() | DATES.map(str)}))),
        verified_by=draw(LINES) if verified else "",
        verified_on=verified,
        verified_until=verified,
        say=draw(BODIES),
        sections=draw(SECTION_TEXTS),
        heard=draw(st.lists(LINES.filter(lambda text: len(text) <= 250), unique=True)),
        translations=draw(st.dictionaries(st.sampled_from(["en", "de"]), TRANSLATIONS)),
    )


@settings(max_examples=150, deadline=None)
@given(guides())
def test_guide_with_the_oddest_texts_comes_back_as_it_was(guide: Guide) -> None:
    files = write(Contents(guides=[guide]))
    again = read(files)
    assert again.problems == []
    assert again.guides[0].model_dump() == guide.model_dump()
    assert write(again) == files


VALUES = st.integers() | LINES | st.floats(allow_nan=False, allow_infinity=False)
PERIODS = st.fixed_dictionaries(
    {
        "value": st.integers() | LINES | st.floats(allow_nan=False, allow_infinity=False),
        "source": st.just({"title": "", "url": ""}),
        "verified": st.booleans(),
    },
    optional={"from": DATES.map(str), "to": DATES.map(str), "checked": DATES.map(str)},
)
TABLES = st.builds(
    Contents,
    departments=st.lists(
        st.builds(
            Department,
            slug=SLUGS,
            name=LINES,
            phone=BODIES,
            email=BODIES,
            hours=st.just({"mon": ["10:00-15:00"]}),
            special_days=st.lists(st.fixed_dictionaries({"date": DATES.map(str), "spans": st.just([]), "reason": LINES}), max_size=2),
            open_on_holidays=st.booleans(),
            languages=st.just(["da"]),
            duties=st.lists(LINES),
            fallback=st.fixed_dictionaries({"department": st.just(""), "text": BODIES}),
        ),
        unique_by=lambda row: row.slug,
        max_size=3,
    ),
    people=st.lists(
        st.builds(Person, slug=SLUGS, name=LINES, department=SLUGS, title=BODIES, responsibilities=st.lists(LINES), demo=st.booleans()),
        unique_by=lambda row: row.slug,
        max_size=3,
    ),
    facts=st.lists(
        st.builds(Fact, slug=SLUGS, label=LINES, department=SLUGS, unit=st.just("kr."), periods=st.lists(PERIODS, max_size=3)),
        unique_by=lambda row: row.slug,
        max_size=3,
    ),
    closures=st.lists(
        st.builds(Closure, day=DATES.map(str) | DATES.map(lambda day: day.strftime("%m-%d")), name=LINES, departments=st.lists(SLUGS)),
        unique_by=lambda row: row.day,
        max_size=3,
    ),
    synonyms=st.lists(st.builds(Synonym, word=LINES, means=st.lists(LINES)), unique_by=lambda row: row.word, max_size=3),
    notices=st.lists(
        st.builds(Notice, slug=SLUGS, level=st.just("crisis"), title=LINES, body=BODIES, say=BODIES, is_template=st.just(True)),
        unique_by=lambda row: row.slug,
        max_size=3,
    ),
)


@settings(max_examples=100, deadline=None)
@given(TABLES)
def test_tables_with_the_oddest_texts_give_the_same_bytes_again(contents: Contents) -> None:
    files = write(contents)
    again = read(files)
    assert again.problems == []
    assert write(again) == files
    assert [row.means for row in again.synonyms] == [row.means for row in sorted(contents.synonyms, key=lambda row: row.word)]
    assert [row.periods for row in again.facts] == [row.periods for row in sorted(contents.facts, key=lambda row: row.slug)]
    assert [row.duties for row in again.departments] == [row.duties for row in sorted(contents.departments, key=lambda row: row.slug)]
