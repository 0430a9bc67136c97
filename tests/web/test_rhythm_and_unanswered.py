"""When they ring, when nobody answers and what was searched in vain, on the page of figures."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.base.database import session_scope
from app.base.settings import ROOT
from app.domain.best_hour import TOO_LITTLE
from app.domain.outcomes import Ending
from app.domain.search.learned import learned_key
from app.domain.search.words import tokens
from app.services import finished_calls, learning
from app.services.finished_calls import CallEntry, QuestionEntry
from app.web.rhythm_section import SHADES, shade_of
from tests.support.town import MONDAY

MONTH = "from=2026-10-25&to=2026-11-23"
NOBODY = Ending("transferred", reached=False, offer="callback", reason="needs_decision")
LATE = datetime(2026, 11, 19, 16, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Hour:
    """An hour in a heat map: its words, its classes, and where it leads ("" for nowhere)."""

    words: str
    classes: frozenset[str] = frozenset()
    link: str = ""

    @property
    def frame(self) -> set[str]:
        return {name for name in self.classes if name.startswith("open-")}


@pytest.fixture
def lost_calls(sqlite_engine: Engine) -> None:
    """Seven callers who were not put through to Genbrug og Affald on a Thursday evening, two settled this Monday, and one a month ago."""
    resolved = Ending("resolved")
    with session_scope(sqlite_engine) as session:
        calls = [(LATE, NOBODY)] * 7 + [(MONDAY, resolved)] * 2 + [(MONDAY - timedelta(days=40), resolved)]
        for number, (at, ending) in enumerate(calls):
            entry = CallEntry(at, at + timedelta(minutes=2), f"call {number}", [QuestionEntry(ending, topic="affald-glemt")])
            finished_calls.log(session, "token:test", entry, at + timedelta(minutes=3))


@pytest.fixture
def missed(sqlite_engine: Engine) -> Callable[[str, int], None]:
    def count(words: str, times: int) -> None:
        with session_scope(sqlite_engine) as session:
            learning.count_gap(session, learned_key(tokens(words)), words, date(2026, 11, 23), times)

    return count


def section(client: TestClient, name: str, query: str = MONTH) -> str:
    """A part of the page by its id, as text with its tags."""
    answer = client.get(f"/figures?{query}")
    assert answer.status_code == 200
    found = re.search(rf'<section id="{name}".*?</section>', answer.text, re.S)
    assert found
    return html.unescape(found.group())


def heat_map(page: str, title: str) -> dict[tuple[int, int], Hour]:
    """A heat map of the section as it is read: its hours by weekday and hour."""
    table = re.search(rf'<table class="rhythm-map">\s*<caption><strong>{title}</strong>.*?</table>', page, re.S)
    assert table
    found = {}
    for hour, row in re.findall(r'<th scope="row">(\d+)-\d+</th>(.*?)</tr>', table.group(), re.S):
        for weekday, (classes, inner) in enumerate(re.findall(r'<td(?: class="([^"]*)")?>(.*?)</td>', row, re.S)):
            link = re.search(r'href="([^"]*)"', inner)
            words = " ".join(re.sub(r"<[^>]*>", " ", inner).split())
            found[weekday, int(hour)] = Hour(words, frozenset(classes.split()), link.group(1) if link else "")
    return found


def luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb`, 0 to 1 (WCAG 2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_hour_that_would_help_most_is_told_and_leads_to_its_calls(carla: TestClient, lost_calls: None) -> None:
    page = section(carla, "rhythm")
    assert "Torsdag kl. 17-18: 7 viderestillinger om måneden kom ikke igennem, fordi Genbrug og Affald var lukket." in page
    assert f'href="/figures/calls?{MONTH}&department=affald&weekday=3&hour=17&show=not_reached"' in page
    assert page.count('<table class="rhythm-map">') == 3


def test_hours_of_the_week_stand_as_numbers_that_lead_to_their_calls(carla: TestClient, lost_calls: None) -> None:
    page = section(carla, "rhythm")
    calls, missed, units = (heat_map(page, title) for title in ("Opkald", "Ikke nået", "Åbne afdelinger"))
    assert set(calls) == set(missed) == set(units) == {(day, hour) for day in range(7) for hour in range(8, 18)}
    assert calls[3, 17] == Hour("1,8", frozenset({"shade-5"}), f"/figures/calls?{MONTH}&weekday=3&hour=17&show=calls")
    assert missed[3, 17] == Hour("7 100 %", frozenset({"shade-5"}), f"/figures/calls?{MONTH}&weekday=3&hour=17&show=not_reached")
    assert 'title="torsdag kl. 17-18: 7 af 7 viderestillinger kom ikke igennem"' in page
    assert (units[3, 10].words, units[3, 10].link, units[3, 17].words) == ("1", "", "")
    assert {hour for hour, cell in calls.items() if cell.words} == {(3, 17), (0, 11)}


def test_opening_hours_of_a_chosen_department_are_framed(carla: TestClient, lost_calls: None) -> None:
    page = section(carla, "rhythm", f"{MONTH}&department=affald")
    assert "Den sorte ramme viser, hvornår Genbrug og Affald har åbent i en almindelig uge: mandag-onsdag 10-15, torsdag 10-12, 13-17" in page
    assert "når der er åbent mindst halvdelen af den" in page
    assert page.count('<table class="rhythm-map">') == 2
    calls = heat_map(page, "Opkald")
    assert calls[3, 17].link == f"/figures/calls?{MONTH}&department=affald&weekday=3&hour=17&show=calls"
    assert (calls[3, 17].frame, calls[3, 9].frame, calls[3, 12].frame) == (set(), set(), set())
    assert (calls[0, 10].frame, calls[0, 12].frame) == ({"open-top", "open-left"}, {"open-left"})
    assert calls[3, 16].frame == {"open-left", "open-right", "open-bottom"}
    assert (calls[3, 13].frame, calls[2, 12].frame) == ({"open-top"}, {"open-right"})


def test_few_calls_have_no_number_and_no_link(carla: TestClient, lost_calls: None) -> None:
    page = section(carla, "rhythm", "from=2026-11-23&to=2026-11-23")
    calls = heat_map(page, "Opkald")
    assert (calls[0, 11], calls[0, 10].words, calls[1, 11].words) == (Hour("få"), "", "–")
    assert "»–«, at timen ikke kom i perioden" in page
    assert TOO_LITTLE in page
    assert "»–«" not in section(carla, "rhythm")


@pytest.mark.parametrize(("value", "shade"), [(0, 0), (1, 0), (2, 1), (6, 3), (11, 5), (12, 5)])
def test_shade_follows_the_value(value: float, shade: int) -> None:
    assert shade_of(value, 12) == shade


def test_nothing_anywhere_is_the_lightest_shade() -> None:
    assert shade_of(0, 0) == 0


def test_every_shade_is_in_the_style_sheet_darker_than_the_last_and_its_ink_can_be_read() -> None:
    style = (ROOT / "static/css/figures.css").read_text(encoding="utf-8")
    inks = {"var(--ink)": "#1a1a1a", "#ffffff": "#ffffff"}
    shades = re.findall(r"\.rhythm-map \.shade-(\d) \{ background: (#\w{6}); color: ([^;]+); \}", style)
    assert [int(number) for number, _, _ in shades] == list(range(SHADES))
    grounds = [luminance(ground) for _, ground, _ in shades]
    assert grounds == sorted(grounds, reverse=True)
    for ground, (_, _, ink) in zip(grounds, shades, strict=True):
        low, high = sorted((ground, luminance(inks[ink])))
        assert (high + 0.05) / (low + 0.05) >= 4.5


def test_empty_log_says_so_and_draws_nothing(carla: TestClient) -> None:
    page = section(carla, "rhythm")
    assert "Der er ingen opkald at vise her." in page
    assert "<table" not in page
    assert "Ingen har søgt forgæves her." in section(carla, "unanswered")


def test_filter_that_means_nothing_still_shows_the_usual_days(carla: TestClient, lost_calls: None) -> None:
    page = section(carla, "rhythm", "from=i+forgårs&department=findes-ikke")
    assert "Genbrug og Affald var lukket" in page


def test_search_in_vain_is_shown_with_what_the_editor_can_do(bo: TestClient, carla: TestClient, missed: Callable[[str, int], None]) -> None:
    missed("xylofonqvist & <b>", 12)
    page = section(bo, "unanswered")
    assert "12 søgninger fandt ingen guide." in page
    assert "xylofonqvist & <b>" in page
    assert 'href="/edit/guides?new=1&title=xylofonqvist+%26+%3Cb%3E"' in page
    assert 'href="/edit/synonyms?new=xylofonqvist' in page
    assert "kan ikke ses endnu" in page
    assert 'aria-label="De sidste 9 uger, ældst først: 0, 0, 0, 0, 0, 0, 0, 0, 12"' in page
    assert "<b>" not in carla.get(f"/figures?{MONTH}").text
    assert "/edit/" not in section(carla, "unanswered")


def test_rare_words_are_never_shown(bo: TestClient, missed: Callable[[str, int], None]) -> None:
    missed("fru hansens kanin", 4)
    page = section(bo, "unanswered")
    assert "Ingen af dem er gjort fem gange eller flere" in page
    missed("xylofonqvist", 9)
    page = section(bo, "unanswered")
    assert "Og enkelte andre søgninger, hver under 5 gange." in page
    assert "hansen" not in page


def test_what_is_found_by_now_is_one_click_away(bo: TestClient, carla: TestClient, missed: Callable[[str, int], None]) -> None:
    missed("skraldespand", 9)
    for client in (bo, carla):
        page = section(client, "unanswered")
        assert 'Finder nu: <a href="/guides/affald-glemt">Glemt tømning af affald</a>' in page
        assert "Se, om det er svaret" in page


def test_long_list_keeps_the_most_frequent_on_top(bo: TestClient, missed: Callable[[str, int], None]) -> None:
    for number in range(15):
        missed("zq" + "abcdefghijklmno"[number] * 4, 5 + number)
    page = section(bo, "unanswered")
    assert "Vis 3 til" in page
    assert page.index("zqoooo") < page.index("zqdddd") < page.index("Vis 3 til") < page.index("zqaaaa")
