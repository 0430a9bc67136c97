"""Settings by environment, prefix `STRAKS_`. Every one is documented in docs/settings.md, and a test compares the two."""

from email.utils import parseaddr
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.base.errors import Misconfigured

ROOT = Path(__file__).resolve().parents[2]
SHORTEST_SECRET = 32


class Settings(BaseSettings):
    """What the municipality's IT decides. Demo mode needs none of it."""

    model_config = SettingsConfigDict(env_prefix="STRAKS_", extra="ignore")

    mode: Literal["demo", "production"] = Field("demo", description="demo: one-click users, loopback only. production: real accounts.")
    host: str = Field("127.0.0.1", description="Address to listen on. Demo mode refuses anything but loopback.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")
    data_dir: Path = Field(ROOT / "data", description="Where the SQLite database lies when no database URL is given.")
    database_url: str = Field("", description="SQLAlchemy URL; empty means SQLite in the data directory.")
    knowledge_base: Path = Field(ROOT / "knowledge_base", description="The folder that fills an empty database.")
    secret: str = Field(
        "",
        description="At least 32 characters; production refuses to start without it. Another one signs everybody out and ends every token.",
    )
    https: bool | None = Field(None, description="Cookies only over HTTPS. Default: on in production, off in demo.")
    session_hours: int = Field(12, ge=1, le=168, description="How long a sign-in lasts without activity.")
    workers: int = Field(1, ge=1, le=32, description="Number of server processes.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="How much is logged.")
    link_checks: bool = Field(False, description="Try the addresses in the guides once a night. They are asked from this machine, over the open net.")
    demo_calls: int = Field(
        20_000,
        ge=0,
        le=1_000_000,
        description="Made-up calls that a first run brings, 0 for none; only in demo mode, only into a log without any calls.",
    )
    weekly_mail: bool = Field(False, description="Send last week's figures on Monday morning to the users who are ticked for it.")
    address: str = Field(
        "", description="The program's own address as people open it, such as https://straks.kommune.dk; the links in mails begin with it."
    )
    mail_from: str = Field("", description="Sender of mails: straks@kommune.dk, or Straks <straks@kommune.dk>.")
    smtp_host: str = Field("", description="The municipality's mail server.")
    smtp_port: int = Field(587, ge=1, le=65535, description="Its port: 587 with starttls, 465 with tls, 25 with none are usual.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="starttls or tls, with a certificate that is checked; none sends in clear text and takes no password."
    )
    smtp_user: str = Field("", description="User on the mail server; empty when it asks for none.")
    smtp_password: str = Field("", description="Password on the mail server.", repr=False)
    municipality: str = Field("Herning Kommune", description="Name shown on the screen.")

    @model_validator(mode="after")
    def _refuse_what_is_unsafe(self) -> Self:
        if self.mode == "demo" and not is_loopback(self.host):
            raise Misconfigured("Demo mode only listens on loopback (127.0.0.1, ::1 or localhost).", "STRAKS_HOST")
        if self.mode == "production" and len(self.secret) < SHORTEST_SECRET:
            raise Misconfigured(f"Production needs STRAKS_SECRET with at least {SHORTEST_SECRET} characters.", "STRAKS_SECRET")
        return self

    @model_validator(mode="after")
    def _refuse_mail_that_cannot_be_sent(self) -> Self:
        if self.weekly_mail:
            self.require_mail()
        if self.mail_from and ("@" not in parseaddr(self.mail_from)[1] or not self.mail_from.isprintable()):
            raise Misconfigured("STRAKS_MAIL_FROM must be an address such as straks@kommune.dk.", "STRAKS_MAIL_FROM")
        if self.address and not self.address.startswith(("https://", "http://")):
            raise Misconfigured("STRAKS_ADDRESS must begin with https:// or http://.", "STRAKS_ADDRESS")
        if bool(self.smtp_user) != bool(self.smtp_password):
            raise Misconfigured("STRAKS_SMTP_USER and STRAKS_SMTP_PASSWORD belong together: set both or none.", "STRAKS_SMTP_PASSWORD")
        if self.smtp_password and self.smtp_security == "none":
            raise Misconfigured("A password is not sent in clear text: set STRAKS_SMTP_SECURITY to starttls or tls.", "STRAKS_SMTP_SECURITY")
        return self

    def require_mail(self) -> None:
        """Raises Misconfigured when something is missing without which no mail can be sent."""
        for name in ("smtp_host", "mail_from", "address"):
            if not getattr(self, name).strip():
                raise Misconfigured(f"To send the weekly mail, STRAKS_{name.upper()} must be set.", f"STRAKS_{name.upper()}")

    @property
    def is_demo(self) -> bool:
        return self.mode == "demo"

    @property
    def secure_cookies(self) -> bool:
        return self.https if self.https is not None else not self.is_demo

    @property
    def store_url(self) -> str:
        """The database URL in force; SQLite in `data_dir` unless another is set."""
        return self.database_url or f"sqlite:///{self.data_dir / 'straks.db'}"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server that listens on `host`."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@lru_cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
