"""What happens by the clock: drafts whose time has come go out, guides whose last day has passed are archived, hours of the log that are
over are packed, marks of callers are erased after their window, links are tried at night, the weekly mail goes out on Monday morning."""

import asyncio
from contextlib import suppress
from threading import Event

import structlog

from app.base import clock
from app.base.database import Engine, session_scope
from app.base.settings import Settings
from app.domain import weekly
from app.domain.weekly import Week
from app.services import call_log, links, publishing, repeats, weekly_mail
from app.web import mail

LOOK_EVERY_SECONDS = 10.0
_log = structlog.get_logger("straks.timed")


class Timed:
    """One loop a worker; each thing that is due is taken by one worker only."""

    def __init__(self, engine: Engine, *, link_checks: bool = False, mail_settings: Settings | None = None) -> None:
        self._engine = engine
        self._link_checks = link_checks
        self._mail_settings = mail_settings
        self._mailing: asyncio.Task[None] | None = None
        self._tries: asyncio.Task[None] | None = None
        self._closing = Event()
        self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Stop looking; links that have not been tried wait for another night."""
        self._closing.set()
        for task in (self._task, self._tries, self._mailing):
            if task is not None:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    async def _run(self) -> None:
        while True:
            try:
                await asyncio.to_thread(self._look)
                if self._link_checks and await asyncio.to_thread(self._is_our_night):
                    # Beside the loop: drafts must go out on time while hundreds of servers are asked.
                    self._tries = asyncio.create_task(asyncio.to_thread(self._try_links))
                if self._mail_settings and (week := await asyncio.to_thread(self._our_week)):
                    self._mailing = asyncio.create_task(mail.send_week(self._engine, self._mail_settings, week))
            except Exception as error:  # a store that is away for a moment must not stop the clock for good
                _log.warning("what is due cannot be done", kind=type(error).__name__)
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    def _look(self) -> None:
        with session_scope(self._engine) as session:
            publishing.run_due(session, clock.now())
        with session_scope(self._engine) as session:
            call_log.pack_over(session, clock.now())
        with session_scope(self._engine) as session:
            repeats.erase(session, clock.now())

    def _is_our_night(self) -> bool:
        with session_scope(self._engine) as session:
            return links.take_night(session, clock.now())

    def _our_week(self) -> Week | None:
        """The week whose mail is due, where there is somebody to get it and no other worker was first."""
        week = weekly.due(clock.now())
        if week is None:
            return None
        with session_scope(self._engine) as session:
            return week if weekly_mail.take(session, week, clock.now()) else None

    def _try_links(self) -> None:
        try:
            with session_scope(self._engine) as session:
                wanted = links.urls(session)
            answers = links.try_all(wanted, stop=self._closing)
            with session_scope(self._engine) as session:
                links.keep(session, answers, clock.now())
        except Exception as error:  # tonight's answers are lost; tomorrow night comes
            _log.warning("links cannot be tried", kind=type(error).__name__)
