"""The channels beside the phone on »Tal«."""

from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session

from app.base.database import session_scope
from app.domain.outcomes import Ending
from app.models import ChannelFigure
from app.services import finished_calls
from app.services.finished_calls import CallEntry, QuestionEntry
from tests.support.town import MONDAY

PERIOD = "from=2026-10-26&to=2026-11-22"


def tell(session: Session, day: date, channel: str, contacts: int, department: str = "", topic: str = "") -> None:
    session.add(ChannelFigure(day=day, channel=channel, department=department, topic=topic, contacts=contacts, imported_by="x", imported_at=MONDAY))


def section(client: TestClient, query: str = PERIOD) -> str:
    """The part of the page, on one line."""
    page = client.get(f"/figures?{query}")
    assert page.status_code == 200
    return " ".join(page.text.split('<section id="channels"')[1].split("</section>")[0].split())


@pytest.fixture
def told(sqlite_engine: Engine) -> None:
    """Four weeks: mail every day, visits by topic on the first 18 days, a chat, and seven calls on a Wednesday."""
    first = date(2026, 10, 26)
    with session_scope(sqlite_engine) as session:
        for place in range(28):
            tell(session, first + timedelta(days=place), "mail", 10)
        for place in range(18):
            tell(session, first + timedelta(days=place), "counter", 20, "borgerservice", "pas-forny")
        tell(session, first, "chat", 3)
        for place in range(7):
            at = MONDAY - timedelta(days=5, minutes=place)
            entry = CallEntry(at, at, f"call-{place}", [QuestionEntry(Ending("resolved"), topic="pas-forny")])
            finished_calls.log(session, "token:x", entry, MONDAY)


def test_without_imported_figures_a_team_lead_is_shown_the_way_and_an_editor_who_to_ask(carla: TestClient, bo: TestClient) -> None:
    found = section(carla)
    assert 'href="/figures/channels"' in found
    assert 'href="/figures/channels/sample.csv"' in found
    assert "<table" not in found
    assert "En teamleder kan hente tallene ind" in section(bo)


@pytest.mark.usefixtures("told")
def test_channels_stand_with_their_days_and_the_number_of_calls_opens_them(carla: TestClient) -> None:
    found = section(carla)
    assert '<td class="figure">360</td> <td class="figure">18 af 28</td> <td class="figure">20</td>' in found
    assert "En dag uden tal tæller ikke som nul." in found
    assert 'href="/figures/calls?from=2026-10-26&amp;to=2026-11-22&amp;show=counted"' in found
    assert 'href="/figures/calls?from=2026-10-26&amp;to=2026-11-22&amp;topic=pas-forny&amp;show=counted"' in found
    assert "Mail og Digital Post og Chat er ikke delt på emner." in found


@pytest.mark.usefixtures("told")
def test_share_is_said_with_its_number_its_interval_and_its_days(carla: TestClient) -> None:
    assert "Flest henvendelser: Fremmøde med 67 % (63-71 %) af 540 på de 18 dage, hvor alle kanaler på nær Telefon og Chat har tal." in section(carla)


@pytest.mark.usefixtures("told")
def test_fewer_than_five_contacts_are_not_shown(carla: TestClient) -> None:
    row = section(carla).split(">Chat<")[1].split("</tr>")[0]
    assert "for få" in row
    assert ">3<" not in row


@pytest.mark.usefixtures("told")
def test_trend_says_its_finding_and_stands_as_a_table_too(carla: TestClient) -> None:
    found = section(carla)
    assert 'role="img" aria-label="Henvendelser pr. dag med tal. ' in found
    assert "Fremmøde: fra 20 i uge 44 til 20 i uge 46." in found
    assert '<th scope="row">uge 46</th>' in found
    assert "ingen tal" in found.split('<th scope="row">uge 47</th>')[1].split("</tr>")[0]
    assert "style=" not in found


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("language=en", "De andre kanaler fortæller ikke, hvem der henvender sig"),
        ("department=affald", "Fremmøde, Mail og Digital Post og Chat har tal for perioden, men ikke for afdelingen."),
        ("topic=folkepension", "Mail og Digital Post og Chat har ikke tal for emnet."),
        ("department=borgerservice", "Mail og Digital Post og Chat har ikke tal for afdelingen."),
    ],
)
def test_filter_that_a_channel_does_not_tell_is_said_to_be_so(carla: TestClient, query: str, sentence: str) -> None:
    assert sentence in section(carla, f"{PERIOD}&{query}")


@pytest.mark.usefixtures("told")
def test_period_without_figures_says_how_new_the_newest_are(carla: TestClient) -> None:
    assert "Der er ingen tal fra andre kanaler for perioden. De nyeste er fra 22. november 2026." in section(carla, "from=2026-01-01&to=2026-01-31")


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("answered", "sentence"),
    [
        (10, "Telefonen er talt i loggen, hvor 70 % (40-89 %) af 10 besvarede opkald står; dens rigtige andel er større."),
        (5, "Der er logget flere opkald, end telefonien siger, der er besvaret."),
    ],
)
def test_phone_that_is_logged_in_part_says_so(carla: TestClient, sqlite_engine: Engine, answered: int, sentence: str) -> None:
    assert "Telefonen er talt i loggen" not in section(carla)
    with session_scope(sqlite_engine) as session:
        tell(session, date(2026, 11, 18), "phone", answered)
    assert sentence in section(carla)


@pytest.mark.usefixtures("told")
def test_one_day_is_enough(carla: TestClient) -> None:
    found = section(carla, "from=2026-11-01&to=2026-11-01")
    assert "på den dag, hvor alle kanaler har tal." in found
    assert "mod dagen før" in found
    assert "<svg" not in found
