"""Requests for one’s own record, their steps, and what is decided of each item."""

import sqlalchemy as sa
from alembic import op

from workbook.wall.names import physical

revision = "0019_subject_access"
down_revision = "0018_retention"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        physical("subject_request"),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("asks", sa.String(length=20), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("submit_key", sa.String(length=80), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("discipline", sa.String(length=40), nullable=False),
        sa.Column("employer", sa.String(length=120), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], [physical("person") + ".id"]),
        sa.ForeignKeyConstraint(["family_id"], [physical("family") + ".id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("submit_key"),
    )
    op.create_index(
        "ix_subject_request_family_id", physical("subject_request"), ["family_id"], unique=False
    )
    op.create_table(
        physical("subject_decision"),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=48), nullable=False),
        sa.Column("choice", sa.String(length=10), nullable=False),
        sa.Column("ground", sa.String(length=30), nullable=False),
        sa.Column("leave_out", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("replaces_id", sa.String(length=32), nullable=True),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("discipline", sa.String(length=40), nullable=False),
        sa.Column("employer", sa.String(length=120), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], [physical("subject_request") + ".id"]),
        sa.ForeignKeyConstraint(["replaces_id"], [physical("subject_decision") + ".id"]),
        sa.ForeignKeyConstraint(["family_id"], [physical("family") + ".id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("replaces_id"),
    )
    op.create_index(
        "ix_subject_decision_family_id", physical("subject_decision"), ["family_id"], unique=False
    )
    op.create_index(
        "ix_subject_decision_request",
        physical("subject_decision"),
        ["request_id", "item"],
        unique=False,
    )
    op.create_table(
        physical("subject_step"),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("happens_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("submit_key", sa.String(length=80), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("discipline", sa.String(length=40), nullable=False),
        sa.Column("employer", sa.String(length=120), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], [physical("subject_request") + ".id"]),
        sa.ForeignKeyConstraint(["family_id"], [physical("family") + ".id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("submit_key"),
    )
    op.create_index(
        "ix_subject_step_family_id", physical("subject_step"), ["family_id"], unique=False
    )
    op.create_index(
        "ix_subject_step_request_id", physical("subject_step"), ["request_id"], unique=False
    )


def downgrade() -> None:
    """Take the tables away again."""
    op.drop_table(physical("subject_step"))
    op.drop_table(physical("subject_decision"))
    op.drop_table(physical("subject_request"))
