"""What editors are writing: kept as typed, theirs alone, merged when two write."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from app.base.errors import Conflict, Invalid, NotAllowed, NotFound
from app.domain.guide_content import content_of
from app.domain.guide_form import ALL_FIELDS, fields_of
from app.domain.privacy import REFUSAL
from app.models import Department, Guide
from app.services import drafts, guide_list, guides, publishing
from app.services.guide_list import Wanted
from tests.conftest import user


@pytest.fixture(autouse=True)
def kept(session: Session, at: datetime) -> None:
    guides.keep_versions(session, at)


def fields(session: Session, slug: str = "pas-forny") -> dict[str, str]:
    return fields_of(content_of(guides.find(session, slug)))


def publish_as_eva(session: Session, at: datetime, **changed: str) -> None:
    eva = user(session, "eva")
    drafts.save(session, eva, "pas-forny", changed, 0, at)
    publishing.publish(session, eva, "pas-forny", "", at, answer="Set")


def test_first_save_keeps_the_whole_guide_and_later_ones_only_what_changed(session: Session, at: datetime) -> None:
    bo = user(session, "bo")
    first = drafts.save(session, bo, "pas-forny", {"say": "Bestil tid."}, 0, at)
    assert (first.saved, first.base_version, first.department, first.created_at) == (1, 1, "borgerservice", at)
    assert {name for name in ALL_FIELDS if first.fields[name] != fields(session)[name]} == {"say"}
    again = drafts.save(session, bo, "pas-forny", {"kle": "23.05"}, 0, at + timedelta(minutes=1))
    assert (again.id, again.saved, again.fields["say"], again.fields["kle"]) == (first.id, 2, "Bestil tid.", "23.05")
    assert again.updated_at == at + timedelta(minutes=1)


def test_save_keeps_what_cannot_be_published_yet(session: Session, at: datetime) -> None:
    bo = user(session, "bo")
    drafts.save(session, bo, "pas-forny", {"title": "", "self_service.url": "halv"}, 0, at)
    state = drafts.writing(session, bo, "pas-forny")
    assert (state.fields["title"], state.fields["self_service.url"]) == ("", "halv")
    assert state.changed == ["title", "self_service.url"]
    assert set(drafts.problems(session, state.fields, at)) == {"title", "self_service.url"}


@pytest.mark.parametrize("text", ["010190-0001", "født 0101900001", "x" * (drafts.LONGEST_FIELD + 1)])
def test_save_refuses_a_cpr_number_and_a_text_beyond_all_measure(session: Session, at: datetime, text: str) -> None:
    bo = user(session, "bo")
    with pytest.raises(Invalid) as refused:
        drafts.save(session, bo, "pas-forny", {"kle": "23.05", "say": text}, 0, at)
    assert refused.value.field == "say"
    assert drafts.of(session, "pas-forny", bo.id) is None


def test_save_of_nothing_new_begins_no_draft(session: Session, at: datetime) -> None:
    bo = user(session, "bo")
    with pytest.raises(Conflict):
        drafts.save(session, bo, "pas-forny", fields(session), 1, at)
    assert drafts.own(session, bo) == []


def test_only_who_may_edit_the_department_saves(session: Session, at: datetime) -> None:
    for username, slug in (("bo", "hjemmehjaelp-udeblevet"), ("carla", "pas-forny"), ("anna", "pas-forny")):
        with pytest.raises(NotAllowed):
            drafts.save(session, user(session, username), slug, {"say": "Mit."}, 0, at)
    with pytest.raises(NotFound):
        drafts.save(session, user(session, "eva"), "findes-ikke", {"say": "Mit."}, 0, at)


def test_moving_a_guide_away_does_not_move_the_draft_from_its_owner(session: Session, at: datetime) -> None:
    draft = drafts.save(session, user(session, "bo"), "pas-forny", {"department": "affald"}, 0, at)
    assert (draft.department, draft.fields["department"]) == ("borgerservice", "affald")
    with pytest.raises(Invalid) as refused:
        drafts.save(session, user(session, "bo"), "pas-forny", {"department": "hjemmepleje"}, 0, at)
    assert refused.value.field == "department"


def test_either_department_of_a_moving_guide_can_want_four_eyes(session: Session, at: datetime) -> None:
    bo = user(session, "bo")
    session.get_one(Department, "borgerservice").four_eyes = True
    drafts.save(session, bo, "pas-forny", {"department": "affald"}, 0, at)
    assert drafts.writing(session, bo, "pas-forny").four_eyes
    with pytest.raises(NotAllowed):
        publishing.publish(session, bo, "pas-forny", "", at, answer="Set")
    assert not drafts.writing(session, bo, "affald-glemt").four_eyes


def test_writing_names_colleagues_who_write_too(session: Session, at: datetime) -> None:
    bo, eva = user(session, "bo"), user(session, "eva")
    drafts.save(session, eva, "pas-forny", {"kle": "23.05"}, 0, at)
    state = drafts.writing(session, bo, "pas-forny")
    assert [(name, draft.author) for draft, name in state.others] == [("Eva Administrator", eva.id)]
    assert state.draft is None
    assert state.fields["kle"] == ""
    assert drafts.writing(session, bo, "pas-forny", eva.id).fields["kle"] == "23.05"


def test_changes_of_different_fields_are_merged_without_a_question(session: Session, at: datetime) -> None:
    bo = user(session, "bo")
    drafts.save(session, bo, "pas-forny", {"say": "Bos."}, 0, at)
    publish_as_eva(session, at, processing_time="To uger.")
    state = drafts.writing(session, bo, "pas-forny")
    assert state.merged
    assert (state.merged.theirs, state.merged.conflicts) == (["processing_time"], [])
    draft = drafts.resolve(session, bo, "pas-forny", {}, at, seen=2)
    assert (draft.base_version, draft.fields["say"], draft.fields["processing_time"]) == (2, "Bos.", "To uger.")
    assert drafts.writing(session, bo, "pas-forny").merged is None


@pytest.mark.parametrize(("choice", "say"), [("mine", "Bos."), ("theirs", "Evas.")])
def test_conflict_is_settled_by_a_choice_for_each_field(session: Session, at: datetime, choice: str, say: str) -> None:
    bo = user(session, "bo")
    drafts.save(session, bo, "pas-forny", {"say": "Bos."}, 0, at)
    publish_as_eva(session, at, say="Evas.")
    for nothing in ({}, {"say": "ours"}):
        with pytest.raises(Invalid) as refused:
            drafts.resolve(session, bo, "pas-forny", nothing, at)
        assert refused.value.field == "say"
    assert drafts.resolve(session, bo, "pas-forny", {"say": choice}, at).fields["say"] == say


def test_merge_of_a_version_that_is_no_longer_the_newest_is_refused(session: Session, at: datetime) -> None:
    bo = user(session, "bo")
    drafts.save(session, bo, "pas-forny", {"say": "Bos."}, 0, at)
    publish_as_eva(session, at, kle="23.05")
    publish_as_eva(session, at, kle="23.06")
    with pytest.raises(Conflict):
        drafts.resolve(session, bo, "pas-forny", {}, at, seen=2)
    drafts.resolve(session, bo, "pas-forny", {}, at, seen=3)
    with pytest.raises(Conflict):
        drafts.resolve(session, bo, "pas-forny", {}, at)


def test_draft_begun_on_an_older_version_says_so(session: Session, at: datetime) -> None:
    publish_as_eva(session, at, kle="23.05")
    bo = user(session, "bo")
    drafts.save(session, bo, "pas-forny", {"say": "Skrevet uden forbindelse."}, 1, at)
    state = drafts.writing(session, bo, "pas-forny")
    assert state.merged
    assert state.merged.theirs == ["kle"]


def test_change_of_a_waiting_draft_takes_it_back_and_a_save_of_the_same_does_not(session: Session, at: datetime) -> None:
    bo = user(session, "bo")
    drafts.save(session, bo, "pas-forny", {"say": "Bestil tid."}, 0, at)
    publishing.submit(session, bo, "pas-forny", "", at, answer="Set")
    assert drafts.save(session, bo, "pas-forny", {"say": "Bestil tid."}, 0, at).state == drafts.REVIEW
    assert drafts.save(session, bo, "pas-forny", {"say": "Bestil tid nu."}, 0, at).state == drafts.WRITING


@pytest.mark.parametrize(("title", "slug"), [("Køb af grund", "koeb-af-grund"), ("Ældre & unge på Åen!", "aeldre-unge-paa-aaen")])
def test_new_guide_is_named_after_its_title(session: Session, at: datetime, title: str, slug: str) -> None:
    bo = user(session, "bo")
    draft = drafts.begin(session, bo, title, "borgerservice", at)
    assert (draft.guide, draft.base_version, draft.fields["referral.department"]) == (slug, 0, "borgerservice")
    assert session.get(Guide, slug) is None
    assert drafts.discard(session, bo, slug) is False


def test_new_guide_that_cannot_begin_says_why_at_its_field(session: Session, at: datetime) -> None:
    bo = user(session, "bo")
    drafts.begin(session, bo, "Lån en lygte", "affald", at)
    for title, department, kind, field in (
        ("!!!", "affald", Invalid, "title"),
        ("Sag 010190-0001", "affald", Invalid, "title"),
        ("Noget", "findes-ikke", Invalid, "department"),
        ("Noget", "hjemmepleje", NotAllowed, None),
        ("Forny pas", "borgerservice", Conflict, "title"),
        ("Lån en lygte", "affald", Conflict, "title"),
    ):
        with pytest.raises(kind) as refused:
            drafts.begin(session, bo, title, department, at)
        assert refused.value.field == field, title
    with pytest.raises(Invalid, match=REFUSAL):
        drafts.begin(session, bo, "Sag 010190-0001", "affald", at)


def test_discarded_draft_is_gone_and_others_stay(session: Session, at: datetime) -> None:
    bo, eva = user(session, "bo"), user(session, "eva")
    drafts.save(session, bo, "pas-forny", {"say": "Bos."}, 0, at)
    drafts.save(session, eva, "pas-forny", {"say": "Evas."}, 0, at)
    assert drafts.discard(session, bo, "pas-forny") is True
    assert drafts.discard(session, bo, "pas-forny") is True
    assert drafts.of(session, "pas-forny", bo.id) is None
    assert drafts.of(session, "pas-forny", eva.id)


def test_list_tells_whose_how_new_and_who_writes(session: Session, at: datetime) -> None:
    bo, carla = user(session, "bo"), user(session, "carla")
    drafts.save(session, bo, "pas-forny", {"say": "Bestil tid."}, 0, at)
    publishing.submit(session, bo, "pas-forny", "", at, answer="Set")
    session.get_one(Guide, "pas-forny").verified_until = at.date() - timedelta(days=1)
    drafts.begin(session, bo, "Zoo", "affald", at)
    rows = {row.slug: row for row in guide_list.listed(session, carla, Wanted(), at)}
    assert list(rows)[-1] == "zoo"
    assert (rows["zoo"].version, rows["zoo"].published_at) == (0, None)
    row = rows["pas-forny"]
    assert (row.version, row.published_at, row.is_overdue) == (1, at, True)
    assert [(mark.author, mark.is_mine, mark.state, mark.may_approve) for mark in row.drafts] == [("Bo Redaktør", False, "til godkendelse", True)]
    own = {row.slug: row for row in guide_list.listed(session, bo, Wanted(["affald"], "zo"), at)}
    assert list(own) == ["zoo"]
    assert own["zoo"].drafts[0].is_mine
    assert not own["zoo"].drafts[0].may_approve


def test_departments_are_listed_with_ones_own_first(session: Session) -> None:
    assert [(unit.slug, mine) for unit, mine in guide_list.departments(session, user(session, "bo"))] == [
        ("borgerservice", True),
        ("affald", True),
        ("hjemmepleje", False),
        ("omstilling", False),
    ]
