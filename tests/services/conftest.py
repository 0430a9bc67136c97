"""Stores without anything in them, for tests about filling and shaping one."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text

from app.base.database import make_engine


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A store of each kind without a single table."""
    if request.param == "sqlite":
        made = make_engine(f"sqlite:///{tmp_path / 'bare.db'}")
        yield made
        made.dispose()
        return
    address: str | None = request.getfixturevalue("postgres_address")
    if address is None:
        pytest.skip("PostgreSQL is not installed here")
    name = f"bare_{uuid4().hex[:12]}"
    admin = make_engine(address.format(name="postgres")).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    made = make_engine(address.format(name=name))
    yield made
    made.dispose()
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()
