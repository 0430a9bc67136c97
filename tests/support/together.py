"""Two sessions that do something at the same moment, as two impatient fingers would."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from sqlalchemy import Engine

from app.base.database import Session, session_scope

T = TypeVar("T")


def at_once(engine: Engine, act: Callable[[Session], T], times: int = 2) -> list[T]:
    """What each of several sessions got when all of them acted at once, each committed by itself."""
    barrier = Barrier(times)

    def run() -> T:
        with session_scope(engine) as session:
            barrier.wait(timeout=10)
            return act(session)

    with ThreadPoolExecutor(times) as pool:
        return [future.result(timeout=30) for future in [pool.submit(run) for _ in range(times)]]
