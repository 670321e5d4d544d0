"""Families, people, ties, homes and involvement."""

import sqlalchemy as sa
from alembic import op

from workbook.wall.names import physical

revision = "0002_families"
down_revision = "0001_staff"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        physical("person"),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("known_as", sa.String(length=80), nullable=False),
        sa.Column("born", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("died", sa.Date(), nullable=True),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        physical("family"),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"],
            [physical("team") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reference"),
    )
    op.create_index("ix_family_team_id", physical("family"), ["team_id"], unique=False)
    op.create_table(
        physical("change_goal"),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("child_id", sa.String(length=32), nullable=True),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["child_id"],
            [physical("person") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["family_id"],
            [physical("family") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            [physical("person") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_change_goal_family_id", physical("change_goal"), ["family_id"], unique=False
    )
    op.create_table(
        physical("contact_detail"),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("safe", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
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
        "ix_contact_detail_family_id", physical("contact_detail"), ["family_id"], unique=False
    )
    op.create_table(
        physical("family_member"),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("side", sa.String(length=20), nullable=False),
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
            ["person_id"],
            [physical("person") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("family_id", "person_id"),
    )
    op.create_index(
        "ix_family_member_family_id", physical("family_member"), ["family_id"], unique=False
    )
    op.create_index(
        "ix_family_member_person_id", physical("family_member"), ["person_id"], unique=False
    )
    op.create_table(
        physical("household"),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.Column("known_by", sa.JSON(), nullable=False),
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
    op.create_index("ix_household_family_id", physical("household"), ["family_id"], unique=False)
    op.create_table(
        physical("identifier"),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
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
    op.create_index("ix_identifier_family_id", physical("identifier"), ["family_id"], unique=False)
    op.create_table(
        physical("involvement"),
        sa.Column("worker_id", sa.String(length=32), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
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
            [physical("involvement") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            [physical("worker") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("replaces_id"),
    )
    op.create_index(
        "ix_involvement_family_id", physical("involvement"), ["family_id"], unique=False
    )
    op.create_index(
        "ix_involvement_worker", physical("involvement"), ["worker_id", "family_id"], unique=False
    )
    op.create_table(
        physical("legal_stage"),
        sa.Column("child_id", sa.String(length=32), nullable=False),
        sa.Column("stage", sa.String(length=30), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["child_id"],
            [physical("person") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["family_id"],
            [physical("family") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_legal_stage_family_id", physical("legal_stage"), ["family_id"], unique=False
    )
    op.create_table(
        physical("parental_responsibility"),
        sa.Column("adult_id", sa.String(length=32), nullable=False),
        sa.Column("child_id", sa.String(length=32), nullable=False),
        sa.Column("held", sa.String(length=10), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["adult_id"],
            [physical("person") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["child_id"],
            [physical("person") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["family_id"],
            [physical("family") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_parental_responsibility_family_id",
        physical("parental_responsibility"),
        ["family_id"],
        unique=False,
    )
    op.create_table(
        physical("relationship"),
        sa.Column("a_id", sa.String(length=32), nullable=False),
        sa.Column("b_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("mark", sa.String(length=24), nullable=False),
        sa.Column("mark_persons", sa.JSON(), nullable=False),
        sa.Column("discipline", sa.String(length=40), nullable=False),
        sa.Column("employer", sa.String(length=120), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["a_id"],
            [physical("person") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["b_id"],
            [physical("person") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["family_id"],
            [physical("family") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_relationship_family_id", physical("relationship"), ["family_id"], unique=False
    )
    op.create_table(
        physical("withholding"),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("from_persons", sa.JSON(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("whole_record", sa.Boolean(), nullable=False),
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
        "ix_withholding_family_id", physical("withholding"), ["family_id"], unique=False
    )
    op.create_table(
        physical("household_member"),
        sa.Column("household_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["family_id"],
            [physical("family") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            [physical("household") + ".id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            [physical("person") + ".id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_household_member_family_id", physical("household_member"), ["family_id"], unique=False
    )


def downgrade() -> None:
    """Take the tables away again."""
    for table in (
        "household_member",
        "withholding",
        "relationship",
        "parental_responsibility",
        "legal_stage",
        "involvement",
        "identifier",
        "household",
        "family_member",
        "contact_detail",
        "change_goal",
        "family",
        "person",
    ):
        op.drop_table(physical(table))
