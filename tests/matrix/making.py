"""Rows of any table as it is today: whatever is not given is filled in, free text with canaries."""

import re
import typing
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    create_engine,
    insert,
)

from tests.builders.families import NOW, TODAY
from workbook.db import Base, UtcDateTime
from workbook.wall import sqlite
from workbook.wall.viewer import IMPORTER

Row = dict[str, Any]
CANARY = re.compile(r"(?i)qz\d{6}zq")
# A text this wide is a person's own words, unless it is one of these.
WIDE = 60
CODES = frozenset(
    {
        "submit_key", "sha256", "template_sha256", "hash", "previous", "root", "signature",
        "object_id", "made_by_name", "event_type", "employer", "key", "key_hash",
    }
)  # fmt: skip


class Secret(msgspec.Struct, frozen=True, kw_only=True):
    """One canary: the row whose reader may see it, and where in the row it stands."""

    token: str
    table: str
    column: str
    row: Row

    @property
    def place(self) -> str:
        """Return the table and column."""
        return f"{self.table}.{self.column}"


class Making:
    """A database's rows before they go in, with a canary in every free text of every one.

    Ids and canaries count from `first`, so that several can go into one database.
    """

    def __init__(self, first: int = 0) -> None:
        self.rows: dict[str, list[Row]] = {}
        self.secrets: dict[str, Secret] = {}
        self._first = self._count = first

    def new_id(self) -> str:
        """Return an id that is the same in every making of the same world."""
        self._count += 1
        return f"{self._count:032x}"

    def words(self, table: type[Base], column: str, row: Row) -> str:
        """Return words that only whoever may read this row may meet."""
        token = f"qz{self._first + len(self.secrets):06d}zq"
        self.secrets[token] = Secret(
            token=token, table=str(table.__tablename__), column=column, row=row
        )
        return token

    def add(self, table: type[Base], **given: Any) -> Row:  # noqa: ANN401 -- values of columns
        """Add one row. A value that is callable is given the words of a fresh canary."""
        row: Row = {}
        for column in table.__table__.columns:
            name = column.name
            value = given.pop(name) if name in given else self._usual(table, column, row)
            row[name] = value(self.words(table, name, row)) if callable(value) else value
        assert not given, f"{table.__tablename__} has no {sorted(given)}"
        self.rows.setdefault(str(table.__tablename__), []).append(row)
        return row

    def _usual(self, table: type[Base], column: Column[Any], row: Row) -> Any:  # noqa: ANN401
        signed = {"id": "", "recorded_at": NOW, "recorded_by": IMPORTER, "employer": "Council"}
        kind: Any = column.type
        if column.name == "id":
            return self.new_id()
        if column.name in signed:
            return signed[column.name]
        if isinstance(kind, Text) or (
            isinstance(kind, String) and (kind.length or 0) >= WIDE and column.name not in CODES
        ):
            return self.words(table, column.name, row)
        if column.name == "submit_key":
            return self.new_id()
        return None if column.nullable else _plain(table, column)


def put(url: str, *makings: Making) -> None:
    """Put everything into an SQLite file below its wall, as its owner could."""
    engine, below = create_engine(url), MetaData()
    with engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            if rows := [row for one in makings for row in one.rows.get(table.name, [])]:
                under = table.to_metadata(below, name=sqlite.base(table.name))
                connection.execute(insert(under), rows)
    engine.dispose()


def _empty(table: type[Base], name: str) -> list[Any] | dict[str, Any]:
    inside = typing.get_args(typing.get_type_hints(table)[name])[0]
    return {} if typing.get_origin(inside) is dict else []


def _plain(table: type[Base], column: Column[Any]) -> Any:  # noqa: ANN401
    if isinstance(column.type, JSON):
        return _empty(table, column.name)
    default = getattr(column.default, "arg", None)
    if default is not None and not callable(default):
        return default
    for kind, value in PLAIN:
        if isinstance(column.type, kind):
            return value
    raise AssertionError(f"say in tests/matrix/worlds.py what {column} holds")


PLAIN: tuple[tuple[type[Any], date | datetime | str | bytes | int], ...] = (
    (Boolean, False),
    (Integer, 1),
    (UtcDateTime, NOW),
    (Date, TODAY),
    (LargeBinary, b""),
    (String, "x"),
)
