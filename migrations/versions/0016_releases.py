"""Copies that wait for a second person, and what they said."""

import sqlalchemy as sa
from alembic import op

from workbook.wall.names import physical

revision = "0016_releases"
down_revision = "0015_marks_together"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        physical("release_request"),
        sa.Column("report", sa.String(length=40), nullable=False),
        sa.Column("readers", sa.JSON(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("leave_out", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("submit_key", sa.String(length=80), nullable=False),
        *_signed(),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("submit_key"),
    )
    op.create_index(
        "ix_release_request_fingerprint",
        physical("release_request"),
        ["family_id", "fingerprint"],
        unique=False,
    )
    op.create_table(
        physical("release_decision"),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("submit_key", sa.String(length=80), nullable=False),
        *_signed(),
        sa.ForeignKeyConstraint(["request_id"], [physical("release_request") + ".id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("request_id"),
        sa.UniqueConstraint("submit_key"),
    )
    for table in ("release_request", "release_decision"):
        op.create_index(f"ix_{table}_family_id", physical(table), ["family_id"], unique=False)


def _signed() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("discipline", sa.String(length=40), nullable=False),
        sa.Column("employer", sa.String(length=120), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["family_id"], [physical("family") + ".id"]),
    ]


def downgrade() -> None:
    """Take the tables away again."""
    for table in ("release_decision", "release_request"):
        op.drop_table(physical(table))
