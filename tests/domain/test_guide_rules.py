"""What stands in the way of publishing, each at its own field."""

from datetime import date

import pytest

from app.domain.guide_content import content_of
from app.domain.guide_form import ALL_FIELDS, fields_of
from app.domain.guide_rules import Known, check
from app.domain.privacy import REFUSAL
from tests.support.town import guides

TODAY = date(2026, 11, 23)
KNOWN = Known({"borgerservice", "affald", "omstilling", "hjemmepleje"}, {"pas-forny", "pas-mistet"}, {"pas-pris"}, {"hjemmepleje-omraader"})
GOOD = fields_of(content_of(guides()[0]))


def problems(**changed: str) -> dict[str, str]:
    return check({**GOOD, **{name.replace("__", "."): text for name, text in changed.items()}}, KNOWN, TODAY)


def test_whole_guide_can_be_published_and_an_empty_one_names_all_it_lacks() -> None:
    assert problems() == {}
    empty = check(dict.fromkeys(ALL_FIELDS, ""), KNOWN, TODAY)
    must = ["title", "say", "sections.steps", "sections.offline", "sections.relative", "referral.department", "referral.when", "referral.fallback"]
    assert list(empty) == [*must, "phrases.da", "department", "kind", "audience.borger"]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("title", "x" * 71, "for lang"),
        ("say", "ord " * 61, "61 ord"),
        ("say", "Ring om 010190-0001", REFUSAL),
        ("sections.steps", "{fact:findes-ikke}", "findes ikke"),
        ("sections.steps", "x" * 6001, "for lang"),
        ("self_service.url", "http://usikker.dk", "https://"),
        ("self_service.message", "x" * 301, "højst 300"),
        ("kle", "pas", "KLE-emne"),
        ("related", "pas-mistet\nfindes-ikke", "findes-ikke"),
        ("routing", "findes-ikke", "findes ikke"),
        ("referral.department", "findes-ikke", "Vælg en afdeling."),
        ("phrases.da", "mit pas\nmit pas", "Står to gange"),
        ("keywords", "\n".join(map(str, range(401))), "401 linjer"),
        ("sources", " | https://x.dk", "titel"),
        ("sources", "Loven | | i går", "2026-11-22"),
        ("translations.en.title", "", "mangler en titel"),
        ("verified_by", "Bo", "hvor længe"),
        ("expires_on", "2026-11-22", "udløbet"),
        ("expires_on", "snart", "2026-11-22"),
        ("processing_time", "to\nlinjer", "én linje"),
    ],
)
def test_problem_is_told_in_words_at_its_field(name: str, text: str, words: str) -> None:
    found = problems(**{name: text})
    assert words in " ".join(found.values())
    assert list(found) == [{"verified_by": "verified_until"}.get(name, name)]


def test_kind_of_guide_decides_what_it_must_have() -> None:
    assert set(problems(kind="krise")) == {"sections.never_say", "sections.emergency", "sections.alert"}
    assert set(problems(kind="henvisning")) == {"authority.name"}
    assert set(problems(kind="andet")) == {"kind"}


def test_last_day_may_be_today() -> None:
    assert problems(expires_on="2026-11-23") == {}
