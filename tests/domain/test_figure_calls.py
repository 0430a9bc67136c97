"""What an address asks for, and how the calls behind a number are said in words."""

from datetime import date

import pytest

from app.base.errors import Invalid
from app.domain.figure_calls import ANY, Asked, Show, asked_from, heading
from app.domain.outcomes import Avoidable, Reason

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


def test_address_is_read_into_what_is_asked() -> None:
    texts = {"show": "open", "reason": "no_guide", "avoidable": "late_case", "weekday": "0", "hour": "23"}
    assert asked_from(texts) == Asked(Show.OPEN, Reason.NO_GUIDE, Avoidable.LATE_CASE, 0, 23)
    assert asked_from({}) == Asked(Show.CALLS)
    assert asked_from({"avoidable": "any", "show": "", "hour": ""}) == Asked(avoidable=ANY)


@pytest.mark.parametrize(
    ("field", "text"),
    [("show", "bonk"), ("reason", "<b>"), ("avoidable", "all"), ("weekday", "7"), ("weekday", "-1"), ("hour", "24"), ("hour", "1e1"), ("hour", "٣")],
)
def test_what_means_nothing_is_refused_at_its_field_in_a_sentence(field: str, text: str) -> None:
    with pytest.raises(Invalid, match="er ikke") as refused:
        asked_from({field: text})
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("asked", "calls", "named", "words"),
    [
        (
            Asked(Show.OPEN, reason=Reason.NO_GUIDE),
            38,
            {"topic": "Glemt tømning"},
            "38 uløste opkald om »Glemt tømning«, 1.-30. november 2026, årsag: ingen guide om det",
        ),
        (Asked(Show.OPEN), 1, {}, "1 uløst opkald, 1.-30. november 2026"),
        (Asked(Show.CALLS, weekday=0, hour=9), 1234, {}, "1.234 opkald, 1.-30. november 2026, mandage kl. 9-10"),
        (Asked(Show.CALLS, hour=23), 7, {}, "7 opkald, 1.-30. november 2026, kl. 23-24"),
        (
            Asked(Show.NOT_REACHED),
            9,
            {"department": "Affald", "caller_type": "Virksomhed", "language": "Tysk"},
            "9 opkald, viderestillet uden at nogen blev nået, Affald, virksomhed, på tysk, 1.-30. november 2026",
        ),
        (Asked(Show.AVOIDABLE, avoidable=ANY), 5, {}, "5 unødige opkald, 1.-30. november 2026"),
        (Asked(Show.SETTLED, avoidable=ANY), 5, {}, "5 straksafklarede opkald, 1.-30. november 2026, unødige"),
        (Asked(Show.AVOIDABLE, avoidable=Avoidable.LATE_CASE), 5, {}, "5 unødige opkald, 1.-30. november 2026, unødigt fordi: sagen trækker ud"),
    ],
)
def test_heading_says_what_is_shown(asked: Asked, calls: int, named: dict[str, str], words: str) -> None:
    assert heading(asked, calls, FIRST, LAST, named) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 11, 22), date(2026, 11, 22), "22. november 2026"),
        (date(2026, 10, 25), date(2026, 11, 23), "25. oktober - 23. november 2026"),
        (date(2027, 12, 1), date(2028, 2, 29), "1. december 2027 - 29. februar 2028"),
    ],
)
def test_period_is_said_with_no_more_than_it_takes(first: date, last: date, words: str) -> None:
    assert heading(Asked(), 0, first, last, {}) == f"0 opkald, {words}"
