"""A store with millions of calls: a year of simulated ones, copied as often as it takes, in the same hours."""

from datetime import datetime

from sqlalchemy import Connection, Engine, Index, inspect, text
from sqlalchemy.schema import CreateIndex, DropIndex
from sqlmodel import SQLModel

from app.base.database import session_scope
from app.base.settings import Settings
from app.models import Call, CallQuestion
from app.services import call_log, demo_history

BASE = 100_000
TABLES = (Call.__tablename__, CallQuestion.__tablename__)


def simulate(engine: Engine, calls: int, at: datetime) -> None:
    """A year of calls through the same code that logs real ones."""
    demo_history.make(engine, demo_history.begin(engine, Settings(_env_file=None), calls, 1, at), at)


def multiply(engine: Engine, times: int) -> None:
    """Every call `times` times in all. Identifiers differ in their first eight letters, so that rows come in the order of their keys."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":  # a store that is thrown away may be filled without care
            for pragma in ("synchronous=OFF", "cache_size=-2000000", "temp_store=MEMORY"):
                connection.execute(text(f"PRAGMA {pragma}"))
            connection.commit()
        dropped = _without_indexes(connection)
        connection.commit()
        for copy in range(1, times):
            _copy(connection, copy)
            connection.commit()
        for index in dropped:
            connection.execute(CreateIndex(index))
        connection.execute(text("ANALYZE"))
        connection.commit()


def pack(engine: Engine, at: datetime) -> int:
    """Pack every hour that is over, as the clock of the program does; answers how many."""
    packed = 0
    with session_scope(engine) as session:
        hours = [hour for (hour,) in session.connection().execute(text("SELECT hour FROM logged_hour")).all()]
        call_log.touch_hours(session, hours)
    while True:
        with session_scope(engine) as session:
            done = call_log.pack_over(session, at)
        packed += done
        if not done:
            return packed


def _without_indexes(connection: Connection) -> list[Index]:
    dropped: list[Index] = []
    for name in TABLES:
        table = SQLModel.metadata.tables[name]
        there = {index["name"] for index in inspect(connection).get_indexes(name)}
        for index in table.indexes:
            if index.name in there and not index.unique:
                connection.execute(DropIndex(index))
                dropped.append(index)
    return dropped


def _copy(connection: Connection, number: int) -> None:
    """One more copy of the first calls and their questions, in the order of the calls' keys."""
    prefix = f"{number:08x}"
    for name, own, call in zip(TABLES, (("id", "idempotency_key"), ("id", "call_id")), ("id", "call_id"), strict=True):
        columns = [column.name for column in SQLModel.metadata.tables[name].columns]
        values = ", ".join(_value(column, prefix) if column in own else f'"{column}"' for column in columns)
        source = f"SELECT {values} FROM \"{name}\" WHERE {call} >= '0001' ORDER BY {call}"
        connection.execute(text(f'INSERT INTO "{name}" ({", ".join(columns)}) {source}'))


def _value(column: str, prefix: str) -> str:
    return f"'{prefix}' || {column}" if column == "idempotency_key" else f"'{prefix}' || substr({column}, 9)"
