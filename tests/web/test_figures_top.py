"""The top of the figures on the screen: the sentence, the cards, the trend and the effects; with calls, few calls and none."""

import re
from datetime import datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.base.database import session_scope
from app.domain.guide_content import content_of
from app.services import guides
from tests.conftest import user
from tests.support.calls_logged import ring

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def logged(sqlite_engine: Engine, at: datetime) -> None:
    """Calls of forty days, and a guide that came out ten days ago and worked."""
    with session_scope(sqlite_engine) as session:
        guides.keep_versions(session, at - 365 * DAY)
        content = content_of(guides.find(session, "pas-forny"))
        guides.publish(session, user(session, "bo"), "pas-forny", {**content, "say": "Kort <b>."}, at - 10 * DAY + MINUTE)
        for days in range(40):
            ring(session, at - days * DAY, 9 if days < 10 else 3, 1 if days < 10 else 7)


@pytest.fixture
def few(sqlite_engine: Engine, at: datetime) -> None:
    with session_scope(sqlite_engine) as session:
        ring(session, at - DAY, 2, 1)


def section(page: str, name: str) -> str:
    """One part of the page."""
    return page[page.index(f'<section id="{name}"') :].partition("</section>")[0]


def words(html: str) -> str:
    """What is read of a part."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def test_sentence_comes_first_with_the_calls_behind_it(logged: None, carla: TestClient) -> None:
    part = section(carla.get("/figures").text, "sentence")
    assert "I går: 10 opkald, 90 % straksafklaret (60-98 %), 44 point over måneden før (46 %)." in words(part)
    assert "I dag indtil kl. 11.00: 10 opkald." in words(part)
    assert 'href="/figures/calls?from=2026-11-22&amp;to=2026-11-22&amp;show=counted"' in part
    assert 'href="/figures/calls?from=2026-11-23&amp;to=2026-11-23&amp;show=counted"' in part


def test_cards_tell_value_interval_count_change_and_definition(logged: None, carla: TestClient) -> None:
    part = section(carla.get("/figures").text, "figures")
    assert words(part).count("Sådan er det regnet") == 7
    for told in (
        "25. oktober - 23. november",
        "50 %",
        "(44-56 %)",
        "150 af 300 opkald",
        "20 point over de 30 dage før (30 %)",
        "Løste opkald ud af alle talte.",
    ):
        assert told in words(part)
    assert "Telefonien er ikke koblet på" in part
    assert "show=settled" in part


def test_trend_is_a_picture_with_its_numbers_its_sentence_and_its_marks(logged: None, carla: TestClient) -> None:
    part = section(carla.get("/figures").text, "trend")
    assert part.count("<svg") == 1
    assert 'role="img" aria-label="Dage: andelen af straksafklarede opkald, 300 opkald.' in part
    assert "Straksafklaringen er steget fra 30 % i den første tredjedel til 90 % i den sidste" in words(part)
    assert "13. november 2026: Guiden »Forny pas« ændret" in words(part)
    assert len(re.findall(r"<tr><th scope=\"row\">", part)) == 30
    assert 'href="/figures/calls?from=2026-11-14&amp;to=2026-11-14&amp;show=counted"' in part
    assert "style=" not in part


@pytest.mark.parametrize(("step", "rows", "word"), [("day", 30, "Den 23. november"), ("week", 26, "Uge 48"), ("month", 13, "November 2026")])
def test_step_of_the_trend_stands_in_the_address_and_stays_with_the_filters(logged: None, carla: TestClient, step: str, rows: int, word: str) -> None:
    page = carla.get(f"/figures?from=2026-10-25&to=2026-11-23&topic=pas-forny&by={step}").text
    part = section(page, "trend")
    assert len(re.findall(r"<tr><th scope=\"row\">", part)) == rows
    assert f"{word} (ikke hele tiden endnu)" in words(part)
    assert f'<a href="/figures?from=2026-10-25&amp;to=2026-11-23&amp;topic=pas-forny&amp;by={step}#trend" aria-current="true">' in part
    assert f'<input type="hidden" name="by" value="{step}">' in page


def test_step_that_does_not_exist_is_answered_with_a_sentence_and_the_usual_one(logged: None, carla: TestClient) -> None:
    answer = carla.get("/figures?by=<year>")
    assert answer.status_code == 200
    assert "»&lt;year&gt;« er ikke dage, uger eller måneder. Her vises dage." in section(answer.text, "trend")


def test_change_is_told_with_before_after_and_what_can_be_said(logged: None, carla: TestClient) -> None:
    part = section(carla.get("/figures").text, "effects")
    assert "Den ene ændring virkede." in words(part)
    assert "Ja: fra 30 % til 90 %, 190 opkald." in words(part)
    assert 'href="/figures/calls?from=2026-11-13&amp;to=2026-11-23&amp;topic=pas-forny&amp;show=counted"' in part


def test_few_calls_show_no_share_anywhere(few: None, carla: TestClient) -> None:
    page = carla.get("/figures?by=day").text
    assert "I går: 3 opkald, for få til at vise en andel." in words(section(page, "sentence"))
    assert "For få Kun 3 opkald." in words(section(page, "figures"))
    assert "for få (3)" in words(section(page, "trend"))
    assert " %" not in words(section(page, "sentence"))
    assert "Der er for få opkald til at sige, hvor det bærer hen." in words(section(page, "trend"))


def test_empty_log_says_what_to_do(carla: TestClient) -> None:
    page = carla.get("/figures").text
    assert "Den seneste tid: ingen opkald før i dag." in words(section(page, "sentence"))
    assert "straks demo history" in section(page, "sentence")
    assert "Der er ingen opkald at tegne" in section(page, "trend")
    assert "<svg" not in section(page, "trend")
    assert "Ingen guider, åbningstider eller fordelingsregler er ændret" in section(page, "effects")


def test_chosen_period_without_calls_is_told_kindly(logged: None, carla: TestClient) -> None:
    page = carla.get("/figures?from=2025-02-01&to=2025-02-28").text
    assert "1.-28. februar 2025: ingen opkald. Vælg en længere periode" in words(section(page, "sentence"))


def test_nobodys_name_stands_on_the_page(logged: None, carla: TestClient) -> None:
    page = carla.get("/figures").text
    for name in ("sentence", "figures", "trend", "effects"):
        assert "Bo Redaktør" not in section(page, name)
        assert "token:test" not in section(page, name)
