"""A family's whole record: every row of it, as it is exported, hashed and at last destroyed."""

import base64
import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

import msgspec
from sqlalchemy import Table, select

from workbook.owner import Owner
from workbook.wall.records import NEVER, RECORDS_READ

FORMAT: Final = "family-safeguarding-record-1"
Row = dict[str, Any]


class Content(msgspec.Struct, frozen=True):
    """The rows of one family by table, those that others name last; and who goes with it."""

    tables: dict[str, list[Row]]

    @property
    def count(self) -> int:
        """Return how many rows there are."""
        return sum(len(rows) for rows in self.tables.values())

    @property
    def counts(self) -> dict[str, int]:
        """Return how many rows there are of each table that has any."""
        return {name: len(rows) for name, rows in sorted(self.tables.items()) if rows}

    @property
    def hashes(self) -> dict[str, str]:
        """Return the SHA-256 of what each table holds of the family."""
        return {name: digest(rows) for name, rows in sorted(self.tables.items()) if rows}

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 of the record itself, whatever is said about keeping it."""
        own = {name: rows for name, rows in self.tables.items() if name not in RECORDS_READ}
        return digest({name: rows for name, rows in own.items() if rows})

    def ids(self) -> dict[str, list[str]]:
        """Return the ids of all rows, by table."""
        return {name: [row["id"] for row in rows] for name, rows in self.tables.items() if rows}


def plain(value: Any) -> Any:  # noqa: ANN401 -- a column may hold anything
    """Return a value as JSON can say it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return {"base64": base64.b64encode(value).decode()}
    raise TypeError(f"a {type(value).__name__} cannot be written")


def written(values: object, *, indent: int | None = None) -> bytes:
    """Return the one way of writing these values: sorted keys, UTF-8."""
    separators = (",", ":") if indent is None else None
    return json.dumps(
        values, sort_keys=True, ensure_ascii=False, default=plain, indent=indent,
        separators=separators,
    ).encode()  # fmt: skip


def digest(values: object) -> str:
    """Return the SHA-256 of these values."""
    return hashlib.sha256(written(values)).hexdigest()


def read_content(owner: Owner, *, family_id: str, alone: Iterable[str]) -> Content:
    """Return every row of a family, and of the people who belong to no other."""
    # Holds first: what says that they were lifted has to be there while they go.
    tables: dict[str, list[Row]] = {"legal_hold": []}
    tables |= {
        name: _rows(owner, table, "family_id", [family_id])
        for name, table in owner.of_family()
        if name not in NEVER
    }
    tables["person"] = _rows(owner, owner.table("person"), "id", alone)
    tables["family"] = _rows(owner, owner.table("family"), "id", [family_id])
    return Content(tables)


def _rows(owner: Owner, table: Table, column: str, ids: Iterable[str]) -> list[Row]:
    query = select(table).where(table.c[column].in_(list(ids))).order_by(table.c.id)
    return [dict(row._mapping) for row in owner.execute(query)]  # noqa: SLF001 -- its own names


def export_of(owner: Owner, content: Content, *, people: Iterable[str], now: datetime) -> bytes:
    """Return the whole record in an open format: JSON that needs no workbook to be read.

    With it go everybody in the family, those of other families too; who wrote it; and the log of
    who opened it. Words are as they are kept: a sealed fact stays sealed.
    """
    family = content.tables["family"][0]
    authors = {row["recorded_by"] for rows in content.tables.values() for row in rows}
    worker, log = owner.table("worker"), owner.table("audit_event")
    workers = owner.execute(
        select(worker.c.id, worker.c.name, worker.c.discipline, worker.c.employer)
        .where(worker.c.id.in_(authors))
        .order_by(worker.c.name, worker.c.id)
    )
    events = owner.execute(select(log).where(log.c.chain == family["id"]).order_by(log.c.number))
    whole = {
        "format": FORMAT,
        "reference": family["reference"],
        "exported_at": now,
        "tables": content.tables,
        "people": _rows(owner, owner.table("person"), "id", people),
        "workers": [dict(row._mapping) for row in workers],  # noqa: SLF001
        "log": [dict(row._mapping) for row in events],  # noqa: SLF001
    }
    return written(whole, indent=1) + b"\n"
