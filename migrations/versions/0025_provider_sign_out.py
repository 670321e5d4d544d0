"""Who signed out at the provider. Whoever came by it signs in anew."""

import sqlalchemy as sa
from alembic import op

revision = "0025_provider_sign_out"
down_revision = "0024_misfiling"
branch_labels = None
depends_on = None

HASH = sa.String(length=64)


def upgrade() -> None:
    """Make the table, and end the sign-ins of which the provider could not speak."""
    op.execute("delete from sign_in where provider_token is not null")
    op.add_column("sign_in", sa.Column("provider_subject", HASH, nullable=True))
    op.add_column("sign_in", sa.Column("provider_session", HASH, nullable=True))
    op.create_table(
        "provider_sign_out",
        sa.Column("token_hash", HASH, nullable=False),
        sa.Column("session_hash", HASH, nullable=True),
        sa.Column("kept_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash"),
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("provider_sign_out")
    op.drop_column("sign_in", "provider_session")
    op.drop_column("sign_in", "provider_subject")
