"""The starter knowledge base: complete, well formed, plain, and routed."""

from functools import cache

import pytest

from app.base.settings import ROOT
from app.domain.guide import Kind
from app.domain.hours import availability, schedule_of
from app.domain.kb_files import Contents
from app.domain.readability import BODY_LIMIT, SAY_LIMIT, readability
from app.domain.referral import refer
from app.domain.routing_proof import prove
from app.domain.routing_table import table_of
from app.services.knowledge_base import check_folder, read_folder
from tests.support.town import EVENING, MONDAY

FOLDER = ROOT / "knowledge_base"
OFFICIALESE = ("i henhold til", "såfremt", "fremsende", "nærværende", "vedrørende", "ovennævnte", "forefindes")


@cache
def contents() -> Contents:
    return read_folder(FOLDER)


def test_check_finds_nothing() -> None:
    assert [str(problem) for problem in check_folder(FOLDER)] == []


def test_every_topic_has_its_guide() -> None:
    guides = contents().guides
    assert len(guides) == 193
    assert len({guide.department for guide in guides}) == 30


def test_nothing_is_verified_before_the_municipality_does_it() -> None:
    assert all(guide.verified_on is None for guide in contents().guides)


def test_sentences_to_say_are_plain() -> None:
    hard = {guide.slug: readability(guide.say).lix for guide in contents().guides if readability(guide.say).lix >= SAY_LIMIT}
    assert hard == {}


def test_bodies_are_plain() -> None:
    texts = {guide.slug: "\n\n".join(guide.sections.values()) for guide in contents().guides}
    assert {slug for slug, text in texts.items() if readability(text).lix >= BODY_LIMIT} == set()


def test_no_officialese_is_said() -> None:
    said = {guide.slug: " ".join([guide.say, *guide.sections.values()]).lower() for guide in contents().guides}
    assert {slug for slug, text in said.items() if any(word in text for word in OFFICIALESE)} == set()


def test_foreign_citizens_are_answered_in_their_language() -> None:
    assert sum("en" in guide.translations for guide in contents().guides) >= 60
    assert sum("de" in guide.translations for guide in contents().guides) >= 20


def test_crisis_guides_are_scripts() -> None:
    crises = [guide for guide in contents().guides if guide.kind == Kind.CRISIS]
    assert len(crises) == 6
    assert all({"never_say", "emergency", "alert"} <= guide.sections.keys() for guide in crises)


def test_every_guide_knows_how_callers_put_it() -> None:
    for guide in contents().guides:
        assert len(guide.phrases["da"]) >= 40, guide.slug
        assert len(set(guide.situation_words)) >= 100, guide.slug
        assert len(guide.heard) >= 100, guide.slug


def test_sentences_of_one_guide_are_not_those_of_another() -> None:
    owners: dict[str, str] = {}
    doubles = {
        (line, owners[line], guide.slug) for guide in contents().guides for line in guide.heard if owners.setdefault(line, guide.slug) != guide.slug
    }
    assert doubles == set()


def test_demo_people_are_marked_and_officials_have_sources() -> None:
    people = contents().people
    assert sum(person.demo for person in people) >= 120
    assert all(person.source for person in people if not person.demo)


def test_tables_are_complete_and_marked_as_invented() -> None:
    tables = contents().tables
    assert len(tables) >= 15
    assert all(row.demo and prove(table_of(row)) == [] for row in tables)


@pytest.mark.parametrize("moment", [MONDAY, EVENING], ids=["monday morning", "monday evening"])
def test_nobody_is_sent_to_a_closed_unit_without_being_told(moment: object) -> None:
    base = contents()
    units = {row.slug: row for row in base.departments}
    schedules = {row.slug: schedule_of(row, base.closures) for row in base.departments}
    for slug, schedule in schedules.items():
        referral = refer(units, schedules, slug, moment)  # type: ignore[arg-type]
        is_open = availability(schedule, moment).open  # type: ignore[arg-type]
        assert referral.is_direct == is_open
        assert is_open or referral.now or referral.fallback_text, slug
        assert is_open or "lukket" in referral.reason, slug
