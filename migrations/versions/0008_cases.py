"""What has been brought in from case folders."""

import sqlalchemy as sa
from alembic import op

from workbook.wall.names import physical

revision = "0008_cases"
down_revision = "0007_exports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        physical("imported"),
        sa.Column("family_reference", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("external_id", sa.String(length=64), nullable=False),
        sa.Column("internal_id", sa.String(length=32), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("family_reference", "kind", "external_id"),
    )


def downgrade() -> None:
    """Take the table away again."""
    op.drop_table(physical("imported"))
