"""What waits for an editor, from the store: flags, searches in vain, dates, shares, facts, links, tables and drafts."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.base.errors import NotAllowed, NotFound
from app.domain.outcomes import Ending
from app.domain.waiting import Item, Kind, Place, Urgency
from app.models import Flag, Guide, LinkCheck, RoutingTable, SearchGap, TrailEntry, User
from app.services import content, drafts, finished_calls, flags, gaps, guides, learning, revisions, waiting
from app.services.finished_calls import CallEntry, QuestionEntry
from tests.conftest import user
from tests.services.test_learning import settle
from tests.support.queries import counted
from tests.support.town import guide as town_guide


def kinds(session: Session, username: str, at: datetime, *wanted: Kind) -> list[Item]:
    return [item for item in waiting.for_user(session, user(session, username), at).items if item.kind in wanted]


def change(session: Session, slug: str, **values: object) -> None:
    guide = session.get_one(Guide, slug)
    for name, value in values.items():
        setattr(guide, name, value)
    session.add(guide)
    revisions.content_changed(session, content.GUIDE, slug)
    session.commit()


def miss(session: Session, text: str, times: int, at: datetime) -> None:
    for _ in range(times):
        learning.note_gap(session, text, at)


def test_flags_of_one_guide_are_one_row_with_its_calls(session: Session, at: datetime) -> None:
    flags.raise_flag(session, user(session, "anna"), "pas-forny", "wrong", "pris", at, "gammel pris")
    flags.raise_flag(session, user(session, "carla"), "pas-forny", "unclear", "", at)
    for number in range(6):
        settle(session, at, "anna", f"k{number}", topic="pas-forny")
    settle(session, at - timedelta(days=31), "anna", "old", topic="pas-forny")
    [row] = kinds(session, "bo", at, Kind.FLAG)
    assert (row.slug, row.calls, len(row.flags), row.urgency) == ("pas-forny", 6, 2, Urgency.NOW)
    assert row.reason == "Meldt fra skranken: forkert, uklar."


def test_editor_sees_own_departments_and_the_others_see_all(session: Session, at: datetime) -> None:
    for slug in ("affald-glemt", "hjemmehjaelp-udeblevet"):
        flags.raise_flag(session, user(session, "anna"), slug, "wrong", "", at)
    assert [row.slug for row in kinds(session, "bo", at, Kind.FLAG)] == ["affald-glemt"]
    for username in ("carla", "eva"):
        assert {row.slug for row in kinds(session, username, at, Kind.FLAG)} == {"affald-glemt", "hjemmehjaelp-udeblevet"}


def test_team_lead_may_look_at_own_only_but_an_editor_never_at_all(session: Session, at: datetime) -> None:
    flags.raise_flag(session, user(session, "anna"), "hjemmehjaelp-udeblevet", "wrong", "", at)
    carla = waiting.for_user(session, user(session, "carla"), at, "mine")
    assert (carla.items, carla.scope, carla.may_choose) == ([], "mine", True)
    assert waiting.for_user(session, user(session, "carla"), at, "nonsense").scope == "all"
    bo = waiting.for_user(session, user(session, "bo"), at, "all")
    assert (bo.scope, bo.may_choose, [row for row in bo.items if row.kind is Kind.FLAG]) == ("mine", False, [])


def test_editor_without_departments_is_told_whom_to_ask(session: Session, at: datetime) -> None:
    bo = user(session, "bo")
    bo.departments = []
    session.add(bo)
    found = waiting.for_user(session, bo, at)
    assert found.items == []
    assert list(found.ask) == [user(session, "eva").name]
    assert waiting.for_user(session, user(session, "carla"), at).ask == []


def test_searches_in_vain_stand_by_meaning_at_their_nearest_guide(session: Session, at: datetime) -> None:
    miss(session, "skraldemandskab plupqvist", 6, at)
    miss(session, "plupqvist skraldemandskab vups", 2, at)
    [row] = kinds(session, "bo", at, Kind.GAP)
    assert (row.title, row.department, row.calls) == ("8 søgte efter »skraldemandskab plupqvist« og fandt intet", "affald", 8)
    assert len(row.gaps) == 2


def test_search_that_finds_a_guide_by_now_no_longer_waits(session: Session, at: datetime) -> None:
    miss(session, "xylofonqvist", 9, at)
    assert [row.words for row in kinds(session, "eva", at, Kind.GAP)] == ["xylofonqvist"]
    change(session, "affald-glemt", keywords=["xylofonqvist"])
    assert kinds(session, "eva", at, Kind.GAP) == []


def test_search_that_was_last_missed_long_ago_no_longer_waits(session: Session, at: datetime) -> None:
    miss(session, "xylofonqvist", 9, at - gaps.LOOK_BACK - timedelta(minutes=1))
    assert kinds(session, "eva", at, Kind.GAP) == []


def test_flag_without_a_guide_stands_with_the_searches_for_the_same(session: Session, at: datetime) -> None:
    miss(session, "xylofonqvist", 3, at)
    flags.raise_flag(session, user(session, "anna"), "", "missing", "xylofonqvist", at)
    [row] = kinds(session, "eva", at, Kind.GAP)
    assert (row.title, row.calls, len(row.flags), len(row.gaps)) == ("Der mangler en guide om »xylofonqvist«", 4, 1, 1)
    assert row.place is Place.NEW_GUIDE


def test_review_dates_wait_and_unverified_guides_are_one_row_a_department(session: Session, at: datetime) -> None:
    change(session, "pas-forny", verified_by="Bo", verified_until=date(2026, 11, 22))
    change(session, "affald-glemt", verified_by="Bo", verified_until=date(2026, 12, 20))
    rows = kinds(session, "bo", at, Kind.OVERDUE, Kind.DUE, Kind.UNVERIFIED)
    assert [(row.kind, row.slug) for row in rows] == [(Kind.OVERDUE, "pas-forny"), (Kind.DUE, "affald-glemt"), (Kind.UNVERIFIED, "borgerservice")]
    assert rows[2].reason.startswith("2 guider er ikke verificeret")


def test_today_is_the_danish_day(session: Session, at: datetime) -> None:
    change(session, "pas-forny", verified_by="Bo", verified_until=date(2026, 11, 22))
    late = datetime(2026, 11, 22, 22, 30, tzinfo=at.tzinfo)
    assert [row.kind for row in kinds(session, "bo", late, Kind.OVERDUE, Kind.DUE)] == [Kind.DUE]
    assert [row.kind for row in kinds(session, "bo", late + timedelta(minutes=30), Kind.OVERDUE, Kind.DUE)] == [Kind.OVERDUE]


def test_guide_that_settles_less_than_the_rest_waits(session: Session, at: datetime) -> None:
    for number in range(20):
        settle(session, at, "anna", f"good{number}", topic="pas-mistet")
        ending = Ending("resolved") if number < 4 else Ending("message", reason="needs_decision")
        finished_calls.log(session, "anna", CallEntry(at, at, f"low{number}", [QuestionEntry(ending, topic="pas-forny", searches=["pas"])]), at)
        aborted = QuestionEntry(Ending("aborted"), topic="affald-glemt", searches=["pas"])
        finished_calls.log(session, "anna", CallEntry(at, at, f"aborted{number}", [aborted]), at)
    [row] = kinds(session, "bo", at, Kind.LOW_SHARE)
    assert (row.slug, row.reason) == ("pas-forny", "Kun 20 % af 20 opkald blev løst; alle emner under ét: 60 %.")
    assert kinds(session, "bo", at + timedelta(days=91), Kind.LOW_SHARE) == []


def test_fact_that_runs_out_waits_with_the_guides_it_stands_in(session: Session, at: datetime) -> None:
    [row] = kinds(session, "bo", at, Kind.FACT)
    assert (row.slug, row.place, row.urgency) == ("pas-pris", Place.FACT, Urgency.SOON)
    assert list(row.details) == ["Står i »Forny pas«."]
    assert kinds(session, "bo", at - timedelta(days=60), Kind.FACT) == []
    assert [row.urgency for row in kinds(session, "bo", at + timedelta(days=60), Kind.FACT)] == [Urgency.NOW]


def test_dead_link_waits_at_the_guide_that_is_rung_about_most(session: Session, at: datetime) -> None:
    url = "https://www.borger.dk"
    change(session, "folkepension", sources=[{"title": "Borger.dk", "url": url}])
    settle(session, at, "anna", "k", topic="folkepension")
    session.add(LinkCheck(url=url, checked_at=at, failing_since=at - timedelta(days=2), status=404, problem="siden findes ikke (404)."))
    session.add(LinkCheck(url="https://nobody.dk", checked_at=at, failing_since=at - timedelta(days=2), problem="serveren findes ikke."))
    [row] = kinds(session, "bo", at, Kind.LINK)
    assert (row.slug, list(row.details)) == ("folkepension", [url, "Står også i »Forny pas«."])


def test_table_that_sends_callers_nowhere_waits(session: Session, at: datetime) -> None:
    table = RoutingTable(
        slug="hold",
        title="Hold",
        department="affald",
        policy="first_match",
        inputs={"company": {"kind": "yes_no", "question": "Virksomhed?"}},
        rows=[{"when": {"company": True}, "to": {"department": "affald"}}],
        fallback={"department": "affald"},
    )
    session.add(table)
    session.flush()
    revisions.content_changed(session, content.TABLE, "hold")
    change(session, "affald-glemt", routing="hold")
    settle(session, at, "anna", "k", topic="affald-glemt")
    [row] = kinds(session, "bo", at, Kind.ROUTING)
    assert (row.slug, row.place, row.urgency, row.calls) == ("hold", Place.ROUTING, Urgency.NOW, 1)
    assert row.reason.startswith("En borger falder igennem")


def draft_of(session: Session, author: User, state: str, at: datetime, remark: str = "", slug: str = "pas-forny") -> str:
    guides.keep_versions(session, at)
    draft = drafts.save(session, author, slug, {"title": "Forny dit pas"}, 1, at)
    draft.state, draft.remark, draft.submitted_at = state, remark, at
    session.add(draft)
    session.flush()
    return draft.id


def test_draft_of_a_colleague_waits_for_approval_and_never_for_its_author(session: Session, at: datetime) -> None:
    draft = draft_of(session, user(session, "eva"), drafts.REVIEW, at)
    [row] = kinds(session, "bo", at, Kind.APPROVAL)
    assert (row.slug, row.place, row.title) == (draft, Place.APPROVAL, "Forny dit pas")
    own = waiting.for_user(session, user(session, "eva"), at)
    assert [item for item in own.items if item.kind is Kind.APPROVAL] == []
    assert [row.id for row in own.under_way] == [draft]


def test_own_draft_that_came_back_waits_and_others_stand_quietly_below(session: Session, at: datetime) -> None:
    bo = user(session, "bo")
    draft_of(session, bo, drafts.WRITING, at, "Prisen mangler.")
    quiet = draft_of(session, bo, drafts.SCHEDULED, at, slug="affald-glemt")
    found = waiting.for_user(session, bo, at)
    [row] = [item for item in found.items if item.kind is Kind.RETURNED]
    assert (row.slug, list(row.details), row.urgency) == ("pas-forny", ["»Prisen mangler.«"], Urgency.NOW)
    assert [draft.id for draft in found.under_way] == [quiet]


def test_suggestions_of_the_log_wait_for_those_who_own_the_guide(session: Session, at: datetime) -> None:
    for number in range(3):
        question = QuestionEntry(Ending("resolved"), topic="pas-mistet", searches=["fløjtekedel", "mistet pas"], guides=["pas-mistet"])
        finished_calls.log(session, "anna", CallEntry(at, at, f"s{number}", [question]), at)
    [row] = kinds(session, "bo", at, Kind.SUGGESTION)
    assert (row.slug, row.urgency, row.reason[:9]) == ("pas-mistet", Urgency.LATER, "1 forslag")


def test_dismissed_flag_is_closed_once_with_an_entry_in_the_trail(session: Session, at: datetime) -> None:
    flag = flags.raise_flag(session, user(session, "anna"), "pas-forny", "wrong", "pris", at, "gammel")
    bo = user(session, "bo")
    assert waiting.dismiss(session, bo, [flag.id], [], at) == 1
    assert waiting.dismiss(session, bo, [flag.id], [], at + timedelta(hours=1)) == 0
    assert session.get_one(Flag, flag.id).closed_at == at
    [entry] = session.exec(select(TrailEntry)).all()
    assert (entry.action, entry.kind, entry.slug, entry.by, entry.department) == ("dismiss_flag", "guide", "pas-forny", bo.id, "borgerservice")
    assert entry.old == {"kind": "wrong", "search": "pris", "note": "gammel"}
    assert kinds(session, "bo", at, Kind.FLAG) == []


def test_dismissed_search_is_taken_off_the_list_with_an_entry_in_the_trail(session: Session, at: datetime) -> None:
    miss(session, "xylofonqvist", 9, at)
    [row] = kinds(session, "eva", at, Kind.GAP)
    assert waiting.dismiss(session, user(session, "eva"), [], row.gaps, at) == 1
    assert waiting.dismiss(session, user(session, "eva"), [], row.gaps, at) == 0
    assert session.exec(select(SearchGap)).all() == []
    [entry] = session.exec(select(TrailEntry)).all()
    assert (entry.action, entry.old) == ("dismiss_gap", {"search": "xylofonqvist", "times": 9})


@pytest.mark.parametrize("username", ["bo", "carla", "anna"])
def test_flag_of_another_department_is_not_theirs_to_dismiss(session: Session, at: datetime, username: str) -> None:
    flag = flags.raise_flag(session, user(session, "anna"), "hjemmehjaelp-udeblevet", "wrong", "", at)
    with pytest.raises(NotAllowed):
        waiting.dismiss(session, user(session, username), [flag.id], [], at)
    assert flag.closed_at is None


def test_flag_that_never_was_cannot_be_dismissed(session: Session, at: datetime) -> None:
    with pytest.raises(NotFound):
        waiting.dismiss(session, user(session, "eva"), ["nothing"], [], at)


def test_hundreds_of_guides_and_flags_cost_no_more_questions_to_the_store(engine: Engine, at: datetime) -> None:
    def cost() -> int:
        with Session(engine, expire_on_commit=False) as opened:
            bo = user(opened, "bo")
            content.current(opened)
            with counted(engine) as statements:
                waiting.for_user(opened, bo, at)
        return len(statements)

    few = cost()
    with Session(engine, expire_on_commit=False) as session:
        anna = user(session, "anna")
        for number in range(150):
            session.add(town_guide(f"g{number}", f"Guide {number}", "affald", verified_until=date(2026, 11, 1)))
            session.flush()
            flags.raise_flag(session, anna, f"g{number}", "wrong", "", at)
            revisions.raise_one(session, revisions.CONTENT)
        session.commit()
    assert cost() == few
    assert few <= 10
