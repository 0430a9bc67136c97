"""What a row of the calls' file tells: never more of who and when than five calls share."""

import csv
from collections import Counter, defaultdict

from hypothesis import given
from hypothesis import strategies as st

from app.domain.call_rows import HEAD, PARTS, Asked, Shared, lines, shared

CITIZEN = Asked("a", 10, "phone", "citizen", "da", False, "pas", "bs", "resolved", None, "", "", "found", "")
questions = st.builds(
    Asked,
    call=st.integers(0, 40).map(str),
    hour=st.sampled_from((2, 9, 10, 11, 20)),
    channel=st.just("phone"),
    caller_type=st.sampled_from(("citizen", "citizen", "company")),
    language=st.sampled_from(("da", "da", "de")),
    simulated=st.booleans(),
    topic=st.sampled_from(("pas", "affald", "")),
    department=st.just("bs"),
    outcome=st.sampled_from(("resolved", "message")),
    reached=st.none(),
    offer=st.just(""),
    reason=st.just(""),
    answer=st.just(""),
    avoidable=st.just(""),
)


def calls(number: int, **changes: object) -> list[Asked]:
    return [CITIZEN._replace(call=f"{changes} {one}", **changes) for one in range(number)]


def test_five_calls_alike_tell_hour_and_who() -> None:
    assert set(shared(calls(5))) == {Shared(10, "formiddag", "citizen", "da")}


def test_company_that_rang_at_night_in_german_cannot_be_told_from_the_row() -> None:
    night = CITIZEN._replace(call="night", hour=3, caller_type="company", language="de")
    assert shared([*calls(9), night])[-1] == Shared(None, "nat", "", "")


def test_part_of_the_day_is_told_where_the_hour_is_not_shared() -> None:
    assert set(shared([*calls(3, hour=9), *calls(3, hour=11)])) == {Shared(None, "formiddag", "citizen", "da")}


def test_calls_that_tell_the_hour_are_no_cover_for_one_that_does_not() -> None:
    assert shared([*calls(5), *calls(1, hour=9)])[-1] == Shared(None, "formiddag", "", "")


def test_one_call_that_asks_five_times_is_still_one_call() -> None:
    assert set(shared([CITIZEN] * 5)) == {Shared(None, "formiddag", "", "")}


def test_calls_about_something_else_are_no_cover() -> None:
    assert set(shared([*calls(4), *calls(4, topic="affald"), *calls(4, channel="counter")])) == {Shared(None, "formiddag", "", "")}


@given(st.lists(questions, max_size=60))
def test_whatever_is_told_of_who_and_when_is_shared_by_five_calls(rows: list[Asked]) -> None:
    groups: dict[object, set[str]] = defaultdict(set)
    told = shared(rows)
    for row, one in zip(rows, told, strict=True):
        assert one.part == max((start, word) for start, word in PARTS if row.hour >= start)[1]
        assert one.caller_type in ("", row.caller_type)
        assert (one.caller_type == "") == (one.language == "")
        groups[row.channel, row.topic, one].add(row.call)
    for (_, _, one), sharing in groups.items():  # type: ignore[misc]
        assert len(sharing) >= 5 or (one.hour, one.caller_type) == (None, "")


@given(st.lists(questions, max_size=30))
def test_every_question_is_a_row_and_the_order_tells_nothing(rows: list[Asked]) -> None:
    found = lines("2026-11-23", rows, {"pas": "Pas; fornyelse"}, {"bs": '"Borgerservice"'}, {})
    assert found == sorted(found)
    assert found == lines("2026-11-23", rows[::-1], {"pas": "Pas; fornyelse"}, {"bs": '"Borgerservice"'}, {})
    cells = list(csv.reader(found, delimiter=";"))
    assert Counter(row[7] for row in cells) == Counter(row.topic for row in rows)
    assert all(len(row) == len(HEAD) for row in cells)
    assert {row[8] for row in cells if row[7] == "pas"} <= {"Pas; fornyelse"}


def test_row_says_how_it_ended_in_words() -> None:
    ended = CITIZEN._replace(outcome="transferred", reached=False, offer="callback", reason="closed", answer="partly", avoidable="late_case", hour=0)
    (row,) = lines("2026-11-23", [ended], {"pas": "=Pas"}, {"bs": "Borgerservice"}, {})
    assert row == (
        "2026-11-23;;nat;Telefon;;;nej;pas;'=Pas;Borgerservice;Viderestillet;nej;Opkald tilbage;Afdelingen var lukket;Delvist;Sagen trækker ud"
    )
