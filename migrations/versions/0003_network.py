"""The family network, offers, meetings, plans and decisions."""

import sqlalchemy as sa
from alembic import op

from workbook.wall.names import physical

revision = "0003_network"
down_revision = "0002_families"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        physical("family_decision"),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("knew", sa.JSON(), nullable=False),
        sa.Column("involved", sa.JSON(), nullable=False),
        sa.Column("views", sa.JSON(), nullable=False),
        sa.Column("changed_because", sa.Text(), nullable=False),
        sa.Column("plain_version_sent", sa.Date(), nullable=True),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["family_id"],
            [physical("family") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_family_decision_family_id", physical("family_decision"), ["family_id"], unique=False
    )
    op.create_table(
        physical("family_meeting"),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("coordinator_id", sa.String(length=32), nullable=True),
        sa.Column("stages", sa.JSON(), nullable=False),
        sa.Column("attended", sa.JSON(), nullable=False),
        sa.Column("separate_part", sa.JSON(), nullable=False),
        sa.Column("venue_note", sa.Text(), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["coordinator_id"],
            [physical("worker") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["family_id"],
            [physical("family") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_family_meeting_family_id", physical("family_meeting"), ["family_id"], unique=False
    )
    op.create_table(
        physical("family_plan"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("contingency", sa.Text(), nullable=False),
        sa.Column("watches_id", sa.String(length=32), nullable=True),
        sa.Column("agreed_by", sa.JSON(), nullable=False),
        sa.Column("safe", sa.Text(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["family_id"],
            [physical("family") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["watches_id"],
            [physical("person") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_family_plan_family_id", physical("family_plan"), ["family_id"], unique=False
    )
    op.create_table(
        physical("fgdm_offer"),
        sa.Column("offered_on", sa.Date(), nullable=False),
        sa.Column("offered_by", sa.String(length=32), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("stage", sa.String(length=30), nullable=False),
        sa.Column("responses", sa.JSON(), nullable=False),
        sa.Column("reoffer_due", sa.Date(), nullable=True),
        sa.Column("coordinator_id", sa.String(length=32), nullable=True),
        sa.Column("referral_sent", sa.Date(), nullable=True),
        sa.Column("leaflet", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=80), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["coordinator_id"],
            [physical("worker") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["family_id"],
            [physical("family") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["offered_by"],
            [physical("worker") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_fgdm_offer_family_id", physical("fgdm_offer"), ["family_id"], unique=False)
    op.create_table(
        physical("network_member"),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("tie", sa.Text(), nullable=False),
        sa.Column("closeness", sa.JSON(), nullable=False),
        sa.Column("consent_to_hold", sa.String(length=10), nullable=False),
        sa.Column("consent_to_contact", sa.String(length=10), nullable=False),
        sa.Column("offers", sa.JSON(), nullable=False),
        sa.Column("worries", sa.Text(), nullable=False),
        sa.Column("must_not_meet", sa.JSON(), nullable=False),
        sa.Column("must_not_know", sa.JSON(), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
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
    op.create_index(
        "ix_network_member_family_id", physical("network_member"), ["family_id"], unique=False
    )


def downgrade() -> None:
    """Take the tables away again."""
    for table in (
        "network_member",
        "fgdm_offer",
        "family_plan",
        "family_meeting",
        "family_decision",
    ):
        op.drop_table(physical(table))
