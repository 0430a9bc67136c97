"""A real mail server on this machine: what it took, and what it is told to refuse."""

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HERE = "127.0.0.1"


class Box:
    """Takes every mail but those to the addresses it refuses, and keeps them as they came, with the recipients that were said."""

    def __init__(self) -> None:
        self.refused: set[str] = set()
        self.mails: list[tuple[list[str], bytes]] = []
        self.tls: list[bool] = []

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]) -> str:  # noqa: N802
        if address in self.refused:
            return f"550 no mailbox {address} here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.mails.append((list(envelope.rcpt_tos), envelope.content))
        self.tls.append(session.ssl is not None)
        return "250 taken"

    @property
    def recipients(self) -> list[str]:
        return [address for recipients, _ in self.mails for address in recipients]

    def read(self, place: int = 0) -> EmailMessage:
        """A mail as a mail program reads it."""
        return message_from_bytes(self.mails[place][1], policy=policy.default)


@contextmanager
def mail_server(box: Box, port: int | None = None, **options: Any) -> Iterator[int]:
    """A server that fills a box; answers its port."""
    controller = Controller(box, hostname=HERE, port=port or free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as opened:
        opened.bind((HERE, 0))
        number: int = opened.getsockname()[1]
        return number


def knows(user: str, password: str) -> Any:
    """An authenticator that lets one user in."""

    def check(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
        fits = isinstance(data, LoginPassword) and (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=fits, handled=False)

    return check


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for this machine and its key, made now."""
    made, key = folder / "certificate.pem", folder / "key.pem"
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", names]
    subprocess.run([*command, "-keyout", str(key), "-out", str(made)], check=True, capture_output=True)
    return made, key
