"""When the last gate searched what a family sees of the screen, and what it stopped."""

import sqlalchemy as sa
from alembic import op

revision = "0028_sitting_searched"
down_revision = "0027_police_contact"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    since = sa.Column("sitting_since", sa.DateTime(timezone=True), nullable=True)
    op.add_column("sign_in", since)
    op.add_column("sign_in", sa.Column("sitting_stopped", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Take the columns away again."""
    op.drop_column("sign_in", "sitting_stopped")
    op.drop_column("sign_in", "sitting_since")
