"""Group case supervision."""

import sqlalchemy as sa
from alembic import op

from workbook.wall.names import physical

revision = "0006_supervision"
down_revision = "0005_programme"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        physical("supervision_session"),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("chair_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["chair_id"],
            [physical("worker") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            [physical("team") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("team_id", "held_on"),
    )
    op.create_index(
        "ix_supervision_session_team_id", physical("supervision_session"), ["team_id"], unique=False
    )
    op.create_table(
        physical("family_discussion"),
        sa.Column("session_id", sa.String(length=32), nullable=False),
        sa.Column("children", sa.JSON(), nullable=False),
        sa.Column("attendance", sa.JSON(), nullable=False),
        sa.Column("child_voice", sa.Text(), nullable=False),
        sa.Column("family_view", sa.Text(), nullable=False),
        sa.Column("hypotheses", sa.Text(), nullable=False),
        sa.Column("agreed", sa.JSON(), nullable=False),
        sa.Column("trajectory", sa.JSON(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("dissent", sa.JSON(), nullable=False),
        sa.Column("family_told", sa.JSON(), nullable=False),
        sa.Column("fgdm_considered", sa.JSON(), nullable=False),
        sa.Column("next_due", sa.Date(), nullable=True),
        sa.Column("replaces_id", sa.String(length=32), nullable=True),
        sa.Column("submit_key", sa.String(length=80), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["family_id"],
            [physical("family") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            [physical("family_discussion") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            [physical("supervision_session") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("replaces_id"),
        sa.UniqueConstraint("submit_key"),
    )
    op.create_index(
        "ix_discussion_session",
        physical("family_discussion"),
        ["session_id", "family_id"],
        unique=False,
    )
    op.create_index(
        "ix_family_discussion_family_id", physical("family_discussion"), ["family_id"], unique=False
    )
    op.create_table(
        physical("discussion_part"),
        sa.Column("discussion_id", sa.String(length=32), nullable=False),
        sa.Column("worker_id", sa.String(length=32), nullable=False),
        sa.Column("well", sa.Text(), nullable=False),
        sa.Column("worried", sa.Text(), nullable=False),
        sa.Column("ratings", sa.JSON(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("mark", sa.String(length=24), nullable=False),
        sa.Column("mark_persons", sa.JSON(), nullable=False),
        sa.Column("discipline", sa.String(length=40), nullable=False),
        sa.Column("employer", sa.String(length=120), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["discussion_id"],
            [physical("family_discussion") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["family_id"],
            [physical("family") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            [physical("worker") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_discussion_part_discussion_id",
        physical("discussion_part"),
        ["discussion_id"],
        unique=False,
    )
    op.create_index(
        "ix_discussion_part_family_id", physical("discussion_part"), ["family_id"], unique=False
    )
    op.create_table(
        physical("discussion_sign_off"),
        sa.Column("discussion_id", sa.String(length=32), nullable=False),
        sa.Column("addendum", sa.Text(), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["discussion_id"],
            [physical("family_discussion") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["family_id"],
            [physical("family") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("discussion_id", "recorded_by"),
    )
    op.create_index(
        "ix_discussion_sign_off_family_id",
        physical("discussion_sign_off"),
        ["family_id"],
        unique=False,
    )


def downgrade() -> None:
    """Take the tables away again."""
    for table in (
        "discussion_sign_off",
        "discussion_part",
        "family_discussion",
        "supervision_session",
    ):
        op.drop_table(physical(table))
