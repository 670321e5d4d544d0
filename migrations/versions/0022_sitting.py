"""Who looks at the screen with a worker, while they sit with a family."""

import sqlalchemy as sa
from alembic import op

revision = "0022_sitting"
down_revision = "0021_monitor"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("sign_in", sa.Column("sitting_in", sa.String(length=32), nullable=True))
    op.add_column("sign_in", sa.Column("sitting_with", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Take the columns away again."""
    op.drop_column("sign_in", "sitting_with")
    op.drop_column("sign_in", "sitting_in")
