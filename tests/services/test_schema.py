"""The store's shape: every table has its migration, and every migration its way back."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect
from sqlmodel import SQLModel

from app.base.database import make_engine
from app.services import schema
from tests.support.together import at_once


def differences(engine: Engine) -> list[object]:
    """What the models say and the store does not, or the other way round."""
    with engine.connect() as connection:
        return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), SQLModel.metadata)


def test_no_migration_was_forgotten(bare_engine: Engine) -> None:
    schema.upgrade(bare_engine)
    assert differences(bare_engine) == []


def test_forgotten_migration_would_be_noticed(bare_engine: Engine) -> None:
    schema.upgrade(bare_engine)
    with bare_engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE guide DROP COLUMN kle")
    assert differences(bare_engine) != []


def test_every_migration_goes_down_and_up_again(bare_engine: Engine) -> None:
    settings = schema.config(bare_engine)
    for revision in reversed(list(ScriptDirectory.from_config(settings).walk_revisions())):
        command.upgrade(settings, revision.revision)
        command.downgrade(settings, revision.down_revision or "base")
        command.upgrade(settings, revision.revision)
    assert differences(bare_engine) == []
    command.downgrade(settings, "base")
    assert set(inspect(bare_engine).get_table_names()) <= {"alembic_version"}


def test_upgrading_twice_changes_nothing(bare_engine: Engine) -> None:
    schema.upgrade(bare_engine)
    schema.upgrade(bare_engine)
    assert schema.is_current(bare_engine)


def test_store_is_current_only_after_the_last_migration(bare_engine: Engine) -> None:
    assert not schema.is_current(bare_engine)
    schema.upgrade(bare_engine)
    assert schema.is_current(bare_engine)
    command.downgrade(schema.config(bare_engine), "base")
    assert not schema.is_current(bare_engine)


def test_workers_that_start_at_once_wait_for_each_other(bare_engine: Engine) -> None:
    if bare_engine.dialect.name == "sqlite":
        pytest.skip("one program owns a SQLite file")
    at_once(bare_engine, lambda session: schema.upgrade(bare_engine), times=3)
    assert schema.is_current(bare_engine)


def test_store_that_cannot_be_reached_does_not_answer(bare_engine: Engine) -> None:
    assert schema.answers(bare_engine)
    assert not schema.answers(make_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing"))
