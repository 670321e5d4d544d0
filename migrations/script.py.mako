"""${message}.

The old code is still running while this runs. One change a file; no data work beside a change of
shape; a rename is three migrations (add, fill, drop) in three releases. A merged migration is
never edited. The wall (views, triggers, policies) is rebuilt by `workbook init` afterwards.
"""

import sqlalchemy as sa
from alembic import op

from workbook.wall.names import physical

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Take the change back."""
    ${downgrades if downgrades else "pass"}
