"""A salt for every row that says something."""

import sqlalchemy as sa
from alembic import op

from workbook.wall.names import physical

revision = "0012_salts"
down_revision = "0011_reach_and_marking"
branch_labels = None
depends_on = None

TABLES = (
    "person", "family", "change_goal", "closing", "conflict", "contact_detail", "entry",
    "family_decision", "family_meeting", "family_member", "family_plan", "fgdm_offer",
    "household", "identifier", "involvement", "issued_document", "legal_stage",
    "loosening_request", "module_status", "network_member", "parental_responsibility",
    "relationship", "route", "section_summary", "tightening", "withholding", "action",
    "conflict_end", "contribution", "entry_succession", "family_discussion", "household_member",
    "loosening_decision", "route_end", "route_review", "ruler", "score", "voice",
    "action_outcome", "discussion_addendum", "discussion_part", "discussion_sign_off", "lifting",
)  # fmt: skip


def upgrade() -> None:
    """Add the column."""
    for table in TABLES:
        op.add_column(
            physical(table),
            sa.Column("salt", sa.String(length=32), nullable=False, server_default=""),
        )


def downgrade() -> None:
    """Take the column away again."""
    for table in TABLES:
        op.drop_column(physical(table), "salt")
