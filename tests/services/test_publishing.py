"""From a draft to every desk: refused with a reason, published now or in time, by one or by two."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from app.base.errors import Conflict, Invalid, NotAllowed, NotFound
from app.models import Department, Draft, Flag, Guide
from app.services import content, drafts, flags, guides, publishing, search, trail
from app.services.trail import Filter
from tests.conftest import user

SLUG = "pas-forny"


@pytest.fixture(autouse=True)
def kept(session: Session, at: datetime) -> None:
    guides.keep_versions(session, at)


def write(session: Session, at: datetime, username: str = "bo", slug: str = SLUG, **changed: str) -> Draft:
    given = {name.replace("__", "."): text for name, text in (changed or {"say": "Bestil tid."}).items()}
    return drafts.save(session, user(session, username), slug, given, 0, at)


def publish(session: Session, at: datetime, username: str = "bo", slug: str = SLUG, **given: object) -> Guide | Draft:
    return publishing.publish(session, user(session, username), slug, "kortere", at, **{"answer": "Set", **given})  # type: ignore[arg-type]


def test_published_draft_is_a_version_with_author_time_and_reason_and_the_draft_is_gone(session: Session, at: datetime) -> None:
    bo = user(session, "bo")
    write(session, at)
    publish(session, at)
    version = guides.version(session, SLUG, 2)
    assert (version.published_by, version.published_at, version.reason, version.content["say"]) == (bo.id, at, "kortere", "Bestil tid.")
    assert guides.version(session, SLUG, 1).content["say"] != "Bestil tid."
    assert drafts.of(session, SLUG, bo.id) is None
    entry = trail.read(session, Filter(slug=SLUG))[0]
    assert (entry.action, entry.by, entry.reason) == ("publish", bo.id, "kortere")
    assert entry.old and entry.new and (entry.old["say"] != entry.new["say"] == "Bestil tid.")


def test_published_guide_is_found_by_its_new_phrase(session: Session, at: datetime) -> None:
    write(session, at, phrases__da="min zebrafinke skal med på ferie")
    publish(session, at)
    session.commit()
    assert (best := search.find(session, "zebrafinke", at).best) and best.hit.document.slug == SLUG
    assert content.current(session).guides[SLUG].version == 2


def test_what_stands_in_the_way_is_told_with_its_field_and_nothing_goes_out(session: Session, at: datetime) -> None:
    write(session, at, title="", say="Bestil tid.")
    with pytest.raises(Invalid) as refused:
        publish(session, at)
    assert refused.value.field == "title"
    assert guides.find(session, SLUG).version == 1
    assert drafts.of(session, SLUG, user(session, "bo").id)


def test_without_a_change_there_is_nothing_to_publish(session: Session, at: datetime) -> None:
    with pytest.raises(Conflict):
        publish(session, at)
    said = guides.find(session, SLUG).say
    write(session, at)
    write(session, at, say=said)
    with pytest.raises(Conflict, match=drafts.NOTHING):
        publish(session, at)


def test_publishing_over_somebody_elses_new_version_is_refused(session: Session, at: datetime) -> None:
    write(session, at)
    write(session, at, "eva", kle="23.05")
    publish(session, at, "eva")
    with pytest.raises(Conflict, match="En anden har ændret guiden"):
        publish(session, at)
    with pytest.raises(Conflict):
        publishing.submit(session, user(session, "bo"), SLUG, "", at, answer="Set")


def test_phrase_that_does_not_find_the_guide_wants_an_answer(session: Session, at: datetime) -> None:
    write(session, at, phrases__da="min skraldespand er ikke tømt\nhvornår kan jeg gå på pension\nhej")
    bo = user(session, "bo")
    for send in (publishing.publish, publishing.submit):
        with pytest.raises(Invalid) as refused:
            send(session, bo, SLUG, "", at, answer="  ")
        assert refused.value.field == "answer"
    assert publishing.submit(session, bo, SLUG, "", at, answer="Jeg har set det").answer == "Jeg har set det"


@pytest.mark.parametrize(("reason", "answer", "field"), [("010190-0001", "Set", "reason"), ("", "010190-0001", "answer"), ("x" * 201, "", "reason")])
def test_reason_and_answer_hold_no_cpr_number_and_are_short(session: Session, at: datetime, reason: str, answer: str, field: str) -> None:
    write(session, at)
    with pytest.raises(Invalid) as refused:
        publishing.publish(session, user(session, "bo"), SLUG, reason, at, answer=answer or "Set")
    assert refused.value.field == field


def test_ticked_flags_are_closed_and_those_of_other_guides_are_not(session: Session, at: datetime) -> None:
    anna = user(session, "anna")
    mine = flags.raise_flag(session, anna, SLUG, "wrong", "pas", at)
    left = flags.raise_flag(session, anna, SLUG, "unclear", "pas", at)
    foreign = flags.raise_flag(session, anna, "affald-glemt", "wrong", "spand", at)
    write(session, at)
    publish(session, at, flags=[mine.id, foreign.id])
    assert [session.get_one(Flag, flag.id).closed_at for flag in (mine, left, foreign)] == [at, None, None]
    assert [flag.id for flag in flags.of_guide(session, SLUG)] == [left.id]


def test_scheduled_draft_goes_out_in_its_time_and_once(session: Session, at: datetime) -> None:
    write(session, at)
    later = at + timedelta(hours=2)
    waiting = publish(session, at, publish_at=later)
    assert isinstance(waiting, Draft)
    assert waiting.state == drafts.SCHEDULED
    assert publishing.run_due(session, later - timedelta(seconds=1)) == []
    assert publishing.run_due(session, later) == [SLUG]
    assert publishing.run_due(session, later) == []
    assert guides.version(session, SLUG, 2).published_at == later


@pytest.mark.parametrize("minutes", [0, -1])
def test_time_to_publish_must_come(session: Session, at: datetime, minutes: int) -> None:
    write(session, at)
    with pytest.raises(Invalid) as refused:
        publish(session, at, publish_at=at + timedelta(minutes=minutes))
    assert refused.value.field == "publish_at"


def test_scheduled_draft_that_was_overtaken_stays_with_a_word_to_its_author(session: Session, at: datetime) -> None:
    later = at + timedelta(hours=2)
    write(session, at)
    publish(session, at, publish_at=later)
    write(session, at, "eva", kle="23.05")
    publish(session, at, "eva")
    publishing.run_due(session, later)
    draft = drafts.of(session, SLUG, user(session, "bo").id)
    assert draft
    assert draft.state == drafts.WRITING
    assert draft.remark.startswith("Kom ikke ud til tiden: En anden har ændret guiden")
    assert guides.find(session, SLUG).version == 2


def test_second_person_lets_it_out_and_stands_on_the_version(session: Session, at: datetime) -> None:
    bo, carla = user(session, "bo"), user(session, "carla")
    session.get_one(Department, "borgerservice").four_eyes = True
    write(session, at)
    with pytest.raises(NotAllowed, match="en anden ser guiden"):
        publish(session, at)
    draft = publishing.submit(session, bo, SLUG, "kortere", at, answer="Set")
    assert [(row.id, name) for row, name in publishing.waiting(session, carla)] == [(draft.id, "Bo Redaktør")]
    assert publishing.waiting(session, bo) == []
    with pytest.raises(NotAllowed):
        publishing.approve(session, bo, draft.id, at)
    publishing.approve(session, carla, draft.id, at)
    version = guides.version(session, SLUG, 2)
    assert (version.published_by, version.approved_by) == (bo.id, carla.id)
    with pytest.raises(NotFound):
        publishing.approve(session, carla, draft.id, at)


def test_approved_at_a_time_goes_out_then_with_both_names(session: Session, at: datetime) -> None:
    carla, later = user(session, "carla"), at + timedelta(days=1)
    write(session, at)
    draft = publishing.submit(session, user(session, "bo"), SLUG, "", at, answer="Set")
    publishing.approve(session, carla, draft.id, at, later)
    assert publishing.run_due(session, later) == [SLUG]
    assert guides.version(session, SLUG, 2).approved_by == carla.id


def test_sent_back_draft_carries_the_remark_until_it_is_sent_again(session: Session, at: datetime) -> None:
    bo, carla = user(session, "bo"), user(session, "carla")
    write(session, at)
    draft = publishing.submit(session, bo, SLUG, "", at, answer="Set")
    for remark in ("", "   ", "010190-0001"):
        with pytest.raises(Invalid) as refused:
            publishing.send_back(session, carla, draft.id, remark, at)
        assert refused.value.field == "remark"
    back = publishing.send_back(session, carla, draft.id, "Skriv prisen på", at)
    assert (back.state, back.remark, back.reviewer) == (drafts.WRITING, "Skriv prisen på", carla.id)
    with pytest.raises(Conflict):
        publishing.approve(session, carla, draft.id, at)
    assert publishing.submit(session, bo, SLUG, "", at, answer="Set").remark == ""


def test_only_those_with_the_right_see_and_judge_a_draft(session: Session, at: datetime) -> None:
    write(session, at, "eva", "hjemmehjaelp-udeblevet", say="Vi kommer.")
    draft = publishing.submit(session, user(session, "eva"), "hjemmehjaelp-udeblevet", "", at, answer="Set")
    for username in ("bo", "anna", "eva"):
        assert publishing.waiting(session, user(session, username)) == []
        with pytest.raises(NotAllowed):
            publishing.under_review(session, user(session, username), draft.id)
    assert publishing.under_review(session, user(session, "carla"), draft.id)[1] == "Eva Administrator"


def test_publishing_does_not_renew_what_somebody_else_vouched_for(session: Session, at: datetime) -> None:
    write(session, at)
    guides.verify(session, user(session, "eva"), SLUG, at.date() + timedelta(days=99), at - timedelta(days=30))
    publish(session, at)
    assert guides.find(session, SLUG).verified_until == at.date() + timedelta(days=99)
    assert guides.find(session, SLUG).verified_on == at.date() - timedelta(days=30)
    write(session, at, verified_by="Bo Redaktør", verified_until="2027-06-01")
    publish(session, at)
    guide = guides.find(session, SLUG)
    assert (guide.verified_by, guide.verified_on) == ("Bo Redaktør", at.date())


def test_new_guide_is_published_as_its_first_version(session: Session, at: datetime) -> None:
    bo = user(session, "bo")
    draft = drafts.begin(session, bo, "Lån en lygte", "affald", at)
    given = {"say": "Ja.", "sections.steps": "1. Kom.", "sections.offline": "Kom.", "sections.relative": "Ja."}
    given |= {"referral.when": "Tvivl.", "referral.fallback": "Ring igen.", "phrases.da": "må jeg låne en lygte"}
    drafts.save(session, bo, draft.guide, given, 0, at)
    publishing.publish(session, bo, draft.guide, "", at)
    assert (guides.find(session, "laan-en-lygte").version, guides.version(session, "laan-en-lygte", 1).published_by) == (1, bo.id)
