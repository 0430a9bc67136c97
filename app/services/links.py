"""Whether the addresses in the guides still answer: asked politely, never on the house's own network, remembered until next time."""

import socket
import ssl
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Event
from urllib.parse import quote, urljoin, urlsplit

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.base.clock import local
from app.domain.links import addresses_of, is_public, is_web
from app.domain.waiting import counted
from app.models import LinkCheck, Revision
from app.services import content
from app.services.content import Snapshot

AT_ONCE = 8
SECONDS = 10.0
MOST_HOPS = 5
NIGHT_HOURS = range(2, 5)
DEAD_AFTER = timedelta(days=1)
NIGHTS = "link_nights"
_AGENT = "Straks link check"
# These say that a program is not let in, not that the page is gone: a person with a browser may well see it.
_CLOSED_TO_PROGRAMS = frozenset({401, 403, 405, 406, 429})
_MOVED = frozenset({301, 302, 303, 307, 308})
_SAFE = "/%:@!$&'()*+,;=~-._?"


@dataclass(frozen=True)
class Answer:
    """How an address answered: its status (0 when it did not), and what is wrong in a Danish sentence, empty when nothing is."""

    url: str
    status: int = 0
    problem: str = ""


class _Refused(Exception):
    """An address that may not be called on, with the sentence."""


def addresses(snapshot: Snapshot) -> dict[str, list[str]]:
    """Every address of the published guides, with the slugs of the guides that name it."""
    found: dict[str, list[str]] = {}
    for slug, guide in snapshot.guides.items():
        for url in addresses_of(guide):
            found.setdefault(url, []).append(slug)
    return found


def urls(session: Session) -> list[str]:
    """The addresses to try."""
    return sorted(addresses(content.current(session)))


def try_all(
    wanted: Iterable[str], *, private: bool = False, seconds: float = SECONDS, at_once: int = AT_ONCE, stop: Event | None = None
) -> list[Answer]:
    """Try addresses, at most `at_once` at a time. Hold no session meanwhile: it takes minutes. `private` allows the house's own network.

    When `stop` is set, the rest is left untried.
    """

    def one(url: str) -> Answer | None:
        return None if stop is not None and stop.is_set() else try_one(url, private=private, seconds=seconds)

    with ThreadPoolExecutor(at_once, thread_name_prefix="links") as pool:
        return [answer for answer in pool.map(one, wanted) if answer is not None]


def try_one(url: str, *, private: bool = False, seconds: float = SECONDS) -> Answer:
    """How one address answers: asked for its head, and for the page itself when that is refused. Redirects are followed, each looked at."""
    try:
        status = _status(url, "HEAD", private, seconds)
        if status >= 400:
            status = _status(url, "GET", private, seconds)
    except (_Refused, OSError, HTTPException, ValueError) as error:
        return Answer(url, 0, _why(error, seconds))
    if status < 400 or status in _CLOSED_TO_PROGRAMS:
        return Answer(url, status)
    return Answer(url, status, f"siden findes ikke ({status})." if status in {404, 410} else f"serveren svarer med en fejl ({status}).")


def _why(error: Exception, seconds: float) -> str:
    """Why there was no answer at all."""
    if isinstance(error, _Refused):
        return str(error)
    if isinstance(error, TimeoutError):
        return f"serveren svarede ikke inden {counted(round(seconds), 'sekund', 'sekunder')}."
    if isinstance(error, ssl.SSLError):
        return "serverens certifikat kan ikke godkendes."
    return "serveren findes ikke." if isinstance(error, socket.gaierror) else "serveren kan ikke nås."


def keep(session: Session, answers: Collection[Answer], at: datetime) -> None:
    """Remember the answers, and since when an address has failed; forget addresses that no guide names any longer."""
    known = {row.url: row for row in session.exec(select(LinkCheck)).all()}
    wanted = addresses(content.current(session))
    for answer in (row for row in answers if row.url in wanted):
        row = known.get(answer.url) or LinkCheck(url=answer.url, checked_at=at)
        row.checked_at, row.status, row.problem = at, answer.status, answer.problem
        row.failing_since = (row.failing_since or at) if answer.problem else None
        session.add(row)
    for url, row in known.items():
        if url not in wanted:
            session.delete(row)
    session.flush()


def dead(session: Session, at: datetime) -> list[LinkCheck]:
    """The addresses that have failed for longer than a day: a server may be away for a night."""
    query = select(LinkCheck).where(LinkCheck.problem != "", col(LinkCheck.failing_since) < at - DEAD_AFTER).order_by(LinkCheck.url)
    return list(session.exec(query).all())


def take_night(session: Session, at: datetime) -> bool:
    """Whether this worker is the one to try the links tonight: in the small hours, and nobody has taken the night before."""
    wall = local(at)
    if wall.hour not in NIGHT_HOURS:
        return False
    night = wall.date().toordinal()
    if session.get(Revision, NIGHTS) is None:
        try:
            with session.begin_nested():
                session.add(Revision(name=NIGHTS, number=0))
        except IntegrityError:  # another worker came first with the first night of all
            return False
    taken = session.connection().execute(update(Revision).where(col(Revision.name) == NIGHTS, col(Revision.number) < night).values(number=night))
    return taken.rowcount == 1


def _status(url: str, method: str, private: bool, seconds: float) -> int:
    """The status at the end of the redirects."""
    for _ in range(MOST_HOPS + 1):
        status, onward = _ask(url, method, private, seconds)
        if status not in _MOVED or not onward:
            return status
        url = urljoin(url, onward)
    raise _Refused("adressen viderestiller i ring.")


def _ask(url: str, method: str, private: bool, seconds: float) -> tuple[int, str]:
    """One question to one server: the status, and where it sends us on to."""
    if not is_web(url):
        raise _Refused("adressen er ikke en webadresse.")
    parts = urlsplit(url)
    secure = parts.scheme.lower() == "https"
    host = (parts.hostname or "").encode("idna").decode()
    port = parts.port or (443 if secure else 80)
    connection = (_SecureAt if secure else _At)(_resolved(host, port, private), host, port, seconds)
    target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    try:
        connection.request(method, target, headers={"User-Agent": _AGENT, "Accept": "*/*"})
        response: HTTPResponse = connection.getresponse()
        return response.status, response.getheader("Location", "")
    finally:
        connection.close()


def _resolved(host: str, port: int, private: bool) -> list[str]:
    """The IP addresses of a host; refused when any of them is not on the open net, whoever put it in the guide."""
    found = list(dict.fromkeys(str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    if not private and not all(is_public(ip) for ip in found):
        raise _Refused("adressen ligger ikke på det åbne net.")
    return found


class _At(HTTPConnection):
    """A connection to the IP addresses that were looked at, so that a name cannot lead elsewhere a moment later."""

    def __init__(self, ips: Sequence[str], host: str, port: int, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self._ips = ips

    def connect(self) -> None:
        *others, last = self._ips
        for ip in others:
            with suppress(OSError):
                self.sock = socket.create_connection((ip, self.port), self.timeout)
                return
        self.sock = socket.create_connection((last, self.port), self.timeout)


class _SecureAt(_At):
    """The same over TLS, with the certificate checked against the name."""

    default_port = HTTPSConnection.default_port

    def connect(self) -> None:
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
