"""From a guide, a fact or a table to the reason why it waits, in a sentence an editor can act on. Nothing is the matter: None."""

from collections import Counter
from collections.abc import Sequence, Set
from datetime import date, timedelta

from app.base.clock import local
from app.domain import figures
from app.domain.facts import ends_on, value_on
from app.domain.figures import FEWEST_SHOWN, Share
from app.domain.flags import FLAG_WORDS, FlagKind
from app.domain.gaps import Group
from app.domain.hours import date_words
from app.domain.routing_proof import prove
from app.domain.routing_table import Goal, Table
from app.domain.waiting import Item, Kind, Place, Urgency, counted
from app.models import Draft, Fact, Flag, Guide, LinkCheck

DUE_DAYS = 30
FACT_DAYS = 60
FACT_URGENT_DAYS = 14
FEWEST_COUNTED = 20
MANY_SEARCHES = 5
MOST_DETAILS = 3
MOST_NAMED = 3


def of_flags(guide: Guide, flags: Sequence[Flag], calls: int) -> Item:
    """A guide that somebody at the desk has flagged."""
    kinds = Counter(flag.kind for flag in flags)
    said = [f"{FLAG_WORDS[kind].lower()} ({kinds[kind]} gange)" if kinds[kind] > 1 else FLAG_WORDS[kind].lower() for kind in FlagKind if kinds[kind]]
    urgent = bool({FlagKind.WRONG, FlagKind.OUTDATED} & set(kinds)) or len(flags) > 1
    return Item(
        Kind.FLAG,
        Urgency.NOW if urgent else Urgency.SOON,
        guide.title,
        f"Meldt fra skranken: {', '.join(said)}.",
        guide.department,
        Place.GUIDE,
        guide.slug,
        calls,
        tuple(words_of(flags)),
        flags=tuple(flag.id for flag in flags),
    )


def words_of(flags: Sequence[Flag]) -> list[str]:
    """What was searched and said, newest first, each once, at most MOST_DETAILS of each."""
    searches = list(dict.fromkeys(flag.search_text for flag in flags if flag.search_text))[:MOST_DETAILS]
    notes = list(dict.fromkeys(flag.note for flag in flags if flag.note))[:MOST_DETAILS]
    searched = [f"Søgt: {', '.join(f'»{text}«' for text in searches)}"] if searches else []
    return [*searched, *(f"Bemærkning: »{note}«" for note in notes)]


def of_review(guide: Guide, today: date, calls: int) -> Item | None:
    """A guide that should have been looked at again, or soon must be."""
    until = guide.verified_until
    if until is None or until > today + timedelta(days=DUE_DAYS):
        return None
    if until < today:
        return _about(guide, Kind.OVERDUE, Urgency.SOON, f"Skulle være set efter den {date_words(until)}.", calls)
    return _about(guide, Kind.DUE, Urgency.LATER, f"Skal ses efter senest den {date_words(until)}.", calls)


def of_unverified(department: str, number: int, calls: int) -> Item:
    """The guides of a department that nobody vouches for, as one row however many they are."""
    reason = f"{counted(number, 'guide er', 'guider er')} ikke verificeret. Begynd med dem, der ringes mest om."
    return Item(Kind.UNVERIFIED, Urgency.LATER, "Guider, som ingen står inde for", reason, department, Place.GUIDES, department, calls)


def of_share(guide: Guide, settled: Share, overall: Share, calls: int) -> Item | None:
    """A guide whose calls are settled less often than calls are as a whole, beyond what chance would do."""
    if settled.n < FEWEST_COUNTED or settled.value is None or settled.high is None or overall.value is None or settled.high >= overall.value:
        return None
    reason = f"Kun {settled.value:.0%} af {settled.n} opkald blev løst; alle emner under ét: {overall.value:.0%}.".replace("%", " %")
    return _about(guide, Kind.LOW_SHARE, Urgency.SOON, reason, calls)


def share_of(tally: tuple[int, int]) -> Share:
    """The share of settled calls from (settled, counted)."""
    return figures.share(*tally)


def of_fact(fact: Fact, today: date, guides: Sequence[Guide], calls: int) -> Item | None:
    """A fact that has no value today, or will soon have none."""
    if not value_on(fact, today).known:
        urgency, reason = Urgency.NOW, "Ingen værdi i dag; skranken viser »ukendt«."
    else:
        last = ends_on(fact, today)
        if last is None or last > today + timedelta(days=FACT_DAYS):
            return None
        urgency = Urgency.NOW if last <= today + timedelta(days=FACT_URGENT_DAYS) else Urgency.SOON
        reason = f"Værdien gælder kun til og med den {date_words(last)}."
    details = (f"Står i {named([guide.title for guide in guides])}",) if guides else ("Ingen guide bruger den.",)
    return Item(Kind.FACT, urgency if guides else Urgency.LATER, fact.label, reason, fact.department, Place.FACT, fact.slug, calls, details)


def of_link(check: LinkCheck, guides: Sequence[Guide], calls: int) -> Item:
    """An address that has not answered for a day, in the first of the guides that name it."""
    since = f" Sådan siden den {date_words(local(check.failing_since).date(), with_year=False)}." if check.failing_since else ""
    others = [f"Står også i {named([guide.title for guide in guides[1:]])}"] if len(guides) > 1 else []
    return _about(guides[0], Kind.LINK, Urgency.SOON, f"Dødt link: {check.problem}{since}", calls, (check.url, *others))


def faults_of(table: Table, departments: Set[str], people: Set[str]) -> list[str]:
    """What is wrong with a routing table, in sentences: rows that point nowhere first."""
    goals = [(f"Række {row.number}", row.goal) for row in table.rows] + [("Afløseren", table.fallback)]
    nowhere = [f"{name} peger på {_gone(goal, departments, people)}." for name, goal in goals if _gone(goal, departments, people)]
    return nowhere + [f"{fault.sentence} ({fault.caller})" if fault.caller else fault.sentence for fault in prove(table)]


def of_table(table: Table, faults: Sequence[str], department: str, calls: int) -> Item:
    """A routing table that would send somebody nowhere."""
    more = (f"Og {counted(len(faults) - 1, 'fejl', 'fejl')} til i samme tabel.",) if len(faults) > 1 else ()
    return Item(Kind.ROUTING, Urgency.NOW, table.title, faults[0], department, Place.ROUTING, table.slug, calls, more)


def of_approval(draft: Draft, author: str, calls: int | None) -> Item:
    """A colleague's draft that waits for a second pair of eyes."""
    details = (f"»{draft.reason}«",) if draft.reason else ()
    reason = f"{author} venter på, at du ser den igennem."
    return Item(Kind.APPROVAL, Urgency.NOW, _title(draft), reason, draft.department, Place.APPROVAL, draft.id, calls, details)


def of_returned(draft: Draft, calls: int | None) -> Item:
    """The user's own draft that came back."""
    details = (f"»{draft.remark}«",)
    return Item(
        Kind.RETURNED, Urgency.NOW, _title(draft), "Din kladde er kommet tilbage.", draft.department, Place.GUIDE, draft.guide, calls, details
    )


def of_gap(group: Group, guide: Guide | None) -> Item:
    """Words that led to no answer. They are put at the guide they are nearest to when it knows one of them, otherwise a guide is missing."""
    flags = tuple(wish.flag for wish in group.wishes if wish.flag)
    gaps = tuple(wish.gap for wish in group.wishes if wish.gap)
    many = f"{group.times} søgte" if group.times >= FEWEST_SHOWN else "Enkelte har søgt"
    others = [f"Også søgt: {', '.join(f'»{text}«' for text in group.others[:MOST_DETAILS])}"] if group.others else []
    is_near = guide is not None and group.is_known
    return Item(
        Kind.GAP,
        Urgency.SOON if flags or group.times >= MANY_SEARCHES else Urgency.LATER,
        f"Der mangler en guide om »{group.example}«" if flags else f"{many} efter »{group.example}« og fandt intet",
        "Meldt fra skranken." if flags else "",
        guide.department if guide else "",
        Place.GUIDE if is_near else Place.NEW_GUIDE,
        guide.slug if guide and is_near else "",
        group.times,
        (*others, *([f"Nærmeste guide: {guide.title}"] if guide and is_near else [])),
        group.example,
        flags,
        gaps,
    )


def of_suggestions(guide: Guide, number: int, calls: int) -> Item:
    """A guide for which the log suggests words that callers use."""
    reason = f"{counted(number, 'forslag', 'forslag')} fra opkaldene: ord, som borgerne bruger, og guiden ikke kender."
    return _about(guide, Kind.SUGGESTION, Urgency.LATER, reason, calls)


def named(titles: Sequence[str]) -> str:
    """`»A«, »B«, »C« og 4 andre guider`."""
    shown = ", ".join(f"»{title}«" for title in titles[:MOST_NAMED])
    rest = len(titles) - MOST_NAMED
    return f"{shown} og {counted(rest, 'anden guide', 'andre guider')}." if rest > 0 else f"{shown}."


def _gone(goal: Goal, departments: Set[str], people: Set[str]) -> str:
    if goal.department and goal.department not in departments:
        return f"afdelingen »{goal.department}«, som ikke findes"
    if goal.person and goal.person not in people:
        return f"medarbejderen »{goal.person}«, som ikke findes"
    return ""


def _title(draft: Draft) -> str:
    return draft.fields.get("title") or "Guide uden titel"


def _about(guide: Guide, kind: Kind, urgency: Urgency, reason: str, calls: int, details: Sequence[str] = ()) -> Item:
    return Item(kind, urgency, guide.title, reason, guide.department, Place.GUIDE, guide.slug, calls, details)
