"""The last look before a statement leaves Python: a viewer is bound, and nothing is raw SQL.

It turns "somebody forgot" into an exception on the first run. What is looked at is remembered, so
that a prepared statement is walked once.
"""

# ruff: noqa: ANN401 -- drivers and events hand over what has no type

import re
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, Executable, event
from sqlalchemy.sql import visitors
from sqlalchemy.sql.dml import Delete, Update
from sqlalchemy.sql.elements import ColumnClause, TextClause
from sqlalchemy.sql.schema import Table
from sqlalchemy.sql.selectable import TableClause, TextualSelect

from workbook.wall.reading import READ

PLAIN_NAME = re.compile(r"^[\w*. ]{1,40}$")


class WallError(RuntimeError):
    """A statement tried to go round the wall. It never reached the database."""


def objection(statement: Any) -> str | None:
    """Say what is wrong with a statement; None when nothing is."""
    if isinstance(statement, Update | Delete) and getattr(statement.table, "name", "") in READ:
        return "what is recorded is never changed"
    for part in visitors.iterate(statement):
        if isinstance(part, TextClause | TextualSelect):
            return "raw SQL"
        if isinstance(part, ColumnClause) and part.is_literal and not PLAIN_NAME.match(part.name):
            return "a literal fragment of SQL"
        if isinstance(part, TableClause) and not isinstance(part, Table):
            return "a table that the record does not know"
    return None


def stand_guard(engine: Engine) -> None:
    """Refuse raw SQL, and anything at all without a viewer, on every connection of this engine."""
    cleared: WeakKeyDictionary[Executable, bool] = WeakKeyDictionary()

    def look(
        connection: Connection,
        statement: Executable,
        *_: Any,
    ) -> None:
        if not connection.info.get("seated"):
            raise WallError("no viewer is bound to this session")
        if statement in cleared:
            return
        if wrong := objection(statement):
            raise WallError(wrong)
        cleared[statement] = True

    def refuse_driver_sql(
        _: Connection,
        __: Any,
        ___: str,
        ____: Any,
        context: Any,
        _____: bool,  # noqa: FBT001
    ) -> None:
        if context is None or context.compiled is None:
            raise WallError("SQL as a string")

    event.listen(engine, "before_execute", look)
    event.listen(engine, "before_cursor_execute", refuse_driver_sql)
