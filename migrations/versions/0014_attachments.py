"""Files that are kept with an entry."""

import sqlalchemy as sa
from alembic import op

from workbook.wall.names import physical

revision = "0014_attachments"
down_revision = "0013_commitments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table. The content comes last, so that a list of files need not pass over it."""
    op.create_table(
        physical("attachment"),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.Column("discipline", sa.String(length=40), nullable=False),
        sa.Column("employer", sa.String(length=120), nullable=False),
        sa.Column("mark", sa.String(length=24), nullable=False),
        sa.Column("mark_persons", sa.JSON(), nullable=False),
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("scanned", sa.String(length=12), nullable=False),
        sa.Column("withdraws_id", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("submit_key", sa.String(length=80), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["family_id"], [physical("family") + ".id"]),
        sa.ForeignKeyConstraint(["entry_id"], [physical("entry") + ".id"]),
        sa.ForeignKeyConstraint(["withdraws_id"], [physical("attachment") + ".id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("submit_key"),
        sa.UniqueConstraint("withdraws_id"),
    )
    for column in ("family_id", "entry_id"):
        op.create_index(f"ix_attachment_{column}", physical("attachment"), [column], unique=False)


def downgrade() -> None:
    """Take the table away again."""
    op.drop_table(physical("attachment"))
