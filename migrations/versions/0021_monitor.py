"""Odd openings and what came of them, families of members of staff, where staff live (hashed)."""

import sqlalchemy as sa
from alembic import op

from workbook.wall.names import physical

revision = "0021_monitor"
down_revision = "0020_ways_in"
branch_labels = None
depends_on = None

ID = sa.String(length=32)
UNSALTED = ("release_request", "release_decision")


def _of_family(name: str, *more: sa.Column) -> None:
    """Make a table of written-once rows of one family."""
    own = [
        sa.Column("family_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", ID, nullable=False),
        sa.Column("salt", ID, nullable=False),
        sa.ForeignKeyConstraint(["family_id"], [physical("family") + ".id"]),
        sa.PrimaryKeyConstraint("id"),
    ]
    op.create_table(physical(name), *more, *own)
    op.create_index(f"ix_{name}_family_id", physical(name), ["family_id"], unique=False)


def upgrade() -> None:
    """Make the tables; and the salts that two tables lacked."""
    for name in UNSALTED:
        salt = sa.Column("salt", ID, nullable=False, server_default="")
        op.add_column(physical(name), salt)
    _of_family(
        "finding",
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("worker_id", ID, nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("act_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"]),
    )
    op.create_index(
        "uq_finding",
        physical("finding"),
        ["rule", "worker_id", "family_id", "on_day"],
        unique=True,
    )
    _of_family(
        "finding_review",
        sa.Column("finding_id", ID, nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], [physical("finding") + ".id"]),
        sa.UniqueConstraint("finding_id"),
    )
    _of_family(
        "staff_family",
        sa.Column("told_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["told_id"], ["worker.id"]),
    )
    op.create_index(
        "uq_staff_family", physical("staff_family"), ["family_id", "told_id"], unique=True
    )
    op.create_table(
        "staff_home",
        sa.Column("worker_id", ID, nullable=False),
        sa.Column("postcode", sa.String(length=64), nullable=False),
        sa.Column("phone", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"]),
        sa.PrimaryKeyConstraint("worker_id"),
    )


def downgrade() -> None:
    """Take the tables and the salts away again."""
    for name in UNSALTED:
        op.drop_column(physical(name), "salt")
    op.drop_table("staff_home")
    for name in ("staff_family", "finding_review", "finding"):
        op.drop_table(physical(name))
