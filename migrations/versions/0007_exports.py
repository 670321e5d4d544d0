"""The log of documents."""

import sqlalchemy as sa
from alembic import op

from workbook.wall.names import physical

revision = "0007_exports"
down_revision = "0006_supervision"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        physical("issued_document"),
        sa.Column("report", sa.String(length=40), nullable=False),
        sa.Column("recipient", sa.String(length=40), nullable=False),
        sa.Column("recipient_label", sa.String(length=160), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("covers_from", sa.Date(), nullable=False),
        sa.Column("covers_to", sa.Date(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("template_sha256", sa.String(length=64), nullable=False),
        sa.Column("programme", sa.JSON(), nullable=False),
        sa.Column("submit_key", sa.String(length=80), nullable=False),
        sa.Column("made_by_name", sa.String(length=120), nullable=False),
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
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("submit_key"),
    )
    op.create_index(
        "ix_issued_document_family_id", physical("issued_document"), ["family_id"], unique=False
    )


def downgrade() -> None:
    """Take the tables away again."""
    for table in ("issued_document",):
        op.drop_table(physical(table))
