"""Mails as they leave the house: written from templates, handed to the mail server one by one, each to one address."""

import asyncio
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr

import aiosmtplib
import structlog

from app.base import clock
from app.base.clock import local
from app.base.database import Engine, Session, session_scope
from app.base.errors import Conflict, Invalid
from app.base.settings import Settings
from app.domain.mail_address import NO_ADDRESS, checked_address
from app.domain.weekly import Week, last_week
from app.services import weekly_mail
from app.services.weekly_mail import Letter, Recipient
from app.web.charts import trend as trend_chart
from app.web.charts import weekly as weekly_chart
from app.web.figure_filters import address
from app.web.render import environment

SECONDS = 30.0
# Who did not get the mail is tried again after so many seconds: ten minutes, an hour and three hours.
WAITS = (600.0, 3600.0, 10800.0)
NO_SERVER = "Mailserveren kan ikke nås."
NO_TRUST = "Mailserverens certifikat kan ikke godkendes."
NO_LOGIN = "Mailserveren afviste brugernavn eller adgangskode."
REFUSED = "Mailserveren afviste modtageren eller mailen"
_log = structlog.get_logger("straks.mail")


@dataclass(frozen=True)
class Written:
    """A mail before it has a recipient."""

    subject: str
    plain: str
    html: str
    picture: bytes
    picture_id: str


def write(letter: Letter, settings: Settings) -> Written:
    """The mail of a week in words, as HTML, and its picture."""
    home = settings.address.rstrip("/") or f"http://{settings.host}:{settings.port}"
    picture_id = make_msgid("trend", parseaddr(settings.mail_from)[1].partition("@")[2] or "straks.invalid")
    values = {
        "letter": letter,
        "municipality": settings.municipality,
        "week_link": home + address("/figures", letter.week_days),
        "month_link": home + address("/figures", letter.month_days),
        "picture_id": picture_id[1:-1],
        "alt": trend_chart.label_of(letter.trend, letter.trend_words),
    }
    plain, html = (environment().get_template(f"mail/weekly.{kind}").render(values) for kind in ("txt", "html"))
    return Written(letter.subject, plain, html, weekly_chart.picture(letter.trend), picture_id)


def message(written: Written, settings: Settings, to: str, at: datetime) -> EmailMessage:
    """The mail to one address: plain words, and HTML with its picture inside."""
    made = EmailMessage()
    made["From"] = settings.mail_from or "straks@straks.invalid"
    made["To"] = to
    made["Subject"] = written.subject
    made["Date"] = format_datetime(local(at))
    made["Message-ID"] = make_msgid("weekly", written.picture_id[1:-1].partition("@")[2])
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(written.plain)
    made.add_alternative(written.html, subtype="html")
    html = made.get_payload(1)
    assert isinstance(html, EmailMessage)  # noqa: S101  (narrows the type)
    html.add_related(written.picture, "image", "png", cid=written.picture_id, filename="uge-for-uge.png", disposition="inline")
    return made


def weekly(session: Session, settings: Settings, to: str, at: datetime) -> EmailMessage:
    """The mail about the newest week that is over, to one address. Raises Invalid when that is none."""
    to = checked_address(to, "to")
    if not to:
        raise Invalid(NO_ADDRESS, "to")
    return message(write(weekly_mail.letter(session, last_week(at), at), settings), settings, to, at)


def send_now(settings: Settings, mail: EmailMessage) -> None:
    """Send one mail at once. Raises Misconfigured when a setting is missing, Conflict when the mail server does not take it."""
    settings.require_mail()
    for problem in asyncio.run(hand_in(settings, {mail["To"]: mail})).values():
        raise Conflict(problem)


async def hand_in(settings: Settings, mails: Mapping[str, EmailMessage]) -> dict[str, str]:
    """Hand mails to the mail server by address. Answers the addresses that failed, each with what went wrong in a sentence without it."""
    failed = dict.fromkeys(mails, NO_SERVER)
    try:
        async with aiosmtplib.SMTP(
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            use_tls=settings.smtp_security == "tls",
            start_tls=settings.smtp_security == "starttls",
            username=settings.smtp_user or None,
            password=settings.smtp_password or None,
            timeout=SECONDS,
        ) as server:
            for to, mail in mails.items():
                problem = await _one(server, mail, to)
                if problem:
                    failed[to] = problem
                else:
                    del failed[to]
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        return dict.fromkeys(failed, _why(error)) | {to: words for to, words in failed.items() if words != NO_SERVER}
    return failed


async def _one(server: aiosmtplib.SMTP, mail: EmailMessage, to: str) -> str:
    """What the server has against one mail; "" when it took it. The server's own words are not kept: they name the address."""
    try:
        await server.send_message(mail, recipients=[to])
    except aiosmtplib.SMTPRecipientsRefused as error:
        return f"{REFUSED} ({error.recipients[0].code})."
    except aiosmtplib.SMTPResponseException as error:
        return f"{REFUSED} ({error.code})."
    return ""


def _why(error: Exception) -> str:
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return NO_LOGIN
    return NO_TRUST if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError) else NO_SERVER


async def send_week(engine: Engine, settings: Settings, week: Week, waits: Sequence[float] = WAITS) -> None:
    """Send the mail of a week that has been taken on. Those whom it did not reach are tried again a few times, the others never twice."""
    had: set[str] = set()
    for wait in (*waits, None):
        try:
            written, people = await asyncio.to_thread(_prepared, engine, settings, week)
            mails = {to: message(written, settings, to, clock.now()) for to in dict.fromkeys(person.address for person in people) if to not in had}
            failed = await hand_in(settings, mails) if mails else {}
            had |= mails.keys() - failed.keys()
            await asyncio.to_thread(_note, engine, week, len(had), failed)
            if not failed:
                return
        except Exception as error:  # a store that is away for a moment must not cost the week its mail
            _log.warning("weekly mail cannot be written", week=week.name, kind=type(error).__name__)
        if wait is not None:
            await asyncio.sleep(wait)


def _prepared(engine: Engine, settings: Settings, week: Week) -> tuple[Written, list[Recipient]]:
    with session_scope(engine) as session:
        letter, people = weekly_mail.letter(session, week, clock.now()), weekly_mail.recipients(session)
    return write(letter, settings), people


def _note(engine: Engine, week: Week, sent: int, failed: Mapping[str, str]) -> None:
    kinds = " ".join(dict.fromkeys(failed.values()))
    number = sent + len(failed)
    with session_scope(engine) as session:
        weekly_mail.note(session, week, sent, f"{len(failed)} af {number} modtagere fik den ikke. {kinds}" if failed else "")
    level = _log.warning if failed else _log.info
    level("weekly mail", week=week.name, sent=sent, failed=len(failed), problem=kinds)
