"""Salts for the rows that were there before salts, and acts that hold the audit log to them."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

import workbook.installation  # noqa: F401 -- it knows every table
from workbook import audit
from workbook.clock import utc_now
from workbook.db import Base
from workbook.salting import SALT, commitment, content_of, new_salt
from workbook.wall.names import physical
from workbook.wall.viewer import IMPORTER

revision = "0013_commitments"
down_revision = "0012_salts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Fill the salts and note, in the chain of each family, what its rows say today."""
    held: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    there = set(sa.inspect(op.get_bind()).get_table_names())
    for table in Base.metadata.sorted_tables:
        if SALT in table.c and physical(table.name) in there:
            for chain, row_id, row_hash in _salted(table):
                held[chain][table.name][row_id] = row_hash
    for chain, tables in held.items():
        _note(chain, {audit.CONTENT_KEY: tables})


def downgrade() -> None:
    """Leave everything: what was noted stays noted, and a salt changes nothing."""


def _kept(table: sa.Table) -> sa.Table:
    """Return the table with the columns that it has at this step, under its name here."""
    name = physical(table.name)
    there = {column["name"] for column in sa.inspect(op.get_bind()).get_columns(name)}
    columns = (sa.Column(each.key, each.type) for each in table.c if each.key in there)
    return sa.Table(name, sa.MetaData(), *columns)


def _salted(table: sa.Table) -> Iterator[tuple[str, str, str]]:
    """Yield chain, id and hash of the rows that had no salt."""
    kept, bind = _kept(table), op.get_bind()
    if SALT not in kept.c:
        return
    fill = sa.update(kept).where(kept.c.id == sa.bindparam("row")).values(salt=sa.bindparam("new"))
    for found in bind.execute(sa.select(kept).where(kept.c.salt == "")).mappings().all():
        row, salt = dict(found), new_salt()
        bind.execute(fill, {"row": row["id"], "new": salt})
        of_none = row["id"] if table.name == "family" else audit.SYSTEM
        chain = row.get("family_id") or of_none
        yield chain, row["id"], commitment(content_of(table, row), salt=salt)


def _note(chain: str, detail: dict[str, Any]) -> None:
    """Add one act to the end of a chain."""
    events, bind = _kept(audit.AuditEvent.__table__), op.get_bind()  # type: ignore[arg-type]
    end = bind.execute(
        sa.select(events.c.number, events.c.hash)
        .where(events.c.chain == chain)
        .order_by(events.c.number.desc())
        .limit(1)
    ).first()
    moment = utc_now()
    values = {
        "chain": chain, "number": end.number + 1 if end else 1,
        "recorded_at": moment.isoformat(), "worker_id": IMPORTER, "discipline": IMPORTER,
        "act": audit.SAVED, "object_id": "", "detail": detail,
    }  # fmt: skip
    previous = end.hash if end else audit.START
    row_hash = audit.link(previous, values)
    own = {"id": row_hash[:32], "recorded_at": moment, "recorded_by": IMPORTER}
    bind.execute(events.insert(), values | own | {"previous": previous, "hash": row_hash})
