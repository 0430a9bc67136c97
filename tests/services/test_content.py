"""The snapshot that is searched and shown: renewed when the content has changed, and only then."""

from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.base.database import session_scope
from app.base.errors import Invalid, NotFound
from app.models import Guide
from app.services import cards, content, revisions, search
from tests.support.queries import counted
from tests.support.town import EVENING


def retitle(engine: Engine, title: str) -> None:
    """Somebody publishes a new title of the passport guide."""
    with session_scope(engine) as session:
        session.get_one(Guide, "pas-forny").title = title
        revisions.content_changed(session, "guide", "pas-forny")


def test_unchanged_content_costs_one_cheap_query(engine: Engine) -> None:
    with Session(engine) as session:
        first = content.current(session)
    with Session(engine) as session, counted(engine) as statements:
        assert content.current(session) is first
        assert content.current(session) is first
    assert len(statements) == 1
    assert "revision" in statements[0]


def test_published_guide_costs_one_small_segment_and_no_whole_build(engine: Engine) -> None:
    with Session(engine) as session:
        old = content.current(session)
    with Session(engine) as session:
        guide = session.get(Guide, "pas-forny")
        assert guide is not None
        guide.title = "Zebrakort"
        revisions.content_changed(session, content.GUIDE, guide.slug)
        session.commit()
    with Session(engine) as session:
        new = content.current(session)
    assert len(new.index.segments) == len(old.index.segments) + 1
    assert new.guides["pas-forny"].title == "Zebrakort"
    assert old.guides["pas-forny"].title == "Forny pas"


def test_published_change_is_in_the_next_snapshot_and_search(engine: Engine, at: datetime) -> None:
    with Session(engine) as session:
        old = content.current(session)
        assert search.find(session, "zebrakort", at).found == []
    retitle(engine, "Zebrakort")
    with Session(engine) as session:
        new = content.current(session)
        assert (old.guides["pas-forny"].title, new.guides["pas-forny"].title) == ("Forny pas", "Zebrakort")
        assert new.revision == old.revision + 1
        best = search.find(session, "zebrakort", at).best
    assert best is not None
    assert best.hit.document.slug == "pas-forny"


def test_change_that_is_rolled_back_is_never_shown(engine: Engine) -> None:
    with Session(engine) as session:
        before = content.current(session)
    with Session(engine) as session:
        session.get_one(Guide, "pas-forny").title = "Aldrig"
        revisions.content_changed(session, "guide", "pas-forny")
        session.rollback()
    with Session(engine) as session:
        assert content.current(session) is before


def test_look_at_the_content_amid_a_change_sees_what_is_committed_and_spoils_nothing(engine: Engine) -> None:
    with session_scope(engine) as session:
        content.current(session)
        session.get_one(Guide, "pas-forny").title = "Zebrakort"
        revisions.content_changed(session, "guide", "pas-forny")
        assert content.current(session).guides["pas-forny"].title == "Forny pas"
    with Session(engine) as session:
        assert content.current(session).guides["pas-forny"].title == "Zebrakort"


def test_worker_is_ready_once_its_index_is_built(engine: Engine) -> None:
    with Session(engine) as session:
        assert not content.is_ready(session)
        content.current(session)
        assert content.is_ready(session)


def test_changes_are_listed_after_a_revision_oldest_first(session: Session) -> None:
    start = revisions.current(session, revisions.CONTENT)
    for slug in ("a", "b", "c"):
        revisions.content_changed(session, "guide", slug)
    assert [row.slug for row in revisions.changes_since(session, start)] == ["a", "b", "c"]
    assert [row.slug for row in revisions.changes_since(session, start + 2)] == ["c"]


def test_hit_says_whether_its_unit_is_open_now(sqlite_session: Session, at: datetime) -> None:
    for moment, is_open in ((at, True), (EVENING, False)):
        best = search.find(sqlite_session, "min skraldespand er ikke tømt", moment).best
        assert best is not None
        assert (best.hit.document.slug, best.is_open) == ("affald-glemt", is_open)


def test_guide_of_another_authority_shows_no_hours_of_ours(sqlite_session: Session, at: datetime) -> None:
    best = search.find(sqlite_session, "folkepension", at).best
    assert best is not None
    assert (best.guide_kind, best.availability) == ("henvisning", None)


@pytest.mark.parametrize(("text", "limit", "field"), [("pas", 0, "limit"), ("pas", 51, "limit"), ("pas til 010190-1234", 10, "q")])
def test_search_that_must_not_run_is_refused(sqlite_session: Session, at: datetime, text: str, limit: int, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        search.find(sqlite_session, text, at, limit)
    assert refusal.value.field == field


@pytest.mark.parametrize("text", ["", " ", "\x00\x07", "?!", "💥" * 400, "pas " * 5000])
def test_search_survives_whatever_is_typed(sqlite_session: Session, at: datetime, text: str) -> None:
    assert len(search.find(sqlite_session, text, at).query) <= search.LONGEST_QUERY


def test_cpr_behind_the_cut_of_a_long_text_is_still_refused(sqlite_session: Session, at: datetime) -> None:
    with pytest.raises(Invalid):
        search.find(sqlite_session, "pas " * 1000 + "010190-1234", at)


def test_guide_card_fills_in_facts_and_knows_who_takes_over(sqlite_session: Session, at: datetime) -> None:
    card = cards.guide_card(sqlite_session, "pas-forny", at)
    assert card.values["pas-pris"].words() == "893 kr."
    assert card.who.referral.is_direct
    assert [other.slug for other in card.related] == ["pas-mistet"]
    assert cards.guide_card(sqlite_session, "pas-forny", EVENING).who.referral.now is None


def test_guide_card_speaks_english_where_it_can_and_danish_otherwise(sqlite_session: Session, at: datetime) -> None:
    english = cards.guide_card(sqlite_session, "pas-forny", at, "en")
    assert (english.language, english.title, english.texts["steps"]) == ("en", "Renew your passport", "1. Book a time.")
    assert english.texts["bring"] == "- Det gamle pas"
    assert cards.guide_card(sqlite_session, "pas-forny", at, "de").language == "da"


def test_fact_is_unknown_outside_its_periods(sqlite_session: Session) -> None:
    card = cards.guide_card(sqlite_session, "pas-forny", datetime.fromisoformat("2027-01-04T10:00:00+00:00"))
    assert not card.values["pas-pris"].known


def test_unknown_guide_department_and_person_are_not_found(sqlite_session: Session, at: datetime) -> None:
    for ask in (cards.guide_card, cards.department_card, cards.person_card, cards.availability_of):
        with pytest.raises(NotFound):
            ask(sqlite_session, "findes-ikke", at)
