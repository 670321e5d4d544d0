"""Dated words added to a supervision that was signed off."""

import sqlalchemy as sa
from alembic import op

from workbook.wall.names import physical

revision = "0010_addenda"
down_revision = "0009_sealing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        physical("discussion_addendum"),
        sa.Column("discussion_id", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("submit_key", sa.String(length=80), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["discussion_id"],
            [physical("family_discussion") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["family_id"],
            [physical("family") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("submit_key"),
    )
    op.create_index(
        "ix_discussion_addendum_discussion_id",
        physical("discussion_addendum"),
        ["discussion_id"],
        unique=False,
    )
    op.create_index(
        "ix_discussion_addendum_family_id",
        physical("discussion_addendum"),
        ["family_id"],
        unique=False,
    )


def downgrade() -> None:
    """Take the table away again."""
    op.drop_table(physical("discussion_addendum"))
