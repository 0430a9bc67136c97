"""Where calls are lost, against topics counted by hand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.figures import share
from app.domain.lost_calls import STEPS, Example, Group, Kind, Loss, Span, by_calls, like_words, of_departments, of_topics, sentence
from app.domain.lost_table import departments_table, reasons_table, topics_table
from app.domain.outcomes import REASON_WORDS, Reason

MONTH = Span(30)
# 100 calls, 40 settled, 60 not: of these 10 needed the case.
FORGOTTEN = Group("affald-glemt", 100, 40, 10, {Reason.UNCLEAR_GUIDE: 30, Reason.NO_GUIDE: 20, Reason.NEEDS_CASE_ACCESS: 10}, "affald")
BULKY = Group("storskrald", 100, 90, 0, {Reason.CLOSED: 10}, "affald")
WHOLE = share(600, 1000)
NAMES = {"affald-glemt": "Glemt tømning", "storskrald": "Storskrald"}
UNITS = {"affald": "Genbrug og Affald"}


def found(*groups: Group, span: Span = MONTH) -> dict[str, Loss]:
    return {loss.group.slug: loss for loss in of_topics(groups, WHOLE, span)}


def test_topic_is_held_up_to_the_best_settled_one_of_its_department() -> None:
    loss = found(FORGOTTEN, BULKY)["affald-glemt"]
    assert (loss.gain, loss.step) == (50, Reason.UNCLEAR_GUIDE)  # (0.9 - 0.4) * 100, and 50 is all the desk could have settled
    assert loss.example == Example(Kind.TOPIC, "storskrald", 0.9)


def test_gain_is_never_more_than_the_desk_could_have_settled() -> None:
    assert found(replace(FORGOTTEN, beyond=35), BULKY)["affald-glemt"].gain == 25
    nobody = found(replace(FORGOTTEN, beyond=60, reasons={Reason.NEEDS_DECISION: 60}), BULKY)["affald-glemt"]
    assert (nobody.gain, nobody.example, nobody.step) == (0, None, Reason.NEEDS_DECISION)


@pytest.mark.parametrize(("days", "gain", "words"), [(30, 50, "om måneden"), (60, 25, "om måneden"), (7, 214, "om måneden"), (6, 50, "i perioden")])
def test_gain_is_told_for_a_month_where_there_are_days_enough(days: int, gain: int, words: str) -> None:
    assert found(FORGOTTEN, BULKY, span=Span(days))["affald-glemt"].gain == gain
    assert Span(days).words == words


def test_difference_that_may_be_chance_is_no_gain() -> None:
    small = Group("ny", 10, 5, 0, {Reason.NO_GUIDE: 5}, "affald")
    near = Group("naer", 40, 26, 0, {Reason.NO_GUIDE: 14}, "affald")
    assert found(small, near)["ny"].gain == 0


@pytest.mark.parametrize("calls", [10, 19])
def test_topic_with_few_calls_is_no_example(calls: int) -> None:
    assert found(FORGOTTEN, replace(BULKY, counted=calls, settled=calls))["affald-glemt"].example == Example(Kind.ALL, "", 0.6)


def test_topic_of_another_department_is_no_example() -> None:
    assert found(FORGOTTEN, replace(BULKY, department="vej"))["affald-glemt"].example == Example(Kind.ALL, "", 0.6)


def test_without_one_that_is_surely_better_the_middle_of_the_department_counts() -> None:
    wide = [Group(f"emne-{number}", 20, 13, 0, {Reason.CLOSED: 7}, "affald") for number in range(4)]  # 43-82 %: overlaps 31-50 %
    example = found(FORGOTTEN, *wide)["affald-glemt"].example
    assert example == Example(Kind.DEPARTMENT, "affald", 0.65)
    assert like_words(example, NAMES, UNITS) == "emnet i midten hos Genbrug og Affald (65 %)"


def test_topic_that_is_settled_best_has_nothing_to_gain() -> None:
    loss = found(FORGOTTEN, BULKY)["storskrald"]
    assert (loss.gain, loss.example, loss.step) == (0, None, Reason.CLOSED)


def test_next_step_is_one_that_gives_the_gain() -> None:
    mostly_case = replace(FORGOTTEN, beyond=30, reasons={Reason.NEEDS_CASE_ACCESS: 30, Reason.CLOSED: 20, Reason.NO_GUIDE: 10})
    assert found(mostly_case, BULKY)["affald-glemt"].step is Reason.CLOSED
    assert found(mostly_case)["affald-glemt"].step is Reason.CLOSED  # still something to gain against all calls
    assert found(replace(mostly_case, settled=60, beyond=30))["affald-glemt"].step is Reason.NEEDS_CASE_ACCESS


def test_reason_that_is_given_four_times_is_no_next_step() -> None:
    assert found(replace(FORGOTTEN, reasons={Reason.NO_GUIDE: 4, Reason.CLOSED: 3}), BULKY)["affald-glemt"].step is None
    assert found(replace(FORGOTTEN, reasons={Reason.NO_GUIDE: 5, Reason.CLOSED: 3}), BULKY)["affald-glemt"].step is Reason.NO_GUIDE


def test_topics_with_too_few_calls_or_nothing_lost_are_left_out() -> None:
    assert found(replace(FORGOTTEN, counted=4, settled=1), replace(BULKY, settled=100)) == {}
    assert list(found(replace(FORGOTTEN, counted=5, settled=1))) == ["affald-glemt"]


def test_most_to_gain_stands_first_or_most_calls() -> None:
    busy = Group("pas", 1000, 620, 0, {Reason.CALLER_WISH: 380}, "borgerservice")
    losses = of_topics([busy, BULKY, FORGOTTEN], WHOLE, MONTH)
    assert [loss.group.slug for loss in losses] == ["affald-glemt", "pas", "storskrald"]
    assert [loss.group.slug for loss in by_calls(losses)] == ["pas", "affald-glemt", "storskrald"]


def test_department_gains_what_its_topics_do() -> None:
    topics = of_topics([FORGOTTEN, BULKY, replace(FORGOTTEN, slug="anden", counted=50, settled=20, beyond=0)], WHOLE, MONTH)
    both = Group("affald", 240, 140, 15, {Reason.NEEDS_DECISION: 60, Reason.NO_GUIDE: 40})
    [loss] = of_departments([both, Group("vej", 4, 0, 0, {})], topics)
    assert (loss.gain, loss.step) == (75, Reason.NO_GUIDE)
    assert loss.most is not None
    assert loss.most.group.slug == "affald-glemt"


def test_sentence_says_what_to_do_and_what_it_gives() -> None:
    losses = found(FORGOTTEN, BULKY)
    assert sentence(losses["affald-glemt"], NAMES, "»Storskrald« (90 %)", MONTH) == (
        "»Glemt tømning«: gør guiden klarere. 60 opkald blev ikke løst; går det som »Storskrald« (90 %), bliver 50 flere løst om måneden."
    )
    assert sentence(losses["storskrald"], NAMES, "", MONTH) == (
        "»Storskrald«: se åbningstiderne. 10 opkald blev ikke løst, flest med årsagen »Afdelingen var lukket«."
    )


GROUPS = st.builds(
    lambda counted, settled, beyond, unit, slug: Group(
        f"emne-{slug}",
        counted,
        min(settled, counted),
        min(beyond, counted - min(settled, counted)),
        {Reason.NO_GUIDE: counted - min(settled, counted)},
        unit,
    ),
    st.integers(0, 400),
    st.integers(0, 400),
    st.integers(0, 400),
    st.sampled_from(["affald", "vej"]),
    st.integers(0, 10_000),
)


@given(st.lists(GROUPS, max_size=12), st.integers(0, 366))
def test_gain_stays_between_nothing_and_what_could_be_settled(groups: list[Group], days: int) -> None:
    whole = share(sum(group.settled for group in groups), sum(group.counted for group in groups))
    for loss in of_topics(groups, whole, Span(days)):
        assert 0 <= loss.gain <= round(loss.group.could * Span(days).factor)
        assert (loss.gain > 0) == (loss.example is not None)
        assert loss.example is None or loss.example.share > (loss.group.share.high or 0)


def test_tables_hold_what_the_page_shows() -> None:
    losses = of_topics([FORGOTTEN, BULKY], WHOLE, MONTH)
    table = topics_table(losses, NAMES, UNITS, MONTH)
    assert all(len(row) == len(table.head) for row in table.rows)
    first = dict(zip(table.head, table.rows[0], strict=True))
    assert (first["Emne"], first["Talte opkald"], first["Ikke løst"], first[REASON_WORDS[Reason.NO_GUIDE]]) == ("Glemt tømning", 100, 60, 20)
    assert (first["Mulig gevinst om måneden"], first["Næste skridt"]) == (50, STEPS[Reason.UNCLEAR_GUIDE])
    units = departments_table(of_departments([replace(FORGOTTEN, slug="affald")], losses), NAMES, UNITS, MONTH)
    assert dict(zip(units.head, units.rows[0], strict=True))["Mest ved emnet"] == "Glemt tømning"
    assert reasons_table(FORGOTTEN.reasons).rows[0] == ("Guiden var ikke klar nok", 30)


def test_every_reason_has_its_next_step() -> None:
    assert set(STEPS) == set(Reason)
