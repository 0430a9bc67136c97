"""The simulated calls of a first run in demo mode: made beside the desk, so that the figures are alive at first sight."""

from threading import Event, Thread

import structlog

from app.base import clock
from app.base.database import Engine
from app.base.errors import StraksError
from app.base.settings import Settings
from app.services import demo_history
from app.services.demo_history import Work

SEED = 1
FIRST_AFTER_SECONDS = 1.0  # the desk itself comes first
PAUSE_SECONDS = 0.1  # between batches, for those who type
STANDS_STILL_SECONDS = 10.0
_log = structlog.get_logger("straks.first_history")


class FirstHistory:
    """One thread a worker, in demo mode only; of several workers one makes the history."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine, self._settings = engine, settings
        self._closing = Event()
        self._thread = Thread(target=self._run, name="first history", daemon=True)
        if settings.is_demo and settings.demo_calls:
            self._thread.start()

    def close(self) -> None:
        """Stop after the batch at hand; the next start goes on with what is left."""
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            work = None if self._closing.wait(FIRST_AFTER_SECONDS) else self._taken_on()
            if work is not None:
                demo_history.make(self._engine, work, clock.now(), stop=lambda: self._closing.wait(PAUSE_SECONDS))
        except StraksError:  # somebody else makes it, or it has been removed
            return
        except Exception as error:  # the desk does without; the next start goes on
            _log.warning("the simulated history cannot be made", kind=type(error).__name__)

    def _taken_on(self) -> Work | None:
        """What this worker is to make: what was broken off, or the first history of an untouched log."""
        while not self._closing.is_set():
            found = demo_history.unfinished(self._engine)
            if found is None:
                return demo_history.first(self._engine, self._settings, SEED, clock.now())
            if found.is_broken_off:
                return found
            self._closing.wait(STANDS_STILL_SECONDS)
            later = demo_history.unfinished(self._engine)
            if later is not None and later.beat == found.beat:
                return later
        return None
