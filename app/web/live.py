"""One watcher a worker that tells every open screen when the notices have changed."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import datetime

import structlog

from app.base import clock
from app.base.database import Engine, Session
from app.services import notices

LOOK_EVERY_SECONDS = 0.5
_log = structlog.get_logger("straks.live")


class Live:
    """Looks at the notices twice a second while anybody listens, and wakes the listeners when one has come, changed or ended."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] = clock.now) -> None:
        self._engine = engine
        self._now = now
        self._above: notices.Above | None = None
        self._changed = asyncio.Condition()
        self._listeners = 0
        self._task: asyncio.Task[None] | None = None

    @property
    def listeners(self) -> int:
        return self._listeners

    async def revisions(self) -> AsyncIterator[int]:
        """The revision as it is now, and again each time something else stands above the desk."""
        self._listeners += 1
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._watch())
        seen: notices.Above | None = None
        try:
            while True:
                async with self._changed:
                    while self._above is None or self._above == seen:
                        await self._changed.wait()
                    seen = self._above
                yield seen.revision
        finally:
            self._listeners -= 1

    async def close(self) -> None:
        """Stop watching."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _watch(self) -> None:
        while self._listeners:
            above = self._above
            try:
                above = await asyncio.to_thread(self._look)
            except Exception as error:  # a store that is away for a moment must not silence the screens for good
                _log.warning("notices cannot be read", kind=type(error).__name__)
            if above != self._above:
                async with self._changed:
                    self._above = above
                    self._changed.notify_all()
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    def _look(self) -> notices.Above:
        with Session(self._engine) as session:
            return notices.above(session, self._now())
