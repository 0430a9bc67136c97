""" "Det venter på dig": everything that needs this editor, gathered in few questions to the store, and what can be waved away."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app.base.clock import local
from app.base.errors import NotFound
from app.domain import waiting_reasons as reasons
from app.domain.access import Right, Role
from app.domain.waiting import Item, together, worst_first
from app.models import Draft, Flag, Guide, RoutingTable, SearchGap, User
from app.services import call_log, content, drafts, facts, flags, gaps, guides, links, publishing, rights, suggestions, trail
from app.services.content import Snapshot

MINE, ALL = "mine", "all"
CALL_DAYS = 30
SHARE_DAYS = 90
FLAG = "flag"
GAP = "gap"


@dataclass(frozen=True)
class Waiting:
    """What waits, worst first; the user's drafts under way; whether the user may look at all departments; and whom to ask when they own none."""

    items: Sequence[Item]
    under_way: Sequence[Draft]
    scope: str
    may_choose: bool
    ask: Sequence[str]


@dataclass(frozen=True)
class _Log:
    """The log by topic: calls of the last CALL_DAYS, and (settled, counted) of the last SHARE_DAYS."""

    calls: Mapping[str, int]
    settled: Mapping[str, tuple[int, int]]

    def about(self, found: Iterable[Guide]) -> int:
        """How many calls were about some guides."""
        return sum(self.calls.get(guide.slug, 0) for guide in found)


@dataclass(frozen=True)
class _Scope:
    """What is looked at: the content, the log, the moment, and the departments (None: all of them)."""

    snapshot: Snapshot
    log: _Log
    at: datetime
    departments: frozenset[str] | None

    def covers(self, department: str) -> bool:
        return self.departments is None or department in self.departments

    @property
    def guides(self) -> list[Guide]:
        return [guide for guide in self.snapshot.guides.values() if self.covers(guide.department)]


def for_user(session: Session, user: User, at: datetime, scope: str = "") -> Waiting:
    """What waits for a user. Team leads and administrators choose between all departments (ALL, the default) and their own (MINE)."""
    may_choose = user.role != Role.EDITOR
    chosen = scope if may_choose and scope in {MINE, ALL} else ALL if may_choose else MINE
    snapshot = content.current(session)
    around = _Scope(snapshot, _log(session, at), at, None if chosen == ALL else frozenset(user.departments))
    own = drafts.own(session, user)
    items = [
        *_flagged(session, around),
        *_about_guides(around),
        *_suggested(session, around),
        *_about_facts(session, around),
        *_about_links(session, around),
        *_about_tables(session, around),
        *[reasons.of_approval(draft, author, _calls(around, draft)) for draft, author in publishing.waiting(session, user)],
        *[reasons.of_returned(draft, _calls(around, draft)) for draft in own if draft.remark and draft.state == drafts.WRITING],
    ]
    under_way = [draft for draft in own if not draft.remark or draft.state != drafts.WRITING]
    is_lost = not may_choose and not user.departments
    return Waiting(worst_first(together(items)), under_way, chosen, may_choose, _administrators(session) if is_lost else [])


def dismiss(session: Session, user: User, flag_ids: Collection[str], gap_keys: Collection[str], at: datetime) -> int:
    """Close flags, and take searches off the list, as needing nothing; each is written in the trail. What is closed already stays so.

    Answers how many were closed. Raises NotAllowed, NotFound for a flag that never was.
    """
    found = session.exec(select(Flag).where(col(Flag.id).in_(list(flag_ids)))).all()
    if len(found) < len(set(flag_ids)):
        raise NotFound("Meldingen findes ikke.")
    snapshot = content.current(session)
    still_open = [flag for flag in found if flag.closed_at is None]
    for flag in still_open:
        guide = snapshot.guides.get(flag.guide or "")
        department = guide.department if guide else flag.department or gaps.department_of(session, flag.search_text or flag.note)
        rights.require(user, Right.EDIT_CONTENT, department)
        old = {"kind": flag.kind, "search": flag.search_text, "note": flag.note}
        kind, slug = (guides.KIND, flag.guide) if flag.guide else (FLAG, flag.id)
        trail.record(session, user, "dismiss_flag", kind, slug, at, old=old, department=department)
    guides.close_flags(session, [flag.id for flag in still_open], at)
    missed = session.exec(select(SearchGap).where(col(SearchGap.key).in_(list(gap_keys)))).all()
    for gap in missed:
        department = gaps.department_of(session, gap.example)
        rights.require(user, Right.EDIT_CONTENT, department)
        trail.record(session, user, "dismiss_gap", GAP, gap.key, at, old={"search": gap.example, "times": gap.times}, department=department)
        session.delete(gap)
    session.flush()
    return len(still_open) + len(missed)


def _log(session: Session, at: datetime) -> _Log:
    """The calls by topic: how many of CALL_DAYS, and how many of SHARE_DAYS were settled out of those that count."""
    lately, long = (call_log.by_topic(session, at - timedelta(days=days), at) for days in (CALL_DAYS, SHARE_DAYS))
    return _Log({topic: row.calls for topic, row in lately.items()}, {topic: (row.settled, row.counted) for topic, row in long.items()})


def _flagged(session: Session, around: _Scope) -> list[Item]:
    """Flags by guide; and what is missing: flags without a guide together with searches in vain."""
    by_guide: dict[str, list[Flag]] = defaultdict(list)
    for flag in flags.open_flags(session):
        by_guide[flag.guide or ""].append(flag)
    items = [item for item in gaps.waiting(session, by_guide.pop("", []), around.at) if around.covers(item.department)]
    for slug, found in by_guide.items():
        guide = around.snapshot.guides.get(slug)
        if guide is not None and around.covers(guide.department):
            items.append(reasons.of_flags(guide, found, around.log.about([guide])))
    return items


def _about_guides(around: _Scope) -> list[Item]:
    """Review dates and settled shares of guides; those nobody vouches for as one row for each department."""
    today = local(around.at).date()
    tallies = around.log.settled
    overall = reasons.share_of((sum(hits for hits, _ in tallies.values()), sum(n for _, n in tallies.values())))
    unverified: dict[str, list[Guide]] = defaultdict(list)
    items: list[Item | None] = []
    for guide in around.guides:
        if guide.verified_until is None:
            unverified[guide.department].append(guide)
        else:
            items.append(reasons.of_review(guide, today, around.log.about([guide])))
        if guide.slug in tallies:
            items.append(reasons.of_share(guide, reasons.share_of(tallies[guide.slug]), overall, around.log.about([guide])))
    items += [reasons.of_unverified(department, len(found), around.log.about(found)) for department, found in unverified.items()]
    return [item for item in items if item is not None]


def _suggested(session: Session, around: _Scope) -> list[Item]:
    """Guides for which the log suggests words."""
    # Of all departments, and chosen from here: naming thousands of guides in a query would cost more than it saves.
    found = suggestions.for_departments(session, None, around.at)
    rows = [(around.snapshot.guides[slug], number) for slug, number in found.items()]
    return [reasons.of_suggestions(guide, number, around.log.about([guide])) for guide, number in rows if around.covers(guide.department)]


def _about_facts(session: Session, around: _Scope) -> list[Item]:
    """Facts that have no value today or soon will have none, with the guides they stand in."""
    today = local(around.at).date()
    used = facts.used(session)
    items = []
    for fact in around.snapshot.facts.values():
        if not around.covers(fact.department):
            continue
        guides_with_it = used.get(fact.slug, ())
        items.append(reasons.of_fact(fact, today, guides_with_it, around.log.about(guides_with_it)))
    return [item for item in items if item is not None]


def _about_links(session: Session, around: _Scope) -> list[Item]:
    """Dead links, each in the guide that is rung about most."""
    dead = links.dead(session, around.at)
    named = links.addresses(around.snapshot) if dead else {}
    items = []
    for check in dead:
        found = [around.snapshot.guides[slug] for slug in named.get(check.url, [])]
        mine = sorted((guide for guide in found if around.covers(guide.department)), key=lambda guide: (-around.log.about([guide]), guide.slug))
        if mine:
            items.append(reasons.of_link(check, mine, around.log.about(mine)))
    return items


def _about_tables(session: Session, around: _Scope) -> list[Item]:
    """Routing tables that would send somebody nowhere."""
    owners = dict(session.exec(select(RoutingTable.slug, RoutingTable.department)).all())
    snapshot = around.snapshot
    items = []
    for slug, table in snapshot.tables.items():
        if around.covers(owners.get(slug, "")):
            faults = reasons.faults_of(table, set(snapshot.departments), set(snapshot.people))
            behind = [guide for guide in snapshot.guides.values() if guide.routing == slug] if faults else []
            items += [reasons.of_table(table, faults, owners[slug], around.log.about(behind))] if faults else []
    return items


def _calls(around: _Scope, draft: Draft) -> int | None:
    """The calls about the guide that a draft is of; a new guide has none to count."""
    guide = around.snapshot.guides.get(draft.guide)
    return around.log.about([guide]) if guide else None


def _administrators(session: Session) -> list[str]:
    query = select(User.name).where(User.role == Role.ADMIN.value, col(User.active)).order_by(User.name)
    return list(session.exec(query).all())
