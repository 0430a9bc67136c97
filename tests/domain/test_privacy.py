"""The CPR guard refuses every way of writing a number, and lets what only looks like one through."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.privacy import REFUSAL, contains_cpr
from tests.support.cpr_corpus import LOOK_ALIKES, REFUSED_ALL_THE_SAME, TRUE_FORMS

SERIALS = st.integers(0, 99).map("{:04d}".format)
GAPS = st.sampled_from(["", "-", " ", " - ", "–", "/", "\u00a0"])


@pytest.mark.parametrize("text", TRUE_FORMS)
def test_a_cpr_number_is_seen(text: str) -> None:
    assert contains_cpr(text)


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_what_only_looks_like_one_is_let_through(text: str) -> None:
    assert not contains_cpr(text)


@pytest.mark.parametrize("text", REFUSED_ALL_THE_SAME)
def test_what_nobody_can_tell_apart_is_refused(text: str) -> None:
    assert contains_cpr(text)


def test_the_corpus_is_large_and_has_no_text_on_both_sides() -> None:
    assert len(TRUE_FORMS) == len(set(TRUE_FORMS)) >= 60
    assert len(LOOK_ALIKES) == len(set(LOOK_ALIKES)) >= 60
    assert not {*TRUE_FORMS, *REFUSED_ALL_THE_SAME} & set(LOOK_ALIKES)


@given(st.dates(date(1858, 1, 1), date(2057, 12, 31)), GAPS, SERIALS)
def test_every_birthday_is_seen_with_every_gap(born: date, gap: str, serial: str) -> None:
    assert contains_cpr(f"{born:%d%m%y}{gap}{serial}")
    assert contains_cpr(f"{born:%d%m%Y}{gap}{serial}")
    assert contains_cpr(f"{born.day + 60}{born:%m%y}{gap}{serial}")


@given(st.text(alphabet="0123456789 .-/+aå\n", max_size=20), st.text(alphabet=" aå,;()\n", min_size=1, max_size=5), SERIALS)
def test_nothing_that_stands_before_hides_a_number(before: str, between: str, serial: str) -> None:
    assert contains_cpr(f"{before}{between}010190-{serial}")


@given(st.integers(0, 99_999_999), st.sampled_from(["{}", "+45 {}", "+45{}", "0045 {}", "tlf. {}"]))
def test_no_danish_telephone_number_is_refused(number: int, form: str) -> None:
    digits = f"{number:08d}"
    pairs = " ".join(digits[at : at + 2] for at in range(0, 8, 2))
    for text in (digits, pairs, f"{digits[:4]} {digits[4:]}"):
        assert not contains_cpr(form.format(text))


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_no_date_alone_is_refused(day: date) -> None:
    for form in ("%d.%m.%Y", "%d-%m-%Y", "%d/%m %Y", "%Y-%m-%d", "%d%m%y", "%d%m%Y", "%Y%m%d"):
        assert not contains_cpr(f"den {day:{form}} kl. 10.15")


@given(st.text())
def test_no_text_at_all_makes_the_guard_fail(text: str) -> None:
    assert contains_cpr(text) in {True, False}


def test_the_refusal_says_what_to_do() -> None:
    assert "slet de sidste fire cifre" in REFUSAL
