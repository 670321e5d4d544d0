"""Signing in: delays, second steps, passkeys, the council's provider. Everybody signs in anew."""

import sqlalchemy as sa
from alembic import op

revision = "0017_signing_in"
down_revision = "0016_releases"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ID = sa.String(length=32)
HASH = sa.String(length=64)


def upgrade() -> None:
    """Make the tables. Sign-ins are made anew: none is worth keeping over a change of release."""
    op.drop_table("sign_in")
    op.create_table(
        "sign_in",
        sa.Column("key_hash", HASH, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("worker_id", ID, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("locked_at", MOMENT, nullable=True),
        sa.Column("how", sa.String(length=24), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("provider_token", sa.Text(), nullable=True),
        sa.Column("shown_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"]),
        sa.PrimaryKeyConstraint("key_hash"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_sign_in_worker_id", "sign_in", ["worker_id"], unique=False)
    op.drop_column("account", "failures")
    op.drop_column("account", "not_before")
    op.create_table(
        "sign_in_delay",
        sa.Column("key", HASH, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("not_before", MOMENT, nullable=True),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "known_address",
        sa.Column("worker_id", ID, nullable=False),
        sa.Column("address_hash", HASH, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"]),
        sa.PrimaryKeyConstraint("worker_id", "address_hash"),
    )
    make_exchanges()
    make_second_steps()
    op.create_table(
        "provider_link",
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("account_key", sa.String(length=200), nullable=False),
        sa.Column("worker_id", ID, nullable=False),
        sa.Column("linked_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"]),
        sa.PrimaryKeyConstraint("issuer", "account_key"),
        sa.UniqueConstraint("worker_id"),
    )


def make_exchanges() -> None:
    """Make the table of what is under way at the door."""
    op.create_table(
        "exchange",
        sa.Column("key_hash", HASH, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("worker_id", ID, nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"]),
        sa.PrimaryKeyConstraint("key_hash"),
    )


def make_second_steps() -> None:
    """Make the tables of codes and passkeys."""
    op.create_table(
        "code_secret",
        sa.Column("worker_id", ID, nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"]),
        sa.PrimaryKeyConstraint("worker_id"),
    )
    op.create_table(
        "passkey",
        sa.Column("id", ID, nullable=False),
        sa.Column("worker_id", ID, nullable=False),
        sa.Column("credential_id", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("credential_id"),
    )
    op.create_index("ix_passkey_worker_id", "passkey", ["worker_id"], unique=False)


def downgrade() -> None:
    """Take the tables away again, and put back what they took the place of."""
    for table in (
        "provider_link",
        "passkey",
        "code_secret",
        "exchange",
        "known_address",
        "sign_in_delay",
        "sign_in",
    ):
        op.drop_table(table)
    op.add_column(
        "account", sa.Column("failures", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("account", sa.Column("not_before", MOMENT, nullable=True))
    op.create_table(
        "sign_in",
        sa.Column("key_hash", HASH, nullable=False),
        sa.Column("worker_id", ID, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"]),
        sa.PrimaryKeyConstraint("key_hash"),
    )
    op.create_index("ix_sign_in_worker_id", "sign_in", ["worker_id"], unique=False)
