"""What happens by the clock: drafts whose time has come go out, guides whose last day has passed are archived."""

import asyncio
from contextlib import suppress

import structlog

from app.base import clock
from app.base.database import Engine, session_scope
from app.services import publishing

LOOK_EVERY_SECONDS = 10.0
_log = structlog.get_logger("straks.timed")


class Timed:
    """One loop a worker; each thing that is due is taken by one worker only."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Stop looking."""
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def _run(self) -> None:
        while True:
            try:
                await asyncio.to_thread(self._look)
            except Exception as error:  # a store that is away for a moment must not stop the clock for good
                _log.warning("what is due cannot be done", kind=type(error).__name__)
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    def _look(self) -> None:
        with session_scope(self._engine) as session:
            publishing.run_due(session, clock.now())
