"""The database: sessions that are born with their viewer, and rows that are written once."""

# ruff: noqa: ANN401 -- drivers and events hand over what has no type

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Self
from uuid import uuid4

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    Engine,
    ForeignKey,
    Index,
    String,
    TypeDecorator,
    create_engine,
    event,
    insert,
)  # fmt: skip
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    ORMExecuteState,
    Session,
    SessionTransaction,
    UOWTransaction,
    mapped_column,
)  # fmt: skip
from typing_extensions import override

from workbook.encryption import Keyring
from workbook.errors import SupersededError
from workbook.salting import WAITING, hold_to_rows, new_salt
from workbook.wall import postgresql, sqlite
from workbook.wall.guard import WallError, stand_guard
from workbook.wall.viewer import Viewer

# The folder of the keys beside the database, where no setting names another.
SEAL_KEYS = "seal"


def new_id() -> str:
    """Return a random id: 32 hexadecimal characters, the same on both databases."""
    return uuid4().hex


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, aware, in UTC. SQLite keeps no zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be kept")
        return value.astimezone(UTC)

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Id = String(32)
# Under this name a session keeps what the head of a page must say of the family that it read.
NOTICE = "notice"


class Base(DeclarativeBase):
    """Every table of the record."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        list[str]: JSON(),
        list[dict[str, Any]]: JSON(),
        dict[str, Any]: JSON(),
    }


class AppendOnly:
    """Rows that are written once. A change is a new row that names the row it replaces.

    The session refuses to change or delete one, triggers on SQLite refuse it, and on PostgreSQL
    the role that the service runs as holds only INSERT and SELECT.
    """

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(Id)


class Salted:
    """A row that says something. The audit log is held to it by a salted hash of it.

    When the row is lawfully destroyed its salt goes with it, and the hash tells nothing.
    """

    salt: Mapped[str] = mapped_column(Id, default=new_salt)


class OfFamily(AppendOnly):
    """A written-once row of one family."""

    family_id: Mapped[str] = mapped_column(Id, ForeignKey("family.id"), index=True)


class Signed(OfFamily):
    """A written-once row that says which discipline and employer its author spoke for."""

    discipline: Mapped[str] = mapped_column(String(40))
    employer: Mapped[str] = mapped_column(String(120))


class Marked(Salted, Signed):
    """A signed row that says who may see it.

    `mark_persons`: whose it is, whom it is kept from, or which workers alone may read it, by the
    kind of mark.
    """

    mark: Mapped[str] = mapped_column(String(24), default="team")
    mark_persons: Mapped[list[str]] = mapped_column(default=list)


class ViewerSession(Session):
    """A session that belongs to one viewer for its whole life."""

    def __init__(self, engine: Engine, *, viewer: Viewer) -> None:
        super().__init__(engine, expire_on_commit=False, autoflush=False)
        self._viewer = viewer

    @property
    def viewer(self) -> Viewer:
        """Return who is looking. It cannot be changed."""
        return self._viewer


@event.listens_for(ViewerSession, "after_begin")
def _seat_the_viewer(session: ViewerSession, _: SessionTransaction, connection: Any) -> None:
    if connection.dialect.name == "sqlite":
        connection.info["seat"].viewer = session.viewer
    else:
        postgresql.seat_viewer(connection, session.viewer)
    connection.info["seated"] = True
    connection.info[WAITING] = []


@event.listens_for(Session, "before_flush")
def _refuse_rewrites(session: Session, _: UOWTransaction, __: object) -> None:
    for row in (*session.dirty, *session.deleted):
        if isinstance(row, AppendOnly) and (row in session.deleted or session.is_modified(row)):
            raise WallError(f"{type(row).__name__} is append-only")


@event.listens_for(Session, "do_orm_execute")
def _refuse_bulk_rewrites(state: ORMExecuteState) -> None:
    if (state.is_update or state.is_delete) and state.bind_mapper is not None:
        target = state.bind_mapper.class_
        if issubclass(target, AppendOnly):
            raise WallError(f"{target.__name__} is append-only")


class Database:
    """One database, reached only by sessions that belong to somebody."""

    def __init__(
        self, *, readers: Engine, writer: Engine, keys: Path, keyring: Keyring | None = None
    ) -> None:
        self._keys, self._keyring = keys, keyring
        self._readers = readers
        self._writer = writer
        # SQLite has one writer; waiting here is fairer than its busy handler.
        self._turn = threading.Lock() if writer.dialect.name == "sqlite" else None

    @classmethod
    def connect(cls, url: str, *, keyring: Keyring | None = None) -> Self:
        """Open the database behind its wall.

        `keyring` opens what is sealed in it; without one, the keys beside the database do.
        """
        if make_url(url).get_backend_name() == "sqlite":
            return cls(
                readers=_sqlite_engine(url, writes=False),
                writer=_sqlite_engine(url, writes=True),
                keys=sqlite_path(url).parent / SEAL_KEYS,
                keyring=keyring,
            )
        engine = postgresql.engine(url)
        stand_guard(engine)
        hold_to_rows(engine)
        return cls(readers=engine, writer=engine, keys=Path("var") / SEAL_KEYS, keyring=keyring)

    @property
    def keyring(self) -> Keyring:
        """Return what seals and opens single facts of this database.

        Raises:
            BadKeyFileError: others may read the file of the keys, or it is not one of keys.
        """
        if self._keyring is None:
            self._keyring = Keyring.load(self._keys)
        return self._keyring

    @property
    def engines(self) -> tuple[Engine, ...]:
        """Return the engines, for those who count statements."""
        return (self._readers, self._writer)

    @contextmanager
    def reading(self, viewer: Viewer) -> Iterator[ViewerSession]:
        """Open a session that only reads."""
        with ViewerSession(self._readers, viewer=viewer) as session:
            yield session

    @contextmanager
    def writing(self, viewer: Viewer) -> Iterator[ViewerSession]:
        """Open a session whose work is kept when the block ends, whole or not at all."""
        if self._turn is None:
            with ViewerSession(self._writer, viewer=viewer) as session, session.begin():
                yield session
            return
        with (
            self._turn,
            ViewerSession(self._writer, viewer=viewer) as session,
            session.begin(),
        ):
            yield session

    def close(self) -> None:
        """Give back every connection."""
        for engine in self.engines:
            engine.dispose()


def sqlite_path(url: str) -> Path:
    """Return the file of an SQLite URL."""
    name = make_url(url).database
    if not name or name == ":memory:":
        raise ValueError("The database must be a file: sqlite:///path/to/workbook.db")
    return Path(name)


def tune(connection: sqlite3.Connection) -> None:
    """Set what an SQLite connection needs for saves that last: WAL, full flush, foreign keys."""
    connection.isolation_level = None
    for pragma in (
        "journal_mode=wal", "synchronous=full", "foreign_keys=on", "busy_timeout=5000",
        "trusted_schema=on", "cache_size=-16000", "temp_store=memory",
    ):  # fmt: skip
        connection.execute(f"pragma {pragma}")


def _sqlite_engine(url: str, *, writes: bool) -> Engine:
    sqlite_path(url)
    engine = create_engine(
        url, pool_size=1 if writes else 4, max_overflow=0 if writes else 4,
        connect_args={"check_same_thread": False},
    )  # fmt: skip

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, record: Any) -> None:
        tune(connection)
        if not writes:
            connection.execute("pragma query_only=on")
        record.info["seat"] = sqlite.seat_viewer(connection)

    @event.listens_for(engine, "checkin")
    def _leave_the_seat(_: Any, record: Any) -> None:
        record.info["seat"].viewer = None
        record.info["seated"] = False

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        raw = connection.connection.driver_connection
        raw.execute("begin immediate" if writes else "begin")

    stand_guard(engine)
    if writes:
        hold_to_rows(engine)
    return engine


def first_and_one_successor(table: str) -> tuple[Index, ...]:
    """Return the index that lets each version have one successor: two people cannot both win."""
    return (Index(f"uq_{table}_replaces", "replaces_id", unique=True),)


def insert_rows(
    session: Session, table: type[Base], rows: Sequence[dict[str, Any]], *, taken: str
) -> None:
    """Add rows whose unique keys somebody else may have used in the same moment.

    Raises:
        SupersededError: they have; it says `taken`. The transaction is over.
    """
    try:
        session.execute(insert(table), rows)
    except IntegrityError as error:
        raise SupersededError(taken) from error
