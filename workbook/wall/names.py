"""What a table is called in the database: SQLite hides a protected one behind its view."""

from alembic import op

from workbook.wall import sqlite


def physical(table: str) -> str:
    """Return the name under which the migration's database keeps this table."""
    return sqlite.base(table) if op.get_bind().dialect.name == "sqlite" else table
