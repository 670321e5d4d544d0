"""How alembic reaches the database: one transaction a migration, on both engines."""

import sqlite3
from typing import Any

from alembic import context
from sqlalchemy import create_engine, event, text
from sqlalchemy.pool import NullPool

config = context.config
engine = create_engine(config.get_main_option("sqlalchemy.url") or "", poolclass=NullPool)

if engine.dialect.name == "sqlite":

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _: Any) -> None:  # noqa: ANN401
        # Explicit transactions, or a failing migration leaves half its work behind.
        connection.isolation_level = None
        connection.execute("pragma foreign_keys=off")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:  # noqa: ANN401
        connection.connection.driver_connection.execute("begin immediate")


with engine.connect() as connection:
    if engine.dialect.name == "postgresql":
        connection.execute(text("set lock_timeout = '5s'"))
        connection.execute(text("set statement_timeout = '60s'"))
        connection.commit()
    context.configure(connection=connection, transaction_per_migration=True, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
