"""What the wall tells of entries that a worker does not read."""

from sqlalchemy import Column, MetaData, String, Table

# A view that the wall makes, over no table of its own: what it tells stands in the policy.
SPECIALIST_ENTRY = Table(
    "specialist_entry",
    MetaData(),
    Column("family_id", String),
    Column("discipline", String),
    Column("month", String),
)
