"""Who at the police or the MARAC agreed that what they told may be opened."""

import sqlalchemy as sa
from alembic import op

from workbook.wall.names import physical

revision = "0027_police_contact"
down_revision = "0026_joining"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    contact = sa.Column("police_contact", sa.Text(), nullable=False, server_default="")
    op.add_column(physical("loosening_request"), contact)


def downgrade() -> None:
    """Take the column away again."""
    op.drop_column(physical("loosening_request"), "police_contact")
