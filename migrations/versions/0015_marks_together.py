"""On which row a tighter mark was set, the entry a row is part of, and who decides on opening."""

import sqlalchemy as sa
from alembic import op

from workbook.wall.names import physical

revision = "0015_marks_together"
down_revision = "0014_attachments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    text = sa.String(length=32)
    for name in ("set_on_id", "entry_id"):
        column = sa.Column(name, text, nullable=False, server_default="")
        op.add_column(physical("tightening"), column)
    deciders = sa.Column("deciders", sa.JSON(), nullable=False, server_default="[]")
    op.add_column(physical("loosening_request"), deciders)


def downgrade() -> None:
    """Take the columns away again."""
    op.drop_column(physical("loosening_request"), "deciders")
    for name in ("entry_id", "set_on_id"):
        op.drop_column(physical("tightening"), name)
