"""Reading every row that the audit log is held to, as the owner of the database: no wall, no wish.

On SQLite the file is opened read-only; on PostgreSQL it takes the role that owns the tables. All of
it is read in one transaction, so that what is saved meanwhile is left for the next time.
"""

import json
from collections.abc import Generator
from contextlib import closing, contextmanager
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    Select,
    Table,
    create_engine,
    event,
    select,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, StatementError

from workbook.audit import AuditEvent
from workbook.db import Base, sqlite_path
from workbook.errors import NotFoundError
from workbook.salting import SALT, commitment, content_of
from workbook.sealing.words import WordsJudge, WordsReport
from workbook.wall import sqlite

FAMILY = "family_id"
AT_ONCE = 400
UNREADABLE = (StatementError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class Kept(msgspec.Struct, frozen=True):
    """One row as it is kept now: what is hashed of it, and its salt."""

    chain: str
    table: str
    id: str
    salt: str
    content: dict[str, Any]


@cache
def _kept_tables(*, hidden: bool) -> dict[str, Table]:
    """Return each table under the name by which a database keeps it, behind its view or not."""
    metadata = MetaData()
    return {
        table.name: Table(
            sqlite.base(table.name) if hidden else table.name,
            metadata,
            *(Column(each.key, each.type) for each in table.columns),
        )
        for table in Base.metadata.sorted_tables
    }


class Contents:
    """All salted tables and the audit log, under the names that this database keeps them by."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        kept = _kept_tables(hidden=connection.dialect.name == "sqlite")
        tables = Base.metadata.sorted_tables
        self.events = kept[AuditEvent.__tablename__]
        self.tables = {one.name: (one, kept[one.name]) for one in tables if SALT in one.c}
        self.families = self.tables["family"][1]
        self.others: frozenset[str] = frozenset()
        self._seen: set[str] = set()

    def chains(self, reference: str = "") -> list[str]:
        """Return every chain, families last, and every family though it had none; or one family's.

        Raises:
            NotFoundError: there is no family of this reference.
        """
        families = select(self.families.c.id)
        if reference:
            families = families.where(self.families.c.reference == reference)
            return [self.connection.scalars(families).first() or _no_family(reference)]
        found = sorted(self.connection.scalars(families))
        others = set(self.connection.scalars(select(self.events.c.chain).distinct())) - set(found)
        self.others = frozenset(others)
        return [*sorted(others), *found]

    def acts(self, chain: str) -> Generator[Any, None, None]:
        """Yield the acts of one chain in order."""
        events = self.events.c
        found = select(events.number, events.act, events.detail).where(events.chain == chain)
        yield from self._stream(found.order_by(events.number))

    def rows(self, chain: str, judge: WordsJudge) -> Generator[Kept, None, None]:
        """Yield what is kept of one chain: a family's rows, and those of none that it names."""
        for name, (_, kept) in self.tables.items():
            if FAMILY in kept.c:
                yield from self._read(name, select(kept).where(kept.c[FAMILY] == chain), chain)
                continue
            named = judge.expected(name)
            for start in range(0, len(named), AT_ONCE):
                some = select(kept).where(kept.c.id.in_(named[start : start + AT_ONCE]))
                for row in self._read(name, some, chain):
                    self._seen.add(row.id)
                    yield row

    def strays(self) -> Generator[Kept, None, None]:
        """Yield what stands in no chain: rows of no family there is, rows that no act names."""
        families = select(self.families.c.id)
        for name, (_, kept) in self.tables.items():
            if FAMILY in kept.c:
                stray = select(kept).where(kept.c[FAMILY].not_in(families))
                yield from self._read(name, stray, "")
                continue
            for row in self._read(name, select(kept), ""):
                if row.id not in self._seen:
                    yield row

    def _stream(self, statement: Select[Any]) -> Generator[Any, None, None]:
        """Read a few rows at a time: PostgreSQL's driver would fetch a whole table at once."""
        few = statement.execution_options(yield_per=AT_ONCE)
        with self.connection.execute(few) as found:
            yield from found

    def _read(self, name: str, statement: Select[Any], chain: str) -> Generator[Kept, None, None]:
        table, kept = self.tables[name]
        for row in self._stream(statement.order_by(kept.c.id)):
            values = dict(row._mapping)  # noqa: SLF001 -- the row's own names
            yield Kept(chain, name, values["id"], values[SALT], content_of(table, values))


def _no_family(reference: str) -> str:
    raise NotFoundError(f"There is no family {reference}.")


@contextmanager
def owners_contents(url: str) -> Generator[Contents, None, None]:
    """Open the database as its owner, to read and nothing else."""
    engine = _owners_engine(url)
    try:
        with engine.connect() as connection:
            yield Contents(connection)
    finally:
        engine.dispose()


def _owners_engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(
            url,
            isolation_level="REPEATABLE READ",
            execution_options={"postgresql_readonly": True},
        )
    engine = create_engine(f"sqlite:///file:{sqlite_path(url)}?mode=ro&uri=true")

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _: Any) -> None:  # noqa: ANN401 -- a driver's own
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("begin")

    return engine


def check_contents(url: str) -> WordsReport:
    """Check that every row says what the log is held to, up to the first that does not.

    The log itself is to be found whole before: this asks the rows, and believes the log.
    """
    judge = WordsJudge()
    place = "the beginning"
    with owners_contents(url) as contents:
        try:
            for chain in contents.chains():
                place = f"chain {chain}"
                if wrong := _wrong_in(chain, contents, judge):
                    return judge.report(wrong)
            with closing(contents.strays()) as strays:
                for row in strays:
                    if wrong := judge.row(row.table, row.id, _hash(row)):
                        return judge.report(wrong)
            return judge.report(judge.end_of_all())
        except DBAPIError:
            raise
        except UNREADABLE:
            # Something stands in a column that its type cannot be.
            return judge.report(f"{place}: something cannot be read")


def _wrong_in(chain: str, contents: Contents, judge: WordsJudge) -> str | None:
    with closing(contents.acts(chain)) as acts:
        for act in acts:
            if wrong := judge.act(chain, act.number, act.act, act.detail):
                return wrong
    with closing(contents.rows(chain, judge)) as rows:
        for row in rows:
            if wrong := judge.row(row.table, row.id, _hash(row)):
                return wrong
    return judge.end(of_family=chain not in contents.others)


def _hash(row: Kept) -> str:
    return commitment(row.content, salt=row.salt)


def content_lines(url: str, *, reference: str = "") -> Generator[str, None, None]:
    """Yield every row that the log is held to as a line of JSON, with its salt: all the words.

    `reference`: only that family's. What reads them is `docs/verify_audit.py`.

    Raises:
        NotFoundError: there is no such family.
    """
    with owners_contents(url) as contents:
        for chain in contents.chains(reference):
            judge = WordsJudge()
            for act in contents.acts(chain):
                judge.act(chain, act.number, act.act, act.detail)
            yield _line({"kind": "content_of", "chain": chain})
            yield from (_line(_exported(row)) for row in contents.rows(chain, judge))
        if not reference:
            yield from (_line(_exported(row)) for row in contents.strays())


def _exported(row: Kept) -> dict[str, Any]:
    return {"kind": "content", "salt": row.salt, "content": row.content}


def _line(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, default=repr)
