"""What waits for an editor: how urgent it is, why, and in which order."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.domain import waiting_reasons as reasons
from app.domain.figures import share
from app.domain.gaps import Group, Wish, grouped
from app.domain.routing_table import table_of
from app.domain.waiting import MOST_ALIKE, Item, Kind, Place, Urgency, counted, together, worst_first
from app.models import Draft, Fact, Flag, LinkCheck, RoutingTable
from tests.support.town import guide

TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PAS = guide("pas-forny", "Forny pas", "borgerservice")


def item(title: str, urgency: Urgency, calls: int | None, kind: Kind = Kind.OVERDUE, department: str = "affald") -> Item:
    return Item(kind, urgency, title, "Fordi.", department, Place.GUIDE, title, calls)


def flag(kind: str, search: str = "", note: str = "") -> Flag:
    return Flag(id=f"{kind}-{search}-{note}", guide="pas-forny", kind=kind, search_text=search, note=note, flagged_by="x", flagged_at=AT)


def fact(*periods: tuple[str, str | None]) -> Fact:
    return Fact(
        slug="pas-pris", label="Pas, pris", department="borgerservice", unit="kr.", periods=[{"value": 1, "from": a, "to": b} for a, b in periods]
    )


def test_urgent_comes_first_then_what_most_calls_are_about() -> None:
    rows = [
        item("few", Urgency.SOON, 2),
        item("none", Urgency.SOON, None),
        item("later", Urgency.LATER, 900),
        item("many", Urgency.SOON, 40),
        item("now", Urgency.NOW, 0),
    ]
    assert [row.title for row in worst_first(rows)] == ["now", "many", "few", "none", "later"]


def test_equally_urgent_things_stand_by_kind_and_name_however_they_came() -> None:
    rows = [item("b", Urgency.NOW, 5), item("a", Urgency.NOW, 5), item("z", Urgency.NOW, 5, Kind.FLAG)]
    assert [row.title for row in worst_first(rows)] == ["z", "a", "b"]
    assert worst_first(reversed(rows)) == worst_first(rows)


def test_too_many_of_a_kind_in_a_department_become_one_row_behind_the_worst() -> None:
    rows = [item(f"g{number}", Urgency.SOON, number) for number in range(12)]
    shown = worst_first(together(rows))
    assert [row.title for row in shown if row.place is Place.GUIDE] == ["g11", "g10", "g9"]
    [rest] = [row for row in shown if row.place is Place.GUIDES]
    assert (rest.slug, rest.calls, rest.urgency) == ("affald", 8, Urgency.SOON)
    assert rest.reason == "9 andre guider skulle være set efter."


def test_a_few_of_a_kind_and_the_same_in_several_departments_stay_as_they_are() -> None:
    rows = [item(f"g{number}", Urgency.SOON, number) for number in range(MOST_ALIKE + 1)]
    rows += [item(f"h{number}", Urgency.SOON, number, department="bibliotek") for number in range(MOST_ALIKE + 1)]
    assert worst_first(together(rows)) == worst_first(rows)
    flags = [item(f"f{number}", Urgency.NOW, number, Kind.FLAG) for number in range(20)]
    assert len(together(flags)) == 20


def test_flagged_guide_says_what_is_wrong_and_what_was_searched() -> None:
    row = reasons.of_flags(PAS, [flag("unclear", "pris pas"), flag("wrong", "forny pas", "prisen er gammel"), flag("wrong", "pris pas")], 12)
    assert row.reason == "Meldt fra skranken: forkert (2 gange), uklar."
    assert list(row.details) == ["Søgt: »pris pas«, »forny pas«", "Bemærkning: »prisen er gammel«"]
    assert (row.urgency, row.calls, row.place, row.slug, len(row.flags)) == (Urgency.NOW, 12, Place.GUIDE, "pas-forny", 3)


@pytest.mark.parametrize(
    ("kinds", "urgency"),
    [
        (["unclear"], Urgency.SOON),
        (["missing"], Urgency.SOON),
        (["wrong"], Urgency.NOW),
        (["out_of_date"], Urgency.NOW),
        (["unclear", "missing"], Urgency.NOW),
    ],
)
def test_wrong_answers_and_repeated_flags_are_urgent(kinds: list[str], urgency: Urgency) -> None:
    assert reasons.of_flags(PAS, [flag(kind) for kind in kinds], 0).urgency is urgency


@pytest.mark.parametrize(
    ("days", "kind"),
    [(-1, Kind.OVERDUE), (0, Kind.DUE), (30, Kind.DUE), (31, None)],
)
def test_review_date_is_told_a_month_before_and_urged_the_day_after(days: int, kind: Kind | None) -> None:
    row = reasons.of_review(guide("a", "A", "affald", verified_until=TODAY + timedelta(days=days)), TODAY, 3)
    assert (row.kind if row else None) is kind
    assert reasons.of_review(PAS, TODAY, 3) is None


def test_review_sentences_carry_the_date() -> None:
    row = reasons.of_review(guide("a", "A", "affald", verified_until=date(2026, 11, 1)), TODAY, 3)
    assert row is not None
    assert row.reason == "Skulle være set efter den 1. november 2026."


@pytest.mark.parametrize(
    ("settled", "n", "is_low"),
    [(5, 20, True), (5, 19, False), (16, 20, False), (13, 20, False), (60, 100, True), (0, 20, True)],
)
def test_share_is_low_only_beyond_chance_and_with_twenty_calls(settled: int, n: int, is_low: bool) -> None:
    row = reasons.of_share(PAS, share(settled, n), share(800, 1000), 9)
    assert (row is not None) is is_low


def test_low_share_is_said_beside_the_share_of_all() -> None:
    row = reasons.of_share(PAS, share(5, 20), share(800, 1000), 9)
    assert row is not None
    assert row.reason == "Kun 25 % af 20 opkald blev løst; alle emner under ét: 80 %."
    assert reasons.of_share(PAS, share(5, 20), share(0, 0), 9) is None


@pytest.mark.parametrize(
    ("periods", "urgency"),
    [
        ([("2026-01-01", None)], None),
        ([("2026-01-01", "2027-01-23")], None),
        ([("2026-01-01", "2027-01-22")], Urgency.SOON),
        ([("2026-01-01", "2026-12-31"), ("2027-01-01", None)], None),
        ([("2026-01-01", "2026-12-31"), ("2027-01-02", None)], Urgency.SOON),
        ([("2026-01-01", "2026-12-07")], Urgency.NOW),
        ([("2025-01-01", "2025-12-31")], Urgency.NOW),
        ([("2027-01-01", None)], Urgency.NOW),
        ([], Urgency.NOW),
    ],
)
def test_fact_waits_when_it_has_no_value_within_sixty_days(periods: list[tuple[str, str | None]], urgency: Urgency | None) -> None:
    row = reasons.of_fact(fact(*periods), TODAY, [PAS], 4)
    assert (row.urgency if row else None) == urgency


def test_fact_names_the_guides_it_stands_in() -> None:
    row = reasons.of_fact(fact(("2026-01-01", "2026-12-31")), TODAY, [guide(str(number), f"G{number}", "affald") for number in range(5)], 4)
    assert row is not None
    assert row.reason == "Værdien gælder kun til og med den 31. december 2026."
    assert list(row.details) == ["Står i »G0«, »G1«, »G2« og 2 andre guider."]
    unused = reasons.of_fact(fact(), TODAY, [], 0)
    assert unused is not None
    assert (unused.urgency, list(unused.details)) == (Urgency.LATER, ["Ingen guide bruger den."])


def test_dead_link_says_why_since_when_and_where_else() -> None:
    check = LinkCheck(url="https://a.dk/x", checked_at=AT, failing_since=AT - timedelta(days=2), status=404, problem="siden findes ikke (404).")
    row = reasons.of_link(check, [PAS, guide("b", "Andet", "affald")], 7)
    assert row.reason == "Dødt link: siden findes ikke (404). Sådan siden den 21. november."
    assert list(row.details) == ["https://a.dk/x", "Står også i »Andet«."]
    assert (row.slug, row.department, row.calls) == ("pas-forny", "borgerservice", 7)


def table(*rows: tuple[dict[str, object], dict[str, str]], policy: str = "first_match") -> RoutingTable:
    inputs = {"caller": {"kind": "yes_no", "question": "Er det en virksomhed?"}}
    return RoutingTable(
        slug="t",
        title="Hvem tager det",
        department="affald",
        policy=policy,
        inputs=inputs,
        rows=[{"when": when, "to": to} for when, to in rows],
        fallback={"department": "omstilling"},
    )


def test_table_that_points_nowhere_is_found_before_its_other_faults() -> None:
    broken = table_of(table(({"caller": True}, {"person": "gone"}), ({"caller": True}, {"department": "affald"})))
    faults = reasons.faults_of(broken, {"affald"}, set())
    assert faults[0] == "Række 1 peger på medarbejderen »gone«, som ikke findes."
    assert faults[1] == "Afløseren peger på afdelingen »omstilling«, som ikke findes."
    assert any(sentence.startswith("En borger falder igennem") for sentence in faults)
    row = reasons.of_table(broken, faults, "affald", 3)
    assert (row.urgency, row.reason, row.place) == (Urgency.NOW, faults[0], Place.ROUTING)
    assert list(row.details) == ["Og 3 fejl til i samme tabel."]


def test_whole_table_has_no_faults() -> None:
    whole = table_of(table(({"caller": True}, {"authority": "SKAT", "phone": "72221818"}), ({}, {"department": "affald"})))
    assert reasons.faults_of(whole, {"affald", "omstilling"}, set()) == []


def test_drafts_say_who_waits_and_why_one_came_back() -> None:
    draft = Draft(
        id="d", guide="pas-forny", author="x", department="borgerservice", fields={"title": "Forny pas"}, reason="ny pris", remark="prisen mangler"
    )
    waiting = reasons.of_approval(draft, "Bo", None)
    assert (waiting.reason, waiting.place, waiting.slug, list(waiting.details)) == (
        "Bo venter på, at du ser den igennem.",
        Place.APPROVAL,
        "d",
        ["»ny pris«"],
    )
    back = reasons.of_returned(draft, 3)
    assert (back.place, back.slug, list(back.details)) == (Place.GUIDE, "pas-forny", ["»prisen mangler«"])
    assert reasons.of_returned(Draft(id="e", guide="ny", author="x", department="affald", fields={}), None).title == "Guide uden titel"


def group(*wishes: Wish) -> Group:
    [made] = grouped(wishes)
    return made


def test_searches_in_vain_are_counted_in_words_and_lead_to_the_nearest_guide() -> None:
    row = reasons.of_gap(group(Wish("gæld varme", 12, "pas-forny", True, gap="k"), Wish("varmen og gæld", 2, "pas-forny", True, gap="l")), PAS)
    assert (row.title, row.reason) == ("14 søgte efter »gæld varme« og fandt intet", "")
    assert list(row.details) == ["Også søgt: »varmen og gæld«", "Nærmeste guide: Forny pas"]
    assert (row.place, row.slug, row.words, row.urgency, row.gaps) == (Place.GUIDE, "pas-forny", "gæld varme", Urgency.SOON, ("k", "l"))


def test_few_searches_are_not_counted_aloud() -> None:
    row = reasons.of_gap(group(Wish("xyz", 4, gap="k")), None)
    assert row.title == "Enkelte har søgt efter »xyz« og fandt intet"
    assert (row.place, row.department, row.urgency) == (Place.NEW_GUIDE, "", Urgency.LATER)


def test_words_that_no_guide_knows_ask_for_a_new_guide_of_the_nearest_department() -> None:
    row = reasons.of_gap(group(Wish("xylofon", 9, "pas-forny", False, gap="k")), PAS)
    assert (row.place, row.slug, row.department, list(row.details)) == (Place.NEW_GUIDE, "", "borgerservice", [])


def test_flag_without_a_guide_is_a_wish_for_one() -> None:
    row = reasons.of_gap(group(Wish("drone", 1, flag="f")), None)
    assert (row.title, row.reason) == ("Der mangler en guide om »drone«", "Meldt fra skranken.")
    assert (row.urgency, row.flags) == (Urgency.SOON, ("f",))


def test_numbers_are_counted_in_danish() -> None:
    assert [counted(number, "guide", "guider") for number in (0, 1, 2)] == ["0 guider", "1 guide", "2 guider"]
    assert reasons.of_unverified("affald", 1, 0).reason.startswith("1 guide er ikke verificeret.")
    assert reasons.of_unverified("affald", 193, 0).reason.startswith("193 guider er ikke verificeret.")
