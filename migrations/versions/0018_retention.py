"""How long records are kept, orders to destroy them, holds and certificates."""

import sqlalchemy as sa
from alembic import op

from workbook.wall.names import physical

revision = "0018_retention"
down_revision = "0017_signing_in"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        physical("destruction_order"),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=False),
        sa.Column("schedule", sa.String(length=40), nullable=False),
        sa.Column("person_ids", sa.JSON(), nullable=False),
        sa.Column("checked", sa.JSON(), nullable=False),
        sa.Column("submit_key", sa.String(length=80), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("submit_key"),
    )
    op.create_index(
        "ix_destruction_order_family_id", physical("destruction_order"), ["family_id"], unique=False
    )
    op.create_table(
        physical("destruction_certificate"),
        sa.Column("order_id", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("hashes", sa.JSON(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], [physical("destruction_order") + ".id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("order_id"),
    )
    op.create_index(
        "ix_destruction_certificate_family_id",
        physical("destruction_certificate"),
        ["family_id"],
        unique=False,
    )
    op.create_table(
        physical("destruction_decision"),
        sa.Column("order_id", sa.String(length=32), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("ask_again_on", sa.Date(), nullable=True),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], [physical("destruction_order") + ".id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("order_id"),
    )
    op.create_index(
        "ix_destruction_decision_family_id",
        physical("destruction_decision"),
        ["family_id"],
        unique=False,
    )
    op.create_table(
        physical("destruction_export"),
        sa.Column("order_id", sa.String(length=32), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], [physical("destruction_order") + ".id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_destruction_export_family_id",
        physical("destruction_export"),
        ["family_id"],
        unique=False,
    )
    op.create_index(
        "ix_destruction_export_order_id", physical("destruction_export"), ["order_id"], unique=False
    )
    op.create_table(
        physical("destruction_lapse"),
        sa.Column("order_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], [physical("destruction_order") + ".id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("order_id"),
    )
    op.create_index(
        "ix_destruction_lapse_family_id", physical("destruction_lapse"), ["family_id"], unique=False
    )
    op.create_table(
        physical("hold_lifting_request"),
        sa.Column("hold_id", sa.String(length=32), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=True),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("submit_key", sa.String(length=80), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["family_id"], [physical("family") + ".id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("submit_key"),
    )
    op.create_index(
        "ix_hold_lifting_request_family_id",
        physical("hold_lifting_request"),
        ["family_id"],
        unique=False,
    )
    op.create_index(
        "ix_hold_lifting_request_hold_id",
        physical("hold_lifting_request"),
        ["hold_id"],
        unique=False,
    )
    op.create_table(
        physical("legal_hold"),
        sa.Column("covers", sa.String(length=12), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=True),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("submit_key", sa.String(length=80), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["family_id"], [physical("family") + ".id"]),
        sa.ForeignKeyConstraint(["person_id"], [physical("person") + ".id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("submit_key"),
    )
    op.create_index("ix_legal_hold_family_id", physical("legal_hold"), ["family_id"], unique=False)
    op.create_index("ix_legal_hold_person_id", physical("legal_hold"), ["person_id"], unique=False)
    op.create_table(
        physical("retention_date"),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=True),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("schedule", sa.String(length=40), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("asks", sa.JSON(), nullable=False),
        sa.Column("alone", sa.JSON(), nullable=False),
        sa.Column("replaces_id", sa.String(length=32), nullable=True),
        sa.Column("family_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["replaces_id"], [physical("retention_date") + ".id"]),
        sa.ForeignKeyConstraint(["family_id"], [physical("family") + ".id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("replaces_id"),
    )
    op.create_index(
        "ix_retention_date_family_id", physical("retention_date"), ["family_id"], unique=False
    )
    op.create_table(
        physical("hold_lifting"),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("hold_id", sa.String(length=32), nullable=False),
        sa.Column("family_id", sa.String(length=32), nullable=True),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("lifted", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], [physical("hold_lifting_request") + ".id"]),
        sa.ForeignKeyConstraint(["family_id"], [physical("family") + ".id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("request_id"),
    )
    op.create_index(
        "ix_hold_lifting_family_id", physical("hold_lifting"), ["family_id"], unique=False
    )
    op.create_index("ix_hold_lifting_hold_id", physical("hold_lifting"), ["hold_id"], unique=False)


def downgrade() -> None:
    """Take the tables away again."""
    op.drop_table(physical("hold_lifting"))
    op.drop_table(physical("retention_date"))
    op.drop_table(physical("legal_hold"))
    op.drop_table(physical("hold_lifting_request"))
    op.drop_table(physical("destruction_lapse"))
    op.drop_table(physical("destruction_export"))
    op.drop_table(physical("destruction_decision"))
    op.drop_table(physical("destruction_certificate"))
    op.drop_table(physical("destruction_order"))
