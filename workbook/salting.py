"""What the audit log is held to about words that it does not hold: salted hashes of saved rows.

Every row of a table with a column `salt` gets one as it is saved, and its hash waits on the
connection for the act that is noted in the same transaction (`workbook.audit.note`). No feature
has to think of it.
"""

# ruff: noqa: ANN401 -- a column may hold anything, and events hand over what has no type

import hashlib
import json
import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

import msgspec
from sqlalchemy import JSON, Boolean, Column, Connection, Engine, Insert, Table, event, insert
from sqlalchemy.orm import Session

from workbook.wall.guard import WallError

SALT = "salt"
COMMITMENT = b"workbook-content-1\0"
# Under this key a connection keeps the hashes of rows whose act is not noted yet.
WAITING = "saved_rows"

# Python's own writing of JSON, so that whoever checks the log needs nothing but Python.
WRITE = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
).encode
Row = dict[str, Any]


def canonical(values: Row | list[Any]) -> bytes:
    """Return the one way of writing these values: sorted keys, UTF-8, no spaces."""
    return WRITE(values).encode()


def new_salt() -> str:
    """Return 128 random bits: without them a short text could be guessed from its hash."""
    return secrets.token_hex(16)


def commitment(content: Row, *, salt: str) -> str:
    """Return what stands in the audit log for words that do not.

    It proves later that the words were these; when words and salt are lawfully destroyed, it
    tells nothing, and the chain stays whole (security.md 4).
    """
    return hashlib.sha256(COMMITMENT + bytes.fromhex(salt) + canonical(content)).hexdigest()


class SavedRow(msgspec.Struct, frozen=True):
    """A row that was saved: where, when, and its hash. `family`: empty when it is of none."""

    table: str
    id: str
    family: str
    at: datetime
    hash: str


def content_of(table: Table, row: Row) -> Row:
    """Return what a row says, as it is hashed: on both databases and in later versions the same.

    What is absent or stands at its column's default is left out. So a column that a later
    version adds, with a default, changes no hash of a row that was there before.
    """
    said = {}
    for column in table.columns:
        value = _plain(column, row.get(column.key))
        if column.key != SALT and value is not None and value != _plain(column, _default(column)):
            said[column.key] = value
    return {"table": table.name, "row": said}


def _plain(column: Column[Any], value: Any) -> Any:
    """Return a value as JSON can say it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(value).hexdigest()
    if isinstance(column.type, Boolean) and value is not None:
        return bool(value)
    if isinstance(column.type, JSON) and value:
        return json.loads(WRITE(value))  # as it comes back: lists, and keys that are text
    return value


def _default(column: Column[Any]) -> Any:
    default: Any = column.default
    if default is None or default.is_sequence:
        return None
    return default.arg if default.is_scalar else default.arg(None)


def hold_to_rows(engine: Engine) -> None:
    """Give every salted row that is saved through this engine its salt, and keep its hash."""

    def salt_rows(
        connection: Connection,
        statement: Any,
        multiparams: Sequence[Row],
        params: Row,
        _: object,
    ) -> tuple[Any, Sequence[Row], Row]:
        if not (isinstance(statement, Insert) and SALT in statement.table.columns):
            return statement, multiparams, params
        table: Any = statement.table
        rows = list(multiparams) or [params or _values(statement, table)]
        if not (multiparams or params):
            statement = insert(table)
        whole = [_whole(table, row) for row in rows]
        waiting = connection.info.setdefault(WAITING, [])
        waiting += [_saved(table, row) for row in whole]
        return (statement, whole, {}) if len(whole) > 1 else (statement, [], whole[0])

    event.listen(engine, "before_execute", salt_rows, retval=True)


def take_waiting(session: Session, wanted: Callable[[SavedRow], bool]) -> list[SavedRow]:
    """Take from the session's connection the saved rows that wait for their act."""
    waiting: list[SavedRow] = session.connection().info.get(WAITING, [])
    taken = [row for row in waiting if wanted(row)]
    waiting[:] = [row for row in waiting if not wanted(row)]
    return taken


def _values(statement: Insert, table: Table) -> Row:
    """Return the values of an insert that carries its one row in itself."""
    values = dict(statement.compile().params)
    if statement.select is not None or not values or values.keys() - set(table.columns.keys()):
        raise WallError("what is recorded goes in as rows that can be read")
    return values


def _whole(table: Table, row: Row) -> Row:
    """Return a row with all its columns, so that what is hashed is what is kept."""
    filled = {
        column.key: row[column.key] if column.key in row else _default(column)
        for column in table.columns
    }
    return filled | {SALT: row.get(SALT) or new_salt()}


def _saved(table: Table, row: Row) -> SavedRow:
    return SavedRow(
        table=table.name,
        id=row["id"],
        family=row.get("family_id") or "",
        at=row["recorded_at"],
        hash=commitment(content_of(table, row), salt=row[SALT]),
    )
