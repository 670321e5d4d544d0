"""The wall on SQLite: policy views over hidden base tables, and an authorizer on each connection.

A base table is named `<name>__t`. A view with a secret in its name holds the policy, and the view
`<name>` over it is all that queries can reach. The secret is there because SQLite tells the
authorizer only the name of whatever reads a base table, and a common table expression may take any
name it likes: it cannot take one that it cannot know. The viewer sits in Python behind `wb_…()`
functions, so no SQL can change who is looking.
"""

import json
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC
from functools import partial

import msgspec
from sqlalchemy import MetaData, Table

from workbook.wall.adding import ADD
from workbook.wall.policy import SETS
from workbook.wall.reading import HELD, READ
from workbook.wall.records import destruction
from workbook.wall.viewer import Viewer

FRAGMENTS = {
    "user": "(select wb_user())",
    "discipline": "(select wb_discipline())",
    "team": "(select wb_team())",
    "today": "(select wb_today())",
    "lately": "(select wb_lately())",
    "now": "(select wb_now())",
    "tomorrow": "(select wb_tomorrow())",
    "asks": "(select wb_asks())",
    "only": "(select wb_only())",
    "cleared": "(select wb_cleared())",
    "stopped": "(select value from json_each((select wb_stopped())))",
    "audience": "(select wb_audience())",
    "recipients": "(select value from json_each((select wb_recipients())))",
    "each": "json_each",
    "week_ago": "strftime('%Y-%m-%d %H:%M:%f', 'now', '-7 days')",
    "true": "1",
    "false": "0",
}
# How this database keeps a moment: without a zone, in UTC.
MOMENT = "%Y-%m-%d %H:%M:%S.%f"
FUNCTIONS: dict[str, Callable[[Viewer], str]] = {
    "wb_user": lambda viewer: viewer.worker_id,
    "wb_discipline": lambda viewer: viewer.discipline,
    "wb_team": lambda viewer: viewer.team_id,
    "wb_today": lambda viewer: viewer.today.isoformat(),
    "wb_lately": lambda viewer: viewer.lately.isoformat(),
    "wb_now": lambda viewer: viewer.moment.strftime(MOMENT),
    "wb_tomorrow": lambda viewer: viewer.tomorrow.strftime(MOMENT),
    "wb_asks": lambda viewer: viewer.asks,
    "wb_only": lambda viewer: viewer.only,
    "wb_cleared": lambda viewer: (
        viewer.cleared.astimezone(UTC).strftime(MOMENT) if viewer.cleared else ""
    ),
    "wb_stopped": lambda viewer: json.dumps(viewer.stopped),
    "wb_audience": lambda viewer: viewer.audience,
    "wb_recipients": lambda viewer: json.dumps(viewer.recipients),
}


def base(table: str) -> str:
    """Return the name under which SQLite keeps this table."""
    return f"{table}__t" if table in READ else table


def rule(text: str, *, row: str) -> str:
    """Write one rule of the policy in SQLite's words."""
    while "{set:" in text:
        for name, chosen in SETS.items():
            text = text.replace(f"{{set:{name}}}", chosen)
    for table in READ:
        text = text.replace(f"{{{table}:secured}}", table).replace(f"{{{table}}}", base(table))
    return text.format(r=row, **FRAGMENTS)


def new_secret() -> str:
    """Return what marks the names of one wall's views and triggers as its own."""
    return f"__{secrets.token_hex(12)}"


def secret_of(names: Iterable[str]) -> str:
    """Return the secret of the wall that stands, from the names in the schema; "" if none does."""
    for name in names:
        if name.startswith("family__seen__"):
            return name.removeprefix("family__seen")
    return ""


def statements(metadata: MetaData, secret: str) -> Iterator[str]:
    """Yield what builds the wall over existing base tables: views, then triggers."""
    for name in READ:
        columns = [column.name for column in metadata.tables[name].columns]
        chosen = ", ".join(f"r.{column}" for column in columns)
        seen = f"{name}__seen{secret}"
        # The names come from our own tables, never from outside.
        yield f"create view {seen} as select {chosen} from {name}__t r where {rule(READ[name], row='r')}"  # noqa: E501, S608
        yield f"create view {name} as select {chosen} from {seen} r"  # noqa: S608
    for name, held in HELD.items():
        seen = f"{name}__seen{secret}"
        yield (
            f"create view {seen} as select distinct r.family_id, r.discipline,"  # noqa: S608
            f" substr(r.occurred_at, 1, 7) as month from entry__t r where {rule(held, row='r')}"
        )
        yield f"create view {name} as select family_id, discipline, month from {seen} r"  # noqa: S608
    for name in READ:
        yield from triggers(metadata.tables[name], secret)


def triggers(table: Table, secret: str) -> Iterator[str]:
    """Yield the only way in, and the guards that make the base table append-only.

    A row is deleted only where the policy's `destruction` lets it go, and only by the owner of
    the database: the authorizer refuses every other connection.

    `INSERT OR REPLACE` on the view would override the conflict rule inside the trigger, and
    so overwrite a row that the worker cannot even see: the guard on the base table stops it.
    """
    name = table.name
    columns = [column.name for column in table.columns]
    given = ", ".join(f"NEW.{column}" for column in columns)
    key = " and ".join(f"{column.name} = NEW.{column.name}" for column in table.primary_key)
    yield (
        f"create trigger {name}__ins{secret} instead of insert on {name} begin"  # noqa: S608
        f" select raise(abort, 'refused by policy') where not ({rule(ADD[name], row='NEW')});"
        f" insert into {name}__t ({', '.join(columns)}) values ({given}); end"
    )
    yield (
        f"create trigger {name}__new{secret} before insert on {name}__t begin"  # noqa: S608
        f" select raise(abort, 'append-only: key exists')"
        f" where exists (select 1 from {name}__t where {key}); end"
    )
    yield (
        f"create trigger {name}__update{secret} before update on {name}__t begin"
        " select raise(abort, 'append-only'); end"
    )
    goes = rule(destruction(name, table.columns.keys()), row="OLD")
    yield (
        f"create trigger {name}__delete{secret} before delete on {name}__t begin"
        f" select raise(abort, 'append-only') where not ({goes}); end"
    )


def old_wall(existing: list[tuple[str, str]]) -> Iterator[str]:
    """Yield what takes down a wall that stands, given (type, name) from the schema."""
    for kind, name in existing:
        if kind == "view" or (kind == "trigger" and "__" in name):
            yield f"drop {kind} if exists {name}"


class Seat(msgspec.Struct):
    """Who sits at one database connection. Empty between sessions: then nothing can be read."""

    viewer: Viewer | None = None

    def ask(self, question: Callable[[Viewer], str]) -> str:
        """Answer one `wb_…()` function.

        Raises:
            RuntimeError: nobody is bound to the connection.
        """
        if self.viewer is None:
            raise RuntimeError("no viewer is bound to this connection")
        return question(self.viewer)


def seat_viewer(connection: sqlite3.Connection) -> Seat:
    """Give a connection its functions and its authorizer; return the seat for its viewer."""
    seat = Seat()
    for name, question in FUNCTIONS.items():
        connection.create_function(
            name, 0, lambda question=question: seat.ask(question), deterministic=True
        )
    names = [row[0] for row in connection.execute("select name from sqlite_master")]
    connection.set_authorizer(partial(authorize, secret_of(names)))
    return seat


REFUSED = {
    getattr(sqlite3, f"SQLITE_{act}")
    for act in (
        "ATTACH", "DETACH", "PRAGMA", "REINDEX", "ANALYZE", "ALTER_TABLE",
        "CREATE_INDEX", "CREATE_TABLE", "CREATE_TEMP_INDEX", "CREATE_TEMP_TABLE",
        "CREATE_TEMP_TRIGGER", "CREATE_TEMP_VIEW", "CREATE_TRIGGER", "CREATE_VIEW",
        "CREATE_VTABLE", "DROP_INDEX", "DROP_TABLE", "DROP_TEMP_INDEX", "DROP_TEMP_TABLE",
        "DROP_TEMP_TRIGGER", "DROP_TEMP_VIEW", "DROP_TRIGGER", "DROP_VIEW", "DROP_VTABLE",
    )
}  # fmt: skip
SCHEMA = {"sqlite_master", "sqlite_schema", "sqlite_temp_master", "sqlite_stat1", "sqlite_stat4"}
BASES = {base(name): name for name in READ}
DANGEROUS = {"load_extension", "writefile", "readfile", "fts3_tokenizer"}


def authorize(
    secret: str,
    action: int,
    first: str | None,
    second: str | None,
    _: str | None,
    reader: str | None,
) -> int:
    """Decide on one act of one statement, while SQLite prepares it.

    `reader` is the view or trigger in whose name a base table is read: policies, and foreign keys
    that are looked up while a row goes in.
    """
    ours = bool(secret) and reader is not None and reader.endswith(secret)
    refused = action in REFUSED
    if action == sqlite3.SQLITE_READ:
        refused = first in SCHEMA or (first in BASES and not ours)
    elif action == sqlite3.SQLITE_INSERT:
        refused = first in BASES and not (ours and reader == f"{BASES[first]}__ins{secret}")
    elif action in (sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE):
        refused = first in BASES or first in READ
    elif action == sqlite3.SQLITE_FUNCTION:
        refused = second in DANGEROUS
    return sqlite3.SQLITE_DENY if refused else sqlite3.SQLITE_OK
