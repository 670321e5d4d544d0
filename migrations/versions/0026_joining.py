"""Accounts that are asked for, and first passwords."""

import sqlalchemy as sa
from alembic import op

revision = "0026_joining"
down_revision = "0025_provider_sign_out"
branch_labels = None
depends_on = None

NO = sa.false()


def upgrade() -> None:
    """Nobody who is there is awaited, and every password is the worker's own."""
    op.add_column(
        "worker", sa.Column("is_awaited", sa.Boolean(), nullable=False, server_default=NO)
    )
    op.add_column("account", sa.Column("is_first", sa.Boolean(), nullable=False, server_default=NO))


def downgrade() -> None:
    """Take them away again."""
    op.drop_column("account", "is_first")
    op.drop_column("worker", "is_awaited")
