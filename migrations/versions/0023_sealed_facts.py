"""Facts that are sealed with a key outside the database."""

import sqlalchemy as sa
from alembic import op

from workbook.wall.names import physical

revision = "0023_sealed_facts"
down_revision = "0022_sitting"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        physical("sealed_fact"),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("household_id", sa.String(length=32), nullable=True),
        sa.Column("contact_id", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("known_by", sa.JSON(), nullable=False),
        sa.Column("replaces_id", sa.String(length=32), nullable=True),
        sa.Column("submit_key", sa.String(length=80), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], [physical("person") + ".id"]),
        sa.ForeignKeyConstraint(["household_id"], [physical("household") + ".id"]),
        sa.ForeignKeyConstraint(["contact_id"], [physical("contact_detail") + ".id"]),
        sa.ForeignKeyConstraint(["replaces_id"], [physical("sealed_fact") + ".id"]),
        sa.ForeignKeyConstraint(["family_id"], [physical("family") + ".id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("replaces_id"),
        sa.UniqueConstraint("submit_key"),
    )
    op.create_index(
        "ix_sealed_fact_family_id", physical("sealed_fact"), ["family_id"], unique=False
    )


def downgrade() -> None:
    """Take the tables away again."""
    op.drop_table(physical("sealed_fact"))
