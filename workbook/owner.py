"""Reaching the record as the owner of its database: no viewer, no wall. For commands alone.

The service never does this. What even the owner may not do, the triggers of the wall say.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Executable,
    MetaData,
    Result,
    Table,
    create_engine,
    event,
    func,
    insert,
    select,
)
from sqlalchemy.engine import make_url

from workbook import audit
from workbook.db import Base, sqlite_path, tune
from workbook.wall import sqlite

PATIENCE: Final = 60  # seconds
OTHERS_ASK: Final = """select exists (select 1 from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and backend_xmin is not null)"""


class Owner:
    """One transaction of the owner's, and every table under the name that this database uses."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._hidden = connection.dialect.name == "sqlite"
        self._metadata = MetaData()
        self._tables = {
            table.name: Table(
                sqlite.base(table.name) if self._hidden else table.name,
                self._metadata,
                *(Column(each.key, each.type) for each in table.columns),
            )
            for table in Base.metadata.sorted_tables
        }

    def table(self, name: str) -> Table:
        """Return a table by the name that it has in the code."""
        return self._tables[name]

    def execute(self, statement: Executable) -> Result[Any]:
        """Send one statement."""
        return self.connection.execute(statement)

    def of_family(self) -> Iterator[tuple[str, Table]]:
        """Yield every table whose rows belong to a family, those that others name last."""
        for table in reversed(Base.metadata.sorted_tables):
            if "family_id" in table.columns:
                yield table.name, self._tables[table.name]

    @contextmanager
    def unlocked(self, name: str) -> Iterator[None]:
        """Let rows of one table be changed, in this transaction alone.

        Only for what must not stay as it stands: a value under an old key, a place in plain.
        """
        if self._hidden:
            guard = "select name, sql from sqlite_master where name like ?"
            [(trigger, sql)] = self.connection.exec_driver_sql(guard, (f"{name}__update__%",))
            self.connection.exec_driver_sql(f"drop trigger {trigger}")
            yield
            self.connection.exec_driver_sql(sql)
            return
        keeper = f"alter table {name} {{}} trigger wb_keep_update"
        self.connection.exec_driver_sql(keeper.format("disable"))
        yield
        self.connection.exec_driver_sql(keeper.format("enable"))

    def note(self, act: audit.Act, *, now: datetime) -> None:
        """Add an act to its chain, in this transaction."""
        events = self.table("audit_event")
        if not self._hidden:
            turn = func.pg_advisory_xact_lock(func.hashtextextended(act.chain, 0))
            self.connection.execute(select(turn))
        end = self.connection.execute(
            select(events.c.number, events.c.hash)
            .where(events.c.chain == act.chain)
            .order_by(events.c.number.desc())
            .limit(1)
        ).first()
        moment = now.astimezone(UTC)
        values: dict[str, Any] = msgspec.structs.asdict(act) | {
            "number": end.number + 1 if end else 1,
            "recorded_at": moment.isoformat(),
        }
        previous = end.hash if end else audit.START
        row_hash = audit.link(previous, values)
        row = values | {
            "id": row_hash[:32],
            "recorded_at": moment,
            "recorded_by": act.worker_id,
            "previous": previous,
            "hash": row_hash,
        }
        self.connection.execute(insert(events), [row])


@contextmanager
def as_owner(url: str) -> Iterator[Owner]:
    """Open one transaction as the owner of the database, kept whole or not at all."""
    engine = _engine(url)
    try:
        with engine.begin() as connection:
            yield Owner(connection)
    finally:
        engine.dispose()


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url)
    sqlite_path(url)
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _: object) -> None:  # noqa: ANN401 -- a driver's own
        tune(connection)
        # What is deleted is written over, so that the file does not keep it.
        connection.execute("pragma secure_delete=on")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("begin immediate")

    return engine


def forget(url: str) -> None:
    """Let go of what deleted rows leave behind: the log of writes, or rows not yet overwritten."""
    if make_url(url).get_backend_name() == "sqlite":
        engine = _engine(url)
        raw: Any = engine.raw_connection()
        raw.cursor().execute("pragma wal_checkpoint(truncate)")
        raw.close()
        engine.dispose()
        return
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("vacuum")
    engine.dispose()


def rewrite(url: str, *tables: str) -> bool:
    """Write the whole file anew, on PostgreSQL these tables: no page keeps what rows once said.

    Returns whether nothing old is left, in the log of writes neither; not while somebody else
    reads: PostgreSQL keeps a deleted row for as long as anybody's question could still see it.
    """
    if make_url(url).get_backend_name() == "sqlite":
        engine = _engine(url)
        raw: Any = engine.raw_connection()
        raw.cursor().execute("vacuum")
        is_busy = raw.cursor().execute("pragma wal_checkpoint(truncate)").fetchone()[0]
        raw.close()
        engine.dispose()
        return not is_busy
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    is_alone = True
    with engine.connect() as connection:
        for name in tables:
            is_alone = _is_alone(connection) and is_alone
            connection.exec_driver_sql(f"vacuum full {name}")
    engine.dispose()
    return is_alone


def _is_alone(connection: Connection) -> bool:
    """Wait until nobody else asks anything: PostgreSQL's own housekeeping does, for moments."""
    for _ in range(PATIENCE):
        if not connection.exec_driver_sql(OTHERS_ASK).scalar():
            return True
        time.sleep(1)
    return False
