"""One watcher a worker that tells every open screen when the notices have changed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

from app.base.database import Engine, Session
from app.services import revisions

LOOK_EVERY_SECONDS = 0.5


class Live:
    """Looks at the notice revision twice a second while anybody listens, and wakes the listeners when it moved."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._revision = -1
        self._changed = asyncio.Condition()
        self._listeners = 0
        self._task: asyncio.Task[None] | None = None

    @property
    def listeners(self) -> int:
        return self._listeners

    async def revisions(self) -> AsyncIterator[int]:
        """The revision as it is now, and again each time it moves."""
        self._listeners += 1
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._watch())
        seen = -2
        try:
            while True:
                async with self._changed:
                    while self._revision in (-1, seen):
                        await self._changed.wait()
                    seen = self._revision
                yield seen
        finally:
            self._listeners -= 1

    async def close(self) -> None:
        """Stop watching."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _watch(self) -> None:
        while True:
            revision = await asyncio.to_thread(self._look)
            if revision != self._revision:
                async with self._changed:
                    self._revision = revision
                    self._changed.notify_all()
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    def _look(self) -> int:
        with Session(self._engine) as session:
            return revisions.current(session, revisions.NOTICES)
