"""Staff, teams, sign-ins and the audit log."""

import sqlalchemy as sa
from alembic import op

from workbook.wall.names import physical

revision = "0001_staff"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        physical("audit_event"),
        sa.Column("chain", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.String(length=32), nullable=False),
        sa.Column("discipline", sa.String(length=40), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.String(length=64), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "uq_audit_event_number", physical("audit_event"), ["chain", "number"], unique=True
    )
    op.create_table(
        physical("team"),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        physical("worker"),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("discipline", sa.String(length=40), nullable=False),
        sa.Column("employer", sa.String(length=120), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id"],
            [physical("team") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_worker_team_id", physical("worker"), ["team_id"], unique=False)
    op.create_table(
        physical("account"),
        sa.Column("worker_id", sa.String(length=32), nullable=False),
        sa.Column("sign_in_name", sa.String(length=80), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            [physical("worker") + ".id"],
        ),
        sa.PrimaryKeyConstraint("worker_id"),
        sa.UniqueConstraint("sign_in_name"),
    )
    op.create_table(
        physical("sign_in"),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("worker_id", sa.String(length=32), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            [physical("worker") + ".id"],
        ),
        sa.PrimaryKeyConstraint("key_hash"),
    )
    op.create_index("ix_sign_in_worker_id", physical("sign_in"), ["worker_id"], unique=False)


def downgrade() -> None:
    """Take the tables away again."""
    for table in (
        "sign_in",
        "account",
        "worker",
        "team",
        "audit_event",
    ):
        op.drop_table(physical(table))
