"""Section summaries and module statuses."""

import sqlalchemy as sa
from alembic import op

from workbook.wall.names import physical

revision = "0005_programme"
down_revision = "0004_entries"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        physical("module_status"),
        sa.Column("module_key", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("restarts_on", sa.Date(), nullable=True),
        sa.Column("replaces_id", sa.String(length=32), nullable=True),
        sa.Column("discipline", sa.String(length=40), nullable=False),
        sa.Column("employer", sa.String(length=120), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["family_id"],
            [physical("family") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            [physical("module_status") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("replaces_id"),
    )
    op.create_index(
        "ix_module_status_family",
        physical("module_status"),
        ["family_id", "module_key"],
        unique=False,
    )
    op.create_index(
        "ix_module_status_family_id", physical("module_status"), ["family_id"], unique=False
    )
    op.create_table(
        physical("section_summary"),
        sa.Column("module_key", sa.String(length=40), nullable=False),
        sa.Column("module_version", sa.Integer(), nullable=False),
        sa.Column("section_key", sa.String(length=40), nullable=False),
        sa.Column("subject_kind", sa.String(length=10), nullable=False),
        sa.Column("subject_ids", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("derived_from", sa.JSON(), nullable=False),
        sa.Column("replaces_id", sa.String(length=32), nullable=True),
        sa.Column("submit_key", sa.String(length=80), nullable=False),
        sa.Column("mark", sa.String(length=24), nullable=False),
        sa.Column("mark_persons", sa.JSON(), nullable=False),
        sa.Column("discipline", sa.String(length=40), nullable=False),
        sa.Column("employer", sa.String(length=120), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["family_id"],
            [physical("family") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            [physical("section_summary") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("replaces_id"),
        sa.UniqueConstraint("submit_key"),
    )
    op.create_index(
        "ix_section_summary_family_id", physical("section_summary"), ["family_id"], unique=False
    )
    op.create_index(
        "ix_section_summary_module",
        physical("section_summary"),
        ["family_id", "module_key"],
        unique=False,
    )


def downgrade() -> None:
    """Take the tables away again."""
    for table in (
        "section_summary",
        "module_status",
    ):
        op.drop_table(physical(table))
