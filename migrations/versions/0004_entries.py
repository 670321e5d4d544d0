"""Entries and all that is written with them."""

import sqlalchemy as sa
from alembic import op

from workbook.wall.names import physical

revision = "0004_entries"
down_revision = "0003_network"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        physical("draft"),
        sa.Column("submit_key", sa.String(length=80), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("discarded", sa.Boolean(), nullable=False),
        sa.Column("replaces_id", sa.String(length=32), nullable=True),
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
            [physical("draft") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("replaces_id"),
    )
    op.create_index("ix_draft_family_id", physical("draft"), ["family_id"], unique=False)
    op.create_index("ix_draft_submit_key", physical("draft"), ["submit_key"], unique=False)
    op.create_table(
        physical("entry"),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("statutory_visit", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("present", sa.JSON(), nullable=False),
        sa.Column("children", sa.JSON(), nullable=False),
        sa.Column("reveals", sa.JSON(), nullable=False),
        sa.Column("headline", sa.String(length=300), nullable=False),
        sa.Column("event_type", sa.String(length=80), nullable=False),
        sa.Column("impact", sa.Text(), nullable=False),
        sa.Column("affects", sa.JSON(), nullable=False),
        sa.Column("replaces_id", sa.String(length=32), nullable=True),
        sa.Column("withdraws", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("submit_key", sa.String(length=80), nullable=False),
        sa.Column("mark", sa.String(length=24), nullable=False),
        sa.Column("mark_persons", sa.JSON(), nullable=False),
        sa.Column("discipline", sa.String(length=40), nullable=False),
        sa.Column("employer", sa.String(length=120), nullable=False),
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
            [physical("entry") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("replaces_id"),
        sa.UniqueConstraint("submit_key"),
    )
    op.create_index("ix_entry_family_id", physical("entry"), ["family_id"], unique=False)
    op.create_index(
        "ix_entry_family_occurred", physical("entry"), ["family_id", "occurred_at"], unique=False
    )
    op.create_index(
        "ix_entry_family_recorded", physical("entry"), ["family_id", "recorded_at"], unique=False
    )
    op.create_table(
        physical("action"),
        sa.Column("entry_id", sa.String(length=32), nullable=True),
        sa.Column("discussion_id", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("owner_is_worker", sa.Boolean(), nullable=False),
        sa.Column("child_id", sa.String(length=32), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("mark", sa.String(length=24), nullable=False),
        sa.Column("mark_persons", sa.JSON(), nullable=False),
        sa.Column("discipline", sa.String(length=40), nullable=False),
        sa.Column("employer", sa.String(length=120), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["child_id"],
            [physical("person") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            [physical("entry") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["family_id"],
            [physical("family") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_action_discussion_id", physical("action"), ["discussion_id"], unique=False)
    op.create_index("ix_action_entry_id", physical("action"), ["entry_id"], unique=False)
    op.create_index("ix_action_family_id", physical("action"), ["family_id"], unique=False)
    op.create_index("ix_action_owner", physical("action"), ["owner_id", "due_on"], unique=False)
    op.create_table(
        physical("contribution"),
        sa.Column("module_key", sa.String(length=40), nullable=False),
        sa.Column("module_version", sa.Integer(), nullable=False),
        sa.Column("section_key", sa.String(length=40), nullable=False),
        sa.Column("subject_kind", sa.String(length=10), nullable=False),
        sa.Column("subject_ids", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("share_ok", sa.String(length=20), nullable=False),
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mark", sa.String(length=24), nullable=False),
        sa.Column("mark_persons", sa.JSON(), nullable=False),
        sa.Column("discipline", sa.String(length=40), nullable=False),
        sa.Column("employer", sa.String(length=120), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            [physical("entry") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["family_id"],
            [physical("family") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_contribution_entry_id", physical("contribution"), ["entry_id"], unique=False
    )
    op.create_index(
        "ix_contribution_family_id", physical("contribution"), ["family_id"], unique=False
    )
    op.create_index(
        "ix_contribution_module",
        physical("contribution"),
        ["family_id", "module_key"],
        unique=False,
    )
    op.create_table(
        physical("entry_succession"),
        sa.Column("replaced_id", sa.String(length=32), nullable=False),
        sa.Column("by_id", sa.String(length=32), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"],
            [physical("entry") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["family_id"],
            [physical("family") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["replaced_id"],
            [physical("entry") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("replaced_id"),
    )
    op.create_index(
        "ix_entry_succession_family_id", physical("entry_succession"), ["family_id"], unique=False
    )
    op.create_table(
        physical("ruler"),
        sa.Column("adult_id", sa.String(length=32), nullable=False),
        sa.Column("goal_id", sa.String(length=32), nullable=False),
        sa.Column("importance", sa.Integer(), nullable=True),
        sa.Column("confidence", sa.Integer(), nullable=True),
        sa.Column("readiness", sa.Integer(), nullable=True),
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mark", sa.String(length=24), nullable=False),
        sa.Column("mark_persons", sa.JSON(), nullable=False),
        sa.Column("discipline", sa.String(length=40), nullable=False),
        sa.Column("employer", sa.String(length=120), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["adult_id"],
            [physical("person") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            [physical("entry") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["family_id"],
            [physical("family") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["goal_id"],
            [physical("change_goal") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_ruler_entry_id", physical("ruler"), ["entry_id"], unique=False)
    op.create_index(
        "ix_ruler_family", physical("ruler"), ["family_id", "occurred_at"], unique=False
    )
    op.create_index("ix_ruler_family_id", physical("ruler"), ["family_id"], unique=False)
    op.create_table(
        physical("score"),
        sa.Column("instrument", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("with_whom", sa.String(length=160), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("risk_item_positive", sa.Boolean(), nullable=True),
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mark", sa.String(length=24), nullable=False),
        sa.Column("mark_persons", sa.JSON(), nullable=False),
        sa.Column("discipline", sa.String(length=40), nullable=False),
        sa.Column("employer", sa.String(length=120), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            [physical("entry") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["family_id"],
            [physical("family") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_score_entry_id", physical("score"), ["entry_id"], unique=False)
    op.create_index("ix_score_family_id", physical("score"), ["family_id"], unique=False)
    op.create_table(
        physical("voice"),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("voice", sa.String(length=30), nullable=False),
        sa.Column("how", sa.String(length=80), nullable=False),
        sa.Column("share_ok", sa.String(length=20), nullable=False),
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mark", sa.String(length=24), nullable=False),
        sa.Column("mark_persons", sa.JSON(), nullable=False),
        sa.Column("discipline", sa.String(length=40), nullable=False),
        sa.Column("employer", sa.String(length=120), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            [physical("entry") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["family_id"],
            [physical("family") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            [physical("person") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_voice_entry_id", physical("voice"), ["entry_id"], unique=False)
    op.create_index("ix_voice_family_id", physical("voice"), ["family_id"], unique=False)
    op.create_table(
        physical("action_outcome"),
        sa.Column("action_id", sa.String(length=32), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"],
            [physical("action") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["family_id"],
            [physical("family") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("action_id"),
    )
    op.create_index(
        "ix_action_outcome_family_id", physical("action_outcome"), ["family_id"], unique=False
    )


def downgrade() -> None:
    """Take the tables away again."""
    for table in (
        "action_outcome",
        "voice",
        "score",
        "ruler",
        "entry_succession",
        "contribution",
        "action",
        "entry",
        "draft",
    ):
        op.drop_table(physical(table))
