"""Guides as sheets: what a citizen takes home, what the desk needs without a screen."""

from datetime import datetime

import pytest
from sqlmodel import Session

from app.base.errors import Invalid, NotFound
from app.models import Guide, RoutingTable
from app.services import handouts, revisions


def change(session: Session, slug: str, **values: object) -> None:
    guide = session.get(Guide, slug)
    for name, value in values.items():
        setattr(guide, name, value)
    session.add(guide)
    revisions.content_changed(session, "guide", slug)
    session.commit()


def test_citizen_gets_answer_steps_and_dated_price_and_nothing_of_the_desk(sqlite_session: Session, at: datetime) -> None:
    change(
        sqlite_session,
        "pas-forny",
        sections={"ask": "- Hemmeligt?", "steps": "1. Bestil tid.\n2. Stil om til pas.", "facts": "- Pris: {fact:pas-pris}"},
    )
    sheet = handouts.for_citizen(sqlite_session, "pas-forny", at)
    assert sheet.texts == {
        "say": "Du skal bestille tid. Et pas koster 893 kr.",
        "steps": "1. Bestil tid.",
        "bring": "",
        "facts": "- Pris: 893 kr. (pr. 1. november 2026)",
        "time": "",
    }
    assert (sheet.left_out, sheet.place.unit.slug, sheet.week[0]) == (1, "borgerservice", ("mandag-onsdag", "10-15"))


def test_sheet_in_english_says_what_is_still_danish(sqlite_session: Session, at: datetime) -> None:
    sheet = handouts.for_citizen(sqlite_session, "pas-forny", at, "en")
    assert (sheet.card.title, sheet.texts["steps"], sheet.language_of("steps"), sheet.language_of("facts")) == (
        "Renew your passport",
        "1. Book a time.",
        "en",
        "da",
    )
    assert sheet.week[0] == ("Monday-Wednesday", "10-15")
    assert handouts.for_citizen(sqlite_session, "pas-forny", at, "de").language == "da"


def test_crisis_sheet_holds_only_the_sentence(sqlite_session: Session, at: datetime) -> None:
    assert set(handouts.for_citizen(sqlite_session, "stroemsvigt", at).texts) == {"say", "time"}


def test_guide_for_colleagues_is_no_citizens_sheet(sqlite_session: Session, at: datetime) -> None:
    change(sqlite_session, "pas-mistet", audience=["kollega"])
    with pytest.raises(Invalid):
        handouts.for_citizen(sqlite_session, "pas-mistet", at)
    assert [sheet.card.guide.slug for sheet in handouts.for_citizens(sqlite_session, "borgerservice", at)] == ["folkepension", "pas-forny"]
    assert [sheet.card.guide.slug for sheet in handouts.for_citizens(sqlite_session, "borgerservice", at, "en")] == ["pas-forny"]
    assert len(handouts.for_desk(sqlite_session, "borgerservice", at).sheets) == 3


def test_folder_has_routing_in_words_with_numbers(sqlite_session: Session, at: datetime) -> None:
    sqlite_session.add(
        RoutingTable(
            slug="pas",
            title="Pas",
            department="borgerservice",
            policy="first_match",
            inputs={"birth_day": {"question": "Født hvilken dag?"}},
            rows=[{"when": {"birth_day": "1-8"}, "to": {"person": "dan-christensen"}}, {"to": {"department": "affald"}}],
            fallback={"authority": "Politiet", "phone": "114"},
        )
    )
    revisions.content_changed(sqlite_session, "table", "pas")
    change(sqlite_session, "pas-forny", routing="pas")
    sheet = next(sheet for sheet in handouts.for_desk(sqlite_session, "borgerservice", at).sheets if sheet.card.guide.slug == "pas-forny")
    assert sheet.routing == [
        ("Født hvilken dag? 1 til 8", "Dan Christensen, Borgerservice, lokal 6001"),
        ("Altid", "Genbrug og Affald, lokal 2002"),
        ("Ellers", "Politiet, 114"),
    ]
    assert sheet.texts["ask"] == "- Er det til dig selv eller et barn?"


def test_phone_list_has_every_department_and_the_authorities(sqlite_session: Session, at: datetime) -> None:
    places = handouts.phone_list(sqlite_session)
    assert [place.unit.name for place in places] == ["Borgerservice", "Genbrug og Affald", "Hjemmeplejen", "Omstillingen"]
    assert places[0].hours == "mandag-onsdag 10-15; torsdag 10-12, 13-17; fredag 10-15"
    assert [row["name"] for row in handouts.authorities(sqlite_session)] == ["Udbetaling Danmark"]
    for act in (handouts.for_citizen, handouts.for_citizens, handouts.for_desk):
        with pytest.raises(NotFound):
            act(sqlite_session, "findes-ikke", at)
