"""Entries recorded in the wrong family."""

import sqlalchemy as sa
from alembic import op

from workbook.wall.names import physical

revision = "0024_misfiling"
down_revision = "0023_sealed_facts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        physical("misfiling"),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["family_id"], [physical("family") + ".id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_misfiling_entry", physical("misfiling"), ["entry_id", "kind"], unique=False)
    op.create_index("ix_misfiling_family_id", physical("misfiling"), ["family_id"], unique=False)
    op.create_table(
        physical("misfiling_request"),
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("entry_ids", sa.JSON(), nullable=False),
        sa.Column("to_family_id", sa.String(length=32), nullable=False),
        sa.Column("staying", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("submit_key", sa.String(length=80), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("discipline", sa.String(length=40), nullable=False),
        sa.Column("employer", sa.String(length=120), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], [physical("entry") + ".id"]),
        sa.ForeignKeyConstraint(["family_id"], [physical("family") + ".id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("submit_key"),
    )
    op.create_index(
        "ix_misfiling_request_entry_id", physical("misfiling_request"), ["entry_id"], unique=False
    )
    op.create_index(
        "ix_misfiling_request_family_id", physical("misfiling_request"), ["family_id"], unique=False
    )
    op.create_table(
        physical("misfiling_decision"),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("discipline", sa.String(length=40), nullable=False),
        sa.Column("employer", sa.String(length=120), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], [physical("misfiling_request") + ".id"]),
        sa.ForeignKeyConstraint(["family_id"], [physical("family") + ".id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("request_id"),
    )
    op.create_index(
        "ix_misfiling_decision_family_id",
        physical("misfiling_decision"),
        ["family_id"],
        unique=False,
    )


def downgrade() -> None:
    """Take the tables away again."""
    op.drop_table(physical("misfiling_decision"))
    op.drop_table(physical("misfiling_request"))
    op.drop_table(physical("misfiling"))
