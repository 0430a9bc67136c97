"""The real program on a loopback port, with a running clock, and pages that tolerate no mistake."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Thread
from time import monotonic

import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.base.clock import now
from app.base.database import session_scope
from app.base.settings import Settings
from app.main import create_app
from app.models import Call, CallQuestion
from app.services import accounts
from app.web.deps import SESSION_COOKIE, get_moment

OFFICE_SCREEN = (1366, 768)
# How long to wait for what must come; a machine that builds and tests at once is slow.
PATIENCE_MS = 20_000
# htmx says these when a newer keystroke takes the place of an older one: that is what shall happen.
OWN_ABORTS = ("htmx:sendAbort", "htmx:afterRequest", "htmx:abort")
SHIFTED_DATE = """(() => {
  const Real = Date;
  const shift = %d - Real.now();
  globalThis.Date = class extends Real {
    constructor(...given) { if (given.length) super(...given); else super(Real.now() + shift); }
    static now() { return Real.now() + shift; }
  };
})();"""


class RunningClock:
    """The moment the program is told: begins where a test says, and runs on."""

    def __init__(self, moment: datetime) -> None:
        self.set(moment)

    def set(self, moment: datetime) -> None:
        self._moment, self._since = moment, monotonic()

    def __call__(self) -> datetime:
        return self._moment + timedelta(seconds=monotonic() - self._since)


@dataclass
class Watch:
    """What went wrong in a browser, and what it asked for."""

    address: str
    complaints: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"uncaught: {error.error}"))

    def _request(self, request: Request) -> None:
        self.requests.append(request)
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.complaints.append(f"left this machine: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(OWN_ABORTS):
            self.complaints.append(f"console: {message.text}")

    def sent(self) -> list[str]:
        """Everything that was sent after the page itself: addresses and bodies."""
        return [f"{request.url} {request.post_data or ''}" for request in self.requests]

    def judge(self) -> None:
        unexpected = [line for line in self.complaints if not any(words in line for words in self.expected)]
        assert not unexpected, "\n".join(unexpected)


class Desk:
    """One person's screen, with names for what stands on it."""

    def __init__(self, page: Page, watch: Watch) -> None:
        self.page, self.watch = page, watch
        self.q = page.locator("#q")
        self.hits = page.locator("#hits [role=option]")
        self.panel = page.locator("#panel")
        self.title = page.locator("#panel-title")
        self.bar = page.locator("#call-bar")
        self.note = page.locator("#note")
        self.toasts = page.locator("#toasts")

    def type(self, text: str) -> None:
        self.page.keyboard.type(text, delay=12)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def focused(self) -> Locator:
        return self.page.locator(":focus")


@dataclass
class House:
    """A served store and the people at its screens."""

    engine: Engine
    address: str
    clock: RunningClock
    browser: Browser
    opened: list[tuple[BrowserContext, Watch]] = field(default_factory=list)

    def visitor(self, path: str, *, size: tuple[int, int] = OFFICE_SCREEN, cookie: str = "") -> Desk:
        """A new browser profile at a path; signed in when a cookie is given."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": size[0], "height": size[1]},
            locale="da-DK",
            timezone_id="Europe/Copenhagen",
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.add_init_script(SHIFTED_DATE % int(self.clock().timestamp() * 1000))
        context.set_default_timeout(PATIENCE_MS)
        watch = Watch(self.address)
        watch.over(context)
        if cookie:
            context.add_cookies([{"name": SESSION_COOKIE, "value": cookie, "url": self.address, "httpOnly": True, "sameSite": "Lax"}])
        self.opened.append((context, watch))
        page = context.new_page()
        page.goto(path)
        return Desk(page, watch)

    def cookie_of(self, username: str) -> str:
        with session_scope(self.engine) as session:
            user = accounts.by_username(session, username)
            assert user is not None
            return accounts.open_session(session, user, self.clock(), 12)

    def screen_of(self, username: str, path: str = "/", *, size: tuple[int, int] = OFFICE_SCREEN) -> Desk:
        """The screen of one of the cast, signed in, at a path."""
        return self.visitor(path, size=size, cookie=self.cookie_of(username))

    def saved_questions(self) -> list[CallQuestion]:
        """The questions of the saved calls, in the order in which they were asked."""
        with Session(self.engine) as session:
            query = select(CallQuestion).join(Call).where(col(Call.saved_at).is_not(None)).order_by(col(Call.started_at), col(CallQuestion.position))
            return list(session.exec(query).all())

    def all_calls(self) -> list[Call]:
        with Session(self.engine) as session:
            return list(session.exec(select(Call).order_by(col(Call.started_at))).all())

    def close_screens(self) -> None:
        for context, _ in self.opened:
            context.close()
        watches = [watch for _, watch in self.opened]
        self.opened.clear()
        for watch in watches:
            watch.judge()


@contextmanager
def served(settings: Settings, engine: Engine, clock: Callable[[], datetime] = now) -> Iterator[str]:
    """The program on a free loopback port; answers its address."""
    app = create_app(settings, engine)
    app.dependency_overrides[get_moment] = clock
    config = uvicorn.Config(app, access_log=False, log_level="error", ws="none", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)
            assert not thread.is_alive(), "the program did not stop"
