"""The store: moments are aware, SQLite is set up on every connection, and a unit of work is whole or not at all."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import Session, select

from app.base.database import make_engine, session_scope
from app.models import Notice, Person

NOON_IN_HERNING = datetime(2026, 7, 1, 12, 0, tzinfo=timezone(timedelta(hours=2)))


def notice(**values: object) -> Notice:
    return Notice(id="n1", level="information", title="Prøve", **values)


def test_moment_without_a_time_zone_cannot_be_stored(session: Session) -> None:
    session.add(notice(starts_at=datetime(2026, 7, 1, 12, 0)))  # noqa: DTZ001
    with pytest.raises(StatementError, match="time zone"):
        session.flush()


def test_moment_without_a_time_zone_cannot_be_asked_for(session: Session) -> None:
    with pytest.raises(StatementError, match="time zone"):
        session.exec(select(Notice).where(Notice.starts_at < datetime(2026, 7, 1))).all()  # type: ignore[operator]  # noqa: DTZ001


def test_moment_comes_back_aware_and_in_utc(engine: Engine) -> None:
    with session_scope(engine) as session:
        session.add(notice(starts_at=NOON_IN_HERNING))
    with Session(engine) as session:
        stored = session.exec(select(Notice).where(Notice.id == "n1")).one()
        assert stored.starts_at == datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
        assert stored.starts_at is not None
        assert stored.starts_at.utcoffset() == timedelta(0)
        assert stored.ends_at is None


def test_moments_of_different_zones_are_compared_as_moments(engine: Engine) -> None:
    with session_scope(engine) as session:
        session.add(notice(starts_at=NOON_IN_HERNING))
    with Session(engine) as session:
        same = datetime(2026, 7, 1, 6, 0, tzinfo=timezone(timedelta(hours=-4)))
        assert session.exec(select(Notice.id).where(Notice.starts_at == same)).all() == ["n1"]


@pytest.mark.parametrize(("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 2), ("busy_timeout", 5000)])
def test_pragmas_are_set_on_every_sqlite_connection(sqlite_engine: Engine, pragma: str, value: object) -> None:
    with sqlite_engine.connect() as one, sqlite_engine.connect() as other:
        assert [connection.execute(text(f"PRAGMA {pragma}")).scalar() for connection in (one, other)] == [value, value]


def test_folder_of_a_sqlite_file_is_made(tmp_path: Path) -> None:
    path = tmp_path / "ny" / "mappe" / "straks.db"
    engine = make_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE prove (id INTEGER)"))
    engine.dispose()
    assert path.exists()


def test_a_reference_that_points_nowhere_is_refused(session: Session) -> None:
    session.add(Person(slug="p", name="Opdigtet Person", department="findes-ikke"))
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_unit_of_work_is_committed_at_its_end(engine: Engine) -> None:
    with session_scope(engine) as session:
        session.add(notice())
        with Session(engine) as outside:
            assert outside.get(Notice, "n1") is None
    with Session(engine) as session:
        assert session.get(Notice, "n1") is not None


@pytest.mark.parametrize("interruption", [RuntimeError, KeyboardInterrupt])
def test_a_unit_of_work_that_breaks_leaves_nothing_behind(engine: Engine, interruption: type[BaseException]) -> None:
    with pytest.raises(interruption), session_scope(engine) as session:
        session.add(notice())
        session.flush()
        raise interruption
    with Session(engine) as session:
        assert session.get(Notice, "n1") is None


def test_rows_can_be_read_after_their_session_has_ended(engine: Engine) -> None:
    with session_scope(engine) as session:
        row = notice()
        session.add(row)
    assert row.title == "Prøve"
