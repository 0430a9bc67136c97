"""A guide as form fields and back; two people's changes put together."""

from datetime import date

from app.domain.guide_content import content_of, guide_from, showable
from app.domain.guide_form import ALL_FIELDS, changed, content_from, fields_of, lines, merge
from tests.support.town import guides

TODAY = date(2026, 11, 23)


def test_every_guide_of_the_town_comes_back_from_its_form_unchanged() -> None:
    for guide in guides():
        content = content_of(guide)
        assert content_from(fields_of(content), TODAY) == content, guide.slug


def test_lists_are_lines_and_sources_are_title_address_and_date() -> None:
    content = {**content_of(guides()[0]), "sources": [{"title": "Pasloven", "url": "https://x.dk", "checked": "2026-11-01"}]}
    fields = fields_of(content)
    assert fields["keywords"] == "pas\nrejsepas"
    assert fields["sources"] == "Pasloven | https://x.dk | 2026-11-01"
    assert content_from(fields, TODAY)["sources"] == content["sources"]
    assert lines(" a \n\n b\n") == ["a", "b"]


def test_vouching_counts_only_with_a_name_and_a_day() -> None:
    fields = fields_of(content_of(guides()[0]))
    half = content_from({**fields, "verified_by": "Bo"}, TODAY)
    assert (half["verified_by"], half["verified_on"]) == ("", None)
    full = content_from({**fields, "verified_by": "Bo", "verified_until": "2027-05-01"}, TODAY)
    assert (full["verified_by"], full["verified_on"], full["verified_until"]) == ("Bo", "2026-11-23", "2027-05-01")


def test_merge_takes_the_others_fields_and_asks_only_where_both_wrote() -> None:
    base = dict.fromkeys(ALL_FIELDS, "") | {"title": "A", "say": "B", "kle": "23", "related": "x"}
    mine = base | {"title": "mit", "say": "mit", "related": "ens"}
    other = base | {"say": "deres", "kle": "24", "related": "ens"}
    merged = merge(base, mine, other)
    assert (merged.theirs, merged.conflicts) == (["kle"], ["say"])
    assert [merged.fields[name] for name in ("title", "say", "kle", "related")] == ["mit", "mit", "24", "ens"]


def test_space_at_the_ends_is_no_change() -> None:
    assert changed({"say": "a\nb"}, {"say": " a  \r\nb \n"}) == []
    assert changed({"say": "a", "title": "t"}, {"say": "b", "title": "u"}) == ["title", "say"]


def test_half_written_guide_can_be_shown() -> None:
    fields = dict.fromkeys(ALL_FIELDS, "") | {"self_service.message": "Se", "authority.url": "x", "verified_by": "Bo", "verified_until": "31-31"}
    shown = showable(content_from(fields | {"expires_on": "i morgen"}, TODAY))
    guide = guide_from("x", shown)
    assert (guide.self_service["label"], guide.authority["name"]) == ("(mangler navn)", "(mangler navn)")
    assert (guide.verified_by, guide.verified_on, guide.expires_on) == ("", None, None)
