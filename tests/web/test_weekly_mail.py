"""The weekly mail through a real mail server on this machine: what arrives, at whom, and what happens when it cannot."""

import asyncio
import re
import shutil
import ssl
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.base import clock
from app.base.database import session_scope
from app.base.settings import Settings
from app.domain.outcomes import Ending
from app.domain.weekly import last_week
from app.main import create_app
from app.models import WeeklyMail
from app.services import accounts, finished_calls, start, weekly_mail
from app.services.finished_calls import CallEntry, QuestionEntry
from app.web import mail, timed
from app.web.timed import Timed
from tests.support.mail_server import HERE, Box, certificate, free_port, knows, mail_server

SEVEN = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
KAREN, OLE = "karen@kommune.dk", "ole@kommune.dk"
SENTENCE = "Uge 47 (16.-22. november 2026): 20 opkald, 50 % straksafklaret (30-70 %), for få opkald de fire uger før til at sammenligne."


@pytest.fixture
def engine_with_readers(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Twenty calls last week, ten of them settled; Karen and Ole get the mail; it is Monday at seven."""
    monkeypatch.setattr(clock, "now", lambda: SEVEN)
    with session_scope(sqlite_engine) as session:
        for number in range(20):
            ending = Ending("resolved") if number < 10 else Ending("message", reason="no_guide")
            at = SEVEN - timedelta(days=3, minutes=number)
            finished_calls.log(session, "token:x", CallEntry(at, at, str(number), [QuestionEntry(ending, topic="pas-forny")]), SEVEN)
        for address in (KAREN, OLE):
            made = accounts.add_user(session, address.partition("@")[0], "Læser", "teamlead", "korrekt hest batteri")
            made.email, made.weekly_mail = address, True
    return sqlite_engine


def chosen(port: int, **values: Any) -> Settings:
    given: dict[str, Any] = {
        "weekly_mail": True,
        "smtp_host": HERE,
        "smtp_port": port,
        "smtp_security": "none",
        "mail_from": "Straks <straks@kommune.dk>",
        "address": "https://straks.kommune.dk/",
    }
    return Settings(**{**given, **values}, _env_file=None)


def send(engine: Engine, settings: Settings, waits: Sequence[float] = ()) -> WeeklyMail:
    """Send the mail of last week as a worker does that has taken it on; answers how it went."""
    week = last_week(SEVEN)
    with session_scope(engine) as session:
        assert weekly_mail.take(session, week, SEVEN)
    asyncio.run(mail.send_week(engine, settings, week, waits))
    with Session(engine) as session:
        return session.get_one(WeeklyMail, week.name)


def parts(message: EmailMessage) -> dict[str, EmailMessage]:
    return {part.get_content_type(): part for part in message.walk() if isinstance(part, EmailMessage)}


def test_mail_arrives_with_its_words_its_picture_and_its_links(engine_with_readers: Engine) -> None:
    box = Box()
    with mail_server(box) as port:
        row = send(engine_with_readers, chosen(port))
    assert (row.sent, row.problem) == (2, "")
    message = box.read()
    assert message["Subject"] == "Straks uge 47: 50 % straksafklaret, 20 opkald"
    assert (message["From"], message["To"]) == ("Straks <straks@kommune.dk>", KAREN)
    assert message["Date"].datetime == SEVEN
    found = parts(message)
    plain, html, picture = (found[kind] for kind in ("text/plain", "text/html", "image/png"))
    link = "https://straks.kommune.dk/figures?from=2026-11-16&to=2026-11-22"
    assert SENTENCE in plain.get_content()
    assert link in plain.get_content()
    assert "https://straks.kommune.dk/figures?from=2026-10-26&to=2026-11-22" in plain.get_content()
    assert "Vil du ikke have den, så bed en administrator fjerne fluebenet." in plain.get_content()
    assert SENTENCE.replace(" %", "\u00a0%") in html.get_content()
    assert f'href="{link.replace("&", "&amp;")}"' in html.get_content()
    assert "»Forny pas«" in html.get_content()
    assert picture.get_content().startswith(b"\x89PNG\r\n\x1a\n")
    assert picture["Content-ID"] == "<" + re.findall(r'src="cid:([^"]+)"', html.get_content())[0] + ">"
    assert picture["Content-Disposition"].startswith("inline")
    [alt] = re.findall(r'alt="([^"]+)"', html.get_content())
    assert "20 opkald" in alt


def test_each_gets_a_mail_of_their_own_in_which_no_other_address_stands(engine_with_readers: Engine) -> None:
    box = Box()
    with mail_server(box) as port:
        send(engine_with_readers, chosen(port))
    assert [recipients for recipients, _ in box.mails] == [[KAREN], [OLE]]
    assert b"ole" not in box.mails[0][1].lower().replace(b"role=", b"")
    assert b"karen@" not in box.mails[1][1]
    assert box.read(0)["Message-ID"] != box.read(1)["Message-ID"]


def test_address_that_is_refused_costs_the_others_nothing_and_is_named_nowhere(
    engine_with_readers: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    box = Box()
    box.refused = {KAREN}
    with mail_server(box) as port:
        row = send(engine_with_readers, chosen(port), waits=(0.01, 0.01, 0.01))
    assert box.recipients == [OLE]
    assert (row.sent, row.problem) == (1, "1 af 2 modtagere fik den ikke. Mailserveren afviste modtageren eller mailen (550).")
    written = capsys.readouterr()
    assert "kommune.dk" not in written.out + written.err
    assert "weekly mail" in written.out


def test_server_that_was_down_gets_the_mail_later_and_once(engine_with_readers: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    box, port = Box(), free_port()
    notes = []
    really = weekly_mail.note
    monkeypatch.setattr(weekly_mail, "note", lambda *args: notes.append(args[2:]) or really(*args))

    async def later() -> None:
        sending = asyncio.create_task(mail.send_week(engine_with_readers, chosen(port), last_week(SEVEN), (1.0, 1.0, 1.0)))
        while not notes:
            await asyncio.sleep(0.02)
        with mail_server(box, port):
            await sending

    with session_scope(engine_with_readers) as session:
        weekly_mail.take(session, last_week(SEVEN), SEVEN)
    asyncio.run(later())
    assert notes[0] == (0, "2 af 2 modtagere fik den ikke. Mailserveren kan ikke nås.")
    assert notes[-1] == (2, "")
    assert box.recipients == [KAREN, OLE]


def test_server_that_stays_down_is_left_alone_after_three_more_tries(engine_with_readers: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []
    really = mail.hand_in

    async def hand_in(*args: Any) -> dict[str, str]:
        tries.append(args)
        return await really(*args)

    monkeypatch.setattr(mail, "hand_in", hand_in)
    row = send(engine_with_readers, chosen(free_port()), waits=(0.01, 0.01, 0.01))
    assert (len(tries), row.sent, row.problem) == (4, 0, "2 af 2 modtagere fik den ikke. Mailserveren kan ikke nås.")


def test_reader_who_is_unticked_meanwhile_is_not_tried_again(engine_with_readers: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    box, really = Box(), weekly_mail.note
    box.refused = {KAREN}

    def note(session: Session, *args: Any) -> None:
        really(session, *args)
        box.refused = set()
        found = accounts.by_username(session, "karen")
        assert found is not None
        found.weekly_mail = False
        session.add(found)

    monkeypatch.setattr(weekly_mail, "note", note)
    with mail_server(box) as port:
        row = send(engine_with_readers, chosen(port), waits=(0.01,))
    assert (box.recipients, row.sent, row.problem) == ([OLE], 1, "")


def test_store_that_is_away_for_a_moment_does_not_cost_the_week_its_mail(engine_with_readers: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    box, really, failures = Box(), weekly_mail.letter, iter([OSError("away")])

    def letter(*args: Any) -> weekly_mail.Letter:
        for failure in failures:
            raise failure
        return really(*args)

    monkeypatch.setattr(weekly_mail, "letter", letter)
    with mail_server(box) as port:
        assert send(engine_with_readers, chosen(port), waits=(0.01,)).sent == 2
    assert box.recipients == [KAREN, OLE]


async def tick(engine: Engine, settings: Settings, enough: Callable[[], bool], workers: int = 1) -> None:
    """Let the clocks of some workers run until it is enough, or for two seconds."""
    ticking = [Timed(engine, mail_settings=settings) for _ in range(workers)]
    for _ in range(100):
        await asyncio.sleep(0.02)
        if enough():
            break
    for one in ticking:
        await one.close()


def test_clock_sends_the_mail_once_though_two_workers_run(engine_with_readers: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timed, "LOOK_EVERY_SECONDS", 0.02)
    box = Box()
    with mail_server(box) as port:
        asyncio.run(tick(engine_with_readers, chosen(port), lambda: len(box.mails) > 2, workers=2))
    assert box.recipients == [KAREN, OLE]
    with Session(engine_with_readers) as session:
        assert [(row.week, row.sent) for row in session.exec(select(WeeklyMail)).all()] == [("2026-W47", 2)]


@pytest.mark.parametrize("moment", [SEVEN - timedelta(seconds=1), SEVEN + timedelta(days=2)])
def test_clock_sends_nothing_too_early_or_too_late(engine_with_readers: Engine, monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(timed, "LOOK_EVERY_SECONDS", 0.02)
    monkeypatch.setattr(clock, "now", lambda: moment)
    box = Box()
    with mail_server(box) as port:
        asyncio.run(tick(engine_with_readers, chosen(port), lambda: bool(box.mails)))
    assert box.mails == []


@pytest.mark.parametrize("on", [True, False])
def test_program_that_is_started_on_monday_morning_sends_the_mail_when_it_is_on(
    engine_with_readers: Engine, monkeypatch: pytest.MonkeyPatch, *, on: bool
) -> None:
    monkeypatch.setattr(start, "prepare", lambda *_: None)
    box = Box()
    with mail_server(box) as port, TestClient(create_app(chosen(port, weekly_mail=on), engine_with_readers)):
        for _ in range(100 if on else 10):
            sleep(0.05)
            if len(box.mails) == 2:
                break
    assert box.recipients == ([KAREN, OLE] if on else [])


@pytest.fixture
def certified(tmp_path: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate that nobody trusts yet, and what a server needs to show it."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed here")
    made, key = certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(made, key)
    return made, context


def test_mail_goes_encrypted_with_a_password(
    engine_with_readers: Engine, certified: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, context = certified
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    box = Box()
    options = {"tls_context": context, "require_starttls": True, "authenticator": knows("straks", "hemmelig"), "auth_required": True}
    with mail_server(box, **options) as port:
        row = send(engine_with_readers, chosen(port, smtp_security="starttls", smtp_user="straks", smtp_password="hemmelig"))
    assert (row.sent, row.problem, box.tls) == (2, "", [True, True])


def test_mail_goes_to_a_server_that_is_encrypted_from_the_first_word(
    engine_with_readers: Engine, certified: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, context = certified
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    box = Box()
    with mail_server(box, ssl_context=context) as port:
        assert send(engine_with_readers, chosen(port, smtp_security="tls")).sent == 2


@pytest.mark.parametrize(
    ("password", "trusted", "problem"),
    [("forkert", True, mail.NO_LOGIN), ("hemmelig", False, mail.NO_TRUST)],
)
def test_wrong_password_and_unknown_certificate_are_told_apart(
    engine_with_readers: Engine,
    certified: tuple[Path, ssl.SSLContext],
    monkeypatch: pytest.MonkeyPatch,
    password: str,
    problem: str,
    *,
    trusted: bool,
) -> None:
    made, context = certified
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(made))
    box = Box()
    options = {"tls_context": context, "require_starttls": True, "authenticator": knows("straks", "hemmelig"), "auth_required": True}
    with mail_server(box, **options) as port:
        row = send(engine_with_readers, chosen(port, smtp_security="starttls", smtp_user="straks", smtp_password=password))
    assert (row.sent, row.problem) == (0, f"2 af 2 modtagere fik den ikke. {problem}")
    assert box.mails == []
