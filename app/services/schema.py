"""The store's shape: brought up to date at start, and compared with what the program expects."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"
LOCK_KEY = 8_270_001


def config(engine: Engine) -> Config:
    """Alembic's configuration for an engine; the engine itself is handed over, so no password is written anywhere."""
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.attributes["engine"] = engine
    return settings


def upgrade(engine: Engine) -> None:
    """Bring the store to the newest shape. On PostgreSQL several workers that start at once wait for each other."""
    settings = config(engine)
    if engine.dialect.name != "postgresql":
        command.upgrade(settings, "head")
        return
    with engine.connect() as lock:
        lock.execute(text("SELECT pg_advisory_lock(:key)"), {"key": LOCK_KEY})
        try:
            command.upgrade(settings, "head")
        finally:
            lock.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": LOCK_KEY})
            lock.rollback()


def answers(engine: Engine) -> bool:
    """Whether the store can be reached at all."""
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def is_current(engine: Engine) -> bool:
    """Whether the store has the newest shape."""
    newest = ScriptDirectory.from_config(config(engine)).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest
