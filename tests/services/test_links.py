"""Addresses in guides are tried politely, never on the house's own network, and remembered."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from time import sleep

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.models import Guide, LinkCheck
from app.services import content, links, revisions
from app.services.links import Answer
from tests.support.together import at_once

NIGHT = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
TOWN_URLS = ["https://www.borger.dk"]


class Server(ThreadingHTTPServer):
    """A web server on this machine that notes what it was asked."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Pages)
        self.asked: list[tuple[str, str]] = []
        self.busy = self.busiest = 0
        self.counting = Lock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_args: object) -> None:
        """A caller who has hung up is no news."""


class Pages(BaseHTTPRequestHandler):
    """Pages that answer by their path: /404 with 404, /to/x with a redirect to /x."""

    server: Server

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        with self.server.counting:
            self.server.asked.append((self.command, self.path))
            self.server.busy += 1
            self.server.busiest = max(self.server.busiest, self.server.busy)
        path = self.path.partition("?")[0].strip("/")
        if path.startswith("slow"):
            sleep(0.05 if path == "slow" else 1.5)
        status = int(path) if path.isdigit() else 405 if path == "no-head" and self.command == "HEAD" else 200
        onward = {"loop": "/loop", "to/metadata": "http://169.254.169.254/latest", "to/file": "file:///etc/passwd"}.get(path)
        onward = onward or (f"/{path.removeprefix('to/')}" if path.startswith("to/") else None)
        with self.server.counting:
            self.server.busy -= 1
        self.send_response(302 if onward else status)
        if onward:
            self.send_header("Location", onward)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Tests keep quiet."""


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = Thread(target=made.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join(5)


@pytest.mark.parametrize(
    ("path", "status", "problem"),
    [
        ("/", 200, ""),
        ("/no-head", 200, ""),
        ("/to/to/fine", 200, ""),
        ("/404", 404, "siden findes ikke (404)."),
        ("/410", 410, "siden findes ikke (410)."),
        ("/to/404", 404, "siden findes ikke (404)."),
        ("/500", 500, "serveren svarer med en fejl (500)."),
        ("/403", 403, ""),
        ("/429", 429, ""),
        ("/loop", 0, "adressen viderestiller i ring."),
        ("/borger/pårørende og æbler?søg=ø", 200, ""),
    ],
)
def test_answer_of_a_server_is_told_in_a_sentence(server: Server, path: str, status: int, problem: str) -> None:
    url = server.address + path
    assert links.try_one(url, private=True, seconds=5) == Answer(url, status, problem)


def test_page_is_asked_for_only_when_its_head_is_refused(server: Server) -> None:
    links.try_one(f"{server.address}/fine", private=True)
    links.try_one(f"{server.address}/no-head", private=True)
    assert server.asked == [("HEAD", "/fine"), ("HEAD", "/no-head"), ("GET", "/no-head")]


def test_slow_server_is_not_waited_for(server: Server) -> None:
    answer = links.try_one(f"{server.address}/slowest", private=True, seconds=1)
    assert answer.problem == "serveren svarede ikke inden 1 sekund."


def test_server_that_is_away_and_one_without_a_certificate_have_a_problem(server: Server) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert links.try_one(f"http://127.0.0.1:{taken.getsockname()[1]}/", private=True).problem == "serveren kan ikke nås."
    assert links.try_one(server.address.replace("http:", "https:"), private=True, seconds=5).problem == "serverens certifikat kan ikke godkendes."


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254", "[::ffff:127.0.0.1]", "0x7f.1", "2130706433"])
def test_house_network_is_never_called_on(server: Server, host: str) -> None:
    answer = links.try_one(f"http://{host}:{server.server_port}/")
    assert answer.problem == "adressen ligger ikke på det åbne net."
    assert server.asked == []


def test_name_that_leads_home_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("93.184.216.34", "127.0.0.1")]
    monkeypatch.setattr(links.socket, "getaddrinfo", lambda *_args, **_options: rows)
    assert links.try_one(f"http://example.dk:{server.server_port}/").problem == "adressen ligger ikke på det åbne net."
    assert server.asked == []


@pytest.mark.parametrize(("path", "problem"), [("metadata", "adressen ligger ikke på det åbne net."), ("file", "adressen er ikke en webadresse.")])
def test_redirect_is_looked_at_like_the_first_address(server: Server, monkeypatch: pytest.MonkeyPatch, path: str, problem: str) -> None:
    really = links.is_public
    monkeypatch.setattr(links, "is_public", lambda ip: ip == "127.0.0.1" or really(ip))
    assert links.try_one(f"{server.address}/to/{path}").problem == problem


def test_no_more_than_a_few_are_tried_at_a_time(server: Server) -> None:
    wanted = [f"{server.address}/slow?{number}" for number in range(20)]
    answers = links.try_all(wanted, private=True, at_once=3)
    assert [answer.url for answer in answers] == wanted
    assert 1 < server.busiest <= 3


def test_rest_is_left_untried_when_the_program_stops(server: Server) -> None:
    stop = Event()
    stop.set()
    assert links.try_all([server.address], private=True, stop=stop) == []
    assert server.asked == []


def test_failing_address_is_dead_after_a_day_and_well_when_it_answers(session: Session, at: datetime) -> None:
    [url] = links.urls(session)
    assert [url] == TOWN_URLS
    bad = Answer(url, 404, "siden findes ikke (404).")
    for hours in (0, 24, 48):
        links.keep(session, [bad], at + timedelta(hours=hours))
    assert links.dead(session, at + timedelta(hours=24)) == []
    [row] = links.dead(session, at + timedelta(hours=24, seconds=1))
    assert (row.failing_since, row.checked_at, row.status) == (at, at + timedelta(hours=48), 404)
    links.keep(session, [Answer(url, 200)], at + timedelta(hours=72))
    assert links.dead(session, at + timedelta(days=9)) == []
    links.keep(session, [bad], at + timedelta(hours=96))
    assert session.get_one(LinkCheck, url).failing_since == at + timedelta(hours=96)


def test_address_that_no_guide_names_any_longer_is_forgotten(session: Session, at: datetime) -> None:
    [url] = links.urls(session)
    links.keep(session, [Answer(url, 404, "siden findes ikke (404)."), Answer("https://elsewhere.dk", 404, "væk")], at)
    assert [row.url for row in session.exec(select(LinkCheck)).all()] == [url]
    guide = session.get_one(Guide, "pas-forny")
    guide.self_service = {}
    session.add(guide)
    revisions.content_changed(session, content.GUIDE, "pas-forny")
    session.commit()
    links.keep(session, [], at)
    assert session.exec(select(LinkCheck)).all() == []


def test_links_are_tried_once_a_night_and_not_by_day(session: Session, at: datetime) -> None:
    assert not links.take_night(session, at)
    assert links.take_night(session, NIGHT)
    assert not links.take_night(session, NIGHT + timedelta(minutes=5))
    assert links.take_night(session, NIGHT + timedelta(days=1))


def test_only_one_worker_takes_the_night(engine: Engine) -> None:
    assert sorted(at_once(engine, lambda session: links.take_night(session, NIGHT), 3)) == [False, False, True]
    assert sorted(at_once(engine, lambda session: links.take_night(session, NIGHT + timedelta(days=1)), 3)) == [False, False, True]
